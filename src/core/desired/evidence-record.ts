/**
 * The machine block of the evidence: what a change was, as plain data for tools and auditors. Its JSON Schema is
 * schemas/evidence.schema.json. Times are ISO 8601 UTC, ids are texts, numbers are whole.
 *
 * What must stay true: version 1 is published; fields are added, never removed or given another meaning.
 */
import type { StateName } from '../change/state.ts';
import type { Outage } from '../change/outage.ts';
import type { Category, Level, Phase, StepTag } from '../plan/plan.ts';

export const EVIDENCE_SCHEMA = 'holdpoint.evidence/v1';
export const ADDENDUM_SCHEMA = 'holdpoint.evidence-addendum/v1';

export type EvidencePerson = { readonly id: string; readonly login: string };

/** Who did something, in which roles they held at that moment, when, where to read it, and as which event. */
export type EvidenceAct = {
  readonly by: EvidencePerson;
  readonly roles: readonly string[];
  readonly at: string;
  readonly url: string | null;
  readonly event: number;
};

export type EvidenceApproval = EvidenceAct & {
  readonly plan_digest: string;
  readonly heads: readonly string[];
  readonly policy: string;
  readonly channel: 'command' | 'review';
  readonly note: string | null;
  readonly counted: boolean;
  readonly not_counted_because: string | null;
};

export type EvidenceObjection = EvidenceAct & {
  readonly kind: 'changes_requested' | 'block' | 'concern';
  /** Of a concern. */
  readonly name?: string;
  readonly text: string;
  readonly lifted: EvidenceAct | null;
};

export type EvidenceHold = {
  readonly status: 'waiting' | 'confirmed' | 'declined' | 'waived';
  readonly act: EvidenceAct | null;
  readonly observed: string | null;
  /** Between the step and the second person's word. */
  readonly seconds: number | null;
};

export type EvidenceStep = {
  readonly id: string;
  readonly phase: Phase;
  readonly text: string;
  readonly tags: readonly StepTag[];
  readonly planned_minutes: number | null;
  readonly expected: string | null;
  readonly rollback: string | null;
  readonly result: 'done' | 'skipped' | 'open';
  readonly act: EvidenceAct | null;
  /** The reason, when it was skipped. */
  readonly observed: string | null;
  readonly observed_by: EvidenceAct | null;
  readonly hold: EvidenceHold | null;
  /** What was seen of it in a rehearsal before the start; absent where that was nothing. */
  readonly rehearsed?: EvidenceAct & {
    readonly environment: string;
    readonly minutes: number;
    readonly observed: string;
  };
};

export type EvidenceRollback = EvidenceAct & {
  readonly reason: string;
  /** Absent where the policy named no time. */
  readonly clock?: {
    readonly promised_minutes: number | null;
    readonly target_minutes: number;
    /** Null: nothing was promised. */
    readonly kept_promise: boolean | null;
    readonly kept_target: boolean | null;
  };
  readonly recovered:
    (EvidenceAct & { readonly observed: string; readonly seconds: number }) | null;
};

export type EvidenceEmergency = {
  readonly authoriser: string | null;
  readonly bypassed: readonly string[];
  readonly review_due_at: string;
  readonly authorised: EvidenceAct | null;
  readonly review: (EvidenceAct & { readonly findings: string; readonly outage?: Outage }) | null;
  /** What it owed by its policy; absent where that was nothing. */
  readonly duties?: readonly EvidenceDuty[];
};

export type EvidenceTemplate = {
  readonly id: string;
  readonly version: number;
  /** The forge's id of exactly the text that it was made of. */
  readonly blob: string;
  /** It stood in for the category's own approval; null: people approved. */
  readonly approved: (EvidenceAct & { readonly file: string; readonly plan_digest: string }) | null;
  /** The end of this change suspended it. */
  readonly suspended: EvidenceAct | null;
};

export type EvidenceDuty = {
  readonly id: string;
  readonly title: string;
  readonly proof: 'word' | 'pull_request' | 'checks' | 'incident';
  readonly due_at: string;
  /** Null: not at this end. */
  readonly done: (EvidenceAct & { readonly seen: boolean; readonly what: string }) | null;
};

