/**
 * Each row of the shipped policy stands on its page, and stops or tells whoever goes against it; with the row taken out
 * it does neither.
 */
import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../src/core/change/facts.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { demandsOf } from '../../src/core/policy/demands.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { renderPolicy } from '../../src/render/policy.ts';
import { accepted } from '../support/change-beginnings.ts';
import { pullDetail, pullFacts, setTheStage } from '../support/change-kit.ts';
import { CERT_ROTATION, readable } from '../support/change-plans.ts';
import { PLAN_ROWS, planFor, withRule } from '../support/policy-rows.ts';

const PAGE = renderPolicy(DEFAULT_POLICY);

/** What a gate says about a plan at its submit: its answer, and the facts it names. */
function saysAtSubmit(gate: string, plan: Plan, policy: Policy): { kind: string; facts: string } {
  const stage = setTheStage({ policy });
  accepted(stage.mara.opens(readable(plan)));
  const { kind, facts } = stage.verdict('submit', gate);
  return { kind, facts: JSON.stringify(facts) };
}

describe('a plan that holds all that its kind is asked for', () => {
  it.each(DEFAULT_POLICY.kinds)('is stopped by no rule: $id', ({ id }) => {
    for (const gate of ['plan_rules', 'category_floor'])
      expect(saysAtSubmit(gate, planFor(id), DEFAULT_POLICY).kind).not.toMatch(/unmet|cannot/u);
  });
});

describe('a plan that lacks what the policy asks for', () => {
  it.each(PLAN_ROWS)('is stopped, and by this row alone: $feature $what', (row) => {
    const stopped = saysAtSubmit(row.gate, row.plan, DEFAULT_POLICY);
    expect(stopped.kind).toBe('unmet');
    expect(stopped.facts).toContain(row.named);
    expect(saysAtSubmit(row.gate, row.plan, row.without).kind).not.toMatch(/unmet|cannot/u);
  });

  it.each(PLAN_ROWS)('could have read it on the page: $feature $what', (row) => {
    const count = (page: string): number => page.split(row.page).length;
    expect(count(PAGE)).toBeGreaterThan(1);
    expect(count(renderPolicy(row.without))).toBeLessThan(count(PAGE));
  });
});

/** What a gate says before the merge of a pull request that is linked to a change with this plan. */
function saysAtMerge(
  gate: string,
  pull: Partial<PullFacts>,
  under: { readonly policy: Policy; readonly plan?: Plan },
): { kind: string; facts: string } {
  const stage = setTheStage({ policy: under.policy, pulls: [pullFacts(701, pull)] });
  accepted(stage.mara.opens(readable(under.plan ?? { ...CERT_ROTATION, category: 'standard' })));
  accepted(stage.lin.links(701));
  const { kind, facts } = stage.verdict('merge', gate);
  return { kind, facts: JSON.stringify(facts) };
}

const FILES: readonly (readonly [string, string])[] = [
  ['docker_image', 'services/fee/Dockerfile'],
  ['infrastructure', 'clusters/eu/network.tf'],
  ['ci_pipeline', '.github/workflows/release.yml'],
  ['documentation', 'docs/runbooks/fee.md'],
  ['dependency_update', 'web/package-lock.json'],
  ['database_schema', 'services/orders/migrations/0042_fee.sql'],
  ['postgresql_config', 'hosts/db-1/postgresql.conf'],
  ['web_server', 'hosts/www/nginx/conf.d/limits.conf'],
  ['configuration_management', 'ops/playbooks/site.yml'],
  ['firewall', 'hosts/edge/nftables.conf'],
];

/** Spelled out here, so that a kind that is taken out is missed. */
const KINDS: Readonly<Record<string, string>> = {
  application: 'Application code',
  sdk_code: 'SDK code',
  docker_image: 'Docker image',
  infrastructure: 'Infrastructure',
  ci_pipeline: 'CI/CD pipeline',
  documentation: 'Documentation',
  dependency_add: 'New dependency',
  dependency_update: 'Dependency update',
  dependency_removal: 'Dependency removal',
  database_schema: 'Database schema',
  postgresql_config: 'PostgreSQL configuration',
  web_server: 'Web server',
  configuration_management: 'Configuration management',
  firewall: 'Firewall',
  single_sign_on: 'Single sign-on',
  security_control: 'Security control',
  package_release: 'Release of a package',
  image_release: 'Release of an image',
};

