/**
 * Whether whoever gave an approval has shown who they are around it. A token can post a comment; only a person in a
 * browser signs in again. Where the policy asks for that, an approval counts once both are there, in either order.
 *
 * What must stay true: a sign-in is that of one account and speaks for no other, linked or not, and of nothing but the
 * plan and the commits that were there; it is as old as our own clock says.
 */
import { boundDigest, boundNow } from '../change/binding.ts';
import { toMs } from '../change/moment.ts';
import type { Approval, SignIn } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import type { Policy } from './policy.ts';

/** How many minutes may lie between the two; null: the policy does not ask for it here. */
export function signInMinutes(
  { category }: Pick<Change, 'category'>,
  { reauthentication }: Pick<Policy, 'reauthentication'>,
): number | null {
  if (reauthentication === null || category === null) return null;
  return reauthentication.categories.includes(category) ? reauthentication.withinMinutes : null;
}

type Said = Pick<Approval, 'by' | 'at'>;
type Word = Said & Pick<Approval, 'digest' | 'heads'>;

/** They signed in so many minutes before or after it, or sooner, while what it speaks of was there. */
export function isSigned(
  { signIns }: Pick<Change, 'signIns'>,
  word: Word,
  minutes: number,
): boolean {
  const { by, at } = word;
  return signIns.some(
    (one) =>
      one.by.id === by.id &&
      isAbout(one, word) &&
      Math.abs(toMs(one.at) - toMs(at)) <= minutes * 60_000,
  );
}

/** A sign-in now would speak of the same. */
export function canBeSigned(change: Change, word: Word): boolean {
  return isAbout(boundNow(change), word);
}

/** All that is spoken of was there. */
export function isAbout(
  signIn: Pick<SignIn, 'digest' | 'heads'>,
  { digest, heads }: Pick<SignIn, 'digest' | 'heads'>,
): boolean {
  return signIn.digest === digest && heads.every((head) => signIn.heads.includes(head));
}

/** The word for an emergency, which speaks of its plan and of no commit; true where the policy does not ask for it. */
export function isWordSigned(
  change: Change,
  { by, at }: Said,
  policy: Pick<Policy, 'reauthentication'>,
): boolean {
  const minutes = signInMinutes({ category: 'emergency' }, policy);
  const digest = boundDigest(change);
  if (minutes === null) return true;
  return digest !== null && isSigned(change, { by, at, digest, heads: [] }, minutes);
}

/** Until when a sign-in still makes it count. */
export function signInBy({ at }: Pick<Said, 'at'>, minutes: number): string {
  return new Date(toMs(at) + minutes * 60_000).toISOString();
}
