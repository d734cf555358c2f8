/**
 * Somebody has signed in at the forge anew, and the forge told us which account that is.
 *
 * What must stay true: it is noted only where it can matter, of those who have a voice here: whoever else holds an
 * account of the forge writes nothing into a record.
 */
import { scenesElsewhere } from '../policy/elsewhere.ts';
import { mayUse } from '../policy/rights.ts';
import { isAbout, signInMinutes } from '../policy/sign-in.ts';
import { NOTHING, record } from './answer.ts';
import type { Handlers } from './answer.ts';
import { boundNow } from './binding.ts';
import type { Facts } from './facts.ts';
import { toMs } from './moment.ts';
import type { Change } from './state.ts';
import { lacksAnyVoice, ownApprovals } from './voice.ts';

const MINUTE_MS = 60_000;

export const identityHandlers: Handlers<'note_identity'> = {
  note_identity: ({ change, facts }) => {
    if (facts.actor.kind !== 'human' || !canMatter(change, facts)) return NOTHING;
    if (hasJustSigned(change, facts.actor.id, facts.occurredAt)) return NOTHING;
    return record({ type: 'identity_confirmed', data: {}, texts: {} });
  },
};

/** A minute ago or less, for what is there now, and they have said nothing since: another one would tell no more. */
export function hasJustSigned(change: Change, id: string, at: string): boolean {
  const last = change.signIns.findLast(({ by }) => by.id === id);
  if (last === undefined || toMs(at) - toMs(last.at) >= MINUTE_MS) return false;
  const hasSpoken = change.approvals.some(({ by, seq }) => by.id === id && seq > last.seq);
  return !hasSpoken && isAbout(last, boundNow(change));
}

function canMatter(change: Change, facts: Facts): boolean {
  const policies = [facts, ...scenesElsewhere(change, facts).map((there) => there.facts)];
  const isAsked = policies.some(({ policy }) => signInMinutes(change, policy) !== null);
  if (!isAsked || isSilent(change)) return false;
  const hasSpoken = ownApprovals(change, facts.actor.id).length > 0;
  return hasSpoken || givesTheWord(change, facts) || lacksAnyVoice(change, facts) === null;
}

/** Of an emergency, who may have no voice in any approval. */
function givesTheWord({ category }: Change, { policy, actor }: Facts): boolean {
  return category === 'emergency' && mayUse(policy, 'authorise', actor.roles);
}

/** Nobody's word is waited for any more. */
export function isSilent({
  ended,
  state,
  emergency,
}: Pick<Change, 'ended' | 'state' | 'emergency'>): boolean {
  const isOver = ended !== null || state === 'rolled_back';
  return isOver && (emergency === null || emergency.authorised !== null);
}
