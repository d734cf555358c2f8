/**
 * Why somebody's approval can never count for a change as it stands: they wrote it, its plan, or code that is linked to
 * it, under whichever of their accounts.
 */
import { pullName } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import { isPull } from '../change/pull-key.ts';
import type { Change } from '../change/state.ts';
import { humansOf } from './humans.ts';
import { oncePer } from './once-per.ts';

export type Bar = {
  readonly reason: 'self_approval' | 'plan_editor_approval';
  /** The pull request that bars, as `owner/repo#12`. */
  readonly pull: string | null;
};

const barsOf = oncePer(readBars);

/** Null when nothing bars them. Asked of everybody, by many: who is barred is found once. */
export function findBar(change: Change, facts: Facts, personId: string): Bar | null {
  return barsOf(change, facts).get(humansOf(facts).nameOf(personId)) ?? null;
}

/** By the name of each human; the first reason is told. */
function readBars(change: Change, facts: Facts): ReadonlyMap<string, Bar> {
  const { nameOf } = humansOf(facts);
  const bars = new Map<string, Bar>();
  const add = (ids: readonly string[], bar: Bar): void => {
    for (const name of ids.map(nameOf)) if (!bars.has(name)) bars.set(name, bar);
  };
  const last = change.lastEditor === null ? [] : [change.lastEditor.id];
  add([change.author.id], { reason: 'self_approval', pull: null });
  add([...change.editors, ...last], { reason: 'plan_editor_approval', pull: null });
  for (const linked of change.pulls) {
    const pull = facts.pulls.find((one) => isPull(one, linked));
    const wrote = [...(pull?.contributors ?? []), ...(pull === undefined ? [] : [pull.author])];
    wrote.push(...change.pushers.filter((one) => isPull(one, linked)).map(({ by }) => by));
    wrote.push(...(pull?.detail?.commits ?? []).flatMap(({ by }) => by));
    const pullBar: Bar = { reason: 'self_approval', pull: pullName(linked) };
    add(
      wrote.map(({ id }) => id),
      pullBar,
    );
  }
  return bars;
}
