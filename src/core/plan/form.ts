/**
 * What a form is: a versioned row of questions. The parser reads bodies by it, and the YAML files that people see in
 * the forge are printed from it, so the two cannot say different things.
 *
 * What must stay true: a published version never changes its labels, their order or the meaning of its ids. New
 * questions make a new version; bodies written with the old one stay readable.
 */
import type { Category, Level } from './plan.ts';

export type FieldType = 'textarea' | 'input' | 'dropdown' | 'multiselect' | 'checkboxes';

/**
 * `if_visible_effect`: customers will see something. `if_window_needed`: the category is normal or significant.
 * `if_hold`: at least one step is a hold point.
 */
export type Requirement = 'always' | 'never' | 'if_visible_effect' | 'if_window_needed' | 'if_hold';

export type FormField = {
  readonly id: string;
  /** The heading in the body, exactly. */
  readonly label: string;
  readonly type: FieldType;
  readonly required: Requirement;
  readonly help: string;
  /** Dropdowns and checkboxes only. */
  readonly options: readonly string[];
  readonly placeholder: string | null;
  /** What the form is prefilled with. */
  readonly value: string | null;
};

export type FormVersion = {
  /** Name and version, for example `change/1`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Labels that the forge puts on an issue opened with this form. */
  readonly labels: readonly string[];
  readonly intro: string;
  /** What the form decides without asking. */
  readonly fixed: {
    readonly category: Category | null;
    readonly priority: Level | null;
    readonly risk: Level | null;
  };
  readonly fields: readonly FormField[];
};

type FieldDraft = Pick<FormField, 'id' | 'label' | 'help'> & Partial<FormField>;

/** Completes a row of a form table: a required question without options, unless the row says otherwise. */
export function field(type: FieldType, draft: FieldDraft): FormField {
  return {
    type,
    required: 'always',
    options: [],
    placeholder: null,
    value: null,
    ...draft,
  };
}
