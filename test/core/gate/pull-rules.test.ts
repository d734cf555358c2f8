// What rules ask of linked pull requests: sections of their text, checks by name and reporter, the way to merge.
import { describe, expect, it, test } from 'vitest';
import type { CheckReport, PullFacts } from '../../../src/core/change/facts.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { SectionRule } from '../../../src/core/policy/rule.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { checkRule, policyOf, rule } from '../../support/policy-rules.ts';

function linked(parts: Partial<Policy>, pull: Partial<PullFacts>): Stage {
  const stage = setTheStage({ policy: policyOf(parts), pulls: [pullFacts(7, pull)] });
  stage.given.draft();
  accepted(stage.mara.links(7));
  return stage;
}

function report(
  name: string,
  says: CheckReport['says'],
  more: Partial<CheckReport> = {},
): CheckReport {
  return { name, says, via: 'check', from: 'github-actions', workflow: null, url: null, ...more };
}

const PULL = 'lighthouse-freight/changes#7';
const APPLIES = { kind: 'category', categories: ['normal'] } as const;
const HIDDEN = { kind: 'paths', globs: ['db/**'] } as const;

describe('the checks of a pull request', () => {
  const asked = (parts: Partial<Policy>, pull: Partial<PullFacts>): Verdict =>
    linked(parts, pull).verdict('merge', 'pull_checks');
  const lint = checkRule('lint', { names: ['lint*'], from: ['github-actions'], mustReport: true });

  test.each<readonly [string, readonly CheckReport[] | undefined, object]>([
    [
      'there and passed',
      [report('lint (22)', 'passed')],
      { kind: 'met', facts: { checks: ['Check lint'] } },
    ],
    [
      'not there',
      [report('build', 'passed')],
      { kind: 'unmet', facts: { missing: [`${PULL}: Check lint`] } },
    ],
    [
      'by another',
      [report('lint', 'passed', { from: 'mallory' })],
      { kind: 'unmet', facts: { missing: [`${PULL}: Check lint`] } },
    ],
    [
      'by another as well, and failed by the one',
      [report('lint', 'passed', { from: 'mallory' }), report('lint', 'failed')],
      { kind: 'unmet', facts: { failing: [`${PULL}: Check lint`] } },
    ],
    [
      'running',
      [report('lint', 'pending')],
      { kind: 'unmet', facts: { pending: [`${PULL}: Check lint`] } },
    ],
    [
      'by nobody knows whom',
      [report('lint', 'passed', { from: '' })],
      { kind: 'cannot_tell', facts: { unknown: 'checks' } },
    ],
    [
      'not looked up',
      undefined,
      { kind: 'cannot_tell', facts: { unknown: 'checks', pulls: [PULL] } },
    ],
  ])('that must report, %s', (_how, reports, expected) => {
    const pull = reports === undefined ? {} : { reports };
    expect(asked({ checks: [lint] }, pull)).toMatchObject({
      code: expect.any(String) as string,
      ...expected,
    });
  });

  it('that need not report are passed over in silence, and must pass when they speak', () => {
    const checks = [{ ...lint, mustReport: false }];
    expect(asked({ checks }, { reports: [report('build', 'passed')] }).kind).toBe('met');
    const failed = {
      checks: 'failed',
      failing: ['lint'],
      reports: [report('lint', 'failed')],
    } as const;
    expect(asked({ checks }, failed)).toMatchObject({
      kind: 'unmet',
      facts: { failing: [`${PULL}: lint`] },
    });
  });

  it('are no word for a pull request when somebody with a hand in its code gives it', () => {
    const anybody = checkRule('lint', { mustReport: true });
    expect(
      asked({ checks: [anybody] }, { reports: [report('lint', 'passed', { from: 'LIN-dev' })] }),
    ).toMatchObject({
      kind: 'unmet',
      facts: { missing: [`${PULL}: Check lint`] },
    });
    expect(asked({ checks: [anybody] }, { reports: [report('lint', 'passed')] }).kind).toBe('met');
  });

  describe('that are asked for on the default branch', () => {
    const scan = checkRule('scan', { places: ['default_branch'], mustReport: true });
    const failed = { checks: 'failed', failing: ['scan'] } as const;
    const reports = [report('scan', 'failed'), report('build', 'passed')];

    it('hold up no pull request, whatever they say there, and are named as asked for elsewhere', () => {
      expect(asked({ checks: [scan] }, { ...failed, reports })).toMatchObject({
        kind: 'met',
        facts: { elsewhere: ['Check scan'] },
      });
    });

    it('count there where another rule asks for them there', () => {
      const both = [scan, checkRule('too', { names: ['scan'] })];
      expect(asked({ checks: both }, { ...failed, reports }).kind).toBe('unmet');
    });

    it('leave behind a head on which nothing has reported', () => {
      expect(asked({ checks: [scan] }, { ...failed, reports: reports.slice(0, 1) })).toMatchObject({
        kind: 'unmet',
        facts: { none: [PULL] },
      });
    });

    it('cannot be told from the others without the list', () => {
      expect(asked({ checks: [scan] }, failed).kind).toBe('unmet');
    });
  });

  it('are asked for by a rule in any category, and by its title; one that is nowhere never comes', () => {
    const rules = [rule('r', APPLIES, { checks: ['lint', 'gone'] })];
    const categories = policyOf({}).categories.map((one) => ({
      ...one,
      pullChecksRequired: false,
    }));
    expect(
      asked({ rules, categories, checks: [{ ...lint, mustReport: false }] }, { reports: [] }),
    ).toMatchObject({
      kind: 'unmet',
      facts: { missing: [`${PULL}: Check lint`, 'gone'], rules: ['Rule r'] },
    });
    expect(asked({ rules: [], categories, checks: [] }, {}).kind).toBe('not_applicable');
  });

  it('asked for by a rule that cannot tell keep the merge shut for what is unknown', () => {
    const rules = [rule('r', HIDDEN, { checks: ['lint'] })];
    const pull = { detail: pullDetail({ files: null }), reports: [report('build', 'passed')] };
    expect(asked({ rules, checks: [{ ...lint, mustReport: false }] }, pull)).toMatchObject({
      kind: 'cannot_tell',
      facts: { unknown: 'files', rules: ['Rule r'] },
    });
  });
});

