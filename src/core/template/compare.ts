/**
 * What an edit of a template means. A template approves beforehand: one that is new, or that says something else, lets
 * pass what had to be approved until then. Taking one away loosens nothing.
 */
import type { Loosening } from '../policy/compare.ts';
import type { PolicyProblem } from '../policy/policy.ts';
import type { Template } from './template.ts';

/** One file that a proposal touches. */
export type TemplateEdit = {
  /** As its file is called. */
  readonly id: string;
  /** At the default branch; null: there is none, or none that can be used. */
  readonly from: Template | null;
  /** Where the proposal ends; null as well where it is taken away. */
  readonly to: Template | null;
  /** With these it approves nothing. */
  readonly problems: readonly PolicyProblem[];
};

export function templateLoosenings(edits: readonly TemplateEdit[]): readonly Loosening[] {
  return edits.flatMap(({ id, from, to }) =>
    to === null ? [] : [{ what: `templates.${id}`, from: versionOf(from), to: versionOf(to) }],
  );
}

export function versionOf(template: Template | null): string {
  return template === null ? 'none' : `version ${String(template.version)}`;
}

/** Changes name a version: two texts under one number would be told apart by nobody. */
export function isVersionStale({ from, to }: TemplateEdit): boolean {
  return from !== null && to !== null && to.version <= from.version;
}
