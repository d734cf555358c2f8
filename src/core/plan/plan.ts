/**
 * The plan as everybody else sees it: what a person wrote into the form, read once, in one shape.
 *
 * What must stay true: a plan holds only text that was read without a guess. Whatever could be read two ways is a
 * problem with a line number instead, and then there is no plan at all.
 */

export type Phase = 'preflight' | 'execution' | 'verification';

export type StepTag = 'hold' | 'witness' | 'optional' | 'irreversible';

export type Step = {
  /** P1…, E1…, V1…, given by position within the phase. */
  readonly id: string;
  readonly phase: Phase;
  readonly text: string;
  /** In the order of `STEP_TAGS`, never twice the same. */
  readonly tags: readonly StepTag[];
  /** Ids named by `after:`; empty means the step before it. */
  readonly after: readonly string[];
  readonly minutes: number | null;
  readonly expect: string | null;
  readonly rollback: string | null;
  readonly owner: string | null;
  readonly evidence: string | null;
  readonly abort: string | null;
  readonly notes: readonly string[];
  /** Ids of steps that a policy asks for and that this one is; absent where it names none. */
  readonly covers?: readonly string[];
};

export type Category = 'standard' | 'normal' | 'significant' | 'emergency';

/** Priority uses all four; the risk level of the ordinary form is low, medium or high, of the emergency form critical. */
export type Level = 'low' | 'medium' | 'high' | 'critical';

export type Window = {
  /** Instant in UTC, `2026-11-22T03:30:00Z`. The window is half-open: the start belongs to it, the end does not. */
  readonly start: string;
  readonly end: string;
  /** IANA name; how the window is shown. */
  readonly zone: string;
  /** What a reader must know, for example that a local time occurs twice and the first was taken. */
  readonly note: string | null;
};

/** A template by its name, its version, and the forge's id of exactly these bytes. */
export type TemplateRef = { readonly id: string; readonly version: number; readonly blob: string };

export type Plan = {
  /** Identifier of the heading set that was read, for example `change/1`. */
  readonly form: string;
  /** By field id: line ends LF, trimmed, no prototype, empty answers absent. */
  readonly answers: Readonly<Record<string, string>>;
  /** What stands before the form and below its last answer: read and approved with it. Absent when nothing does. */
  readonly outside?: string;
  /** The template that it was made of; absent where it was made of none. */
  readonly template?: TemplateRef;
  readonly steps: readonly Step[];
  readonly category: Category | null;
  readonly priority: Level | null;
  readonly risk: Level | null;
  readonly environments: readonly string[];
  readonly assets: readonly string[];
  readonly window: Window | null;
  /** Logins, without the @. */
  readonly secondPerson: string | null;
  readonly operator: string | null;
  readonly rollbackMinutes: number | null;
  /** Ids of required answers that are not given, in form order; conditional requirements included. */
  readonly missing: readonly string[];
};

export type PlanProblem = {
  readonly code: string;
  /** Field id, or null when the trouble is with the body as a whole. */
  readonly field: string | null;
  /** Line in the body, counted from 1. */
  readonly line: number | null;
  readonly expected: string;
  readonly found: string;
  readonly remedy: string;
};

export type PlanReading =
  | { readonly kind: 'readable'; readonly plan: Plan; readonly warnings: readonly PlanProblem[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly PlanProblem[] };

export const STEP_TAGS: readonly StepTag[] = ['hold', 'witness', 'optional', 'irreversible'];
