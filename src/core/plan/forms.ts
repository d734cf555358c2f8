/**
 * Every published form, newest first. The parser picks among them by their headings, and the files under
 * templates/forms are printed from them.
 *
 * What must stay true: nothing is ever taken out of this list, or old changes would become unreadable.
 */
import { CHANGE_FORM } from './change-form.ts';
import { EMERGENCY_FORM } from './emergency-form.ts';
import type { FormVersion } from './form.ts';

export const FORMS: readonly FormVersion[] = [CHANGE_FORM, EMERGENCY_FORM];
