/**
 * Which required answers are not given. Some are required only because of another answer: a note to customers when
 * they see something, a window for planned categories, a second person when there is a hold point.
 *
 * What must stay true: only questions that the form asks can be missing.
 */
import { NO_VISIBLE_EFFECT } from './change-form-1.ts';
import type { FormField, FormVersion } from './form.ts';
import type { Category, Step } from './plan.ts';

export type Given = {
  readonly texts: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
  readonly category: Category | null;
};

export function missingAnswers(form: FormVersion, given: Given): readonly string[] {
  return form.fields
    .filter((field) => isRequired(field, given) && !isGiven(field, given))
    .map((field) => field.id);
}

function isRequired(field: FormField, { texts, steps, category }: Given): boolean {
  switch (field.required) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'if_visible_effect': {
      const impact = texts.get('customer_impact');
      return impact !== undefined && impact !== NO_VISIBLE_EFFECT;
    }
    case 'if_window_needed':
      return category === 'normal' || category === 'significant';
    case 'if_hold':
      return steps.some((step) => step.tags.includes('hold'));
  }
}

/** Boxes are given when all are ticked. */
function isGiven(field: FormField, { texts }: Given): boolean {
  const text = texts.get(field.id);
  if (text === undefined) return false;
  return field.type !== 'checkboxes' || text.split('\n').length === field.options.length;
}
