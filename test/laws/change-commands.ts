/** Any command, with words that people write and words that nobody should. */
import fc from 'fast-check';
import type { Command, CommandType } from '../../src/core/change/command.ts';
import { digestPlan } from '../../src/core/plan/digest.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { PEOPLE } from '../support/change-people.ts';
import {
  CERT_ROTATION,
  EMERGENCY_PATCH,
  readable,
  step,
  UNREADABLE,
  WINDOW,
  withAnswer,
} from '../support/change-plans.ts';
import { REPO, TITLE } from '../support/change-verbs.ts';

const OTHER_WINDOW = { ...WINDOW, start: '2026-11-25T03:30:00Z', end: '2026-11-25T04:30:00Z' };
const IN_PARALLEL: Plan = {
  ...CERT_ROTATION,
  steps: [
    step('P1', 'Look'),
    step('E1', 'Do one half', { tags: ['hold'] }),
    step('E2', 'Do the other half', { after: ['P1'] }),
    step('E3', 'Join', { after: ['E1', 'E2'], tags: ['irreversible'] }),
    step('V1', 'Look again', { tags: ['hold'] }),
  ],
};

const PLANS: readonly Plan[] = [
  CERT_ROTATION,
  withAnswer(CERT_ROTATION, 'failure', 'Nobody can connect.'),
  { ...CERT_ROTATION, priority: 'high', answers: { ...CERT_ROTATION.answers, priority: 'High' } },
  { ...CERT_ROTATION, category: 'significant', risk: 'high' },
  { ...CERT_ROTATION, category: 'standard', risk: 'low' },
  { ...CERT_ROTATION, category: 'standard', risk: 'high' },
  { ...CERT_ROTATION, window: OTHER_WINDOW },
  { ...CERT_ROTATION, window: null },
  IN_PARALLEL,
  EMERGENCY_PATCH,
];

const words = fc.constantFrom(
  '',
  'looks right',
  'two lines\nof text',
  '\ud800 \0 half',
  '__proto__',
);
const stepIds = fc.constantFrom(
  'P1',
  'P2',
  'E1',
  'E2',
  'E3',
  'E4',
  'E5',
  'V1',
  'V2',
  'E99',
  '__proto__',
  '',
);
const names = fc.constantFrom('old-clients', 'key', 'No Name', '__proto__', '');
const ways = fc.constantFrom('command', 'label');
const others = fc.constantFrom(1, 7);
const kinds = fc.constantFrom('order', 'outcome');
const spokenOrSeen = fc.constantFrom('command', 'forge');
const pulls = fc.constantFrom(701, 702);
const readings = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...PLANS).map(readable) },
  { weight: 1, arbitrary: fc.constant(UNREADABLE) },
);

const bypassed = fc.constantFrom(
  'ci_gates_failed',
  'lead_time_violation',
  'approval_missing',
  '__proto__',
);

type Makers = { readonly [T in CommandType]: fc.Arbitrary<Extract<Command, { readonly type: T }>> };

