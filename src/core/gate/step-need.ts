/**
 * Whether a plan holds a step that a rule asks for. A step is that one by `covers:`, or by a word of the rule in its
 * text, and stands where the rule wants it.
 *
 * What must stay true: words are met whole, so `backup` is not met by `backups`. An optional step is none: it may be
 * skipped.
 */
import type { Step } from '../plan/plan.ts';
import type { StepNeed } from '../policy/rule.ts';

export type Standing = 'covered' | 'misplaced' | 'missing';

/** Many rules ask about the same few steps. */
const SAID = new WeakMap<Step, string>();

export function standingOf(need: StepNeed, steps: readonly Step[]): Standing {
  const words = need.words.map(spaced).filter((word) => word.trim() !== '');
  const meant = steps.filter((step) => isMeant(need.id, words, step));
  if (meant.length === 0) return 'missing';
  return meant.some((step) => isInPlace(need, step, steps)) ? 'covered' : 'misplaced';
}

function isMeant(id: string, words: readonly string[], step: Step): boolean {
  if (step.tags.includes('optional')) return false;
  if (step.covers?.includes(id.toLowerCase()) === true) return true;
  const said = SAID.get(step) ?? spaced(step.text);
  SAID.set(step, said);
  return words.some((word) => said.includes(word));
}

/** Letters and digits in lower case, a space around every word. */
function spaced(text: string): string {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]/u);
  return ` ${words.filter((word) => word !== '').join(' ')} `;
}

function isInPlace({ phase, position }: StepNeed, step: Step, steps: readonly Step[]): boolean {
  if (phase !== null && step.phase !== phase) return false;
  const among = phase === null ? steps : steps.filter((one) => one.phase === phase);
  switch (position) {
    case 'anywhere':
      return true;
    case 'first':
      return among[0]?.id === step.id;
    case 'last':
      return among.at(-1)?.id === step.id;
    case 'last_before_execution':
      return (
        steps.findLast((one) => one.phase === 'preflight')?.id === step.id ||
        steps.find((one) => one.phase === 'execution')?.id === step.id
      );
  }
}
