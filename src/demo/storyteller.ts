/**
 * People's verbs for a story: each is done in the sandbox as that person, then everything settles, and the
 * narrator tells how the app answered. Verbs return what happened, so that tests tell the same stories.
 */
import type { Comment } from '../sandbox/state/conversations.ts';
import type { Company } from './company.ts';
import type { Narrator } from './narrator.ts';

export type Answer = { readonly reaction: string | null; readonly reply: string | null };

export type Story = {
  /** `owner/name#n` of the change issue. */
  readonly issue: string;
  readonly at: (instant: string) => void;
  readonly says: (who: string, text: string) => Promise<Answer>;
  readonly ticks: (who: string, step: string) => Promise<void>;
  readonly does: (who: string, what: string, act: () => unknown) => Promise<void>;
  readonly record: () => Comment;
  readonly comments: () => readonly Comment[];
  readonly labels: () => readonly string[];
};

export type Opening = { readonly at: string; readonly who: string; readonly repo: string; readonly title: string; readonly body: string; readonly labels?: readonly string[] };

export async function openStory(company: Company, tell: Narrator, opening: Opening): Promise<Story> {
  company.clock.moveTo(opening.at);
  tell.act(company.clock.now(), opening.who, `opens the change from the form: “${opening.title}”`);
  const issue = company.sandbox.as(opening.who).openIssue(opening.repo, { title: opening.title, body: opening.body, labels: opening.labels ?? ['change'] });
  await company.settle();
  const story = storyOf(company, tell, { id: issue.id, ref: `${opening.repo}#${String(issue.number)}` });
  tell.record(story.record().body);
  return story;
}

type Subject = { readonly id: number; readonly ref: string };

function storyOf(company: Company, tell: Narrator, subject: Subject): Story {
  const { sandbox, clock } = company;
  const comments = (): readonly Comment[] => sandbox.world.comments.of(subject.id);
  const record = (): Comment => {
    const found = comments().find((comment) => comment.body.includes('<!-- holdpoint:record '));
    if (found === undefined) throw new Error(`${subject.ref} has no record comment`);
    return found;
  };
  const says = async (who: string, text: string): Promise<Answer> => {
    tell.act(clock.now(), who, text);
    const known = new Set(comments().map((comment) => comment.id));
    const said = sandbox.as(who).comment(subject.ref, text);
    await company.settle();
    const answer = { reaction: reactionOn(company, said.id), reply: replyAfter(comments(), known, said.id) };
    if (answer.reply !== null) tell.answer(`refused: ${firstWords(answer.reply)}`);
    tell.record(record().body);
    return answer;
  };
  const does = async (who: string, what: string, act: () => unknown): Promise<void> => {
    tell.act(clock.now(), who, what);
    act();
    await company.settle();
    tell.record(record().body);
  };
  return {
    issue: subject.ref,
    at: clock.moveTo,
    says,
    does,
    ticks: (who, step) => does(who, `ticks ${step} in the record comment`, () => sandbox.as(who).tick(record().id, `chg:${step}`)),
    record,
    comments,
    labels: () => {
      const issue = sandbox.world.issues.get(subject.id);
      return (issue?.labelIds ?? []).flatMap((id) => sandbox.world.labels.get(id)?.name ?? []);
    },
  };
}

function reactionOn(company: Company, comment: number): string | null {
  const given = company.sandbox.world.reactions.all().filter((one) => one.subject.kind === 'comment' && one.subject.id === comment);
  return given.at(-1)?.content ?? null;
}

function replyAfter(comments: readonly Comment[], known: ReadonlySet<number>, said: number): string | null {
  const reply = comments.find((comment) => !known.has(comment.id) && comment.id !== said && comment.body.includes('<!-- holdpoint:reply'));
  return reply?.body ?? null;
}

function firstWords(reply: string): string {
  const words = reply.split('\n').filter((text) => text.trim() !== '' && !text.startsWith('<!--'));
  return words.slice(0, 2).join(' ').replaceAll('**', '').replaceAll('`', '').replace(/^#+ /u, '');
}
