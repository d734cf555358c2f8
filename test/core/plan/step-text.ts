/**
 * For tests that are about the text of the steps to execute and nothing else.
 */
import type { PlanProblem, Step } from '../../../src/core/plan/plan.ts';
import { changeBody, codesOf, lineOf, planOf, problemsOf } from './change-body.ts';

/** The two details that an execution step must have. */
export const DETAILS = '\n   - expect: x\n   - rollback: y';

export function stepsOf(text: string): readonly Step[] {
  return planOf(changeBody({ steps_execute: text, steps_before: '', steps_verify: '' })).steps;
}

export function stepOf(text: string): Step {
  const [step, ...others] = stepsOf(text);
  if (step === undefined || others.length > 0) throw new Error('expected one step');
  return step;
}

export function codes(text: string): readonly string[] {
  return codesOf(changeBody({ steps_execute: text }));
}

/** The only problem, with its line counted from the first line of the text. */
export function problem(text: string): PlanProblem & { readonly lineInSteps: number } {
  const body = changeBody({ steps_execute: text });
  const [first, ...others] = problemsOf(body);
  if (first === undefined || others.length > 0) {
    throw new Error(`expected one problem: ${JSON.stringify([first, ...others])}`);
  }
  return { ...first, lineInSteps: (first.line ?? 0) - lineOf(body, '### 18') - 1 };
}