export type EvidenceRecord = {
  readonly schema: typeof EVIDENCE_SCHEMA;
  readonly schema_version: 1;
  readonly change: string;
  readonly number: number;
  readonly repository: { readonly id: string; readonly name: string };
  readonly issue: { readonly id: string; readonly number: number; readonly url: string };
  readonly title: string;
  readonly state: StateName;
  readonly category: Category | null;
  readonly risk: Level | null;
  readonly priority: Level | null;
  /** What the answers suggested when it was submitted last, beside the author's choice; absent where nothing. */
  readonly risk_suggestion?: {
    readonly model: number;
    readonly least: number;
    readonly most: number;
    readonly level: Level | null;
    readonly chosen: Level | null;
    readonly floors: readonly string[];
    readonly missing: readonly string[];
  };
  readonly people: {
    readonly author: EvidencePerson;
    readonly operator: EvidencePerson | null;
    readonly started_by: EvidencePerson | null;
    readonly second_person: string | null;
  };
  readonly dates: {
    readonly opened_at: string;
    readonly submitted_at: string | null;
    readonly first_approved_at: string | null;
    readonly fully_approved_at: string | null;
    readonly scheduled_at: string | null;
    readonly started_at: string | null;
    readonly ended_at: string | null;
  };
  readonly window: {
    readonly start: string;
    readonly end: string;
    readonly zone: string;
    readonly started_inside: boolean | null;
    readonly ended_inside: boolean | null;
    /** It was the window that the plan names. */
    /** Later ends that it was given while it ran; absent where none was. */
    readonly extensions?: readonly (EvidenceAct & {
      readonly from: string;
      readonly end: string;
      readonly reason: string | null;
    })[];
    readonly as_planned: boolean;
    /** The plan's, which is the one that approvers read; null when it names none. */
    readonly planned: {
      readonly start: string;
      readonly end: string;
      readonly zone: string;
    } | null;
  } | null;
  readonly end: (EvidenceAct & { readonly reason: string | null }) | null;
  readonly closure: (EvidenceAct & { readonly code: string; readonly notes: string }) | null;
  readonly plan: {
    readonly form: string;
    readonly revision: number;
    readonly digest: string | null;
    readonly assets: readonly string[];
    readonly environments: readonly string[];
    readonly rollback_minutes: number | null;
    readonly answers: readonly {
      readonly id: string;
      readonly question: string;
      readonly answer: string;
    }[];
  } | null;
  readonly approvals: readonly EvidenceApproval[];
  /** What it was made of; absent where that was no template. */
  readonly template?: EvidenceTemplate;
  readonly objections: readonly EvidenceObjection[];
  readonly steps: readonly EvidenceStep[];
  readonly rollback: EvidenceRollback | null;
  readonly emergency: EvidenceEmergency | null;
  readonly overrides: readonly (EvidenceAct & {
    readonly gate: string;
    readonly reason: string;
    readonly plan_digest: string;
    /** When it ended by itself; absent from one without an end. */
    readonly expires_at?: string;
    /** By what right, where it is no override: the policy's bypass list, or a request that was granted. */
    readonly via?: 'bypass_list' | 'bypass_request';
    /** Who had asked for it. */
    readonly asked_by?: EvidencePerson;
    /** Taken back before that. */
    readonly cancelled?: EvidenceAct;
  })[];
  readonly exceptions: readonly (EvidenceAct & {
    readonly kind: string;
    readonly detail: string | null;
  })[];
  readonly pull_requests: readonly {
    readonly repository: string;
    readonly number: number;
    readonly head: string;
  }[];
  /** What was deployed by it, as far as it was told; absent where that was nothing. */
  readonly deployments?: readonly {
    readonly repository: string;
    readonly deployment: string;
    readonly environment: string;
    readonly sha: string;
    /** How it was found to belong to the change. */
    readonly matched_by: 'number' | 'commit' | 'window';
    /** Our word, where it waited for that. */
    readonly answer:
      | (EvidenceAct & {
          readonly answer: 'approved' | 'rejected';
          /** Of an environment that only wants a receipt: what its gates would have said. */
          readonly receipt?: {
            readonly would: 'yes' | 'no' | 'cannot_tell';
            readonly codes: readonly string[];
          };
        })
      | null;
    readonly end: (EvidenceAct & { readonly state: 'success' | 'failure' | 'error' }) | null;
  }[];
  readonly reopenings: number;
  readonly events: { readonly first: number; readonly last: number };
};

/** What was written after the evidence was posted: it adds to it and never replaces it. */
export type EvidenceAddendum = {
  readonly schema: typeof ADDENDUM_SCHEMA;
  readonly schema_version: 1;
  readonly change: string;
  readonly number: number;
  /** Digest of the evidence that this belongs to. */
  readonly evidence: string;
  readonly kind: 'authorisation' | 'review' | 'duties';
  readonly act: EvidenceAct;
  readonly text: string | null;
  /** From when to when something was down; absent where a review names none. */
  readonly outage?: Outage;
  readonly late: boolean;
};