describe('the text of a pull request', () => {
  const section = (id: string, more: Partial<SectionRule> = {}): SectionRule => ({
    id,
    title: id,
    headings: [id],
    categories: ['normal'],
    ifApplicable: false,
    ...more,
  });
  const asked = (
    body: string | null,
    sections: readonly SectionRule[],
    rules: Policy['rules'] = [],
  ): Verdict =>
    linked(
      { sections, rules },
      body === null
        ? ({ detail: undefined } as unknown as Partial<PullFacts>)
        : { detail: pullDetail({ body }) },
    ).verdict('merge', 'pr_sections');

  it('holds the sections of its category', () => {
    expect(
      asked('## WHAT?\nA fee.\n# Why\nAsked for.', [section('what'), section('why')]).kind,
    ).toBe('met');
    expect(asked('', [section('what', { categories: ['standard'] })])).toMatchObject({
      kind: 'not_applicable',
      facts: { why: 'none_required' },
    });
  });

  test.each([
    ['none', ''],
    ['only the heading', '## What'],
    ['only the words of the template', '## What\n<!-- Say what -->\n- [ ] a box'],
    ['a heading in code', '```\n## What\nA fee.\n```'],
    ['a heading in a comment', '<!--\n## What\nA fee.\n-->'],
    ['a section that is said not to apply', '## What\nn/a'],
  ])('with %s lacks it', (_what, body) => {
    expect(asked(body, [section('what')])).toMatchObject({
      kind: 'unmet',
      code: 'pr_sections_missing',
      facts: { pulls: [PULL], sections: ['what'] },
      who: ['lin-dev'],
    });
  });

  it('may say that a section does not apply where it is asked for if it does', () => {
    const security = section('security', { ifApplicable: true });
    expect(asked('## Security\nNot applicable.', [security]).kind).toBe('met');
    expect(asked('## What\nA fee.', [security]).kind).toBe('unmet');
  });

  it('is asked for more by a rule, in any category; for a section that is nowhere in vain', () => {
    const rules = [rule('r', APPLIES, { sections: ['what'] })];
    expect(asked('', [section('what', { categories: [] })], rules)).toMatchObject({
      kind: 'unmet',
      facts: { sections: ['what'], rules: ['Rule r'] },
    });
    expect(asked('## What\nA fee.', [], rules)).toMatchObject({
      kind: 'unmet',
      facts: { sections: ['what'] },
    });
  });

  it('that nobody looked up cannot be told to hold anything', () => {
    expect(asked(null, [section('what')])).toMatchObject({
      kind: 'cannot_tell',
      facts: { unknown: 'pull_text' },
    });
  });
});

describe('the way to merge', () => {
  it('is told where the policy names one, and stops nobody', () => {
    expect(linked({ mergeMethod: 'squash' }, {}).verdict('merge', 'merge_method')).toMatchObject({
      kind: 'met',
      facts: { merge_method: 'squash' },
    });
    expect(linked({}, {}).verdict('merge', 'merge_method')).toMatchObject({
      kind: 'not_applicable',
      facts: { why: 'none_configured' },
    });
  });
});

describe('partial evidence', () => {
  it('lets nothing pass by itself: a review that would have been enough waits for what cannot be seen', () => {
    const rules = [rule('r', HIDDEN, { checks: ['lint'] })];
    const stage = setTheStage({ policy: policyOf({ rules, checks: [checkRule('lint')] }) });
    stage.given.inReview();
    stage.world.pulls = [pullFacts(7, { detail: pullDetail({ files: null }) })];
    accepted(stage.mara.links(7));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.inTheWayOf('approve')).toEqual(['evidence_unavailable']);
  });
});
