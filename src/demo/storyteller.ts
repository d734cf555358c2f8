/**
 * People's verbs for a story: each is done in the sandbox as that person, then everything settles, and the
 * narrator tells how the app answered. Verbs return what happened, so that tests tell the same stories.
 */
import type { OpenPullInput } from '../sandbox/acts/pulls.ts';
import type { Comment } from '../sandbox/state/conversations.ts';
import type { PullRequest } from '../sandbox/state/pulls.ts';
import { boxOf, refusalOf, askedIn, type Refused } from './app-words.ts';
import type { Company } from './company.ts';
import type { Narrator, Told } from './narrator.ts';

export type Answer = { readonly reaction: string | null; readonly reply: string | null };

export type Story = {
  /** `owner/name#n` of the change issue, or of the pull request that is its own change. */
  readonly issue: string;
  readonly at: (instant: string) => void;
  readonly says: (who: string, text: string) => Promise<Answer>;
  readonly ticks: (who: string, step: string) => Promise<void>;
  readonly does: (who: string, what: string, act: () => unknown) => Promise<void>;
  /** Something else that now stands on the forge, such as a check, in one line. */
  readonly shows: (what: string) => void;
  readonly record: () => Comment;
  readonly comments: () => readonly Comment[];
  readonly labels: () => readonly string[];
};

export type Opening = {
  readonly at: string;
  readonly who: string;
  readonly repo: string;
  readonly title: string;
  readonly body: string;
  readonly labels?: readonly string[];
};

export type Proposal = OpenPullInput & Pick<Opening, 'at' | 'who' | 'repo'>;

type Subject = { readonly id: number; readonly ref: string };
type Stage = { readonly company: Company; readonly tell: Narrator; readonly subject: Subject };

export async function openStory(
  company: Company,
  tell: Narrator,
  opening: Opening,
): Promise<Story> {
  const { who, repo, title, body, labels = ['change'] } = opening;
  company.clock.moveTo(opening.at);
  tell.act(company.clock.now(), who, `opens the change from the form: “${title}”`);
  const issue = company.sandbox.as(who).openIssue(repo, { title, body, labels });
  return begin({ company, tell, subject: subjectOf(repo, issue) });
}

/** The story of a pull request that is its own change. */
export async function openPullStory(
  company: Company,
  tell: Narrator,
  proposal: Proposal,
): Promise<Story> {
  const { at, who, repo, ...input } = proposal;
  company.clock.moveTo(at);
  const draft = input.draft === true ? ' as a draft' : '';
  tell.act(company.clock.now(), who, `opens a pull request${draft}: “${input.title}”`);
  const pull = company.sandbox.as(who).openPullRequest(repo, input);
  return begin({ company, tell, subject: subjectOf(repo, pull) });
}

function subjectOf(repo: string, { id, number }: Pick<PullRequest, 'id' | 'number'>): Subject {
  return { id, ref: `${repo}#${String(number)}` };
}

async function begin(stage: Stage): Promise<Story> {
  await stage.company.settle();
  stage.tell.answer({ ...quiet, record: recordOf(stage).body });
  return storyOf(stage);
}

const quiet: Omit<Told, 'record'> = { reaction: null, refused: null, said: [] };

function storyOf(stage: Stage): Story {
  const { company, subject } = stage;
  const { sandbox, clock } = company;
  return {
    issue: subject.ref,
    at: clock.moveTo,
    says: (who, text) => says(stage, who, text),
    does: (who, what, act) => does(stage, { who, what, act }),
    ticks: (who, step) => {
      const act = (): unknown => sandbox.as(who).tick(recordOf(stage).id, `chg:${step}`);
      return does(stage, { who, what: `ticks ${step} in the record comment`, act, step });
    },
    shows: (what) => {
      stage.tell.answer({ ...quiet, said: [what], record: recordOf(stage).body });
    },
    record: () => recordOf(stage),
    comments: () => commentsOn(stage),
    labels: () => {
      const issue = sandbox.world.issues.get(subject.id);
      return (issue?.labelIds ?? []).flatMap((id) => sandbox.world.labels.get(id)?.name ?? []);
    },
  };
}

function commentsOn({ company, subject }: Stage): readonly Comment[] {
  return company.sandbox.world.comments.of(subject.id);
}

function recordOf(stage: Stage): Comment {
  const found = commentsOn(stage).find(({ body }) => body.includes('<!-- holdpoint:record '));
  if (found === undefined) throw new Error(`${stage.subject.ref} has no record comment`);
  return found;
}

async function says(stage: Stage, who: string, text: string): Promise<Answer> {
  const { company, tell, subject } = stage;
  tell.act(company.clock.now(), who, text);
  const known = new Set(commentsOn(stage).map(({ id }) => id));
  const said = company.sandbox.as(who).comment(subject.ref, text);
  known.add(said.id);
  await company.settle();
  const fresh = newsOf(stage, known);
  const reply = replyAmong(fresh);
  const reaction = reactionOn(company, said.id);
  tell.answer({
    reaction,
    refused: refusedIn(reply),
    said: requests(fresh),
    record: recordOf(stage).body,
  });
  return { reaction, reply };
}

type Deed = {
  readonly who: string;
  readonly what: string;
  readonly act: () => unknown;
  /** The step whose box was ticked. */
  readonly step?: string;
};

async function does(stage: Stage, { who, what, act, step }: Deed): Promise<void> {
  const { company, tell } = stage;
  tell.act(company.clock.now(), who, what);
  const known = new Set(commentsOn(stage).map(({ id }) => id));
  act();
  await company.settle();
  const record = recordOf(stage).body;
  const fresh = newsOf(stage, known);
  const said = [...(step === undefined ? [] : answerInBox(record, step)), ...requests(fresh)];
  tell.answer({ ...quiet, refused: refusedIn(replyAmong(fresh)), said, record });
}

function replyAmong(comments: readonly string[]): string | null {
  return comments.find((body) => body.includes('<!-- holdpoint:reply')) ?? null;
}

function refusedIn(reply: string | null): Refused | null {
  return reply === null ? null : refusalOf(reply);
}

/** A tick is answered in the record itself: it stays, or it is put back with the reason beside the step. */
function answerInBox(record: string, step: string): readonly string[] {
  const { ticked, refused } = boxOf(record, step);
  return ticked ? [] : [`the box of ${step} is put back`, ...(refused === null ? [] : [refused])];
}

function newsOf(stage: Stage, known: ReadonlySet<number>): readonly string[] {
  return commentsOn(stage)
    .filter(({ id }) => !known.has(id))
    .map(({ body }) => body);
}

function requests(comments: readonly string[]): readonly string[] {
  return comments.flatMap((body) => {
    const asked = askedIn(body);
    return asked === null ? [] : [`(the app asks ${asked})`];
  });
}

function reactionOn(company: Company, comment: number): string | null {
  const given = company.sandbox.world.reactions
    .all()
    .filter(({ subject }) => subject.kind === 'comment' && subject.id === comment);
  return given.at(-1)?.content ?? null;
}
