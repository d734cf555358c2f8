/**
 * What a reader of the issue would know of a change at its moment, in words of the oracle's own: written down beside what
 * was done, never read from the folded change.
 */
import type { StateName } from '../../../src/core/change/state.ts';
import type { Category } from '../../../src/core/plan/plan.ts';
import type { Name } from './cast.ts';
import type { Regime } from './policies.ts';

export const PULL = 701;

export type Objection = 'block' | 'concern' | 'hold' | 'request';

/** What a reader of the issue would know. */
export type Told = {
  readonly moment: string;
  readonly state: StateName;
  readonly category: Category;
  readonly pull: boolean;
  readonly regime: Regime;
  readonly approved: readonly Name[];
  readonly executors: readonly Name[];
  /** What the one who blocks has said against it and not lifted. */
  readonly objections: readonly Objection[];
  readonly inWindow: boolean;
  readonly booked: boolean;
  readonly preflight: boolean;
  /** `pressed`: somebody said yes by the button, and owes the words. */
  readonly hold: 'ahead' | 'ticked' | 'pressed' | 'confirmed';
  readonly rest: boolean;
  readonly paused: boolean;
  readonly offered: boolean;
  readonly delegated: boolean;
  /** Nobody has reviewed the pull request. */
  readonly unreviewed: boolean;
  /** Who pushed to the pull request beside its author. */
  readonly pushers: readonly Name[];
  /** The head of the pull request is another than anybody was told of. */
  readonly moved: boolean;
  /** Who signed in at the forge within the last hour. */
  readonly signed: readonly Name[];
  /** Whose approval waits for a sign-in. */
  readonly unsigned: readonly Name[];
  /** By which event of the log the step at the hold was done last. */
  readonly tick: number;
  /** Who asked for a bypass of the preflight, who answered how, and who let it pass while that word still holds. */
  readonly asked: Name | null;
  readonly answered: { readonly by: Name; readonly how: 'granted' | 'denied' } | null;
  readonly passed: Name | null;
  /** The template that failed rests until somebody looked at it. */
  readonly suspended: boolean;
  /** It was rolled back, and that was verified: what is no emergency owes a review from now on. */
  readonly recovered: boolean;
  readonly reviewedBy: Name | null;
};
export type Setting = Pick<Told, 'category' | 'pull' | 'regime'>;