/** One arbitrary for each command: a new command that is forgotten here does not compile. */
const COMMANDS: Makers = {
  open: readings.map((reading) => opening(reading)),
  record_plan: fc.record({
    type: is('record_plan'),
    title: fc.constantFrom(TITLE, 'Another title'),
    reading: readings,
  }),
  note_plan_editor: fc
    .constantFrom(...PLANS)
    .map((plan) => ({ type: 'note_plan_editor', digest: digestPlan(plan) })),
  submit: fc.record({ type: is('submit') }),
  approve: fc.record({
    type: is('approve'),
    note: words,
    channel: fc.constantFrom('command', 'review'),
    commit: fc.constantFrom(null, 'head-of-701', 'head-of-702', 'pushed-701'),
  }),
  request_changes: fc.record({ type: is('request_changes'), text: words }),
  block: fc.record({ type: is('block'), text: words }),
  unblock: fc.record({ type: is('unblock'), reason: words }),
  concern: fc.record({ type: is('concern'), name: names, text: words }),
  resolve: fc.record({ type: is('resolve'), name: names, reason: words }),
  hold: fc.record({ type: is('hold'), reason: words, via: ways }),
  unhold: fc.record({ type: is('unhold'), reason: words, via: ways }),
  reject: fc.record({ type: is('reject'), reason: words }),
  withdraw: fc.record({ type: is('withdraw') }),
  acknowledge: fc.record({ type: is('acknowledge'), other: others, reason: words }),
  depend: fc.record({ type: is('depend'), other: others, kind: kinds, via: spokenOrSeen }),
  undepend: fc.record({ type: is('undepend'), other: others, via: spokenOrSeen }),
  schedule: fc.record({
    type: is('schedule'),
    window: fc.constantFrom(null, WINDOW, OTHER_WINDOW, { ...WINDOW, end: WINDOW.start }),
  }),
  start: fc.record({
    type: is('start'),
    authoriser: fc.constantFrom(null, '', '@dee-lead', '@mara-ops'),
  }),
  extend: fc.record({
    type: is('extend'),
    end: fc.constantFrom('2026-11-22 06:30', '2026-11-21 06:30', 'soon'),
    reason: fc.constantFrom('', 'it drains slowly'),
  }),
  rehearse: fc.record({
    type: is('rehearse'),
    environment: fc.constantFrom('staging', 'production', '__proto__'),
  }),
  rehearsed: fc.record({
    type: is('rehearsed'),
    step: stepIds,
    minutes: fc.constantFrom(0, 12),
    observed: words,
  }),
  begin: fc.record({ type: is('begin'), step: stepIds }),
  done: fc.record({
    type: is('done'),
    step: stepIds,
    observed: words,
    via: fc.constantFrom('tick', 'command'),
  }),
  untick: fc.record({ type: is('untick'), step: stepIds }),
  observe: fc.record({ type: is('observe'), step: stepIds, observed: words }),
  skip: fc.record({ type: is('skip'), step: stepIds, reason: words }),
  confirm: fc.record({ type: is('confirm'), step: stepIds, observed: words }),
  decline: fc.record({ type: is('decline'), step: stepIds, observed: words }),
  waive: fc.record({ type: is('waive'), step: stepIds, reason: words }),
  pause: fc.record({ type: is('pause'), reason: words }),
  resume: fc.record({ type: is('resume') }),
  delegate: fc
    .tuple(fc.constantFrom(null, ...Object.values(PEOPLE)), words)
    .map(([to, reason]) => ({ type: 'delegate', to, toLogin: to?.login ?? 'nobody', reason })),
  handover: fc
    .constantFrom(null, ...Object.values(PEOPLE))
    .map((to) => ({ type: 'handover', to, toLogin: to?.login ?? 'nobody' })),
  accept: fc.record({ type: is('accept') }),
  complete: fc.record({
    type: is('complete'),
    code: fc.constantFrom('successful', 'unsuccessful', 'fine', ''),
    notes: words,
  }),
  rollback: fc.record({ type: is('rollback'), reason: words }),
  recovered: fc.record({ type: is('recovered'), observed: words }),
  reopen: fc.record({ type: is('reopen'), reason: words }),
  cancel: fc.record({ type: is('cancel'), reason: words }),
  fulfil: fc.record({
    type: is('fulfil'),
    duty: fc.constantFrom('D1', 'D2', 'D3', 'D9', '__proto__', ''),
    what: words,
    via: fc.constantFrom('tick', 'command'),
  }),
  authorise: fc.record({ type: is('authorise'), note: words }),
  review: fc.record({ type: is('review'), findings: words }),
  review_template: fc.record({ type: is('review_template'), findings: words }),
  bypass: fc.record({ type: is('bypass'), gate: bypassed, reason: words }),
  grant: fc.record({ type: is('grant'), gate: bypassed, note: words }),
  deny: fc.record({ type: is('deny'), gate: bypassed, reason: words }),
  cancel_override: fc.record({
    type: is('cancel_override'),
    gate: fc.constantFrom('lead_time_violation', 'approval_missing', '__proto__'),
  }),
  override: fc.record({
    type: is('override'),
    gate: fc.constantFrom('lead_time_violation', 'approval_missing', 'no such gate'),
    reason: words,
  }),
  link: pulls.map((pull) => ({ type: 'link', ...REPO, pull, head: `head-of-${String(pull)}` })),
  unlink: pulls.map((pull) => ({ type: 'unlink', repoId: REPO.repoId, pull })),
  note_head: pulls.map((pull) => ({
    type: 'note_head',
    repoId: REPO.repoId,
    pull,
    head: `pushed-${String(pull)}`,
  })),
  note_merge: pulls.map((pull) => ({
    type: 'note_merge',
    repoId: REPO.repoId,
    pull,
    sha: 'merged',
  })),
  note_queued: fc.record({
    type: fc.constant('note_queued'),
    repoId: fc.constant(REPO.repoId),
    pull: pulls,
    queued: fc.boolean(),
  }),
  note_deployment: fc
    .constantFrom(
      { kind: 'requested' } as const,
      { kind: 'decided', answer: 'approved', receipt: null } as const,
      { kind: 'decided', answer: 'approved', receipt: { would: 'no', codes: [] } } as const,
      { kind: 'finished', end: 'success' } as const,
    )
    .map((what) => ({
      type: 'note_deployment',
      told: {
        ...{ what, repoId: '700', repo: 'lighthouse-freight/changes', deployment: '991' },
        ...{ environment: 'production', sha: 'head-of-701', by: 'number' },
      },
    })),
  note_ready: fc.constant({ type: 'note_ready' }),
  note_draft: fc.constant({ type: 'note_draft' }),
  note_unmerged: fc.constant({ type: 'note_unmerged' }),
  note_elsewhere: fc.constant({ type: 'note_elsewhere', to: 99 }),
  note_identity: fc.constant({ type: 'note_identity' }),
  note_review_dismissed: fc
    .constantFrom(...Object.values(PEOPLE))
    .map((person) => ({ type: 'note_review_dismissed', person })),
  note_closed: fc.record({ type: is('note_closed') }),
  note_tampering: words.map((detail) => ({
    type: 'note_tampering',
    surface: 'record',
    how: 'edited',
    detail,
  })),
  note_orphan_tick: fc.record({ type: is('note_orphan_tick'), step: stepIds }),
  note_moved: fc.record({ type: is('note_moved'), how: fc.constantFrom('transferred', 'deleted') }),
  note_stopped: words.map((problem) => ({ type: 'note_stopped', delivery: 'd-1', problem })),
  note_restated: fc.constant({ type: 'note_restated', deliveries: ['d-1'] }),
  note_policy: fc.record({ type: is('note_policy') }),
  note_set_aside: words.map((note) => ({ type: 'note_set_aside', delivery: 'd-1', note })),
  timer: fc.record({
    type: is('timer'),
    name: fc.constantFrom('window_open', 'window_end', 'posthoc_due', 'authorise_due'),
  }),
  reconsider: fc.record({ type: is('reconsider') }),
  ask: fc.record({ type: is('ask'), what: fc.constantFrom('status', 'help', 'evidence') }),
  misread: words.map((verb) => ({
    type: 'misread',
    verb,
    code: 'command_unknown',
    facts: { nearest: 'done' },
  })),
};

/** The verbs that move a change, more often than the rest. */
const LIVELY: readonly CommandType[] = [
  'submit',
  'approve',
  'schedule',
  'start',
  'done',
  'confirm',
  'complete',
  'record_plan',
  'waive',
  'reopen',
  'link',
  'note_head',
  'handover',
  'accept',
  'skip',
  'decline',
  'observe',
];

export const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.oneof(...LIVELY.map((type): fc.Arbitrary<Command> => COMMANDS[type])),
  },
  { weight: 1, arbitrary: fc.oneof(...Object.values<fc.Arbitrary<Command>>(COMMANDS)) },
);

function is<T extends string>(type: T): fc.Arbitrary<T> {
  return fc.constant(type);
}

function opening(
  reading: Extract<Command, { type: 'open' }>['reading'],
): Extract<Command, { type: 'open' }> {
  return {
    type: 'open',
    ...REPO,
    issueId: '5001',
    issue: 12,
    issueUrl: 'https://forge.example/12',
    title: TITLE,
    author: PEOPLE.mara,
    reading,
    editors: [],
  };
}
