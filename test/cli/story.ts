// A record with a past, told through the real rooms: a notice becomes intentions, intentions are decided, events are
// appended and projected in a real database. Only the forge is missing: people, roles and times are given here.
import { createHash } from 'node:crypto';

import type { JsonObject } from '../../src/core/audit/canonical.ts';
import type { NewEvent } from '../../src/core/audit/event.ts';
import type { ChangeEvent } from '../../src/core/change/event.ts';
import { decide } from '../../src/core/change/decide.ts';
import { evolve } from '../../src/core/change/evolve.ts';
import type { Actor, Facts } from '../../src/core/change/facts.ts';
import type { Change } from '../../src/core/change/state.ts';
import { timersOf } from '../../src/core/change/timers.ts';
import { intend } from '../../src/core/intent/intend.ts';
import type { Intention } from '../../src/core/intent/intention.ts';
import type { IssueSeen, Notice, NoticeFact } from '../../src/core/intent/notice.ts';
import { FORMS } from '../../src/core/plan/forms.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { saveChange } from '../../src/store/changes.ts';
import { loadChange } from '../../src/store/load-change.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { Database } from '../../src/store/database.ts';
import { allocateNumber, append } from '../../src/store/event-log.ts';
import { receiveDelivery, routeDeliveries } from '../../src/store/inbox.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { replaceTimers } from '../../src/store/timers.ts';
import { ensureWorkspace } from '../../src/store/workspaces.ts';
import { loadExample } from '../support/examples.ts';

export const WORKSPACE = 'github:9812';
const REPO = { id: '501', name: 'lighthouse/edge' };

const PEOPLE: readonly Actor[] = [
  { id: '11', login: 'mara-ops', kind: 'human', roles: ['engineer'] },
  { id: '12', login: 'tomas-sre', kind: 'human', roles: ['engineer', 'maintainer'] },
  { id: '13', login: 'lena-lead', kind: 'human', roles: ['engineer', 'maintainer', 'lead'] },
];
const NOBODY: Actor = { id: '99', login: 'stranger', kind: 'human', roles: [] };

/** Of `mara-ops`, at an instant, on an issue. */
type Told = { readonly by: string; readonly at: string; readonly issue: number };

export type Teller = {
  readonly opens: (
    told: Told,
    issue: { readonly title: string; readonly body: string },
  ) => Promise<void>;
  readonly says: (told: Told, text: string) => Promise<void>;
};

export function tellerOf(db: Database, workspace: string): Teller {
  const numbers = new Map<number, number>();
  let comments = 0;
  const happens = async (told: Told, fact: NoticeFact): Promise<void> => {
    const actor = PEOPLE.find(({ login }) => login === told.by) ?? NOBODY;
    const notice: Notice = {
      workspace,
      account: 'lighthouse',
      installation: '77',
      repo: REPO,
      actor,
      echo: false,
      occurredAt: told.at,
      fact,
    };
    const number = numbers.get(told.issue) ?? null;
    const change = await inWorkspace(db, workspace, async (tx) =>
      number === null ? null : loadChange(tx, number),
    );
    const known = {
      change,
      linked: [],
      forms: FORMS,
      templates: { templates: [], problems: [] },
      recordComment: null,
      evidenceComments: [],
      otherComment: null,
      lastRecordBody: null,
      ownPulls: [],
      stateLabel: null,
    };
    for (const intention of intend(notice, known)) {
      numbers.set(told.issue, await carryOut(db, { workspace, intention, actor, at: told.at }));
    }
  };
  return {
    opens: (told, { title, body }) =>
      happens(told, { kind: 'issue_opened', issue: issueOf(told, title, body) }),
    says: (told, text) => {
      comments += 1;
      const comment = {
        id: String(5000 + comments),
        nodeId: `IC_${String(comments)}`,
        issue: told.issue,
        url: `https://forge.example/lighthouse/edge/issues/${String(told.issue)}#c${String(comments)}`,
        body: text,
        author: PEOPLE.find(({ login }) => login === told.by) ?? NOBODY,
        ours: false,
        createdAt: told.at,
        updatedAt: told.at,
      };
      return happens(told, { kind: 'comment_created', issue: told.issue, onPull: false, comment });
    },
  };
}

function issueOf(told: Told, title: string, body: string): IssueSeen {
  return {
    id: String(7000 + told.issue),
    number: told.issue,
    url: `https://forge.example/lighthouse/edge/issues/${String(told.issue)}`,
    title,
    body,
    open: true,
    stateReason: null,
    labels: ['change'],
    author: PEOPLE.find(({ login }) => login === told.by) ?? NOBODY,
    updatedAt: told.at,
  };
}

type Doing = {
  readonly workspace: string;
  readonly intention: Intention;
  readonly actor: Actor;
  readonly at: string;
};

