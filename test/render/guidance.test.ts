// What the policy gives to those who decide stands where they look: in the record, and in the check on a pull request.
import { expect, it } from 'vitest';
import { desire } from '../../src/core/desired/desire.ts';
import { renderCheck } from '../../src/render/check.ts';
import { renderRecord } from '../../src/render/record.ts';
import { accepted } from '../support/change-beginnings.ts';
import { pullDetail, pullFacts, setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { policyOf, rule } from '../support/policy-rules.ts';

const MARKER = `<!-- holdpoint:record v1 CHG-00001 ${'0'.repeat(32)} -->`;
const SCHEMA = { kind: 'change_kind', kinds: ['schema'] } as const;

const POLICY = policyOf({
  reviewChecklist: ['Are secrets kept out? <script>'],
  rollbackCriteria: ['data is wrong'],
  rollbackMethods: [
    { id: 'm', title: 'Database', method: 'run the script', withinMinutes: 120, kinds: ['schema'] },
    { id: 'n', title: 'Firewall', method: 'load the old set', withinMinutes: 15, kinds: ['other'] },
  ],
  kinds: [
    {
      id: 'schema',
      title: 'Schema',
      scope: null,
      recognisedBy: { kind: 'paths', globs: ['db/**'] },
    },
    { id: 'other', title: 'Other', scope: null, recognisedBy: null },
  ],
  rules: [
    { ...rule('r', SCHEMA, {}), notes: ['Nobody types a migration.'] },
    { ...rule('s', { kind: 'not', of: SCHEMA }, {}), notes: ['Never shown.'] },
  ],
});

function shown(stage: Stage): readonly string[] {
  const { record, checks } = desire(stage.change, {
    facts: stage.factsFor(HOLDPOINT),
    titlePrefix: true,
  });
  return [renderRecord(record, MARKER), ...checks.map(({ view }) => renderCheck(view).summary)];
}

it('those who decide read what to look at, what the rules say in words, and when and how to go back', () => {
  const files = [{ path: 'db/1.sql', previous: null, added: 1, deleted: 0 }];
  const stage = setTheStage({
    policy: POLICY,
    pulls: [pullFacts(7, { detail: pullDetail({ files }) })],
  });
  stage.given.inReview();
  accepted(stage.mara.links(7));
  const surfaces = shown(stage);
  expect(surfaces).toHaveLength(2);
  for (const text of surfaces) {
    expect(text).toContain('To look at before deciding');
    expect(text).toContain('Are secrets kept out?');
    expect(text).not.toContain('<script>');
    expect(text).toContain('- Nobody types a migration.');
    expect(text).toContain('- Go back when: data is wrong');
    expect(text).toContain('- Going back, Database: run the script, within 120 min');
    expect(text).not.toMatch(/Firewall|Never shown/u);
  }
});

it('a draft asks nobody to look yet', () => {
  const stage = setTheStage({ policy: POLICY });
  stage.given.draft();
  expect(shown(stage).join('\n')).not.toContain('To look at before deciding');
});
