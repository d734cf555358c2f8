/**
 * The shipped policy, row by row: for each, what the page says of it, a change or pull request that goes against it,
 * and the policy without it. The tests ask the gates about that change under both policies.
 *
 * What must stay true: a violation goes against its row and against nothing else, so that it passes once the row is
 * taken out.
 */
import type { Plan, Step } from '../../src/core/plan/plan.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { Demands, PolicyRule, StepNeed } from '../../src/core/policy/rule.ts';
import { CERT_ROTATION, step, withAnswer } from './change-plans.ts';

export type PlanRow = {
  readonly feature: string;
  readonly what: string;
  /** Words that stand on the page because of it. */
  readonly page: string;
  readonly gate: string;
  /** What the verdict names. */
  readonly named: string;
  readonly plan: Plan;
  readonly without: Policy;
};

const FIRST: Readonly<Record<string, string>> = {
  preflight: 'P',
  execution: 'E',
  verification: 'V',
};

/** A plan that holds all that is asked of this kind, in a category that is high enough. */
export function planFor(kindId: string): Plan {
  const kind = DEFAULT_POLICY.kinds.find(({ id }) => id === kindId);
  if (kind?.scope === undefined || kind.scope === null) throw new Error(`no kind ${kindId}`);
  const needs = ruleOf(kindId).demands.steps;
  const plan: Plan = { ...CERT_ROTATION, form: 'change/2', category: 'significant' };
  const tested = withAnswer(plan, 'test_evidence', 'Ran on a copy, run 4412.');
  return { ...withAnswer(tested, 'kinds', kind.scope), steps: stepsOf(needs) };
}

/** The steps that are asked for, between others that anybody would have. */
function stepsOf(needs: readonly StepNeed[]): readonly Step[] {
  const own = (phase: string, text: string): { phase: string; text: string } => ({ phase, text });
  const all = [
    own('preflight', 'Tell the colleagues on shift'),
    ...needs.map(({ phase, title }) => own(phase ?? 'preflight', title)),
    own('execution', 'Do the rest of the work'),
    own('verification', 'Look at the graphs'),
  ];
  return Object.entries(FIRST).flatMap(([phase, letter]) =>
    all
      .filter((one) => one.phase === phase)
      .map(({ text }, at) => step(`${letter}${String(at + 1)}`, text)),
  );
}

