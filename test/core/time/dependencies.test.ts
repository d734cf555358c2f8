/** What must be done first: how it is written, what satisfies it, what a circle is, and what a rolled-back one needs. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { dependenciesOf } from '../../../src/core/time/dependencies.ts';
import type { Neighbour } from '../../../src/core/time/neighbours.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';
import { neighbour, neighbours } from '../../support/neighbours.ts';

const waitingFor = (text: string) => withAnswer(CERT_ROTATION, 'dependencies', text);

function readFrom(text: string) {
  const stage = setTheStage();
  stage.given.draft(waitingFor(text));
  return dependenciesOf(stage.change).map(({ text: said, kind }) => `${said} ${kind}`);
}

function startBeside(text: string, ...upstream: readonly Neighbour[]) {
  const stage = setTheStage({ neighbours: neighbours({ upstream }) });
  stage.given.changeReadyToStart(waitingFor(text));
  return stage;
}

describe('what must be done first', () => {
  it('is named at the beginning of a line; the rest is a note', () => {
    expect(readFrom('CHG-00005\n- #12 (outcome) the pool\n\nask CHG-00007 first')).toEqual([
      'CHG-00005 order',
      '#12 outcome',
    ]);
    expect(readFrom('chg-5\nCHG-00005 (outcome)')).toEqual(['chg-5 outcome']);
    expect(readFrom('CHG-5x\n#12a\n# 12\n12\nCHG-')).toEqual([]);
  });

  it('is done when it was completed, or decided against where only the order counts', () => {
    for (const [kind, state, answer] of [
      ['', 'completed', 'accepted'],
      ['', 'cancelled', 'accepted'],
      ['', 'rejected', 'accepted'],
      ['', 'in_progress', 'dependencies_unmet'],
      ['', 'rolled_back', 'dependency_rolled_back'],
      [' (outcome)', 'completed', 'accepted'],
      [' (outcome)', 'cancelled', 'dependencies_unmet'],
      [' (outcome)', 'rolled_back', 'dependency_rolled_back'],
    ] as const) {
      const stage = startBeside(`CHG-00005${kind}`, neighbour(5, { state }));
      expect([kind, state, answerOf(stage.mara.starts())]).toEqual([kind, state, answer]);
    }
  });

  it('is never left out because much else was named before it', () => {
    const numbers = Array.from({ length: 50 }, (_, at) => at + 100);
    const upstream = numbers.map((number) => neighbour(number, { state: 'completed' }));
    const text = numbers.map((number) => `CHG-${String(number)}`).join('\n');
    expect(answerOf(startBeside(text, ...upstream).mara.starts())).toBe('accepted');
    const stage = startBeside(`${text}\nCHG-00005`, ...upstream, neighbour(5));
    expect(stage.mara.starts()).toMatchObject({
      refusal: { facts: { blockers: ['CHG-00005 (one more than the 50 that are looked up)'] } },
    });
  });

  it('is listed with number and state, each of them, and what is not there as well', () => {
    const upstream = [neighbour(5, { state: 'scheduled' }), neighbour(6, { issue: 33 })];
    const stage = startBeside('CHG-00005\n#33\n#34\nCHG-00009', ...upstream);
    expect(stage.mara.starts()).toMatchObject({
      refusal: {
        code: 'dependencies_unmet',
        facts: {
          blockers: [
            'CHG-00005 (scheduled)',
            'CHG-00006 (review)',
            '#34 (no such change)',
            'CHG-00009 (no such change)',
          ],
        },
      },
    });
  });

  it('cannot be told when nobody looked', () => {
    const stage = setTheStage();
    stage.given.draft(waitingFor('CHG-00005'));
    expect(stage.inTheWayOf('submit')).toEqual(['evidence_unavailable']);
  });

  it('was rolled back: somebody says that the plan still holds, whatever else is set aside', () => {
    const policy = {
      ...DEFAULT_POLICY,
      overrides: {
        ...DEFAULT_POLICY.overrides,
        dependencies_unmet: { hours: 200, sticky: false },
      },
    };
    const upstream = [neighbour(5, { state: 'rolled_back' }), neighbour(6, { state: 'approved' })];
    const stage = setTheStage({ policy, neighbours: neighbours({ upstream }) });
    stage.given.changeReadyToStart(waitingFor('CHG-00005\nCHG-00006'));
    expect(answerOf(stage.mara.starts())).toBe('dependencies_unmet');
    accepted(stage.omar.overrides('dependencies_unmet', 'six can wait'));
    expect(stage.mara.starts()).toMatchObject({
      refusal: { code: 'dependency_rolled_back', facts: { changes: ['CHG-00005'] } },
    });
    accepted(stage.omar.overrides('dependency_rolled_back', 'we do not need the new pool'));
    stage.world.neighbours = neighbours({ upstream: upstream.slice(0, 1) });
    accepted(stage.mara.starts());
  });
});

describe('lines of a pull request', () => {
  const bodied = (body: string) => pullFacts(701, { detail: { ...pullDetail(), body } });

  it('name what its change waits for, and what its merge alone waits for', () => {
    const body =
      'What it does.\n\nDepends-On: CHG-00005 (outcome)\nmerge-after: #33\n\n> Depends-On: CHG-1';
    const pulls = [bodied(body)];
    const stage = setTheStage({ pulls });
    stage.given.draft();
    accepted(stage.lin.links(701));
    expect(dependenciesOf(stage.change, pulls)).toMatchObject([
      {
        text: 'CHG-00005',
        kind: 'outcome',
        mergeOnly: false,
        where: 'lighthouse-freight/changes#701',
      },
      { text: '#33', kind: 'order', mergeOnly: true },
    ]);
  });

  it('hold up the merge that they are about', () => {
    const pulls = [bodied('Merge-After: CHG-00005')];
    const upstream = [neighbour(5)];
    const stage = setTheStage({ pulls, neighbours: neighbours({ upstream }) });
    stage.given.draft();
    accepted(stage.lin.links(701));
    expect(stage.inTheWayOf('merge')).toContain('dependencies_unmet');
    expect(stage.verdict('start', 'dependencies').kind).toBe('not_applicable');
    stage.world.neighbours = neighbours({ upstream: [neighbour(5, { state: 'completed' })] });
    expect(stage.inTheWayOf('merge')).not.toContain('dependencies_unmet');
  });
});

describe('a circle of dependencies', () => {
  const round = [
    neighbour(2, { waitsFor: [3] }),
    neighbour(3, { waitsFor: [4, 1] }),
    neighbour(4, { waitsFor: [2] }),
  ];

  it('is refused at the submit, and named by the shortest way round', () => {
    const stage = setTheStage({ neighbours: neighbours({ upstream: round }) });
    stage.given.draft(waitingFor('CHG-00002'));
    expect(stage.mara.submits()).toMatchObject({
      refusal: {
        code: 'dependency_cycle',
        facts: { circle: ['CHG-00001', 'CHG-00002', 'CHG-00003', 'CHG-00001'] },
      },
    });
  });

  it('is also a change that names itself, by its number or its issue', () => {
    for (const text of ['CHG-00001', '#12']) {
      const stage = setTheStage({ neighbours: neighbours() });
      stage.given.draft(waitingFor(text));
      expect(answerOf(stage.mara.submits())).toBe('dependency_cycle');
    }
  });

  it('that is made by an edit keeps the change from being approved', () => {
    const stage = setTheStage({ neighbours: neighbours({ upstream: round }) });
    stage.given.inReview();
    accepted(stage.mara.edits(waitingFor('CHG-00002')));
    expect(stage.inTheWayOf('approve')).toContain('dependency_cycle');
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
  });

  it('of others, which it only waits for, is not its own', () => {
    const upstream = [neighbour(2, { waitsFor: [3] }), neighbour(3, { waitsFor: [2] })];
    const stage = setTheStage({ neighbours: neighbours({ upstream }) });
    stage.given.draft(waitingFor('CHG-00002'));
    accepted(stage.mara.submits());
  });
});
