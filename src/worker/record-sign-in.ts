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
import type { RepoRef } from '../core/intent/notice.ts';
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
  if (!(await isKnown(forge, before, person))) return UNKNOWN;
  const policies = await policiesOver(house, forge, before);
  const asked = policies.flatMap((policy) => signInMinutes(before, policy) ?? []);
  const minutes = asked.length === 0 ? null : Math.min(...asked);
  const here = { minutes, url: before.issueUrl };
  const known = await inWorkspace(house.db, workspace, (tx) => knownActs(tx, [key]));
  if (known.has(key)) return { kind: 'spent', ...here };
  if (minutes === null) return { kind: 'not_asked', ...here };
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
  return { kind: worthOf(after, person, { minutes, home: policies[0] }), ...here };
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

/** The home of the change, and where its pull requests stand. */
function placesOf(change: Change): readonly RepoRef[] {
  const pulls = change.pulls.filter(({ merged }) => !merged);
  const places = [change, ...pulls].map(({ repoId, repo }) => [repoId, repo] as const);
  return [...new Map(places)].map(([id, name]) => ({ id, name }));
}

/** Whoever has a right in one of them. */
async function isKnown(forge: Forge, change: Change, person: Person): Promise<boolean> {
  for (const repo of placesOf(change)) {
    const { roles } = await forge.observeActor(repo, { ...person, kind: 'human' });
    if (roles.length > 0) return true;
  }
  return false;
}

async function policiesOver(
  house: House,
  forge: Forge,
  change: Change,
): Promise<readonly Policy[]> {
  const seen = placesOf(change).map((repo) => house.policies.inForce(forge, repo));
  return (await Promise.all(seen)).map(({ policy }) => policy);
}

type Asked = { readonly minutes: number; readonly home: Policy | undefined };

function worthOf(change: Change, { id }: Person, { minutes, home }: Asked): Recorded['kind'] {
  const last = standingApprovals(change).findLast(({ by }) => by.id === id);
  if (last === undefined || home === undefined) return 'ahead';
  if (last.digest !== boundDigest(change) || !isVersion(home, last.policy)) return 'ahead';
  return isSigned(change, last, minutes) ? 'counts' : 'late';
}
