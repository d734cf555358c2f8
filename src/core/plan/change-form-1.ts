/**
 * The ordinary form as it was first published, version 1; the newest is in change-form.ts. The order is the point: the story first (what, why, who, what if it fails, when to
 * stop, how to go back), then proof and plan, then time and people, and only then risk and class, so that the class
 * cannot steer the answers before it.
 *
 * What must stay true: this version is published; see the rule in form.ts.
 */
import { field } from './form.ts';
import type { FormField, FormVersion } from './form.ts';

export const NO_VISIBLE_EFFECT = 'No visible effect';

const STEPS_HELP =
  'One list item for each step, details indented below it: expect:, rollback:, time:, after:, owner:, evidence:, abort:, note:. ' +
  'Tags stand before the text: [hold], [witness], [optional], [irreversible].';

const STORY: readonly FormField[] = [
  field('textarea', {
    id: 'what',
    label: '1 · What are you changing?',
    help: 'Name the thing and say how it will differ afterwards.',
  }),
  field('textarea', {
    id: 'why',
    label: '2 · Why now?',
    help: 'The reason for the change, and what happens if it waits.',
  }),
  field('textarea', {
    id: 'assets',
    label: '3 · Which assets are touched?',
    help: 'One id on each line.',
    placeholder: 'edge/api-gateway',
  }),
  field('multiselect', {
    id: 'environments',
    label: '4 · Which environments?',
    help: 'Choose all that are touched.',
    options: ['production', 'dr', 'staging', 'test'],
  }),
  field('textarea', {
    id: 'affected',
    label: '5 · Who is affected, and who must be told?',
    help: 'People and systems, with numbers where you have them.',
  }),
  field('textarea', {
    id: 'failure',
    label: '6 · What happens if it fails half-way?',
    help: 'Describe the state in which things are left, step by step if it differs.',
  }),
  field('textarea', {
    id: 'blast_radius',
    label: '7 · How far can the damage spread?',
    help: 'The worst case: which services, customers, data and regions could be hurt, and what holds the damage there.',
  }),
  field('textarea', {
    id: 'abort_criteria',
    label: '8 · When do you stop and go back?',
    help: 'A list of observations with numbers. It is shown beside every step.',
  }),
  field('textarea', {
    id: 'rollback',
    label: '9 · How do you roll back?',
    help: 'What is done, in which order, and up to which point it still works.',
  }),
  field('input', {
    id: 'rollback_time',
    label: '10 · How long does the rollback take?',
    help: 'For example 25m, 2h or 1h30m. A bare number means minutes.',
    placeholder: '25m',
  }),
];

const PROOF: readonly FormField[] = [
  field('textarea', {
    id: 'dependencies',
    label: '11 · What must be done first?',
    help: 'CHG-00005 or #12, one on each line. Leave it empty when nothing must be done first.',
    required: 'never',
  }),
  field('dropdown', {
    id: 'customer_impact',
    label: '12 · What will customers see?',
    help: 'At worst, when all goes as planned.',
    options: [
      NO_VISIBLE_EFFECT,
      'Slower or partly degraded',
      'Interruption under 5 minutes',
      'Outage of 5 minutes or more',
    ],
  }),
  field('textarea', {
    id: 'customer_note',
    label: '13 · What are they told?',
    help: 'Needed when customers see anything.',
    required: 'if_visible_effect',
  }),
  field('textarea', {
    id: 'success',
    label: '14 · How will you know it worked, seen from outside?',
    help: 'What a customer, or somebody who knows nothing of the change, would observe.',
  }),
  field('textarea', {
    id: 'test_evidence',
    label: '15 · How was it tested?',
    help: 'Links to runs, rehearsals, reviews. Say so when it was not.',
  }),
  field('textarea', {
    id: 'security_impact',
    label: '16 · What does it do to security controls?',
    help: 'Access, keys, filters, logs: opened, closed, moved or untouched.',
  }),
];

