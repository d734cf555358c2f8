/** The checks of the shipped policy, each by a name that tools give it: F110 to F117, and where they apply, F119. */
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/core/change/facts.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { CheckRule } from '../../src/core/policy/rule.ts';
import { renderPolicy } from '../../src/render/policy.ts';
import { accepted } from '../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../support/change-kit.ts';

type Row = readonly [feature: string, id: string, name: string, threshold: string];

const ROWS: readonly Row[] = [
  ['F110', 'lint', 'eslint', 'any error'],
  ['F111', 'type_check', 'Type check', 'any error'],
  ['F112', 'unit_tests', 'Unit tests (node 24)', 'any failing test'],
  ['F113', 'integration_tests', 'integration', 'any failing test'],
  ['F114', 'static_analysis', 'CodeQL', 'a finding of medium severity and above'],
  ['F115', 'dependency_audit', 'npm audit', 'a dependency with a known CVE'],
  ['F116', 'secret_scan', 'gitleaks', 'any finding'],
];

/** With the check asked for, as a team does that has it. */
function demanding(id: string, more: Partial<CheckRule> = {}): Policy {
  const checks = DEFAULT_POLICY.checks.map((check) =>
    check.id === id ? { ...check, mustReport: true, ...more } : check,
  );
  return { ...DEFAULT_POLICY, checks };
}

function without(id: string): Policy {
  return { ...DEFAULT_POLICY, checks: DEFAULT_POLICY.checks.filter((check) => check.id !== id) };
}

function says(policy: Policy, ...others: readonly CheckReport[]): { kind: string; facts: string } {
  const reports = [report('build', 'passed'), ...others];
  const failing = reports.filter((one) => one.says === 'failed').map(({ name }) => name);
  const checks = failing.length > 0 ? 'failed' : 'passed';
  const stage = setTheStage({ policy, pulls: [pullFacts(701, { checks, failing, reports })] });
  accepted(stage.mara.opens());
  accepted(stage.lin.links(701));
  const { kind, facts } = stage.verdict('merge', 'pull_checks');
  return { kind, facts: JSON.stringify(facts) };
}

function report(name: string, word: CheckReport['says']): CheckReport {
  return { name, says: word, via: 'check', from: 'ci', workflow: null, url: null };
}

describe('a check that the policy knows', () => {
  it.each(ROWS)('%s %s: a failing one stops the merge', (_, id, name) => {
    const stopped = says(DEFAULT_POLICY, report(name, 'failed'));
    expect(stopped.kind).toBe('unmet');
    expect(stopped.facts).toContain(name);
    expect(says(DEFAULT_POLICY, report(name, 'passed')).kind).toBe('met');
    expect(id).toBe(DEFAULT_POLICY.checks.find((check) => check.id === id)?.id);
  });

  it.each(ROWS)(
    '%s %s: a team that asks for it is not merged without it',
    (...[, id, name, threshold]) => {
      const { title = '' } = DEFAULT_POLICY.checks.find((one) => one.id === id) ?? {};
      expect(says(DEFAULT_POLICY).kind).toBe('met');
      const stopped = says(demanding(id));
      expect(stopped.kind).toBe('unmet');
      expect(stopped.facts).toContain(title);
      expect(says(demanding(id), report(name, 'passed')).kind).toBe('met');
      expect(says(without(id)).kind).toBe('met');
      const line = `| ${title} | ${threshold} |`;
      expect(renderPolicy(DEFAULT_POLICY)).toContain(line);
      expect(renderPolicy(without(id))).not.toContain(line);
    },
  );
});

describe('where a check applies', () => {
  const failing = report('container scan', 'failed');

  it('F117: a container scan is for the default branch; on a pull request it holds nobody up', () => {
    expect(says(DEFAULT_POLICY, failing).kind).toBe('met');
    expect(says(without('container_scan'), failing).kind).toBe('unmet');
    expect(says(demanding('container_scan')).kind).toBe('met');
    const line = '| Container scan | a finding of critical or high severity | default branch |';
    expect(renderPolicy(DEFAULT_POLICY)).toContain(line);
    expect(renderPolicy(without('container_scan'))).not.toContain(line);
  });

  it('F119: one that applies to tags only holds up no pull request, one that applies to those does', () => {
    expect(says(demanding('unit_tests', { places: ['tag'] })).kind).toBe('met');
    expect(says(demanding('unit_tests', { places: ['pull_request', 'tag'] })).kind).toBe('unmet');
    const page = renderPolicy(DEFAULT_POLICY);
    expect(page).toContain('| pull request, default branch and tag |');
    expect(page).toContain('| pull request and default branch |');
  });
});
