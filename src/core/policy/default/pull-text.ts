/**
 * What the text of a pull request says, and what a reviewer looks at.
 *
 * What must stay true: the sections are asked for where the text of a pull request is all there is to read. A normal or
 * significant change answers the same questions in its plan, and nobody is asked twice.
 */
import type { Category } from '../../plan/plan.ts';
import type { SectionRule } from '../rule.ts';

const ASKED_IN: readonly Category[] = ['standard'];

export const SECTIONS: readonly SectionRule[] = [
  section('what', 'What', ['What', 'What changes', 'What does this change', 'Summary']),
  section('why', 'Why', ['Why', 'Why now', 'Motivation', 'Reason']),
  section('testing', 'Testing', ['Testing', 'Tests', 'Test plan', 'How was it tested']),
  {
    ...section('security_impact', 'Security impact', [
      'Security impact',
      'Security impact (if applicable)',
      'Security',
    ]),
    ifApplicable: true,
  },
];

export const REVIEW_CHECKLIST: readonly string[] = [
  'Clarity: can somebody who was not there follow what it does and why?',
  'Tests: do they cover what changed, and would they fail without it?',
  'Secrets: is there no key, password or personal data in code, history, logs or fixtures?',
  'Dependencies: is each new or moved one needed, pinned and looked after?',
  'Errors: is each failure handled, and told to somebody who can act?',
  'Security: is input checked, access asked for, and nothing opened that was shut?',
  'Compatibility: can old and new run side by side, and can it be taken back?',
  'Docs: do the pages and runbooks that people follow say what is true now?',
];

function section(id: string, title: string, headings: readonly string[]): SectionRule {
  return { id, title, headings, categories: ASKED_IN, ifApplicable: false };
}
