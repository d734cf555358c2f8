/**
 * What the gates did over a time: for each code how often it was asked at a decision, stopped somebody, and was passed, by
 * which way and by whom. Counted event by event from the log; which gates stand before an act it does not say, so that
 * is as they stand today.
 *
 * What must stay true: an event counts in the time in which it happened. A request waits as long as the log holds
 * nothing that ends it: an answer, another plan, other code, the end of its change. It counts when it was asked.
 */
import type { StoredEvent } from '../core/audit/event.ts';
import type { ChangeEvent, ChangeEventType } from '../core/change/event.ts';
import { isChangeEventType } from '../core/change/event-shapes.ts';
import { isBefore } from '../core/change/moment.ts';
import { readEvent } from '../core/change/read-event.ts';
import { REFUSAL_CODES } from '../core/change/refusal.ts';
import type { RefusalCode } from '../core/change/refusal.ts';
import type { PassVia } from '../core/change/spoken.ts';
import { GATES } from '../core/gate/judge.ts';
import { PURPOSES } from '../core/gate/verdict.ts';
import type { Purpose } from '../core/gate/verdict.ts';
import type { Period } from './manifest.ts';

export type GateInsight = {
  readonly code: string;
  /** At how many decisions; null for what no gate asks. */
  readonly asked: number | null;
  readonly stopped: number;
  readonly overridden: number;
  /** Passed by somebody on the bypass list, or by a request that was granted. */
  readonly bypassed: number;
  /** Passed by an emergency that it would have stopped. */
  readonly emergency: number;
  /** Merged although it was not met. */
  readonly merged: number;
  readonly requests: Readonly<Record<RequestFate, number>>;
  readonly passes: readonly Pass[];
};

export const FATES = ['waiting', 'granted', 'denied', 'ended'] as const;
/** `ended`: unanswered, or void with another plan or other code. */
export type RequestFate = (typeof FATES)[number];

/** Who let it pass how often; `askers` where they were asked. */
export type Pass = {
  readonly by: string;
  readonly way: PassVia;
  readonly times: number;
  readonly askers: readonly string[];
};

export type Insights = {
  /** Accepted or refused acts that gates stand before. */
  readonly decisions: number;
  /** Those that did something first, the busiest first. */
  readonly gates: readonly GateInsight[];
};

const PURPOSE_OF: ReadonlyMap<string, Purpose> = new Map<ChangeEventType, Purpose>([
  ['submitted', 'submit'],
  ['approval_completed', 'approve'],
  ['scheduled', 'schedule'],
  ['started', 'start'],
  ['completed', 'complete'],
  ['pull_merged', 'merge'],
]);
const ENDING: ReadonlySet<string> = new Set<ChangeEventType>([
  ...([
    'pull_head_moved',
    'pull_linked',
    'pull_unlinked',
    'completed',
    'rollback_started',
  ] as const),
  ...(['rejected', 'cancelled'] as const),
]);

type Asking = {
  readonly change: number | null;
  readonly code: string;
  readonly by: string;
  readonly at: string;
};
type What = 'asked' | 'stopped' | 'overridden' | 'bypassed' | 'emergency' | 'merged' | 'request';
/** What one event says of one code. */
type Mark = {
  readonly code: string;
  readonly what: What;
  readonly fate?: RequestFate;
  readonly pass?: Pick<Pass, 'by' | 'way'> & { readonly asker: string | null };
};

type Book = {
  decisions: number;
  readonly counts: Map<string, number>;
  readonly passes: Map<string, Pass & { readonly code: string }>;
  /** Requests that nothing has ended yet, by their place in the log. */
  readonly waiting: Map<number, Asking>;
};

export async function readInsights(
  events: AsyncIterable<StoredEvent>,
  period: Period,
): Promise<Insights> {
  const book: Book = { decisions: 0, counts: new Map(), passes: new Map(), waiting: new Map() };
  for await (const stored of events) {
    if (!isChangeEventType(stored.type)) continue;
    const event = readEvent(stored);
    const marks = [...marksOf(event, stored, book), ...endings(event, stored, book)];
    if (!isWithin(stored.occurredAt, period)) continue;
    if (isDecision(event)) book.decisions += 1;
    for (const mark of marks) enter(book, mark);
  }
  for (const { code, at } of book.waiting.values())
    if (isWithin(at, period)) enter(book, { code, what: 'request', fate: 'waiting' });
  return { decisions: book.decisions, gates: gatesOf(book) };
}

function isWithin(at: string, { from, to }: Period): boolean {
  return !(from !== null && isBefore(at, from)) && !(to !== null && !isBefore(at, to));
}

function isDecision(event: ChangeEvent): boolean {
  return purposeOf(event) !== null;
}

/** Of a refusal only where a gate said no: other refusals come before any gate is asked. A start may book its window first. */
function purposeOf(event: ChangeEvent): Purpose | null {
  if (event.type !== 'refused') return PURPOSE_OF.get(event.type) ?? null;
  const { verb, code } = event.data;
  const meant = PURPOSES.filter((known) => known === verb);
  const asked = meant.includes('start') ? [...meant, 'schedule' as const] : meant;
  return asked.find((purpose) => codesAsked(purpose).includes(code)) ?? null;
}

