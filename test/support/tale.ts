/**
 * Tales for end-to-end tests: one company for a file, many changes in it, each told with people's verbs. The clock
 * moves on a minute before every act, so that no two acts fall into one second unless a test wants them to. When a
 * test fails, what was told last and the log of the change are printed.
 *
 * What must stay true: a tale reaches the application only through the forge; what it reads back for its
 * expectations is what the forge shows, or the log.
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { StoredEvent } from '../../src/core/audit/event.ts';
import type { Change } from '../../src/core/change/state.ts';
import { operations } from '../../src/demo/company.ts';
import type { Answer, Story } from '../../src/demo/storyteller.ts';
import type { Comment, Issue } from '../../src/sandbox/state/conversations.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { readEvents } from '../../src/store/read-log.ts';
import { changeBody, type Answers } from '../core/plan/change-body.ts';
import { openWorld, type World } from './world.ts';

export const MARA = 'mara-ops';
export const TOMAS = 'tomas-sre';
export const DEE = 'dee-lead';
export const LIN = 'lin-dev';
export const OMAR = 'omar-dev';
export const PRIYA = 'priya-net';
export const SORA = 'sora-sec';
export const NINA = 'nina-cs';
export const JONAS = 'jonas-dba';
export const BOT = 'deploybot[bot]';

export type Tale = Omit<Story, 'record'> & {
  readonly number: number;
  /** The record comment as it stands, with LF line ends. */
  readonly record: () => string;
  readonly recordId: () => number;
  readonly issueNow: () => Issue;
  readonly change: () => Promise<Change>;
  readonly events: () => Promise<readonly StoredEvent[]>;
  /** `verb code` of every refusal in the log, oldest first. */
  readonly refusals: () => Promise<readonly string[]>;
  /** Comments by the app that answer a refusal or a question. */
  readonly replies: () => readonly Comment[];
  readonly announcements: () => readonly Comment[];
  readonly edits: (who: string, change: (body: string) => string) => Promise<void>;
};

export type Opening = {
  readonly who?: string;
  readonly repo?: string;
  readonly title?: string;
  readonly answers?: Answers;
  readonly body?: string;
  readonly labels?: readonly string[];
};

export type Stage = {
  readonly world: () => World;
  /** Moves the clock on. */
  readonly pass: (minutes: number) => void;
  readonly now: () => Date;
  /** `2026-11-22T04:30/2026-11-22T05:30` in UTC, beginning so many minutes from now. */
  readonly window: (fromMinutes: number, minutes?: number) => string;
  readonly opens: (opening?: Opening) => Promise<Tale>;
  /** Opened and submitted by mara-ops. */
  readonly inReview: (opening?: Opening) => Promise<Tale>;
  /** Approved by tomas-sre as well. */
  readonly approved: (opening?: Opening) => Promise<Tale>;
  /** Started by mara-ops inside its window. */
  readonly running: (opening?: Opening) => Promise<Tale>;
};

/** A change of a day's notice, with two steps to execute, the second a hold, and one to verify. */
export const SHORT: Answers = { steps_before: '', timezone: 'UTC' };

export function stage(options: Parameters<typeof openWorld>[0] = {}): Stage {
  let opened: World | undefined;
  const world = (): World => {
    if (opened === undefined) throw new Error('the company is not open yet');
    return opened;
  };
  beforeAll(async () => {
    opened = await openWorld(options);
    // What the application looks up when it starts is over before anybody acts.
    await opened.company.settle();
  }, 60_000);
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') console.log(lastTold(world()));
  });
  afterAll(async () => {
    await opened?.close();
  });
  return actsOf(world);
}

function actsOf(world: () => World): Stage {
  const now = (): Date => world().company.clock.now();
  const pass = (minutes: number): void => {
    world().company.clock.moveTo(new Date(now().getTime() + minutes * 60_000).toISOString());
  };
  const window = (fromMinutes: number, minutes = 120): string => {
    const at = (offset: number): string =>
      new Date(now().getTime() + offset * 60_000).toISOString().slice(0, 16);
    return `${at(fromMinutes)}/${at(fromMinutes + minutes)}`;
  };
  const opens = async (opening: Opening = {}): Promise<Tale> => {
    pass(1);
    const body =
      opening.body ?? changeBody({ ...SHORT, window: window(25 * 60), ...opening.answers });
    const { who = MARA, repo = operations, title = 'Rotate the certificate', labels } = opening;
    const at = now().toISOString();
    const story = await world().opens({ at, who, repo, title, body, ...(labels && { labels }) });
    return taleOf({ world: world(), pass }, story);
  };
  const inReview = async (opening?: Opening): Promise<Tale> => {
    const tale = await opens(opening);
    await tale.says(opening?.who ?? MARA, '/chg submit');
    return tale;
  };
  const approved = async (opening?: Opening): Promise<Tale> => {
    const tale = await inReview(opening);
    await tale.says(TOMAS, '/chg approve');
    return tale;
  };
  const running = async (opening?: Opening): Promise<Tale> => {
    const tale = await approved(opening);
    pass(25 * 60);
    await tale.says(opening?.who ?? MARA, '/chg start');
    expect((await tale.change()).state).toBe('in_progress');
    return tale;
  };
  return { world, pass, now, window, opens, inReview, approved, running };
}

