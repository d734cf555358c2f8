/**
 * What people said of a change: for it, against it, through somebody else, or that it waits. Plain JSON, part of the
 * state of a change and folded like the rest of it.
 */
import type { Category } from '../plan/plan.ts';
import type { RefusalCode } from './refusal.ts';
import type { Person, Stamp } from './stamp.ts';

export type VoiceElsewhere = {
  readonly repoId: string;
  readonly policy: string;
  readonly roles: readonly string[];
};

export type Approval = Stamp & {
  readonly digest: string;
  readonly heads: readonly string[];
  /** Of each head its tree, and a digest of the files it changes; empty where that was not known. Old logs have neither. */
  readonly trees: readonly string[];
  readonly contents: readonly string[];
  readonly policy: string;
  /** The roles that its giver held in other repositories with pull requests of the change, and what was in force there. */
  readonly elsewhere: readonly VoiceElsewhere[];
  readonly channel: 'command' | 'review';
  readonly note: string | null;
  /** Why it no longer counts, or null while it stands. */
  readonly voided: {
    readonly reason: RefusalCode | 'withdrawn' | 'reopened';
    readonly at: string;
  } | null;
  /** What the last decision that rested on approvals took it for: `counted`, or why not; null when none was since. */
  readonly tallied: string | null;
};

/** Somebody showed the forge anew who they are, while the plan and the linked commits were these. */
export type SignIn = Stamp & Pick<Approval, 'heads'> & { readonly digest: string | null };

/** What holds the change: `request-changes` (cleared by its author or a substantive edit), a `block`, or a concern. */
export type Objection = Stamp & {
  readonly kind: 'changes_requested' | 'block' | 'concern';
  /** Of a concern: what it is called while it is open; null for others. */
  readonly name: string | null;
  readonly text: string;
  readonly lifted: Stamp | null;
};

/** An approver's voice in the hands of somebody else, for one plan. Its giver's own word ends it. */
export type Delegation = Stamp & {
  readonly to: Person;
  readonly digest: string;
  readonly reason: string;
  /** When it was taken back; null while it stands. */
  readonly ended: string | null;
};

/** Somebody asked everybody to wait: no start and no merge until it is lifted. Nothing else is lost by it. */
export type OnHold = Stamp & {
  readonly via: 'command' | 'label';
  readonly reason: string | null;
  readonly lifted: Stamp | null;
};

/** Somebody knows of a conflict with another change, while the two windows were these; null: it had none. */
export type Acknowledgement = Stamp & {
  readonly other: number;
  readonly window: Span | null;
  readonly theirs: Span | null;
  readonly reason: string | null;
};

type Span = { readonly start: string; readonly end: string };

export const PASS_VIAS = ['override', 'bypass_list', 'bypass_request'] as const;
export type PassVia = (typeof PASS_VIAS)[number];

export type Override = Stamp & {
  readonly gate: RefusalCode;
  readonly reason: string;
  readonly digest: string;
  readonly until: string | null;
  /** It outlives edits and pushes, but no other category. */
  readonly sticky: boolean;
  readonly category: Category | null;
  readonly heads: readonly string[] | null;
  /** By an override that the policy lists, by whoever stands on its bypass list, or by a reviewer of a bypass asked for. */
  readonly via: PassVia;
  /** Of a freeze: those that stood when it was given, and the start of the window that was meant; null: it had none. */
  readonly freezes: readonly string[];
  readonly windowStart: string | null;
  /** Null as well in old logs: then it is not asked. */
  readonly windowEnd: string | null;
  /** Who asked for it; null where nobody had to. */
  readonly asker: Person | null;
  readonly ended: (Stamp & { readonly how: 'cancelled' | 'expired' }) | null;
};

/** A bypass that somebody asked for; answered by a reviewer whom the policy names, or by nobody. */
export type BypassRequest = Stamp & {
  readonly gate: RefusalCode;
  readonly reason: string;
  readonly digest: string;
  readonly heads: readonly string[];
  readonly freezes: readonly string[];
  readonly windowStart: string | null;
  /** Null as well in old logs: then it is not asked. */
  readonly windowEnd: string | null;
  /** When it ends unanswered. */
  readonly until: string;
  readonly answer: BypassAnswer | null;
};

export type BypassAnswer = Stamp & {
  readonly how: 'granted' | 'denied' | 'withdrawn' | 'expired';
  readonly text: string | null;
};
