/**
 * The oracle on bypasses: whoever stands on the list and had no hand in the change passes the gate alone; everybody else
 * asks, and is answered by a reviewer who neither asked nor had a hand in it.
 */
import { CAST } from './cast.ts';
import type { Name } from './cast.ts';
import { FINE, hands, isAmong, isAuthor, may } from './standing.ts';
import type { Cell, Codes } from './standing.ts';

type Said = Codes | 'idle';

const AGAIN: Codes = ['already_done'];

/** Whether it is asked or passed: that is seen by what happens next, not by the answer. */
export function passes(cell: Cell): Said {
  const { told, name } = cell;
  const { may: list, reviewers } = told.regime.asked.bypass;
  const isThere = [list, reviewers].some((one) => [one.roles, one.people, one.teams].flat().length);
  if (!isThere) return ['bypass_unavailable'];
  const { passed, asked, answered } = told;
  if (passed !== null) return [passed, asked].includes(name) ? 'idle' : AGAIN;
  const moved = told.moved ? ['ref_changed'] : [];
  if (passesAlone(cell)) return moved;
  const canAsk = [reviewers.roles, reviewers.people, reviewers.teams].flat().length > 0;
  if (!canAsk) return ['bypass_unavailable', ...moved];
  if (told.moved || asked === null || answered !== null) return moved;
  return asked === name ? 'idle' : AGAIN;
}

export function passesAlone(cell: Cell): boolean {
  return isAmong(cell, cell.told.regime.asked.bypass.may) && hands(cell).length === 0;
}

export function grants(cell: Cell): Said {
  const { told } = cell;
  const { asked } = told;
  const known = answersAgain(cell, 'granted');
  if (asked === null || known !== null) return known ?? ['bypass_unknown'];
  const asker: Cell = { ...cell, name: asked, actor: CAST[asked] };
  return [
    ...notAnswering(cell, asked),
    ...(told.moved ? ['ref_changed'] : []),
    ...(may(asker, 'bypass') ? FINE : ['not_permitted']),
  ];
}

export function denies(cell: Cell): Said {
  const { asked } = cell.told;
  const known = answersAgain(cell, 'denied');
  if (asked === null || known !== null) return known ?? ['bypass_unknown'];
  return cell.name === asked ? FINE : notAnswering(cell, asked);
}

function answersAgain({ told, name }: Cell, how: 'granted' | 'denied'): Said | null {
  if (told.answered === null) return null;
  return told.answered.how === how && told.answered.by === name ? 'idle' : AGAIN;
}

function notAnswering(cell: Cell, asker: Name): Codes {
  const { told, name } = cell;
  const isReviewer = isAmong(cell, told.regime.asked.bypass.reviewers);
  const isOwn = asker === name || (isAuthor(cell) && isAuthor({ told, actor: CAST[asker] }));
  return [
    ...(isReviewer ? FINE : ['not_permitted']),
    ...(isOwn ? ['self_approval'] : FINE),
    ...hands(cell),
  ];
}