function ruleOf(id: string): PolicyRule {
  const rule = DEFAULT_POLICY.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

export function withRule(id: string, demands: Partial<Demands>): Policy {
  const rules = DEFAULT_POLICY.rules.map((rule) =>
    rule.id === id ? { ...rule, demands: { ...rule.demands, ...demands } } : rule,
  );
  return { ...DEFAULT_POLICY, rules };
}

type Told = Pick<PlanRow, 'page' | 'gate' | 'named' | 'plan' | 'without'>;

function lackingStep(kind: string, needId: string): Told {
  const { steps } = ruleOf(kind).demands;
  const need = steps.find(({ id }) => id === needId);
  if (need === undefined) throw new Error(`${kind} asks for no step ${needId}`);
  const plan = planFor(kind);
  return {
    page: `| \`${needId}\` | ${need.title} |`,
    gate: 'plan_rules',
    named: needId,
    plan: { ...plan, steps: stepsOf(steps.filter(({ id }) => id !== needId)) },
    without: withRule(kind, { steps: steps.filter(({ id }) => id !== needId) }),
  };
}

type Phase = 'preflight' | 'execution' | 'verification';

/** The step is there, in another phase than the one that it was asked for. */
function misplacedStep(kind: string, needId: string, place: Phase): Told {
  const needs = ruleOf(kind).demands.steps.map((need) =>
    need.id === needId ? { ...need, phase: place } : need,
  );
  return { ...lackingStep(kind, needId), plan: { ...planFor(kind), steps: stepsOf(needs) } };
}

function tooLow(kind: string): Told {
  const { title } = ruleOf(kind);
  return {
    page: `| ${title} | Significant |`,
    gate: 'category_floor',
    named: 'significant',
    plan: { ...planFor(kind), category: 'normal' },
    without: withRule(kind, { categoryAtLeast: null }),
  };
}

function withoutWindow(kind: string): Told {
  return {
    page: 'A window is named in the plan, whatever the category.',
    gate: 'plan_rules',
    named: '"window":"missing"',
    plan: { ...planFor(kind), window: null },
    without: withRule(kind, { window: false }),
  };
}

function slowerThan(kind: string, minutes: number): Told {
  const shown = minutes % 60 === 0 ? `${String(minutes / 60)} h` : `${String(minutes)} min`;
  return {
    page: `The plan promises a rollback within ${shown}.`,
    gate: 'plan_rules',
    named: `"minutes":${String(minutes)}`,
    plan: { ...planFor(kind), rollbackMinutes: minutes + 1 },
    without: withRule(kind, { rollbackMinutes: null }),
  };
}

function row(feature: string, what: string, told: Told): PlanRow {
  return { feature, what, ...told };
}

const URGENT: Plan = {
  ...CERT_ROTATION,
  priority: 'critical',
  steps: CERT_ROTATION.steps.map((one) => ({ ...one, tags: [] })),
};

/** What the shipped policy asks of a release: spelled out, so that a step that is taken out is missed here. */
const RELEASE_STEPS: readonly (readonly [kind: string, id: string])[] = [
  ['package_release', 'package_version'],
  ['package_release', 'package_checks'],
  ['package_release', 'package_published'],
  ['package_release', 'package_verified'],
  ['image_release', 'image_scanned'],
  ['image_release', 'image_pushed'],
  ['image_release', 'image_verified'],
];

type Placed = readonly [feature: string, what: string, kind: string, id: string, place: Phase];

/** When a step is taken is half of what is asked. */
const PLACED: readonly Placed[] = [
  ['F039', 'staging first', 'configuration_management', 'staging_first', 'execution'],
  ['F039', '--check first', 'configuration_management', 'check_mode_first', 'execution'],
  ['F040', 'reload is the work itself', 'web_server', 'staged_reload', 'verification'],
  ['F041', 'impact before, not after', 'postgresql_config', 'parameter_impact', 'verification'],
  ['F042', 'connectivity after, not before', 'firewall', 'connectivity', 'preflight'],
  ['F043', 'sign-in flow after, not before', 'single_sign_on', 'sign_in_flow', 'preflight'],
  ['F044', 'file is what is run', 'database_schema', 'schema_migration_file', 'verification'],
  ['F045', 'tested before, not after', 'database_schema', 'schema_rehearsed', 'verification'],
  ['F048', 'rehearsed beforehand', 'database_schema', 'schema_rollback_rehearsed', 'execution'],
  ['F049', 'justified before', 'dependency_add', 'dependency_justified', 'execution'],
  ['F049', 'evaluated before', 'dependency_add', 'dependency_evaluated', 'execution'],
  ['F049', 'pinned where it is added', 'dependency_add', 'dependency_pinned', 'preflight'],
  ['F052', 'package: one version before', 'package_release', 'package_version', 'execution'],
  ['F052', 'package: checks before', 'package_release', 'package_checks', 'execution'],
  ['F052', 'package: published as the work', 'package_release', 'package_published', 'preflight'],
  ['F052', 'package: verified after', 'package_release', 'package_verified', 'execution'],
  ['F052', 'image: scanned before', 'image_release', 'image_scanned', 'execution'],
  ['F052', 'image: pushed as the work', 'image_release', 'image_pushed', 'preflight'],
  ['F052', 'image: verified after', 'image_release', 'image_verified', 'execution'],
];

export const PLAN_ROWS: readonly PlanRow[] = [
  row('F011', 'critical priority wants a hold point', {
    page: 'At least one step is a hold point.',
    gate: 'plan_rules',
    named: '"hold":"missing"',
    plan: URGENT,
    without: withRule('urgent', { hold: false }),
  }),
  row(
    'F039',
    'Ansible runs on staging first',
    lackingStep('configuration_management', 'staging_first'),
  ),
  row(
    'F039',
    'Ansible runs with --check first',
    lackingStep('configuration_management', 'check_mode_first'),
  ),
  row('F040', 'nginx -t', lackingStep('web_server', 'nginx_test')),
  row('F040', 'staged reload', lackingStep('web_server', 'staged_reload')),
  row('F041', 'impact of each parameter', lackingStep('postgresql_config', 'parameter_impact')),
  row('F041', 'maintenance window', withoutWindow('postgresql_config')),
  row('F042', 'firewall is a lead’s to decide', tooLow('firewall')),
  row('F042', 'connectivity is verified after', lackingStep('firewall', 'connectivity')),
  row('F043', 'single sign-on is a lead’s to decide', tooLow('single_sign_on')),
  row('F043', 'the sign-in flow is tested after', lackingStep('single_sign_on', 'sign_in_flow')),
  row('F044', 'migration file', lackingStep('database_schema', 'schema_migration_file')),
  row('F044', 'a schema is a lead’s to decide', tooLow('database_schema')),
  row('F045', 'rehearsed on a copy', lackingStep('database_schema', 'schema_rehearsed')),
  row('F045', 'how it was tested is answered', {
    page: 'Answered in the plan: “How was it tested?”.',
    gate: 'plan_rules',
    named: 'test_evidence',
    plan: withoutAnswer(planFor('database_schema'), 'test_evidence'),
    without: withRule('database_schema', { answers: [] }),
  }),
  row('F046', 'backup', lackingStep('database_schema', 'schema_backup')),
  row('F046', 'backup immediately before, not at some time', {
    ...lackingStep('database_schema', 'schema_backup'),
    plan: withBackupFirst(planFor('database_schema')),
  }),
  row('F047', 'scheduled window', withoutWindow('database_schema')),
  row('F048', 'rollback script', lackingStep('database_schema', 'schema_rollback_rehearsed')),
  row('F049', 'justify', lackingStep('dependency_add', 'dependency_justified')),
  row('F049', 'evaluate', lackingStep('dependency_add', 'dependency_evaluated')),
  row('F049', 'pin', lackingStep('dependency_add', 'dependency_pinned')),
  row('F049', 'scan', lackingStep('dependency_add', 'dependency_scanned')),
  row('F051', 'imports are gone', lackingStep('dependency_removal', 'imports_gone')),
  row('F051', 'transitive check', lackingStep('dependency_removal', 'transitive_checked')),
  row('F051', 'docs', lackingStep('dependency_removal', 'removal_documented')),
  ...RELEASE_STEPS.map(([kind, id]) => row('F052', id, lackingStep(kind, id))),
  ...PLACED.map(([feature, what, kind, id, place]) =>
    row(feature, what, misplacedStep(kind, id, place)),
  ),
  row('F132', 'SDK: 1 h', slowerThan('sdk_code', 60)),
  row('F133', 'Docker image: 30 min', slowerThan('docker_image', 30)),
  row('F134', 'application: 1 h', slowerThan('application', 60)),
  row('F135', 'infrastructure: 1 h', slowerThan('infrastructure', 60)),
  row('F136', 'database migration: 2 h', slowerThan('database_schema', 120)),
  row('F137', 'PostgreSQL configuration: 30 min', slowerThan('postgresql_config', 30)),
  row('F138', 'firewall: 15 min', slowerThan('firewall', 15)),
];

function withoutAnswer(plan: Plan, id: string): Plan {
  const answers = Object.entries(plan.answers).filter(([name]) => name !== id);
  return { ...plan, answers: Object.fromEntries(answers) };
}

/** The backup is there, but the work of an evening lies between it and the change. */
function withBackupFirst(plan: Plan): Plan {
  const backup = plan.steps.filter(({ text }) => text.includes('backup'));
  const others = plan.steps.filter(({ text }) => !text.includes('backup'));
  return { ...plan, steps: [...backup, ...others] };
}
