/**
 * Changes that really went that way: each tale is played once through `decide`, and told again under other numbers,
 * names, texts and days.
 *
 * What must stay true: events come from the core and nowhere else. Of what is told again only whole texts are exchanged
 * (digests of plans, ids, logins) and instants moved, so that every log folds.
 */
import type { JsonObject, JsonValue } from '../../src/core/audit/canonical.ts';
import type { NewEvent, StoredEvent } from '../../src/core/audit/event.ts';
import { packPlan } from '../../src/core/change/plan-record.ts';
import { digestPlan } from '../../src/core/plan/digest.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { accepted } from '../../test/support/change-beginnings.ts';
import { minutesLater, setTheStage, type Stage } from '../../test/support/change-kit.ts';
import { PEOPLE } from '../../test/support/change-people.ts';
import { CERT_ROTATION, step, WINDOW } from '../../test/support/change-plans.ts';

export type Tale = {
  readonly ends: boolean;
  readonly events: readonly StoredEvent[];
  /** When its last event was, in milliseconds. */
  readonly over: number;
};

const { what = '', failure = '', rollback = '', success = '' } = CERT_ROTATION.answers;

export const TOLD_PLAN: Plan = {
  ...CERT_ROTATION,
  answers: { what, failure, rollback, success },
  steps: [
    step('E1', 'Do it', { minutes: 20 }),
    step('E2', 'Look from outside', { tags: ['hold'] }),
    step('V1', 'Place an order'),
  ],
};

const TOLD_DIGEST = digestPlan(TOLD_PLAN);
const { mara, tomas } = PEOPLE;

export const TALES = {
  completed: tale(atTheEnd, ({ mara: she }) => {
    accepted(she.completes());
  }),
  withIssues: tale(atTheEnd, ({ mara: she }) => {
    accepted(she.completes('successful_with_issues'));
  }),
  rolledBack: tale(started, ({ mara: she }) => {
    accepted(she.does('E1'));
    accepted(she.rollsBack());
    accepted(she.recovers());
  }),
  cancelled: tale(({ given, mara: she }) => {
    given.approvedChange(TOLD_PLAN);
    accepted(she.cancels());
  }),
  rejected: tale(({ given, tomas: he }) => {
    given.inReview(TOLD_PLAN);
    accepted(he.rejects());
  }),
  inReview: tale(({ given }) => given.inReview(TOLD_PLAN)),
  approved: tale(({ given }) => given.approvedChange(TOLD_PLAN)),
  scheduled: tale(({ given }) => given.scheduledChange(TOLD_PLAN)),
  running: tale(started),
} as const satisfies Readonly<Record<string, Tale>>;

function started({ given, clock, mara: she }: Stage): void {
  given.scheduledChange(TOLD_PLAN);
  clock.set(WINDOW.start);
  accepted(she.starts());
}

function atTheEnd(stage: Stage): void {
  started(stage);
  accepted(stage.mara.does('E1'));
  accepted(stage.mara.does('E2'));
  accepted(stage.tomas.confirms('E2'));
  accepted(stage.mara.does('V1'));
}

function tale(...acts: readonly ((stage: Stage) => unknown)[]): Tale {
  const stage = setTheStage();
  for (const act of acts) act(stage);
  const last = stage.log.at(-1);
  if (last === undefined) throw new Error('nothing happened');
  return {
    ends: stage.change.ended !== null,
    events: stage.log,
    over: Date.parse(last.occurredAt),
  };
}

export type Who = { readonly id: string; readonly login: string };

export type Telling = {
  readonly number: number;
  readonly repo: { readonly repoId: string; readonly repo: string };
  readonly title: string;
  /** Its window stands where the tale's stood, moved by as much as the tale, unless it is another. */
  readonly plan: Plan;
  readonly engineer: Who;
  readonly approver: Who;
  /** By how many minutes it is later than it was played. */
  readonly later: number;
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/u;

/** The plan's window, as `telling` has it, is the one that is booked. */
export function told({ events }: Tale, telling: Telling): readonly NewEvent[] {
  const { plan, later, engineer, approver } = telling;
  const exchanged = new Map([
    [TOLD_DIGEST, digestPlan(plan)],
    [WINDOW.start, plan.window?.start ?? ''],
    [WINDOW.end, plan.window?.end ?? ''],
    ...[mara, tomas].flatMap((was, at): [string, string][] => {
      const is = at === 0 ? engineer : approver;
      return [
        [was.id, is.id],
        [was.login, is.login],
      ];
    }),
  ]);
  const say = (text: string): string =>
    exchanged.get(text) ?? (INSTANT.test(text) ? minutesLater(text, later) : text);
  return events.map((event) => toldEvent(event, { telling, say }));
}

type Way = { readonly telling: Telling; readonly say: (text: string) => string };

function toldEvent(event: StoredEvent, { telling, say }: Way): NewEvent {
  const { number, later } = telling;
  const { actor, source } = event;
  return {
    type: event.type,
    change: number,
    actor: { ...actor, id: say(actor.id), login: say(actor.login) },
    source: { ...source, delivery: `${String(number)}-${source.delivery ?? ''}` },
    occurredAt: minutesLater(event.occurredAt, later),
    observedAt: minutesLater(event.observedAt, later),
    policy: event.policy,
    ...contentOf(event, { telling, say }),
  };
}

function contentOf(
  { type, data, texts }: StoredEvent,
  { telling, say }: Way,
): Pick<NewEvent, 'data' | 'texts'> {
  const { number, repo, title, plan } = telling;
  const said = again(data, say) as JsonObject;
  if (type === 'plan_recorded') {
    const packed = packPlan(plan);
    return { data: { ...said, plan: packed.data }, texts: packed.texts };
  }
  const words = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, say(text ?? '')]),
  );
  if (type !== 'change_opened') return { data: said, texts: words };
  const { repoId, repo: name } = repo;
  const issueUrl = `https://forge.example/${name}/issues/${String(number)}`;
  return {
    data: { ...said, repoId, issueId: String(1_000_000 + number), issue: number },
    texts: { ...words, title, repo: name, issueUrl },
  };
}

function again(value: JsonValue, say: (text: string) => string): JsonValue {
  if (typeof value === 'string') return say(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((one) => again(one, say));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, again(one, say)]));
}
