/**
 * What rules want to find in a plan: steps in their places, answers, a window, a hold point, a rollback that is quick
 * enough. The words of the plan are the author's; a rule only asks that they are there.
 *
 * What must stay true: a step that may be skipped covers nothing. A plan that cannot be read is another gate's to stop.
 */
import { planShown } from '../change/binding.ts';
import type { RefusalFacts } from '../change/refusal.ts';
import type { Change } from '../change/state.ts';
import type { Plan } from '../plan/plan.ts';
import { demandsOf } from '../policy/demands.ts';
import type { DemandSet } from '../policy/demands.ts';
import type { StepNeed } from '../policy/rule.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Asked, Gate } from './gate.ts';
import { underRules } from './rules.ts';
import type { Ruled } from './rules.ts';
import { standingOf } from './step-need.ts';
import type { Standing } from './step-need.ts';
import { windowFor } from './window-for.ts';

export const planRules: Gate = {
  id: 'plan_rules',
  title: 'Plan holds what rules ask for',
  code: 'plan_rule_unmet',
  purposes: ['submit', 'approve', 'start'],
  wakesOn: [
    'plan_recorded',
    'scheduled',
    'pull_linked',
    'pull_unlinked',
    'pull_head_moved',
    'pull_changed',
  ],
  bypassedInEmergency: true,
  elsewhere: true,
  judge: (asked) => {
    const plan = planShown(asked.change);
    if (plan === null) return notApplicable('no_plan');
    if (asked.facts.policy.rules.length === 0) return notApplicable('none_configured');
    const finding = underRules(asked, (demanded) => judgePlan(asked, plan, demanded));
    return { ...finding, facts: { ...finding.facts, ...skippedBy(asked) } };
  },
};

/** No silent pass: a rule that does not apply is named with what that rests on. */
function skippedBy({ change, facts }: Asked): RefusalFacts {
  const skipped = demandsOf(change, facts).answers.flatMap(({ rule, answer }) =>
    answer.kind === 'does_not' ? [`${rule.title}: ${answer.why.join(', ')}`] : [],
  );
  return skipped.length === 0 ? {} : { skipped };
}

/** What is lacking, as facts, and who asks for it. */
type Lack = { readonly facts: RefusalFacts; readonly rules: readonly string[] };

function judgePlan({ change }: Asked, plan: Plan, demanded: DemandSet): Ruled {
  const wanted = [
    ...demanded.steps,
    ...demanded.answers,
    demanded.rollbackMinutes,
    demanded.window,
    demanded.hold,
  ].filter((demand) => demand !== null);
  if (wanted.length === 0) return { finding: notApplicable('none_required'), rules: [] };
  const lacks = [
    ...stepLacks(plan, demanded.steps),
    ...answerLacks(plan, demanded.answers),
    ...rollbackLack(change, plan, demanded.rollbackMinutes),
    ...windowLack(change, demanded.window),
    ...holdLack(plan, demanded.hold),
  ];
  if (lacks.length === 0) return { finding: met(), rules: unique(wanted) };
  const facts = lacks.reduce<RefusalFacts>((all, lack) => ({ ...all, ...lack.facts }), {});
  const way = { who: [change.author.login], link: change.issueUrl };
  return { finding: unmet(facts, way), rules: unique(lacks) };
}

function unique(askers: readonly { readonly rules: readonly string[] }[]): readonly string[] {
  return [...new Set(askers.flatMap(({ rules }) => rules))].sort();
}

function stepLacks(plan: Plan, steps: DemandSet['steps']): readonly Lack[] {
  const found = steps.map((demand) => ({ demand, standing: standingOf(demand.what, plan.steps) }));
  const lack = (name: string, standing: Standing): readonly Lack[] => {
    const these = found.filter((one) => one.standing === standing).map(({ demand }) => demand);
    if (these.length === 0) return [];
    return [{ facts: { [name]: these.map(({ what }) => spell(what)) }, rules: unique(these) }];
  };
  return [...lack('missing_steps', 'missing'), ...lack('misplaced_steps', 'misplaced')];
}

/** Id, phase, position and title, a line each: `render` makes a phrase of them. */
function spell({ id, phase, position, title }: StepNeed): string {
  return [id, phase ?? '', position, title].join('\n');
}

function answerLacks(plan: Plan, answers: DemandSet['answers']): readonly Lack[] {
  const open = answers.filter(({ what }) => !Object.hasOwn(plan.answers, what));
  if (open.length === 0) return [];
  return [{ facts: { fields: open.map(({ what }) => what) }, rules: unique(open) }];
}

/** Of a pull request that is its own change nobody is asked for a promise: it goes back as the policy says for its kind. */
function rollbackLack(
  { own }: Change,
  { rollbackMinutes: promised }: Plan,
  demand: DemandSet['rollbackMinutes'],
): readonly Lack[] {
  if (own !== null && promised === null) return [];
  if (demand === null || (promised !== null && promised <= demand.what)) return [];
  const facts = { minutes: demand.what, ...(promised === null ? {} : { promised }) };
  return [{ facts, rules: demand.rules }];
}

function windowLack(change: Change, demand: DemandSet['window']): readonly Lack[] {
  if (demand === null || windowFor(change) !== null) return [];
  return [{ facts: { window: 'missing' }, rules: demand.rules }];
}

function holdLack({ steps }: Plan, demand: DemandSet['hold']): readonly Lack[] {
  const isHeld = steps.some(({ phase, tags }) => phase === 'execution' && tags.includes('hold'));
  return demand === null || isHeld ? [] : [{ facts: { hold: 'missing' }, rules: demand.rules }];
}
