/**
 * The template of a standard change: current, not suspended, and followed to the letter. Asked at the submit, and again
 * before the start, because a template may fail in other hands in between; a change that runs goes on.
 */
import { changeName } from '../change/state.ts';
import { leastRole } from '../policy/rights.ts';
import { tally } from '../policy/tally.ts';
import { templateFault } from '../template/standing.ts';
import type { TemplateFault, TemplateStanding } from '../template/standing.ts';
import { templateName } from '../template/template.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Asked, Finding, Gate } from './gate.ts';

export const template: Gate = {
  id: 'template',
  title: 'Template approved',
  code: 'template_changed',
  also: ['template_suspended'],
  purposes: ['submit', 'schedule', 'start'],
  wakesOn: [
    'plan_recorded',
    'policy_pushed',
    'template_approved',
    'template_suspended',
    'template_reviewed',
  ],
  bypassedInEmergency: false,
  judge: (asked) => {
    const { change, facts } = asked;
    const { plan } = change;
    if (plan?.template === undefined) return notApplicable('none_configured');
    const name = templateName(plan.template);
    const { template: standing, now } = facts;
    const fault = standing === undefined ? undefined : templateFault(plan, standing, now);
    if (fault === null) return met({ template: name });
    // Somebody has read and approved exactly this: then it rests on no template.
    if (isApprovedByPeople(asked)) return notApplicable('approved_by_people');
    if (standing === undefined || fault === undefined) return cannotTell('templates');
    return faulty(asked, { name, fault, standing });
  },
};

function isApprovedByPeople({ change, facts, purpose }: Asked): boolean {
  return purpose !== 'submit' && tally(change, facts).parts[0]?.answer === 'met';
}

type Faulty = {
  readonly name: string;
  readonly fault: TemplateFault;
  readonly standing: TemplateStanding;
};

function faulty({ change, facts, purpose }: Asked, { name, fault, standing }: Faulty): Finding {
  const approving = purpose === 'submit' ? {} : { next: '/chg approve' };
  if (fault.code === 'template_suspended') {
    const failed = changeName(fault.suspended.change);
    const said = { template: name, failed, since: fault.suspended.at };
    const who = leastRole(facts.policy, 'review_template');
    return { ...unmet(said, { who, ...approving }), code: 'template_suspended' };
  }
  const { why } = fault;
  const { current } = standing;
  const said = {
    template: name,
    what: why,
    ...(current === null ? {} : { current: templateName(current) }),
    ...(why === 'expired' ? { expired: current?.expires ?? '' } : {}),
  };
  return unmet(said, { who: [change.author.login], link: change.issueUrl, ...approving });
}