const SCHEDULE: readonly FormField[] = [
  field('textarea', {
    id: 'steps_before',
    label: '17 · Steps before',
    help: `Walked before the start. ${STEPS_HELP}`,
    required: 'never',
    placeholder: '1. Note what clients see now\n   - expect: serial and expiry are written down',
  }),
  field('textarea', {
    id: 'steps_execute',
    label: '18 · Steps to execute',
    help: `Each one needs expect: and rollback:. An irreversible step needs a hold directly before it. ${STEPS_HELP}`,
    placeholder:
      '1. Switch the first node\n   - expect: old processes gone within 60 s\n   - rollback: switch it back\n   - time: 5m\n' +
      '2. [hold] Look at it from outside\n   - expect: new serial, chain complete\n   - rollback: switch it back',
  }),
  field('textarea', {
    id: 'steps_verify',
    label: '19 · Steps to verify',
    help: `Each one needs expect:. One of them should be what a customer does. ${STEPS_HELP}`,
    placeholder: '1. Place a test order from outside\n   - expect: order accepted',
  }),
  field('input', {
    id: 'window',
    label: '20 · Planned window',
    help: 'Start and end in the time zone below. Standard and emergency changes may leave it empty.',
    required: 'if_window_needed',
    placeholder: '2026-11-24 22:00 to 2026-11-25 01:00',
  }),
  field('input', {
    id: 'timezone',
    label: '21 · Time zone',
    help: 'The name from the time zone database, for example Europe/Berlin.',
    value: 'UTC',
  }),
  field('input', {
    id: 'operator',
    label: '22 · Who carries it out, if not you?',
    help: 'One login.',
    required: 'never',
    placeholder: '@login',
  }),
  field('input', {
    id: 'second_person',
    label: '23 · Second person for hold points',
    help: 'One login, never the person who carries it out. Needed when a step is a hold point.',
    required: 'if_hold',
    placeholder: '@login',
  }),
];

const RISK: readonly FormField[] = [
  field('dropdown', {
    id: 'risk_criticality',
    label: '24 · How critical is the service?',
    help: 'The most critical one that is touched.',
    options: [
      'Internal tool',
      'Supports a customer service',
      'Customer-facing service',
      'Revenue or safety critical',
    ],
  }),
  field('dropdown', {
    id: 'risk_scope',
    label: '25 · How wide is it?',
    help: 'What changes, not what could break.',
    options: ['One component', 'One service', 'Several services', 'Platform-wide or shared'],
  }),
  field('dropdown', {
    id: 'risk_rollback',
    label: '26 · How ready is the rollback?',
    help: 'Rehearsed means that somebody did it.',
    options: [
      'Rehearsed, under 15 minutes',
      'Rehearsed, longer',
      'Documented but not rehearsed',
      'Cannot be undone (fix forward only)',
    ],
  }),
  field('dropdown', {
    id: 'risk_testing',
    label: '27 · How far was it tested?',
    help: 'The closest to production that was reached.',
    options: [
      'Tested on production-like data',
      'Tested in a smaller environment',
      'Reviewed but not executed',
      'Not tested',
    ],
  }),
  field('dropdown', {
    id: 'risk_novelty',
    label: '28 · How new is it to you?',
    help: 'To the people who carry it out.',
    options: [
      'Done many times',
      'Done a few times',
      'First time for this team',
      'First time for anyone here',
    ],
  }),
  field('dropdown', {
    id: 'risk_coordination',
    label: '29 · Who must work together?',
    help: 'During the window.',
    options: [
      'Operator and a second person',
      'One team',
      'Two teams',
      'Three or more teams or a vendor',
    ],
  }),
  field('dropdown', {
    id: 'risk_timing',
    label: '30 · When does it happen?',
    help: 'Seen from the customers.',
    options: [
      'Quiet hours in a maintenance window',
      'Quiet hours',
      'Business hours',
      'Peak hours or next to a freeze',
    ],
  }),
  field('dropdown', {
    id: 'risk_security',
    label: '31 · What happens to security controls meanwhile?',
    help: 'The strongest effect at any moment of the change.',
    options: [
      'No effect on security controls',
      'Strengthens a control',
      'Changes a control',
      'Weakens or bypasses a control for a time',
    ],
  }),
];

const CLASS: readonly FormField[] = [
  field('dropdown', {
    id: 'priority',
    label: '32 · How urgent is it?',
    help: 'Priority: it orders lists and decides nothing else.',
    options: ['Low', 'Medium', 'High', 'Critical'],
  }),
  field('dropdown', {
    id: 'risk_level',
    label: '33 · How risky is it, in your own judgement?',
    help: 'Approvers see your choice beside the suggestion computed from your answers.',
    options: ['Low', 'Medium', 'High'],
  }),
  field('dropdown', {
    id: 'category',
    label: '34 · Category',
    help: 'Standard: from an approved template. Significant: security controls, schema, infrastructure. In an emergency use the short form instead.',
    options: ['Standard', 'Normal', 'Significant', 'Emergency'],
  }),
  field('checkboxes', {
    id: 'attest',
    label: '35 · Before you submit',
    help: 'Both are meant.',
    options: ['Somebody else could run these steps', 'I stop at each hold point'],
  }),
];

export const CHANGE_FORM_1: FormVersion = {
  id: 'change/1',
  name: 'Change',
  description: 'A planned change to production, thought through before it starts',
  labels: ['change'],
  intro:
    'Answer in this order: each answer is meant to change the next one. Reviewers see exactly what you write here.',
  fixed: { category: null, priority: null, risk: null },
  fields: [...STORY, ...PROOF, ...SCHEDULE, ...RISK, ...CLASS],
};
