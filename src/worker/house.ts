/**
 * What the worker stands on, handed in by `wire.ts`: the database, the forge as an application, the clock, the
 * policy in force and the logger. Nothing in the worker reaches for any of these by itself.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Notice } from '../core/intent/notice.ts';
import type { FormVersion } from '../core/plan/form.ts';
import type { ForgeApp } from '../forge/port.ts';
import type { Database } from '../store/database.ts';
import type { GroupRow } from '../store/merge-groups.ts';
import type { Lanes } from './in-turn.ts';
import type { PolicySource } from './policy-source.ts';
import type { TemplateSource } from './template-source.ts';

/** A forge application that can read its own deliveries. */
export type ReceivingApp = ForgeApp & {
  /** Which workspace a stored delivery belongs to and which lane keeps its order, or why it can never be processed. */
  readonly route: (row: {
    readonly event: string;
    readonly body: Uint8Array;
  }) => { readonly workspace: string; readonly lane: string } | { readonly dead: string };
  readonly receive: (delivery: {
    readonly id: string;
    readonly name: string;
    readonly payload: string;
    readonly receivedAt: string;
  }) => Promise<Notice>;
};

export type House = {
  readonly db: Database;
  readonly app: ReceivingApp;
  readonly clock: Clock;
  readonly policies: PolicySource;
  readonly templates: TemplateSource;
  readonly forms: readonly FormVersion[];
  readonly log: Logger;
  /** Groups of merge queues that wait for their answer, by workspace. */
  readonly groupLanes: Lanes<GroupRow>;
  /** The first pause after a delivery failed; each is four times the one before. */
  readonly retryMs: number;
  /** How long what a check says waits for the next word of one, before the forge is looked at. */
  readonly gatherMs: number;
  /** Where people sign in again for a change; null: that is not set up. */
  readonly signInAt: (workspace: string, change: number) => string | null;
  /** Our clock minus the database's, in milliseconds, measured lately; null when it could not be. */
  readonly clockSkewMs: () => number | null;
};
