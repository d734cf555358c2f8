/**
 * Why somebody's approval can never count for a change as it stands: they wrote it, its plan, or code that is linked to
 * it, under whichever of their accounts.
 */
import { pullName } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import { isPull } from '../change/pull-key.ts';
import type { Change } from '../change/state.ts';
import { humansOf } from './humans.ts';

export type Bar = {
  readonly reason: 'self_approval' | 'plan_editor_approval';
  /** The pull request that bars, as `owner/repo#12`. */
  readonly pull: string | null;
};

/** Null when nothing bars them. */
export function findBar(change: Change, facts: Facts, personId: string): Bar | null {
  const own = humansOf(facts).accountsOf(personId);
  if (own.includes(change.author.id)) return { reason: 'self_approval', pull: null };
  const editors = [
    ...change.editors,
    ...(change.lastEditor === null ? [] : [change.lastEditor.id]),
  ];
  if (editors.some((id) => own.includes(id))) return { reason: 'plan_editor_approval', pull: null };
  for (const linked of change.pulls) {
    const pull = facts.pulls.find((one) => isPull(one, linked));
    const wrote = [...(pull?.contributors ?? []), ...(pull === undefined ? [] : [pull.author])];
    wrote.push(...change.pushers.filter((one) => isPull(one, linked)).map(({ by }) => by));
    wrote.push(...(pull?.detail?.commits ?? []).flatMap(({ by }) => by));
    if (wrote.some(({ id }) => own.includes(id)))
      return { reason: 'self_approval', pull: pullName(linked) };
  }
  return null;
}
