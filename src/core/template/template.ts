/**
 * A template: a change that was thought through and approved beforehand, with gaps for what differs each time. It
 * lives in the repository, `.github/holdpoint/templates/<id>.yml` on the default branch, and whoever may merge there
 * under the policy has approved it.
 *
 * What must stay true: a variable fills a gap and nothing else. It is put in as text, once, and is never read again
 * for gaps; it cannot add a heading, a step or a tag.
 */
import type { Category } from '../plan/plan.ts';
import type { PolicyProblem } from '../policy/policy.ts';

/** On the default branch, one file a template. */
export const TEMPLATE_FOLDER = '.github/holdpoint/templates';

/** By its name in the folder; a misspelt ending is read as well, so that it is told and not left out. */
export function isTemplateFile(name: string): boolean {
  return /^[^/]+\.ya?ml$/u.test(name);
}

export type TemplateVariable = {
  /** Letters, digits and `_`; stands as `{{id}}` in the answers. */
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  /** Only these may be chosen; empty: free text on one line. */
  readonly options: readonly string[];
  /** A glob that the whole value must match; null: any one line. */
  readonly pattern: string | null;
  /** In characters. */
  readonly maxLength: number;
  readonly example: string | null;
};

export type Template = {
  readonly id: string;
  /** Raised by its owner with each edit that matters; `id@version` names it in a change. */
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly category: Extract<Category, 'standard'>;
  /** Login or team that answers for it; null: nobody in particular. */
  readonly owner: string | null;
  /** Date, `YYYY-MM-DD`, after which it may no longer be used; null: never. */
  readonly expires: string | null;
  readonly variables: readonly TemplateVariable[];
  /** Answers of the change form by field id, steps included, with gaps. */
  readonly answers: Readonly<Record<string, string>>;
  /** Where it was read, and the forge's id of exactly these bytes. */
  readonly file: string;
  readonly blob: string;
};

/** The templates of one repository, and what is wrong with files that hold none. */
export type TemplateRegistry = {
  readonly templates: readonly Template[];
  readonly problems: readonly PolicyProblem[];
};

/** `certificate@3` */
export function templateName({ id, version }: Pick<Template, 'id' | 'version'>): string {
  return `${id}@${String(version)}`;
}
