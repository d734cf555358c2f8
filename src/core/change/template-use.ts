/** What a change has to do with the template that it was made of. Plain JSON, part of the state of a change. */
import type { TemplateRef } from '../plan/plan.ts';
import type { Stamp } from './stamp.ts';

export type TemplateUse = {
  /** The template stood in for the category's own approval, of the plan with this digest. */
  readonly approved:
    (Stamp & TemplateRef & { readonly digest: string; readonly file: string }) | null;
  /** The change failed: its template rests until somebody has looked at it. */
  readonly suspended:
    | (Stamp & TemplateRef & { readonly reviewed: (Stamp & { readonly findings: string }) | null })
    | null;
  /** Somebody had to step in while it ran: it was paused, or a second person said no. */
  readonly intervened: Stamp | null;
};

export const NO_TEMPLATE_USE: TemplateUse = { approved: null, suspended: null, intervened: null };
