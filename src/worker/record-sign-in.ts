/**
 * Records that somebody signed in at the forge anew, as an act of theirs on one change, and says what came of it.
 *
 * What must stay true: whoever has no right in the repository learns nothing, not even whether there is such a change,
 * and writes nothing; one sign-in counts once.
 */
import { isSilent } from '../core/change/decide-identity.ts';
import { boundDigest, standingApprovals } from '../core/change/binding.ts';
import type { Change } from '../core/change/state.ts';
import type { Person } from '../core/change/stamp.ts';
import { asking } from '../core/intent/known.ts';
import { isSigned, signInMinutes } from '../core/policy/sign-in.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Forge } from '../forge/port.ts';
import { ForgeFault } from '../forge/fault.ts';
import { knownActs } from '../store/acts.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { act } from './act.ts';
import type { House } from './house.ts';
import { isVersion } from '../core/policy/version.ts';

export type SignedIn = {
  readonly workspace: string;
  readonly change: number;
  readonly person: Person;
  /** Of this one sign-in, and never of another. */
  readonly nonce: string;
  readonly at: string;
};

export type Recorded = {
  /**
   * `counts`: an approval of theirs does now; `ahead`: one that they give soon will; `late`: theirs is too old for it;
   * `spent`: it was recorded before; `unknown`: there is nothing for them to sign.
   */
  readonly kind: 'counts' | 'ahead' | 'late' | 'unknown' | 'not_asked' | 'ended' | 'spent';
  readonly minutes: number | null;
  readonly url: string | null;
};

const UNKNOWN: Recorded = { kind: 'unknown', minutes: null, url: null };

export async function recordSignIn(house: House, proof: SignedIn): Promise<Recorded> {
  const { workspace, change: number, person } = proof;
  const key = `sign-in:${proof.nonce}`;
  const read = (): Promise<Change | null> =>
    inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
  const before = await read();
  const forge = before === null ? null : await forgeOf(house, workspace);
  if (before === null || forge === null) return UNKNOWN;
  const repo = { id: before.repoId, name: before.repo };
  const actor = await forge.observeActor(repo, { ...person, kind: 'human' });
  if (actor.roles.length === 0) return UNKNOWN;
  const { policy } = await house.policies.inForce(forge, repo);
  const here = { minutes: signInMinutes(before, policy), url: before.issueUrl };
  const known = await inWorkspace(house.db, workspace, (tx) => knownActs(tx, [key]));
  if (known.has(key)) return { kind: 'spent', ...here };
  if (here.minutes === null) return { kind: 'not_asked', ...here };
  if (isSilent(before)) return { kind: 'ended', ...here };
  await act(house, {
    ...{ workspace, forge, repo, change: number, occurredAt: proof.at },
    actor: { ...person, kind: 'human' },
    intentions: [asking(number, { type: 'note_identity' }, { key, url: null })],
    source: { kind: 'sign_in', delivery: key },
  });
  const after = await read();
  const isNoted = after?.signIns.some(({ by, seq }) => by.id === person.id && seq > before.lastSeq);
  if (after === null || isNoted !== true) return UNKNOWN;
  return { kind: worthOf(after, policy, person), ...here };
}

/** Null: we are not installed there. */
async function forgeOf(house: House, workspace: string): Promise<Forge | null> {
  try {
    return await house.app.forge(workspace);
  } catch (error) {
    if (error instanceof ForgeFault && error.code === 'not_found') return null;
    throw error;
  }
}

function worthOf(change: Change, policy: Policy, { id }: Person): 'counts' | 'ahead' | 'late' {
  const minutes = signInMinutes(change, policy);
  const last = standingApprovals(change).findLast(({ by }) => by.id === id);
  const isForThis = last?.digest === boundDigest(change) && isVersion(policy, last?.policy ?? '');
  if (last === undefined || !isForThis) return 'ahead';
  return minutes === null || isSigned(change, last, minutes) ? 'counts' : 'late';
}
