/**
 * Every published form, newest first. The parser picks among them by their headings, and the files under
 * templates/forms are printed from them.
 *
 * What must stay true: nothing is ever taken out of these lists, or old changes would become unreadable.
 */
import { CHANGE_FORM } from './change-form.ts';
import { CHANGE_FORM_1 } from './change-form-1.ts';
import { EMERGENCY_FORM } from './emergency-form.ts';
import type { FormVersion } from './form.ts';
import { PULL_FORM } from './pull-form.ts';

export const FORMS: readonly FormVersion[] = [CHANGE_FORM, CHANGE_FORM_1, EMERGENCY_FORM];

/** Whatever a plan may have been written with, for its questions. A pull request is read in a way of its own. */
export const ALL_FORMS: readonly FormVersion[] = [...FORMS, PULL_FORM];

/** Of what was made of a template, the form whose questions that template answers. Undefined: no form of ours. */
export function formNamed(id: string): FormVersion | undefined {
  const isTemplate = id.startsWith('template/');
  return isTemplate ? CHANGE_FORM : ALL_FORMS.find((form) => form.id === id);
}
