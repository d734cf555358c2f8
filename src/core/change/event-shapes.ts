/**
 * What each event of a change holds, as checks: the one description by which a stored event is read back. The
 * compiler holds it against the union in event.ts, so that a new event or field cannot be forgotten here.
 *
 * What must stay true: old logs are read by this table. No field ever goes, and one that comes later must have a check
 * that answers its absence with a value.
 */
import {
  DEPLOYMENT_ANSWERS,
  DEPLOYMENT_ENDS,
  MATCHED_BY,
  RECEIPT_WORDS,
} from './deployment-note.ts';
import {
  code,
  codes,
  flag,
  flagOrFalse,
  holdChannel,
  integer,
  integerIfAny,
  integersOrNone,
  object,
  oneOf,
  spanOrNull,
  surface,
  text,
  textIfAny,
  textOrNull,
  texts,
  textsOrNone,
  textsOrNull,
  voicesElsewhere,
} from './event-checks.ts';
import type { Check } from './event-checks.ts';
import type { ChangeEvent, ChangeEventType } from './event.ts';
import { FAILURES } from '../policy/rule.ts';
import { readRiskNote } from '../risk/note.ts';

export type EventOf<T extends ChangeEventType> = Extract<ChangeEvent, { readonly type: T }>;
export type Shape<T extends ChangeEventType> = {
  readonly data: { readonly [K in keyof EventOf<T>['data']]: Check<EventOf<T>['data'][K]> };
  /** Names of the texts; `any`: whatever is there, erased ones included. */
  readonly texts: readonly (keyof EventOf<T>['texts'])[] | 'any';
};

const deploymentData = { repoId: text, deployment: text, sha: text, by: oneOf(...MATCHED_BY) };

const receiptWord = oneOf(...RECEIPT_WORDS);

const draftOrReady = oneOf('draft', 'ready');

