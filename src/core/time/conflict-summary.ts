/**
 * Everything that a change has beside it in its window: conflicts, what it waits for, freezes, maintenance windows that it
 * misses. One answer for the record comment, the command, the command line and the API.
 *
 * What must stay true: plain JSON. What others wrote in another repository is not told here: of a change there only its
 * name, how it stands and when it is.
 */
import type { DependencyKind } from '../change/awaited.ts';
import type { Facts } from '../change/facts.ts';
import { toMs } from '../change/moment.ts';
import { changeName } from '../change/state.ts';
import type { Change, StateName } from '../change/state.ts';
import { isDependencyMet } from '../gate/dependencies.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Window } from '../plan/plan.ts';
import { asksForConflicts, conflictsOf } from './conflicts.ts';
import type { ConflictKind } from './conflicts.ts';
import { dependenciesOf, findDependency } from './dependencies.ts';
import { freezesOver } from './freeze.ts';
import { outsideMaintenance } from './maintenance.ts';
import type { Neighbour } from './neighbours.ts';

type Other = {
  /** `CHG-00007` */
  readonly change: string;
  /** Null in another repository. */
  readonly title: string | null;
  readonly state: StateName;
  readonly window: Pick<Window, 'start' | 'end' | 'zone'> | null;
  readonly url: string;
};

export type ConflictSummary = {
  readonly change: string;
  readonly window: Pick<Window, 'start' | 'end' | 'zone'> | null;
  /** False: the policy lists no assets, and nobody is asked about conflicts. */
  readonly asked: boolean;
  readonly conflicts: readonly (Other & {
    readonly kind: ConflictKind;
    readonly about: readonly string[];
    /** Login; null: nobody yet. */
    readonly acknowledgedBy: string | null;
  })[];
  readonly dependencies: readonly {
    /** As it was written, and where: `plan`, or a pull request. */
    readonly named: string;
    readonly where: string;
    readonly kind: DependencyKind;
    readonly mergeOnly: boolean;
    readonly met: boolean;
    /** Null: there is no such change. */
    readonly on: Other | null;
  }[];
  readonly freezes: readonly {
    readonly id: string;
    readonly title: string;
    readonly owner: string;
    readonly start: string | null;
    readonly end: string | null;
  }[];
  /** Assets that it would touch outside of their maintenance windows, and the titles of those; none once it was started. */
  readonly outside: { readonly assets: readonly string[]; readonly windows: readonly string[] };
};

const INSIDE: ConflictSummary['outside'] = { assets: [], windows: [] };

export function conflictSummary(change: Change, facts: Facts): ConflictSummary {
  const window = windowFor(change);
  const upstream = facts.neighbours?.upstream ?? [];
  const tell = (other: Neighbour): Other => told(other, change);
  return {
    change: changeName(change.number),
    window: window === null ? null : shown(window),
    asked: asksForConflicts(facts.policy),
    conflicts: conflictsOf(change, facts).map(({ kind, about, other, acknowledged }) => ({
      ...tell(other),
      ...{ kind, about, acknowledgedBy: acknowledged?.by.login ?? null },
    })),
    dependencies: dependenciesOf(change, facts.pulls).map((one) => {
      const on = findDependency(one, upstream);
      const { text: named, where, kind, mergeOnly } = one;
      const met = isDependencyMet(one, on);
      return { named, where, kind, mergeOnly, met, on: on === undefined ? null : tell(on) };
    }),
    freezes: window === null ? [] : freezesIn(change, facts, window),
    outside: window === null || change.started !== null ? INSIDE : outsideIn(change, facts, window),
  };
}

function told(other: Neighbour, { repoId }: Change): Other {
  const { number, title, state, window, issueUrl: url } = other;
  return {
    change: changeName(number),
    title: other.repoId === repoId ? title : null,
    state,
    window: window === null ? null : shown(window),
    url,
  };
}

function shown({ start, end, zone }: Window): Pick<Window, 'start' | 'end' | 'zone'> {
  return { start, end, zone };
}

function freezesIn(change: Change, facts: Facts, window: Window): ConflictSummary['freezes'] {
  const { hits } = freezesOver(change, facts, { start: toMs(window.start), end: toMs(window.end) });
  return hits.map(({ freeze, start, end }) => {
    const { id, title, owner } = freeze;
    return { id, title, owner, start, end };
  });
}

function outsideIn(change: Change, { policy }: Facts, window: Window): ConflictSummary['outside'] {
  const asked = { start: toMs(window.start), end: toMs(window.end) };
  const { demanded, advised, windows } = outsideMaintenance(change, policy, asked);
  return { assets: [...demanded, ...advised], windows };
}