function codesAsked(purpose: Purpose): readonly RefusalCode[] {
  const asked = GATES.filter(({ purposes }) => purposes.includes(purpose));
  return [...new Set(asked.flatMap(({ code, also = [] }) => [code, ...also]))];
}

/** Whatever a gate may name. */
const ASKED: ReadonlySet<string> = new Set(PURPOSES.flatMap(codesAsked));

function marksOf(
  event: ChangeEvent,
  { actor, seq, change, occurredAt: at }: StoredEvent,
  book: Book,
): readonly Mark[] {
  const by = actor.login;
  const purpose = purposeOf(event);
  const asked =
    purpose === null ? [] : codesAsked(purpose).map((code): Mark => ({ code, what: 'asked' }));
  switch (event.type) {
    case 'refused':
      return [...asked, { code: event.data.code, what: 'stopped' }];
    case 'started':
      return [...asked, ...event.data.bypassed.map((code): Mark => ({ code, what: 'emergency' }))];
    case 'pull_merged':
      return [...asked, ...event.data.unmet.map((code): Mark => ({ code, what: 'merged' }))];
    case 'overridden': {
      const { gate: code, via: way } = event.data;
      const what = way === 'override' ? 'overridden' : 'bypassed';
      return [{ code, what, pass: { by, way, asker: null } }];
    }
    case 'bypass_requested':
      book.waiting.set(seq, { change, code: event.data.gate, by, at });
      return [];
    case 'bypass_granted': {
      const { gate: code, requested } = event.data;
      const asker = book.waiting.get(requested)?.by ?? null;
      return [{ code, what: 'bypassed', pass: { by, way: 'bypass_request', asker } }];
    }
    default:
      return asked;
  }
}

/** What this event says of requests that were waiting. */
function endings(event: ChangeEvent, { change }: StoredEvent, { waiting }: Book): readonly Mark[] {
  const close = (seq: number, fate: RequestFate): readonly Mark[] => {
    const known = waiting.get(seq);
    waiting.delete(seq);
    return known === undefined ? [] : [{ code: known.code, what: 'request', fate }];
  };
  switch (event.type) {
    case 'bypass_granted':
      return close(event.data.requested, 'granted');
    case 'bypass_denied':
      return close(event.data.requested, 'denied');
    case 'bypass_lapsed':
      return close(event.data.requested, 'ended');
    default: {
      const isOver = ENDING.has(event.type) || isOtherPlan(event);
      const its = [...waiting].filter(([, asking]) => isOver && asking.change === change);
      return its.flatMap(([seq]) => close(seq, 'ended'));
    }
  }
}

function isOtherPlan(event: ChangeEvent): boolean {
  return event.type === 'plan_recorded' && event.data.substantive.length > 0;
}

function enter({ counts, passes }: Book, { code, what, fate, pass }: Mark): void {
  const key = [code, what, fate ?? ''].join('|');
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (pass === undefined) return;
  const { by, way, asker } = pass;
  const of = [code, way, by].join('|');
  const { times = 0, askers = [] } = passes.get(of) ?? {};
  const asking = asker === null ? askers : [...new Set([...askers, asker])];
  passes.set(of, { code, by, way, times: times + 1, askers: asking });
}

/** Every code that a gate asks for, and every other that stopped somebody. */
function gatesOf({ counts, passes }: Book): readonly GateInsight[] {
  const codes = REFUSAL_CODES.filter((code) =>
    [...counts.keys()].some((key) => key.startsWith(`${code}|`)),
  );
  const count = (code: string, what: What, fate = ''): number =>
    counts.get([code, what, fate].join('|')) ?? 0;
  const found = codes.map((code): GateInsight => {
    return {
      code,
      asked: ASKED.has(code) ? count(code, 'asked') : null,
      stopped: count(code, 'stopped'),
      overridden: count(code, 'overridden'),
      bypassed: count(code, 'bypassed'),
      emergency: count(code, 'emergency'),
      merged: count(code, 'merged'),
      requests: {
        waiting: count(code, 'request', 'waiting'),
        granted: count(code, 'request', 'granted'),
        denied: count(code, 'request', 'denied'),
        ended: count(code, 'request', 'ended'),
      },
      passes: [...passes.values()]
        .filter((one) => one.code === code)
        .map(({ by, way, times, askers }) => ({ by, way, times, askers })),
    };
  });
  return found.toSorted((left, right) => weight(right) - weight(left));
}

/** How much it did; of equals the order of the documentation decides. */
export function weight(one: GateInsight): number {
  const { stopped, overridden, bypassed, emergency, merged, requests } = one;
  const asked = FATES.reduce((sum, fate) => sum + requests[fate], 0);
  return stopped + overridden + bypassed + emergency + merged + asked;
}
