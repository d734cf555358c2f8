/**
 * Bodies for the parser's tests: a small complete change, in which a test replaces the answers it is about.
 */
import { CHANGE_FORM } from '../../../src/core/plan/change-form.ts';
import { CHANGE_FORM_1 } from '../../../src/core/plan/change-form-1.ts';
import { EMERGENCY_FORM } from '../../../src/core/plan/emergency-form.ts';
import { FORMS } from '../../../src/core/plan/forms.ts';
import type { Plan, PlanProblem } from '../../../src/core/plan/plan.ts';
import { printForm } from '../../../src/core/plan/print-plan.ts';
import { readPlan } from '../../../src/core/plan/read-plan.ts';

export type Answers = Readonly<Record<string, string>>;

export const COMPLETE: Answers = {
  what: 'Replace the certificate on both gateway nodes.',
  why: 'The old one ends in December.',
  assets: 'edge/api-gateway\nedge/www',
  environments: 'production, dr',
  affected: 'All API clients.',
  failure: 'One node keeps serving the old certificate.',
  blast_radius: 'Half of the API traffic.',
  abort_criteria: '- handshake failures above 0.5 % for two minutes',
  rollback: 'Switch the symlink back and reload.',
  rollback_time: '1h30m',
  customer_impact: 'No visible effect',
  success: 'A client from outside sees the new expiry date.',
  test_evidence: 'Ran on staging.',
  security_impact: 'New private key.',
  steps_before: '1. Note the serial',
  steps_execute:
    '1. Switch gw-1\n   - expect: reload returns\n   - rollback: switch back\n' +
    '2. [hold] Look from outside\n   - expect: new serial\n   - rollback: switch back',
  steps_verify: '- Place a test order\n  expect: order accepted',
  window: '2026-11-22T04:30/2026-11-22T05:30',
  timezone: 'Europe/Berlin',
  second_person: '@tomas-sre',
  risk_criticality: 'Revenue or safety critical',
  risk_scope: 'One service',
  risk_rollback: 'Rehearsed, under 15 minutes',
  risk_testing: 'Tested on production-like data',
  risk_novelty: 'Done many times',
  risk_coordination: 'One team',
  risk_timing: 'Quiet hours',
  risk_security: 'Changes a control',
  priority: 'High',
  risk_level: 'Medium',
  kinds: 'Something else',
  category: 'Normal',
  attest: 'Somebody else could run these steps\nI stop at each hold point',
};

export const EMERGENCY: Answers = {
  what: 'Install the fixed build.',
  why: 'Attempts were seen.',
  emergency_reason: 'They go on.',
  incident: 'INC-2026-118',
  authorised_by: '@dee-lead, 21:07, by phone',
  assets: 'net/vpn-gateway',
  failure: 'Remote staff are locked out.',
  rollback: 'Promote the other gateway.',
  steps_execute: '1. Patch it\n   - expect: healthy\n   - rollback: boot the old image',
  success: 'Two people log in from outside.',
};

/** A body of the ordinary form; an empty answer is printed as the forge prints none. */
export function changeBody(answers: Answers = {}): string {
  const all = { ...COMPLETE, ...answers };
  return printForm(CHANGE_FORM, (field) => all[field.id] ?? '');
}

/** The same answers, as the first version of the form asked for them. */
export function firstChangeBody(): string {
  return printForm(CHANGE_FORM_1, (field) => COMPLETE[field.id] ?? '');
}

export function emergencyBody(answers: Answers = {}): string {
  const all = { ...EMERGENCY, ...answers };
  return printForm(EMERGENCY_FORM, (field) => all[field.id] ?? '');
}

export function planOf(body: string): Plan {
  const reading = readPlan(body, FORMS);
  if (reading.kind === 'unreadable') {
    throw new Error(`unreadable: ${JSON.stringify(reading.problems, null, 2)}`);
  }
  return reading.plan;
}

export function warningsOf(body: string): readonly PlanProblem[] {
  const reading = readPlan(body, FORMS);
  return reading.kind === 'readable' ? reading.warnings : [];
}

export function problemsOf(body: string): readonly PlanProblem[] {
  const reading = readPlan(body, FORMS);
  return reading.kind === 'unreadable' ? reading.problems : [];
}

export function codesOf(body: string): readonly string[] {
  return problemsOf(body).map((problem) => problem.code);
}

/** The number, from 1, of the line that begins with these words. */
export function lineOf(body: string, words: string): number {
  return body.split('\n').findIndex((line) => line.trimStart().startsWith(words)) + 1;
}
