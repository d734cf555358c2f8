/** Folds what happens between a change and its template: approved by it, suspending it, the template looked at. */
import type { Folds } from './evolve-context.ts';
import type { Change } from './state.ts';
import type { Stamp } from './stamp.ts';

type TemplateEvent = 'template_approved' | 'template_suspended' | 'template_reviewed';

export const templateFolds: Folds<TemplateEvent> = {
  template_approved: (change, { data, texts }, { stamp }) => ({
    ...change,
    templateUse: { ...change.templateUse, approved: { ...stamp, ...data, file: texts.file } },
  }),
  template_suspended: (change, { data }, { stamp }) => ({
    ...change,
    templateUse: { ...change.templateUse, suspended: { ...stamp, ...data, reviewed: null } },
  }),
  template_reviewed: (change, { texts }, { stamp }) => {
    const { suspended } = change.templateUse;
    if (suspended === null) return change;
    const reviewed = { ...stamp, findings: texts.findings };
    return {
      ...change,
      templateUse: { ...change.templateUse, suspended: { ...suspended, reviewed } },
    };
  },
};

/** The first time that somebody stopped the work. */
export function withIntervention(change: Change, stamp: Stamp): Change {
  const { templateUse } = change;
  return {
    ...change,
    templateUse: { ...templateUse, intervened: templateUse.intervened ?? stamp },
  };
}
