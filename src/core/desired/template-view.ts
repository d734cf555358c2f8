/**
 * What is shown of the template that a change was made of: by which it was approved, and that its failure suspended it.
 */
import { boundDigest, planShown } from '../change/binding.ts';
import type { Change } from '../change/state.ts';
import type { TemplateUse } from '../change/template-use.ts';
import { templateName } from '../template/template.ts';
import { actOf } from './evidence-act.ts';
import type { EvidenceTemplate } from './evidence-record.ts';

export type TemplateView = {
  /** `id@version` */
  readonly name: string;
  /** It stands in for the category's own approval of the plan as it is; null: it does not. */
  readonly approved: { readonly file: string; readonly blob: string } | null;
  readonly suspended: TemplateUse['suspended'];
};

export function templateView(change: Change): TemplateView | null {
  const template = planShown(change)?.template;
  if (template === undefined) return null;
  const { suspended } = change.templateUse;
  return { name: templateName(template), approved: approvedNow(change), suspended };
}

/** Sent back to review it rests on nothing, until it is approved once more. */
function approvedNow(change: Change): TemplateUse['approved'] {
  const { approved } = change.templateUse;
  const isOpen = change.state === 'draft' || change.state === 'review';
  return isOpen || approved?.digest !== boundDigest(change) ? null : approved;
}

/** As it was at the end; absent from a change that was made of none. */
export function templateEvidence(change: Change): EvidenceTemplate | null {
  const template = planShown(change)?.template;
  if (template === undefined) return null;
  const approved = approvedNow(change);
  const { suspended } = change.templateUse;
  return {
    ...template,
    approved:
      approved === null
        ? null
        : { ...actOf(approved), file: approved.file, plan_digest: approved.digest },
    suspended: suspended === null ? null : actOf(suspended),
  };
}
