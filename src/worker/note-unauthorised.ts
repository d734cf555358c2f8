/**
 * Writes down what went past every gate: an event of the log for each sighting, one record while nobody has answered,
 * and the issue of that record where the policy does not say otherwise.
 *
 * What must stay true: an act is counted once, however often it is told.
 */
import type { EventSource, NewEvent } from '../core/audit/event.ts';
import type { Sighting } from '../core/deploy/unauthorised.ts';
import { isLookedAwayFrom } from '../core/deploy/unauthorised.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { UNSAID_WATCH } from '../core/policy/unauthorised.ts';
import type { Forge } from '../forge/port.ts';
import type { PolicySeen } from '../reconcile/eyes.ts';
import { isoNow } from '../clock.ts';
import { claimAct } from '../store/acts.ts';
import { append } from '../store/event-log.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { lockHead } from '../store/lock.ts';
import { findUnauthorised, openUnauthorised, seeAgain } from '../store/unauthorised.ts';
import type { House } from './house.ts';
import { showUnauthorised } from './show-unauthorised.ts';

export type Told = Pick<EventSource, 'kind' | 'delivery'>;

export type Seen = {
  readonly repo: RepoRef;
  readonly sighting: Sighting;
  readonly seen: PolicySeen;
  readonly told: Told;
};

export async function noteUnauthorised(house: House, forge: Forge, noted: Seen): Promise<void> {
  const { repo, sighting, seen } = noted;
  if (isLookedAwayFrom(sighting, seen)) return;
  const now = isoNow(house.clock);
  const seq = await inWorkspace(house.db, forge.workspace, (tx) => record(tx, noted, now));
  const { kind, by, sha } = sighting;
  const fields = { action: 'unauthorised_found', kind, repository: repo.id, sha, actor: by.id };
  house.log.warn({ ...fields, record: seq }, 'something went past every gate');
  const { openIssue } = seen.policy.unauthorised ?? UNSAID_WATCH;
  if (openIssue && seq !== null) await showUnauthorised(house, forge, { repo, seq });
}

/** The number of its record; null: it was told before, and answered for since. */
async function record(tx: Tx, noted: Seen, now: string): Promise<number | null> {
  const { repo, sighting } = noted;
  const lock = await lockHead(tx);
  const open = await findUnauthorised(tx, repo.id, sighting);
  if (!(await claimAct(lock, sighting.key))) return open?.seq ?? null;
  const [stored] = await append(lock, [eventOf(noted, { now, again: open?.seq ?? null })]);
  if (stored === undefined) throw new Error('an event that was appended is not told');
  if (open === null) await openUnauthorised(lock, stored.seq, { repo, sighting });
  else await seeAgain(lock, open.seq, sighting);
  return open?.seq ?? stored.seq;
}

type Moment = { readonly now: string; readonly again: number | null };

function eventOf({ repo, sighting, seen, told }: Seen, { now, again }: Moment): NewEvent {
  const { kind, place, sha, by, at, change, url } = sighting;
  return {
    type: 'unauthorised_found',
    change: null,
    actor: { id: by.id, login: by.login, kind: by.kind, roles: [] },
    source: { ...told, ref: null, url },
    occurredAt: at,
    observedAt: now,
    policy: seen.policy.version,
    data: { kind, repoId: repo.id, sha, change, again },
    texts: { repo: repo.name, place },
  };
}
