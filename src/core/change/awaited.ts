/**
 * What a change waits for because somebody said so: by `/chg depends`, or by linking issues on the forge. What its plan
 * or a pull request names stands there, and is read from there.
 *
 * What must stay true: whoever adds one only makes the change wait longer, so it takes no approval away; what an approval
 * was given beside is not taken off behind its back.
 */
import type { E } from './event-form.ts';
import type { Stamp } from './stamp.ts';

/** `order`: it has ended, one way or another, and was not rolled back; `outcome`: it was completed. */
export type DependencyKind = 'order' | 'outcome';

/** By command, or natively on the forge. */
export type AwaitedVia = 'command' | 'forge';

export type Awaited = Stamp & {
  /** Number of the other change. */
  readonly other: number;
  readonly kind: DependencyKind;
  readonly via: AwaitedVia;
};

export type AwaitedEvent =
  | E<'dependency_added', { other: number; kind: DependencyKind; via: AwaitedVia }>
  | E<'dependency_removed', { other: number; via: AwaitedVia }>;

export type AwaitedCommand =
  | {
      readonly type: 'depend';
      readonly other: number;
      readonly kind: DependencyKind;
      readonly via: AwaitedVia;
    }
  | { readonly type: 'undepend'; readonly other: number; readonly via: AwaitedVia };