async function carryOut(db: Database, { workspace, intention, actor, at }: Doing): Promise<number> {
  const facts: Facts = {
    now: at,
    occurredAt: at,
    actor,
    policy: DEFAULT_POLICY,
    people: PEOPLE,
    pulls: [],
    clockSkewMs: 0,
  };
  return inWorkspace(db, workspace, async (tx) => {
    const lock = await lockHead(tx);
    const before = intention.change === null ? null : await loadChange(tx, intention.change);
    const { events } = decide(before, intention.command, facts);
    const number = before?.number ?? (await allocateNumber(lock));
    const source = {
      kind: 'webhook',
      delivery: `d-${intention.key}`,
      ref: intention.ref,
      url: intention.url,
    } as const;
    const stored = await append(
      lock,
      events.map((event) => newEvent(event, { number, facts, source })),
    );
    const after = stored.reduce<Change | null>((state, event) => evolve(state, event), before);
    if (after !== null) {
      await saveChange(lock, projectionOf(after, at));
      await replaceTimers(lock, number, timersOf(after));
    }
    return number;
  });
}

type Written = {
  readonly number: number;
  readonly facts: Facts;
  readonly source: NewEvent['source'];
};

function newEvent(event: ChangeEvent, { number, facts, source }: Written): NewEvent {
  const { id, login, kind, roles } = facts.actor;
  return {
    type: event.type,
    change: number,
    actor: { id, login, kind, roles },
    source,
    occurredAt: facts.occurredAt,
    observedAt: facts.now,
    policy: facts.policy.version,
    data: event.data as JsonObject,
    texts: event.texts,
  };
}

/** Salts that repeat from run to run. */
function steadyChance(): (size: number) => Uint8Array {
  let drawn = 0;
  return (size) => {
    drawn += 1;
    const pieces = Array.from({ length: Math.ceil(size / 32) }, (_, index) =>
      createHash('sha256')
        .update(`${String(drawn)}:${String(index)}`)
        .digest(),
    );
    return new Uint8Array(Buffer.concat(pieces).subarray(0, size));
  };
}

export async function openRecord(url: string): Promise<Database> {
  return openDatabase({ url, durable: false, chance: steadyChance() });
}

/** CHG-00001 completed, CHG-00002 called off, CHG-00003 in review and full of traps, CHG-00004 unreadable. */
export async function tellStory(url: string): Promise<void> {
  const db = await openRecord(url);
  try {
    await ensureWorkspace(db, WORKSPACE, 'lighthouse');
    const teller = tellerOf(db, WORKSPACE);
    await tellRotation(teller);
    await tellOthers(teller);
    await leaveDeadLetter(db);
  } finally {
    await db.close();
  }
}

async function tellRotation(teller: Teller): Promise<void> {
  const { title, body, script } = loadExample('cert-rotation');
  for (const { at, actor, event, ...detail } of script) {
    const told = { by: actor, at: new Date(at).toISOString(), issue: 12 };
    if (event === 'opened') await teller.opens(told, { title, body });
    else await teller.says(told, commandFor(event, detail));
  }
}

function commandFor(event: string, detail: Readonly<Record<string, string>>): string {
  const word = (name: string): string => detail[name] ?? '';
  switch (event) {
    case 'submitted':
      return '/chg submit';
    case 'approved':
      return `/chg approve ${word('comment')}`;
    case 'scheduled':
      return '/chg schedule';
    case 'started':
      return '/chg start';
    case 'step_done':
      return `/chg done ${word('step')} ${word('observed')}`;
    case 'hold_confirm_refused':
      return `/chg confirm ${word('step')} it looks good`;
    case 'hold_confirmed':
      return `/chg confirm ${word('step')} ${word('observed')}`;
    case 'completed':
      return `/chg complete ${word('closure_code')} ${word('notes')}`;
    default:
      throw new Error(`the story has no words for ${event}`);
  }
}

async function tellOthers(teller: Teller): Promise<void> {
  const { body } = loadExample('nginx-config');
  const at = (minute: number): string => `2026-11-22T06:${String(minute).padStart(2, '0')}:00Z`;
  await teller.opens(
    { by: 'mara-ops', at: at(0), issue: 13 },
    { title: 'Rate limit for partners', body },
  );
  await teller.says({ by: 'mara-ops', at: at(1), issue: 13 }, '/chg cancel the partner moved');
  const hostile = '=HYPERLINK("http://a") \u001b[2J\u202Ereversed';
  await teller.opens(
    { by: 'mara-ops', at: at(2), issue: 14 },
    { title: hostile, body: loadExample('k8s-node-pool').body },
  );
  await teller.says({ by: 'mara-ops', at: at(3), issue: 14 }, '/chg submit');
  await teller.says({ by: 'mara-ops', at: at(4), issue: 14 }, '/chg approve I trust myself');
  await teller.says(
    { by: 'tomas-sre', at: at(5), issue: 14 },
    '/chg request-changes say who\nwatches the pool\u0007',
  );
  await teller.opens(
    { by: 'lena-lead', at: at(6), issue: 15 },
    { title: 'Just do it', body: 'no form' },
  );
}

async function leaveDeadLetter(db: Database): Promise<void> {
  const body = new TextEncoder().encode('{}');
  await receiveDelivery(db, {
    forge: 'github',
    guid: 'guid-of-a-dead-letter',
    event: 'issues',
    action: 'edited',
    headers: {},
    body,
    bodySha256: createHash('sha256').update(body).digest(),
    receivedAt: '2026-11-22T07:00:00Z',
    source: 'webhook',
  });
  await routeDeliveries(db, 10, () => ({ dead: 'the payload has no repository' }));
}
