/**
 * A change told event by event, for tests of what is shown: every state in which a person can meet a record, made
 * by folding events as the log would hold them. Times come from the example's script; people from its organisation.
 */
import { createHash } from 'node:crypto';
import type { EventActor, StoredEvent } from '../../../src/core/audit/event.ts';
import { isJsonObject, parseCanonical } from '../../../src/core/audit/canonical.ts';
import type { ChangeEvent, ChangeEventType } from '../../../src/core/change/event.ts';
import type { Actor, Facts, PullFacts } from '../../../src/core/change/facts.ts';
import { evolve } from '../../../src/core/change/evolve.ts';
import { packPlan, packProblems } from '../../../src/core/change/plan-record.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import type { Plan, PlanProblem } from '../../../src/core/plan/plan.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Role } from '../../../src/core/policy/holders.ts';
import { loadOrganisation } from '../../support/examples.ts';

const ROLES: Readonly<Record<string, readonly Role[]>> = {
  viewer: ['viewer'],
  engineer: ['engineer'],
  maintainer: ['engineer', 'maintainer'],
  lead: ['engineer', 'maintainer', 'lead', 'incident_commander', 'admin'],
  auditor: ['auditor'],
};

export const PEOPLE: readonly Actor[] = loadOrganisation().people.map(({ login, id, roles }) => ({
  id: String(id),
  login,
  kind: login.endsWith('[bot]') ? 'bot' : 'human',
  roles: [...new Set(roles.flatMap((role) => ROLES[role] ?? []))],
}));

type Variant<T extends ChangeEventType> = Extract<ChangeEvent, { readonly type: T }>;
export type Act<T extends ChangeEventType> = {
  readonly by: string;
  readonly at: string;
  readonly type: T;
};

export type Story = {
  readonly change: () => Change;
  readonly happens: <T extends ChangeEventType>(
    act: Act<T>,
    data: Variant<T>['data'],
    texts: Variant<T>['texts'],
  ) => Story;
  readonly opens: (
    by: string,
    at: string,
    what: {
      readonly title: string;
      readonly emergency?: boolean;
      readonly ownPull?: 'draft' | 'ready';
    },
  ) => Story;
  readonly writes: (by: string, at: string, plan: Plan) => Story;
  readonly scribbles: (by: string, at: string, problems: readonly PlanProblem[]) => Story;
};

const ISSUE = 'https://github.com/lighthouse-freight/operations/issues/12';

export function tellStory(number: number, firstSeq = 1): Story {
  let seq = firstSeq - 1;
  let state: Change | null = null;

  function change(): Change {
    if (state === null) throw new Error('the story has not begun');
    return state;
  }

  const happens: Story['happens'] = (act, data, texts) => {
    seq += 1;
    state = evolve(state, stored(number, seq, { ...act, data, texts }));
    return story;
  };

  const story: Story = {
    change,
    happens,
    opens: (by, at, what) =>
      happens(
        { by, at, type: 'change_opened' },
        {
          repoId: '4711',
          issueId: '990012',
          issue: 12,
          emergency: what.emergency ?? false,
          author: actorOf(by).id,
          editors: [],
          editorUnknown: false,
          ownPull: what.ownPull ?? null,
        },
        {
          title: what.title,
          repo: 'lighthouse-freight/operations',
          issueUrl: ISSUE,
          authorLogin: by,
        },
      ),
    writes: (by, at, plan) => {
      const packed = packPlan(plan);
      const revision = (state?.revision ?? 0) + 1;
      return happens(
        { by, at, type: 'plan_recorded' },
        {
          revision,
          digest: digestPlan(plan),
          plan: packed.data,
          substantive: ['what'],
          cosmetic: [],
          editors: [],
          editorUnknown: false,
        },
        packed.texts,
      );
    },
    scribbles: (by, at, problems) =>
      happens(
        { by, at, type: 'plan_recorded' },
        {
          revision: (state?.revision ?? 0) + 1,
          digest: null,
          plan: null,
          substantive: [],
          cosmetic: [],
          editors: [],
          editorUnknown: false,
        },
        { problems: packProblems(problems) },
      ),
  };
  return story;
}

type Told = {
  readonly by: string;
  readonly at: string;
  readonly type: string;
  readonly data: object;
  readonly texts: object;
};

function stored(number: number, seq: number, told: Told): StoredEvent {
  const data = parseCanonical(JSON.stringify(sorted(told.data)));
  if (!isJsonObject(data)) throw new Error('the data of an event is an object');
  const at = new Date(told.at).toISOString();
  return {
    type: told.type,
    change: number,
    actor: actorOf(told.by),
    source: {
      kind: 'webhook',
      delivery: `delivery-${String(seq)}`,
      ref: null,
      url: `${ISSUE}#issuecomment-${String(7000 + seq)}`,
    },
    occurredAt: at,
    observedAt: at,
    policy: DEFAULT_POLICY.version,
    data,
    texts: Object.fromEntries(
      Object.entries(told.texts).map(([name, text]) => [name, String(text)]),
    ),
    seq,
    hash: createHash('sha256')
      .update(`${String(number)}:${String(seq)}`)
      .digest('hex'),
    prevHash: '0'.repeat(64),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

export function actorOf(login: string): EventActor {
  if (login === 'holdpoint') return { id: '0', login, kind: 'system', roles: [] };
  const person = PEOPLE.find((one) => one.login === login);
  return (
    person ?? { id: String(100_000 + login.length), login, kind: 'human', roles: ['engineer'] }
  );
}

export function factsAt(now: string, pulls: readonly PullFacts[] = []): Facts {
  return {
    now: new Date(now).toISOString(),
    occurredAt: new Date(now).toISOString(),
    actor: { id: '0', login: 'holdpoint', kind: 'system', roles: [] },
    policy: DEFAULT_POLICY,
    people: PEOPLE,
    pulls,
    clockSkewMs: 0,
  };
}
