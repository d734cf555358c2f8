/**
 * Records that somebody signed in at the forge anew, as an act of theirs on one change, and says what came of it.
 *
 * What must stay true: whoever has no right in the repository learns nothing, not even whether there is such a change,
 * and writes nothing; one sign-in counts once. What is said of an approval is what the tally says of it.
 */
import { hasJustSigned, isSilent } from '../core/change/decide-identity.ts';
import type { Change } from '../core/change/state.ts';
import type { Person } from '../core/change/stamp.ts';
import { asking } from '../core/intent/known.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { signInWorth } from '../core/policy/sign-in-worth.ts';
import { signInAsked } from '../core/policy/sign-ins-due.ts';
import type { Forge } from '../forge/port.ts';
import { ForgeFault } from '../forge/fault.ts';
import type { SignInProof, SignInRecorded } from '../forge/sign-in.ts';
import { knownActs } from '../store/acts.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { act } from './act.ts';
import type { House } from './house.ts';
import { lookAt } from './look-at.ts';

const UNKNOWN: SignInRecorded = { kind: 'unknown', because: null, minutes: null, url: null };

export async function recordSignIn(house: House, proof: SignInProof): Promise<SignInRecorded> {
  const { workspace, change: number, person } = proof;
  const key = `sign-in:${proof.nonce}`;
  const read = (): Promise<Change | null> =>
    inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
  const before = await read();
  const forge = before === null ? null : await forgeOf(house, workspace);
  if (before === null || forge === null) return UNKNOWN;
  const repo = { id: before.repoId, name: before.repo };
  if (!(await isKnown(forge, before, person))) return UNKNOWN;
  const facts = await lookAt(house, forge, before);
  const minutes = signInAsked(before, facts)?.minutes ?? null;
  const here = { because: null, minutes, url: before.issueUrl };
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
  if (after === null || !hasJustSigned(after, person.id, proof.at)) return UNKNOWN;
  const worth = signInWorth(after, facts, person.id);
  return { ...here, ...worth, minutes: worth.minutes ?? minutes };
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
