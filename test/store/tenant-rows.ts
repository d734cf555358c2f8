// One row of everything that a workspace keeps, under the same keys in each, and every method that reads it.
import { claimAct } from '../../src/store/acts.ts';
import { addApiToken, listApiTokens } from '../../src/store/api-tokens.ts';
import {
  findChangeByIssue,
  findChangesByHead,
  findChangesByPull,
  listOpenChanges,
  loadSnapshots,
  saveChange,
} from '../../src/store/changes.ts';
import type { Sighting } from '../../src/core/deploy/unauthorised.ts';
import type { Database } from '../../src/store/database.ts';
import { markDirty } from '../../src/store/dirty.ts';
import { append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import type { Tx } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { findForged, listForged, noteForged } from '../../src/store/forged-reports.ts';
import { noteGateAsk } from '../../src/store/gate-asks.ts';
import { claimGateAnswer } from '../../src/store/gate-claims.ts';
import { listGroups, saveGroup } from '../../src/store/merge-groups.ts';
import { findPolicy, keepPolicy, listPolicies } from '../../src/store/policies.ts';
import { readEvents, readRawRows } from '../../src/store/read-log.ts';
import { listSurfaces, putSurface } from '../../src/store/surfaces.ts';
import { replaceTimers } from '../../src/store/timers.ts';
import { keepTemplates } from '../../src/store/templates.ts';
import { readHead, readMarkerKey } from '../../src/store/workspaces.ts';
import { CERTIFICATE } from '../support/templates.ts';
import { findDeployment, saveDeployment, type DeploymentMet } from '../../src/store/deployments.ts';
import { claimLock, listLocks } from '../../src/store/environment-locks.ts';
import { EVERYWHERE } from '../../src/core/policy/calendar.ts';
import type { OpenedFreeze } from '../../src/core/time/opened-freeze.ts';
import { readPage } from '../../src/store/freeze-pages.ts';
import {
  findFreeze,
  findFreezeIn,
  findInTime,
  listFreezes,
  saveFreeze,
} from '../../src/store/freezes.ts';
import { listUnauthorised, openUnauthorised } from '../../src/store/unauthorised.ts';
import { aChange, anEvent, aPolicy, collect, NOW } from './stored.ts';

export const TENANT_TABLES = [
  'workspaces',
  'events',
  'texts',
  'people',
  'changes',
  'pulls',
  'bookings',
  'past_changes',
  'past_terms',
  'surfaces',
  'acts',
  'policies',
  'templates',
  'merge_groups',
  'deployments',
  'environment_locks',
  'freezes',
  'unauthorised_changes',
  'forged_reports',
  'api_tokens',
  'gate_asks',
  'gate_claims',
  'timers',
  'dirty',
] as const;

const WINDOW = { windowStart: '2026-11-22T03:30:00Z', windowEnd: '2026-11-22T04:30:00Z' };
const PULL = {
  repoId: '501',
  repoName: 'lighthouse/gateway',
  number: 7,
  headSha: 'abc',
  mergeSha: null,
};

const BOOKING = {
  kind: 'asset',
  subject: 'edge/api-gateway',
  startsAt: WINDOW.windowStart,
  endsAt: WINDOW.windowEnd,
} as const;

/** One of everything, in both workspaces, under the same keys. */
export async function fill(db: Database, workspace: string): Promise<void> {
  await inWorkspace(db, workspace, async (tx) => {
    const lock = await lockHead(tx);
    await append(lock, [anEvent({ texts: { observed: `secret of ${workspace}` } })]);
    await saveChange(
      lock,
      aChange({
        title: `title of ${workspace}`,
        snapshot: { workspace },
        pulls: [PULL],
        bookings: [BOOKING],
        ...WINDOW,
      }),
    );
    await replaceTimers(lock, 12, [{ name: 'window_end', dueAt: '2026-11-22T04:30:00Z' }]);
    await markDirty(lock, { number: 12, version: 1, since: NOW });
    await claimAct(lock, 'comment:1:created');
    await putSurface(tx, 12, { ...BLANK, surface: 'record', forgeId: workspace, attempts: 3 });
    await keepPolicy(tx, { ...aPolicy('file:1'), people: { [workspace]: '1' } });
    await keepTemplates(tx, { repoId: '501', templates: [CERTIFICATE], now: NOW });
    await saveGroup(tx, { ...GROUP, repoName: workspace }, NOW);
    await noteForged(tx, forgedBy(workspace), { now: NOW, forget: NOW });
    await saveDeployment(tx, { ...DEPLOYED, repoName: workspace });
    await claimLock(tx, { ...LOCKED, reason: workspace }, 'claim');
    await saveFreeze(lock, { ...FROZEN, owner: workspace }, NOW);
    await openUnauthorised(lock, 1, { repo: { id: '501', name: workspace }, sighting: PUSHED });
    const hash = new TextEncoder().encode(workspace);
    await addApiToken(tx, { ...TOKEN, name: workspace, hash, scopes: ['gate'] });
    await claimGateAnswer(tx, { ...CLAIM, claimedBy: workspace });
    await noteGateAsk(tx, ASK);
  });
}

const TOKEN = { id: 'k1', createdAt: NOW, expiresAt: null };
const CLAIM = {
  ...{ jti: 'j1', claimId: 'c1', change: 'CHG-00012', repository: 'o/r', sha: 'abc' },
  ...{ environment: 'production', claimedBy: '', claimedAt: NOW },
};

const ASK = {
  ...{ change: 12, repository: 'o/r', sha: 'abc', environment: 'production' },
  askedAt: NOW,
};

export const DEPLOYED: DeploymentMet = {
  ...{ repoId: '501', repoName: 'o/r', id: '991' },
  ...{ environment: 'production', environmentId: 'production' },
  ...{ production: true, transient: false, ref: 'main', sha: 'abc', createdAt: NOW },
  ...{ creatorId: '1', creatorLogin: 'lin-dev', starterId: '1', starterLogin: 'lin-dev' },
  ...{ matchedChange: 12, matchMethod: 'number' as const },
  ...{ inWindow: true, changeState: 'in_progress' as const },
};

export const PUSHED: Sighting = {
  ...{ kind: 'direct_push', place: 'main', sha: 'abc', at: NOW, change: null, url: null },
  ...{ by: { id: '1', login: 'lin-dev', kind: 'human' }, key: 'unauthorised:push:501:main:abc' },
};

export const FROZEN: OpenedFreeze = {
  number: 1,
  place: { repoId: '501', repo: 'o/r', issue: 7, url: 'https://forge.example/o/r/issues/7' },
  owner: 'dee-lead',
  openedAt: NOW,
  terms: {
    ...{ start: NOW, end: '2026-11-23T04:40:00Z', zone: 'UTC', note: null },
    ...{ scope: EVERYWHERE, overriders: [], lets: [], reason: 'audit' },
  },
  changed: [],
  ended: null,
};

const LOCKED = {
  ...{ environment: 'production', by: { id: '1', login: 'dee-lead' }, at: NOW, url: null },
};

export const GROUP = {
  repoId: '501',
  repoName: 'o/r',
  headSha: 'abc',
  members: [1],
  formedAt: NOW,
};

export const FORGED_AT = { repoId: '501', sha: 'abc', name: 'holdpoint' } as const;

export function forgedBy(login: string): Parameters<typeof noteForged>[1] {
  const { name, ...place } = FORGED_AT;
  const by = { id: '1', login };
  const said = { id: '1', via: 'status', name, by, says: 'success', url: null, at: null } as const;
  return { ...place, report: said };
}

const BLANK = {
  surface: '',
  forgeId: null,
  digest: null,
  intentAt: null,
  writtenAt: null,
  attempts: 0,
  problem: null,
} as const;

/** Everything that can be read in a workspace, by every reading method. */
export async function everything(tx: Tx): Promise<string> {
  const read = [
    await collect(readEvents(tx)),
    await collect(readRawRows(tx)),
    await readHead(tx),
    await readMarkerKey(tx),
    [...(await loadSnapshots(tx, [12])).values()],
    await listOpenChanges(tx),
    await findChangeByIssue(tx, '501', 42),
    await findChangesByPull(tx, '501', 7),
    await findChangesByHead(tx, '501', 'abc'),
    await listSurfaces(tx, 12),
    await findPolicy(tx, 'file:1'),
    await listPolicies(tx),
    await listGroups(tx),
    await findDeployment(tx, DEPLOYED),
    await listLocks(tx),
    await listFreezes(tx, NOW),
    await findFreeze(tx, 1),
    await findFreezeIn(tx, '501', 7),
    await readPage(tx, 1),
    await findInTime(tx, FROZEN.terms),
    await listUnauthorised(tx),
    await findForged(tx, FORGED_AT),
    await listForged(tx, { repoId: '501', since: '2020-01-01T00:00:00Z' }),
    await listApiTokens(tx),
    await claimGateAnswer(tx, { ...CLAIM, claimId: 'c2' }),
    await noteGateAsk(tx, ASK),
  ];
  return JSON.stringify(read);
}
