/** What the shipped policy says in words stands on its page, and before the eyes of those who decide. */
import { describe, expect, it } from 'vitest';
import { recordView } from '../../src/core/desired/record-view.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { renderPolicy } from '../../src/render/policy.ts';
import { renderRecord } from '../../src/render/record.ts';
import { accepted } from '../support/change-beginnings.ts';
import { setTheStage } from '../support/change-kit.ts';
import { CERT_ROTATION, readable } from '../support/change-plans.ts';
import { planFor } from '../support/policy-rows.ts';

const MARKER = '<!-- holdpoint:record v1 CHG-00001 1a2b -->';

/** The record of a change with this plan, while it waits for its reviewers. */
function recordInReview(plan: Plan, policy: Policy): string {
  const stage = setTheStage({ policy });
  accepted(stage.mara.opens(readable(plan)));
  accepted(stage.mara.submits());
  return renderRecord(recordView(stage.change, stage.factsFor(stage.tomas.actor), null), MARKER);
}

function withoutNotes(id: string): Policy {
  const rules = DEFAULT_POLICY.rules.map((rule) =>
    rule.id === id ? { ...rule, notes: [] } : rule,
  );
  return { ...DEFAULT_POLICY, rules };
}

describe('whoever decides', () => {
  it.each(DEFAULT_POLICY.reviewChecklist)('F100: is asked to look at it: %s', (item) => {
    const reviewChecklist = DEFAULT_POLICY.reviewChecklist.filter((one) => one !== item);
    const without = { ...DEFAULT_POLICY, reviewChecklist };
    expect(DEFAULT_POLICY.reviewChecklist).toHaveLength(8);
    expect(recordInReview(CERT_ROTATION, DEFAULT_POLICY)).toContain(item);
    expect(recordInReview(CERT_ROTATION, without)).not.toContain(item);
    expect(renderPolicy(DEFAULT_POLICY)).toContain(`- ${item}`);
  });

  it.each(DEFAULT_POLICY.rollbackCriteria)('F139: knows when to go back: %s', (item) => {
    const rollbackCriteria = DEFAULT_POLICY.rollbackCriteria.filter((one) => one !== item);
    const without = { ...DEFAULT_POLICY, rollbackCriteria };
    expect(DEFAULT_POLICY.rollbackCriteria).toHaveLength(4);
    expect(recordInReview(CERT_ROTATION, DEFAULT_POLICY)).toContain(item);
    expect(recordInReview(CERT_ROTATION, without)).not.toContain(item);
    expect(renderPolicy(DEFAULT_POLICY)).toContain(`- ${item}`);
  });

  it.each(DEFAULT_POLICY.rollbackMethods)('knows how to go back: $id', ({ id, method, kinds }) => {
    const [kind = ''] = kinds;
    const rollbackMethods = DEFAULT_POLICY.rollbackMethods.filter((one) => one.id !== id);
    const without = { ...DEFAULT_POLICY, rollbackMethods };
    expect(recordInReview(planFor(kind), DEFAULT_POLICY)).toContain(method);
    expect(recordInReview(planFor(kind), without)).not.toContain(method);
    expect(recordInReview(CERT_ROTATION, DEFAULT_POLICY)).not.toContain(method);
    expect(renderPolicy(DEFAULT_POLICY)).toContain(`| ${method} |`);
  });
});

describe('what a rule says in words', () => {
  const said = DEFAULT_POLICY.rules.filter(({ notes }) => notes.length > 0);

  it.each(said)('is shown where the rule applies, and nowhere else: $id', ({ id, notes }) => {
    const plan =
      id === 'urgent' ? { ...CERT_ROTATION, priority: 'critical' as const } : planFor(id);
    for (const note of notes) {
      expect(recordInReview(plan, DEFAULT_POLICY)).toContain(note);
      expect(recordInReview(plan, withoutNotes(id))).not.toContain(note);
      expect(recordInReview(CERT_ROTATION, DEFAULT_POLICY)).not.toContain(note);
      expect(renderPolicy(DEFAULT_POLICY)).toContain(`- ${note}`);
    }
  });

  it('F050: of a dependency’s next version are three things: by machine, once a quarter by hand, at once when exploited', () => {
    const record = recordInReview(planFor('dependency_update'), DEFAULT_POLICY);
    expect(record).toMatch(/Automated pull requests.*\n.*Once a quarter.*\n.*exploited CVE/u);
  });
});

describe('whoever runs an emergency', () => {
  const FEATURES = ['F093', 'F094', 'F095', 'F096', 'F097', 'F098', 'F099'];
  const owed = DEFAULT_POLICY.duties.map((duty, at) => ({ ...duty, feature: FEATURES[at] ?? '' }));

  it.each(owed)('reads in the record what is owed afterwards: $feature $id', ({ id, title }) => {
    const recordUnder = (policy: Policy): string => {
      const stage = setTheStage({ policy });
      stage.given.runningEmergency();
      const view = recordView(stage.change, stage.factsFor(stage.tomas.actor), null);
      return renderRecord(view, MARKER);
    };
    const duties = DEFAULT_POLICY.duties.filter((duty) => duty.id !== id);
    const without = { ...DEFAULT_POLICY, duties };
    expect(DEFAULT_POLICY.duties.map(({ withinHours }) => withinHours)).toEqual(
      FEATURES.map(() => 24),
    );
    expect(recordUnder(DEFAULT_POLICY)).toContain(title);
    expect(recordUnder(without)).not.toContain(title);
    expect(renderPolicy(DEFAULT_POLICY)).toContain(`| ${title} | 24 h |`);
    expect(renderPolicy(without)).not.toContain(`| ${title} | 24 h |`);
  });
});

describe('an author who wonders which category to pick', () => {
  it.each(DEFAULT_POLICY.categories)('F009: finds examples of $category', (rule) => {
    const categories = DEFAULT_POLICY.categories.map((one) =>
      one.category === rule.category ? { ...one, examples: [] } : one,
    );
    const without = { ...DEFAULT_POLICY, categories };
    expect(rule.examples.length).toBeGreaterThanOrEqual(3);
    for (const example of rule.examples) {
      expect(renderPolicy(DEFAULT_POLICY)).toContain(example);
      expect(renderPolicy(without)).not.toContain(example);
    }
  });
});

describe('the document', () => {
  it('F021: says who owns it, since when it holds, when it was read last and when it will be', () => {
    const page = renderPolicy(DEFAULT_POLICY);
    const { owner, effective, lastReview, nextReview } = DEFAULT_POLICY.document ?? {};
    const row = [owner, effective, lastReview, nextReview].join(' | ');
    expect(page).toContain(`| ${row} |`);
    expect(renderPolicy({ ...DEFAULT_POLICY, document: null })).not.toContain('next review');
  });

  it('says which control of which standard is served by what', () => {
    for (const { control, servedBy } of DEFAULT_POLICY.compliance) {
      const line = `| ${control} | ${servedBy.map((one) => `\`${one}\``).join(', ')} |`;
      expect(renderPolicy(DEFAULT_POLICY)).toContain(line);
    }
  });
});