export const EVENT_SHAPES: { readonly [T in ChangeEventType]: Shape<T> } = {
  change_opened: {
    data: {
      repoId: text,
      issueId: text,
      issue: integer,
      emergency: flag,
      author: text,
      editors: textsOrNone,
      editorUnknown: flagOrFalse,
      ownPull: (value) => (value === undefined || value === null ? null : draftOrReady(value)),
    },
    texts: ['title', 'repo', 'issueUrl', 'authorLogin'],
  },
  plan_recorded: {
    data: {
      revision: integer,
      digest: textOrNull,
      plan: object,
      substantive: texts,
      cosmetic: texts,
      editors: textsOrNone,
      editorUnknown: flagOrFalse,
    },
    texts: 'any',
  },
  plan_editor_found: { data: { revision: integer, digest: text }, texts: [] },
  title_changed: { data: {}, texts: ['title'] },
  readied_for_review: { data: {}, texts: [] },
  converted_to_draft: { data: {}, texts: [] },
  submitted: {
    data: { digest: text, warnings: texts, second: textIfAny, risk: readRiskNote },
    texts: 'any',
  },
  approved: {
    data: {
      digest: text,
      heads: texts,
      trees: textsOrNone,
      contents: textsOrNone,
      channel: oneOf('command', 'review'),
      elsewhere: voicesElsewhere,
    },
    texts: ['note'],
  },
  delegated: { data: { to: text, digest: text }, texts: ['toLogin', 'reason'] },
  delegation_ended: { data: {}, texts: [] },
  identity_confirmed: { data: {}, texts: [] },
  approval_withdrawn: { data: { person: text }, texts: [] },
  approvals_voided: { data: { reason: code, kept: integersOrNone }, texts: [] },
  approval_completed: {
    data: { digest: text, voices: textsOrNull, second: textIfAny },
    texts: [],
  },
  template_approved: {
    data: { id: text, version: integer, blob: text, digest: text },
    texts: ['file'],
  },
  template_suspended: { data: { id: text, version: integer, blob: text }, texts: [] },
  template_reviewed: { data: { template: text }, texts: ['findings'] },
  changes_requested: { data: {}, texts: ['text'] },
  changes_request_cleared: { data: { by: oneOf('reviewer', 'plan_edit') }, texts: [] },
  blocked: { data: {}, texts: ['text'] },
  unblocked: { data: { blocker: text }, texts: ['reason'] },
  concern_raised: { data: {}, texts: ['name', 'text'] },
  concern_resolved: { data: { raised: integer }, texts: ['reason'] },
  held: { data: { via: oneOf('command', 'label') }, texts: ['reason'] },
  released: { data: { via: oneOf('command', 'label') }, texts: ['reason'] },
  rejected: { data: {}, texts: ['reason'] },
  returned_to_review: { data: { reason: code }, texts: [] },
  scheduled: { data: { start: text, end: text, zone: text }, texts: ['note'] },
  window_opened: { data: {}, texts: [] },
  window_overrun: { data: {}, texts: [] },
  window_extended: { data: { from: text, end: text }, texts: ['reason'] },
  window_missed: { data: {}, texts: [] },
  started: {
    data: {
      digest: textOrNull,
      bypassed: codes,
      reviewDueAt: textOrNull,
      heads: texts,
      voices: textsOrNull,
      second: textIfAny,
      authorisers: textsOrNull,
    },
    texts: ['authoriser'],
  },
  rehearsal_begun: { data: {}, texts: ['environment'] },
  step_rehearsed: { data: { step: text, minutes: integer }, texts: ['observed'] },
  step_begun: { data: { step: text }, texts: [] },
  step_done: { data: { step: text, via: oneOf('tick', 'command') }, texts: ['observed'] },
  step_observed: { data: { step: text }, texts: ['observed'] },
  step_skipped: { data: { step: text }, texts: ['reason'] },
  hold_confirmed: { data: { step: text, channel: holdChannel }, texts: ['observed'] },
  hold_declined: { data: { step: text, channel: holdChannel }, texts: ['observed'] },
  hold_waived: { data: { step: text }, texts: ['reason'] },
  paused: { data: {}, texts: ['reason'] },
  resumed: { data: {}, texts: [] },
  handover_offered: { data: { to: text }, texts: ['toLogin'] },
  handover_accepted: { data: {}, texts: [] },
  completed: {
    data: { code: oneOf('successful', 'successful_with_issues', 'unsuccessful') },
    texts: ['notes'],
  },
  rollback_started: { data: { step: textOrNull, target: integerIfAny }, texts: ['reason'] },
  recovered: { data: {}, texts: ['observed'] },
  reopened: { data: { reviewDueAt: textIfAny }, texts: ['reason'] },
  cancelled: { data: {}, texts: ['reason'] },
  duties_owed: { data: { rules: texts, proofs: texts, dues: texts }, texts: 'any' },
  duty_ticked: { data: { duty: text }, texts: [] },
  duty_done: { data: { duty: text, seen: flag }, texts: ['what'] },
  duties_became_overdue: { data: { duties: texts, round: integer }, texts: [] },
  authorised: { data: {}, texts: ['note'] },
  review_owed: { data: { why: oneOf(...FAILURES), dueAt: text }, texts: [] },
  posthoc_reviewed: {
    data: { outage: (value) => (value === undefined ? null : spanOrNull(value)) },
    texts: ['findings'],
  },
  posthoc_became_overdue: { data: {}, texts: [] },
  authorisation_became_overdue: { data: {}, texts: [] },
  overridden: {
    data: {
      gate: code,
      digest: text,
      until: textIfAny,
      sticky: flagOrFalse,
      category: textIfAny,
      heads: textsOrNull,
      via: (value) => (value === undefined ? 'override' : oneOf('override', 'bypass_list')(value)),
      freezes: textsOrNone,
      windowStart: textIfAny,
      windowEnd: textIfAny,
    },
    texts: ['reason'],
  },
  bypass_requested: {
    data: {
      ...{ gate: code, digest: text, heads: texts, until: text },
      ...{ freezes: textsOrNone, windowStart: textIfAny, windowEnd: textIfAny },
    },
    texts: ['reason'],
  },
  bypass_granted: { data: { requested: integer, gate: code, until: text }, texts: ['note'] },
  bypass_denied: { data: { requested: integer, gate: code }, texts: ['reason'] },
  bypass_lapsed: { data: { requested: integer, gate: code }, texts: [] },
  conflict_acknowledged: {
    data: { other: integer, window: spanOrNull, theirs: spanOrNull },
    texts: ['reason'],
  },
  dependency_added: {
    data: {
      other: integer,
      kind: oneOf('order', 'outcome'),
      via: oneOf('command', 'forge'),
    },
    texts: [],
  },
  dependency_removed: { data: { other: integer, via: oneOf('command', 'forge') }, texts: [] },
  override_cancelled: { data: { overridden: integer }, texts: [] },
  override_expired: { data: { overridden: integer }, texts: [] },
  pull_linked: { data: { repoId: text, number: integer, head: text }, texts: 'any' },
  pull_unlinked: { data: { repoId: text, number: integer }, texts: [] },
  pull_head_moved: {
    data: {
      repoId: text,
      number: integer,
      from: text,
      to: text,
      tree: textIfAny,
      content: textIfAny,
      merges: flagOrFalse,
      makers: textsOrNone,
      found: flagOrFalse,
    },
    texts: [],
  },
  pull_pushed: { data: { repoId: text, number: integer, head: text }, texts: [] },
  pull_retargeted: {
    data: { repoId: text, number: integer, found: flagOrFalse },
    texts: ['from', 'to'],
  },
  pull_merged: {
    data: {
      repoId: text,
      number: integer,
      sha: text,
      head: textIfAny,
      unmet: (value) => (value === undefined ? [] : codes(value)),
      by: textIfAny,
    },
    texts: 'any',
  },
  pull_queued: { data: { repoId: text, number: integer }, texts: [] },
  pull_unqueued: { data: { repoId: text, number: integer }, texts: [] },
  deployment_requested: { data: deploymentData, texts: ['repo', 'environment'] },
  deployment_decided: {
    data: {
      ...deploymentData,
      answer: oneOf(...DEPLOYMENT_ANSWERS),
      would: (value) => (value === undefined || value === null ? null : receiptWord(value)),
      codes: (value) => (value === undefined ? [] : codes(value)),
    },
    texts: ['repo', 'environment'],
  },
  deployment_finished: {
    data: { ...deploymentData, end: oneOf(...DEPLOYMENT_ENDS) },
    texts: ['repo', 'environment'],
  },
  refused: {
    data: { verb: text, code, step: textOrNull, revision: integer, reply: flag },
    texts: ['facts'],
  },
  tampering_found: {
    data: { surface, how: oneOf('edited', 'deleted', 'moved') },
    texts: ['detail'],
  },
  closed_early: { data: { closer: text }, texts: [] },
  orphan_tick_found: { data: { step: text }, texts: [] },
  issue_moved: { data: { how: oneOf('transferred', 'deleted') }, texts: [] },
  processing_stopped: { data: { delivery: text }, texts: ['problem'] },
  policy_changed: { data: { from: text, to: text }, texts: [] },
  restated: { data: { deliveries: textsOrNull }, texts: [] },
  delivery_set_aside: { data: { delivery: text }, texts: ['note'] },
};

export function isChangeEventType(type: string): type is ChangeEventType {
  return Object.hasOwn(EVENT_SHAPES, type);
}