type Scene = { readonly world: World; readonly pass: (minutes: number) => void };

function taleOf({ world, pass }: Scene, story: Story): Tale {
  const { sandbox } = world.company;
  const number = Number(/CHG-(\d{5})/u.exec(story.record().body)?.[1]);
  const issueNow = (): Issue => {
    const [repo, issue] = story.issue.split('#');
    const found = sandbox.world.issues
      .of(sandbox.repository(repo ?? '').id)
      .find((one) => one.number === Number(issue));
    if (found === undefined) throw new Error(`${story.issue} is gone`);
    return found;
  };
  const events = (): Promise<readonly StoredEvent[]> => eventsOf(world, number);
  const ours = (): readonly Comment[] =>
    story.comments().filter(({ userId }) => userId === sandbox.app.botId);
  const does: Story['does'] = async (who, what, act) => {
    pass(1);
    await story.does(who, what, act);
  };
  return {
    ...story,
    number,
    says: (who, text) => {
      pass(1);
      return story.says(who, text);
    },
    does,
    ticks: (who, step) => {
      pass(1);
      return story.ticks(who, step);
    },
    record: () => story.record().body,
    recordId: () => story.record().id,
    issueNow,
    change: () => world.change(number),
    events,
    refusals: async () =>
      (await events())
        .filter(({ type }) => type === 'refused')
        .map(({ data }) => `${word(data['verb'])} ${word(data['code'])}`),
    replies: () => ours().filter(({ body }) => body.includes('<!-- holdpoint:reply')),
    announcements: () => ours().filter(({ body }) => body.includes('<!-- holdpoint:milestone')),
    edits: (who, change) =>
      does(who, 'edits the issue', () =>
        sandbox.as(who).editIssue(story.issue, { body: change(issueNow().body ?? '') }),
      ),
  };
}

async function eventsOf(world: World, change?: number): Promise<readonly StoredEvent[]> {
  const { company } = world;
  return inWorkspace(company.application().house.db, company.workspace, async (tx) => {
    const found: StoredEvent[] = [];
    for await (const event of readEvents(tx, change === undefined ? {} : { change }))
      found.push(event);
    return found;
  });
}

function lastTold(world: World): string {
  const told = world.told().split('\n').slice(-40).join('\n');
  return `\nwhat was told last:\n${told}\nwhat went wrong:\n${stoppedOrStuck(world).slice(-5).join('\n')}`;
}

/** The last statement of every file: nothing that happened in it is without a doer, and the chain is whole. `expected`: troubles that the file makes. */
export function leavesATrace(stage: Stage, expected: readonly string[] = []): void {
  it('leaves a whole chain in which every act has a doer, a delivery and an address', async () => {
    expect(await stage.world().isIntact()).toBe(true);
    const events = await eventsOf(stage.world());
    expect(events.length).toBeGreaterThan(0);
    const nameless = events.filter(
      ({ actor, source }) =>
        (actor.kind === 'human' && source.delivery === null) || actor.kind === 'unknown',
    );
    expect(nameless.map(({ seq, type, actor }) => [seq, type, actor.login])).toEqual([]);
    const unsourced = events.filter(
      ({ actor, source, type }) =>
        actor.kind === 'human' && source.url === null && !QUIET.has(type),
    );
    expect(unsourced.map(({ seq, type }) => [seq, type])).toEqual([]);
    const troubles = stoppedOrStuck(stage.world());
    expect(troubles.filter((line) => !expected.some((action) => line.includes(action)))).toEqual(
      [],
    );
  });
}

/** What a person's act on a commit brings about has no page of its own. */
const QUIET: ReadonlySet<string> = new Set([
  'refused',
  'approval_completed',
  'returned_to_review',
  'identity_confirmed',
]);

const TROUBLE = new Set([
  'delivery_failed',
  'delivery_dead',
  'reconciled',
  'beat_failed',
  'job_failed',
]);

/** Log lines that tell of something that could not be worked off. */
export function stoppedOrStuck(world: World): readonly string[] {
  return world.logged().filter((line) => {
    const { action, level } = JSON.parse(line) as { action?: string; level?: unknown };
    return (action !== undefined && TROUBLE.has(action)) || level === 'error' || level === 50;
  });
}

export function reactionsOn(world: World, commentId: number): readonly string[] {
  return world.company.sandbox.world.reactions
    .all()
    .filter(({ subject }) => subject.kind === 'comment' && subject.id === commentId)
    .map(({ content }) => content);
}

/** The line of the record that holds a step's box, and the lines indented below it. */
export function stepLines(record: string, step: string): string {
  const lines = record.split('\n');
  const at = lines.findIndex((line) => line.includes(`<!-- chg:${step} -->`));
  if (at < 0) throw new Error(`the record has no box for ${step}:\n${record}`);
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => !line.startsWith('  '));
  return [lines[at], ...rest.slice(0, end < 0 ? rest.length : end)].join('\n');
}

export function stateLabels(tale: Pick<Tale, 'labels'>): readonly string[] {
  return tale.labels().filter((name) => name.toLowerCase().startsWith('chg/'));
}

export type { Answer };

/** A word in an event's data. */
export function word(value: unknown): string {
  return typeof value === 'string' ? value : '?';
}
