/**
 * What has to be looked up before a change is judged beside others: which assets and people, in which windows, and which
 * changes it waits for. Rather too much than too little: the gates look closer.
 *
 * What must stay true: whatever a gate of time may ask of others is asked for here.
 */
import { planShown } from '../change/binding.ts';
import type { Command } from '../change/command.ts';
import type { Facts } from '../change/facts.ts';
import { sameWindow } from '../change/moment.ts';
import type { Change } from '../change/state.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Window } from '../plan/plan.ts';
import { kinOf } from '../policy/kin.ts';
import { peopleOf, subjectsOf } from './booking.ts';
import { asksForConflicts } from './conflicts.ts';
import { dependenciesOf, dependencyOn } from './dependencies.ts';
import type { Dependency } from './dependencies.ts';

export type Around = {
  readonly number: number;
  /** Lower case. */
  readonly assets: readonly string[];
  readonly people: readonly string[];
  /** Windows that it has, or shall have. */
  readonly windows: readonly Window[];
  readonly waitsFor: readonly Dependency[];
};

/** `command`: what is asked of it, which may bring a window or a plan of its own. */
export function aroundOf(
  change: Change,
  { policy, pulls }: Pick<Facts, 'policy' | 'pulls'>,
  command?: Command,
): Around {
  const written = planIn(command);
  const seen = written === null ? change : { ...change, plan: written };
  const assets = [planShown(change), written].flatMap((plan) => plan?.assets ?? []);
  const asked = command?.type === 'schedule' ? command.window : null;
  const windows = asksForConflicts(policy) ? [windowFor(change), written?.window, asked] : [];
  const waitsFor = [change, ...(seen === change ? [] : [seen])].flatMap((one) =>
    dependenciesOf(one, pulls),
  );
  const added = command?.type === 'depend' ? [dependencyOn(command)] : [];
  return {
    number: change.number,
    assets: subjectsOf(kinOf(policy.catalogue, assets)),
    people: subjectsOf([...peopleOf(change), ...peopleOf(seen)]),
    windows: distinct(windows),
    waitsFor: [...waitsFor, ...added],
  };
}

function distinct(windows: readonly (Window | null | undefined)[]): readonly Window[] {
  const named = windows.filter((window) => window !== null && window !== undefined);
  return named.filter((one, at) => named.findIndex((other) => sameWindow(one, other)) === at);
}

function planIn(command: Command | undefined): Change['plan'] {
  if (command?.type !== 'record_plan') return null;
  return command.reading.kind === 'readable' ? command.reading.plan : null;
}
