// A forge and a notebook in memory, for laws that are tried thousands of times: comments, labels, title and state of
// one issue; writes whose answer is lost, writes that are not done, and lists that lag. Time moves when it is told to.
import type { CommentSeen } from '../../src/core/intent/notice.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { ForgeFault } from '../../src/forge/fault.ts';
import type { Forge } from '../../src/forge/port.ts';
import type { Book, SurfaceRow, Tidying } from '../../src/reconcile/book.ts';
import { DEFAULT_PACE, type Pace, type Run } from '../../src/reconcile/run.ts';
import { setTheStage } from '../support/change-kit.ts';

/** What happens to the next write: nothing special, done but not answered, or not done. */
export type Luck = 'fine' | 'lost' | 'refused' | 'unreachable';

export type Posted = { readonly id: number; body: string; readonly at: number };

/** What a person could see and touch, and the time. */
export type World = {
  comments: Posted[];
  labels: string[];
  registry: string[];
  title: string;
  open: boolean;
  /** What is younger than this is missing from what is read. */
  lagMs: number;
  nowMs: number;
  luck: Luck[];
  writes: number;
};

export type Pretend = {
  readonly world: World;
  readonly rows: Map<string, SurfaceRow>;
  readonly post: (body: string) => Posted;
  /** Reads the notebook anew, as every run does. */
  readonly run: () => Run;
};

export const SELF = { id: '77', login: 'holdpoint[bot]' };
export const MARKER_KEY = new Uint8Array(32).fill(7);
const PACE: Pace = { ...DEFAULT_PACE, coalesceMs: 0 };
const REPO = { id: '1', name: 'o/r' };

const stage = setTheStage();
const BLANK = stage.given.draft();

export function pretend(): Pretend {
  const world: World = {
    comments: [],
    labels: [],
    registry: [],
    title: '',
    open: true,
    lagMs: 0,
    nowMs: 0,
    luck: [],
    writes: 0,
  };
  const rows = new Map<string, SurfaceRow>();
  let next = 1;
  const post = (body: string): Posted => {
    const comment = { id: next, body, at: world.nowMs };
    next += 1;
    world.comments.push(comment);
    return comment;
  };
  const waitClock = (): string => new Date(world.nowMs).toISOString();
  const run = (): Run => ({
    forge: forgeOf(world, post),
    book: bookOf(rows),
    page: {
      change: BLANK,
      mark: { version: 1, clean: 0, attempts: 0 },
      markerKey: MARKER_KEY,
      surfaces: new Map(rows),
    },
    repo: REPO,
    issue: 1,
    policy: { policy: DEFAULT_POLICY },
    weigh: (_change, pulls) => Promise.resolve(pulls),
    policyOf: () => Promise.resolve({ policy: DEFAULT_POLICY }),
    titlePrefix: true,
    pace: PACE,
    now: waitClock,
    waitClock,
    templateOf: () => Promise.resolve({}),
    neighboursOf: () => Promise.resolve({ beside: [], upstream: [], freezes: [] }),
    signInAt: () => null,
    clockSkewMs: 0,
  });
  return { world, rows, post, run };
}

function bookOf(rows: Map<string, SurfaceRow>): Book {
  const tidy = ({ put, drop }: Tidying): void => {
    for (const row of put) rows.set(row.surface, row);
    for (const surface of drop) rows.delete(surface);
  };
  return {
    read: () => Promise.resolve(null),
    neighbours: () => Promise.resolve([]),
    write: (_change, row) => Promise.resolve(void rows.set(row.surface, row)),
    drop: (_change, surface) => Promise.resolve(void rows.delete(surface)),
    tidy: (_change, tidying) => Promise.resolve(tidy(tidying)),
    past: () => Promise.resolve({ similar: [], groups: [] }),
    refusal: () => Promise.resolve(null),
    settle: (_change, _mark, tidying) => Promise.resolve(tidy(tidying)).then(() => true),
  };
}

/** Only the verbs that these laws use; any other is a mistake of the law. */
function forgeOf(world: World, post: (body: string) => Posted): Forge {
  const write = writing(world);
  const visible = (): readonly Posted[] =>
    world.comments.filter(({ at }) => world.nowMs - at >= world.lagMs);
  const find = (id: string): Posted | undefined =>
    world.comments.find((one) => String(one.id) === id);
  const verbs = {
    observeComment: async (_repo: unknown, id: string) => {
      const found = visible().find((one) => String(one.id) === id);
      return found === undefined ? null : seen(found);
    },
    observeComments: async () => visible().map(seen),
    createComment: (_repo: unknown, _issue: number, body: string) =>
      write('create', () => seen(post(body))),
    editComment: (_repo: unknown, id: string, body: string) =>
      write('repeatable', () => {
        const comment = find(id);
        if (comment === undefined) throw new ForgeFault('not_found', 'no such comment');
        comment.body = body;
        return seen(comment);
      }),
    deleteComment: (_repo: unknown, id: string) =>
      write('repeatable', () => {
        world.comments = world.comments.filter((one) => String(one.id) !== id);
      }),
    createLabel: (_repo: unknown, { name }: { readonly name: string }) =>
      write('repeatable', () => {
        world.registry = [...new Set([...world.registry, name])];
      }),
    addLabels: (_repo: unknown, _issue: number, names: readonly string[]) =>
      write('repeatable', () => {
        world.labels = [...new Set([...world.labels, ...names])];
      }),
    removeLabel: (_repo: unknown, _issue: number, name: string) =>
      write('repeatable', () => {
        world.labels = world.labels.filter((one) => one !== name);
      }),
    setTitle: (_repo: unknown, _issue: number, title: string) =>
      write('repeatable', () => {
        world.title = title;
      }),
    closeIssue: () => write('repeatable', () => void (world.open = false)),
    reopenIssue: () => write('repeatable', () => void (world.open = true)),
  };
  return { kind: 'github', workspace: 'github:1', self: SELF, ...verbs } as unknown as Forge;
}

type Kind = 'create' | 'repeatable';

function writing(world: World): <T>(kind: Kind, work: () => T) => Promise<T> {
  return async (kind, work) => {
    const luck = world.luck.shift() ?? 'fine';
    if (luck === 'refused') throw new ForgeFault('invalid', 'refused');
    if (luck === 'unreachable') throw new ForgeFault('unreachable', 'no way there');
    world.writes += 1;
    const done = work();
    if (luck === 'lost')
      throw new ForgeFault(kind === 'create' ? 'ambiguous' : 'server_error', 'the answer was lost');
    return done;
  };
}

function seen({ id, body }: Posted): CommentSeen {
  const author = { ...SELF, kind: 'bot' } as const;
  const at = '2026-11-19T10:00:00Z';
  const place = { nodeId: '', issue: 1, url: '', createdAt: at, updatedAt: at };
  return { id: String(id), body, author, ours: true, ...place };
}
