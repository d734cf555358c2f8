/**
 * What is asked of one change in one go: who, when, by which act on the forge, and what has to be written in the
 * same transaction. Requests that belong to one delivery and one change come together and are judged one by one.
 */
import type { EventSource } from '../core/audit/event.ts';
import type { Intention } from '../core/intent/intention.ts';
import type { NoticeActor, RepoRef } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import type { PolicySeen } from '../reconcile/eyes.ts';
import type { Tx } from '../store/in-workspace.ts';

export type ActRequest = {
  readonly workspace: string;
  /** null: nothing has to be asked of the forge, because the system itself reports what it found. */
  readonly forge: Forge | null;
  readonly repo: RepoRef;
  readonly actor: NoticeActor;
  /** null: the intention opens a change. */
  readonly change: number | null;
  /** Empty: only what time alone makes happen. */
  readonly intentions: readonly Intention[];
  readonly source: { readonly kind: EventSource['kind']; readonly delivery: string | null };
  /** The forge's time of the act. */
  readonly occurredAt: string;
  /** What was read already, and is what the request is about. */
  readonly policy?: PolicySeen;
  /** Deliveries that had stopped the change: that is over before it is judged. */
  readonly restates?: readonly string[];
  /** Whether what the request was judged by is still so, asked under the lock; if not, nothing is done. */
  readonly holds?: (tx: Tx) => Promise<boolean>;
  /** Written in the same transaction: the delivery is done when its effects are. */
  readonly beside?: (tx: Tx) => Promise<void>;
};