describe('F004: the kind of a change', () => {
  const kindsInForm = Object.entries(KINDS).map(([id, scope]) => ({ id, scope }));
  const ruledBy = (policy: Policy, plan: Plan, file: string): readonly string[] => {
    const files = [{ path: file, previous: null, added: 1, deleted: 0 }];
    const stage = setTheStage({
      policy,
      pulls: [pullFacts(701, { detail: pullDetail({ files }) })],
    });
    accepted(stage.mara.opens(readable(plan)));
    accepted(stage.lin.links(701));
    const { answers } = demandsOf(stage.change, stage.factsFor(stage.mara.actor));
    return answers.filter(({ answer }) => answer.kind === 'holds').map(({ rule }) => rule.id);
  };
  const rulesWithout = (id: string): Policy => ({
    ...DEFAULT_POLICY,
    rules: DEFAULT_POLICY.rules.filter((rule) => rule.id !== id),
  });

  it.each(kindsInForm)('is named in the form: $id', ({ id, scope }) => {
    const { title = '' } = DEFAULT_POLICY.kinds.find((kind) => kind.id === id) ?? {};
    expect(ruledBy(DEFAULT_POLICY, planFor(id), 'src/fee.ts')).toEqual([id]);
    expect(ruledBy(rulesWithout(id), planFor(id), 'src/fee.ts')).toEqual([]);
    expect(PAGE).toContain(`| ${title} | ${scope} |`);
  });

  it.each(FILES)('is recognised by its files, whatever the form says: %s by %s', (id, file) => {
    expect(ruledBy(DEFAULT_POLICY, CERT_ROTATION, file)).toEqual([id]);
    const kinds = DEFAULT_POLICY.kinds.map((one) => ({ ...one, recognisedBy: null }));
    expect(ruledBy({ ...DEFAULT_POLICY, kinds }, CERT_ROTATION, file)).toEqual([]);
  });

  it('is documentation only as long as nothing else is touched', () => {
    expect(ruledBy(DEFAULT_POLICY, CERT_ROTATION, 'src/docs.ts')).toEqual([]);
  });
});

describe('F006: the text of a pull request', () => {
  const { sections } = DEFAULT_POLICY;
  const asked = [
    { id: 'what', title: 'What', ifApplicable: false },
    { id: 'why', title: 'Why', ifApplicable: false },
    { id: 'testing', title: 'Testing', ifApplicable: false },
    { id: 'security_impact', title: 'Security impact', ifApplicable: true },
  ];
  const bodyWithout = (lacking: string): string =>
    sections
      .filter(({ id }) => id !== lacking)
      .map(({ title }) => `## ${title}\n\nIt is said here.\n`)
      .join('\n');

  it.each(asked)('says $title, or is not merged', ({ id, title, ifApplicable }) => {
    const policy = DEFAULT_POLICY;
    const without = { ...policy, sections: sections.filter((one) => one.id !== id) };
    const lacking = { detail: pullDetail({ body: bodyWithout(id) }) };
    const stopped = saysAtMerge('pr_sections', lacking, { policy });
    expect(stopped.kind).toBe('unmet');
    expect(stopped.facts).toContain(title);
    expect(saysAtMerge('pr_sections', lacking, { policy: without }).kind).toBe('met');
    const says = `${bodyWithout(id)}\n## ${title}\n\nNot applicable.\n`;
    const said = { detail: pullDetail({ body: says }) };
    expect(saysAtMerge('pr_sections', said, { policy }).kind).toBe(ifApplicable ? 'met' : 'unmet');
    expect(PAGE).toContain(`| ${title} | \`${title}\``);
    expect(renderPolicy(without)).not.toContain(`| ${title} | \`${title}\``);
  });

  it('says what becomes of the security where the pipeline is touched, in any category', () => {
    const files = [{ path: '.github/workflows/ci.yml', previous: null, added: 1, deleted: 1 }];
    const detail = pullDetail({ files, body: bodyWithout('security_impact') });
    const under = { policy: DEFAULT_POLICY, plan: CERT_ROTATION };
    expect(saysAtMerge('pr_sections', { detail }, under).kind).toBe('unmet');
    const rules = DEFAULT_POLICY.rules.filter(({ id }) => id !== 'ci_pipeline');
    const without = { policy: { ...DEFAULT_POLICY, rules }, plan: CERT_ROTATION };
    expect(saysAtMerge('pr_sections', { detail }, without).kind).toBe('not_applicable');
  });
});

describe('a lead', () => {
  it.each(['firewall', 'single_sign_on', 'security_control'])(
    'is asked, even where the category would have let somebody else decide: %s',
    (kind) => {
      const approverRoles = ['maintainer' as const];
      const categories = DEFAULT_POLICY.categories.map((one) => ({ ...one, approverRoles }));
      const approvedUnder = (policy: Policy): boolean => {
        const stage = setTheStage({ policy: { ...policy, categories } });
        accepted(stage.mara.opens(readable(planFor(kind))));
        accepted(stage.mara.submits());
        accepted(stage.tomas.approves());
        return stage.change.state === 'approved';
      };
      expect(approvedUnder(DEFAULT_POLICY)).toBe(false);
      expect(approvedUnder(withRule(kind, { approval: null }))).toBe(true);
      expect(PAGE).toContain('Approved by a lead.');
    },
  );
});
