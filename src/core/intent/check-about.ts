/**
 * What a check of ours is about, as it stands in the check for the forge to give back when somebody asks for it anew;
 * and behind it what its buttons ask, because a forge never shows which buttons are there.
 *
 * What must stay true: two checks whose buttons differ are spelled differently.
 */
import { assertNever } from '../assert-never.ts';
import { changeName } from '../change/state.ts';
import { roundWord, type AskedHold } from './check-button.ts';

/** `commit`: one that belongs to no change; of a policy on a commit the pull request may be unknown. */
export type CheckAbout =
  | { readonly kind: 'change'; readonly number: number }
  | { readonly kind: 'pull'; readonly number: number }
  | { readonly kind: 'policy'; readonly number: number | null }
  | { readonly kind: 'group' | 'commit' };

const GROUP = 'merge-group';
const NUMBER = /^\d{1,15}$/u;

export function spellAbout(about: CheckAbout, hold: AskedHold | null = null): string {
  const asked = hold === null ? [] : [[hold.change, hold.step, roundWord(hold.round)].join(':')];
  return [nameOf(about), ...asked].join(' ');
}

function nameOf(about: CheckAbout): string {
  switch (about.kind) {
    case 'change':
      return `${changeName(about.number)}/gate`;
    case 'pull':
      return `pull/${String(about.number)}`;
    case 'policy':
      return about.number === null ? 'policy' : `policy/${String(about.number)}`;
    case 'group':
      return GROUP;
    case 'commit':
      return 'commit';
    default:
      return assertNever(about);
  }
}

/** Null for what a change answers for, whose own run draws it, and for whatever was never ours. */
export function readAbout(text: string): Exclude<CheckAbout, { kind: 'change' }> | null {
  const [name = ''] = text.split(' ', 1);
  if (name === 'commit') return { kind: 'commit' };
  if (name === GROUP) return { kind: 'group' };
  if (name === 'policy') return { kind: 'policy', number: null };
  const [kind, digits = '', ...more] = name.split('/');
  if (more.length > 0 || !NUMBER.test(digits)) return null;
  return kind === 'pull' || kind === 'policy' ? { kind, number: Number(digits) } : null;
}
