// What a change knows of its deployments: our word, a receipt in its place, and one that went ahead without any.
import { describe, expect, it } from 'vitest';
import type { DeploymentTold } from '../../../src/core/change/deployment-note.ts';
import { recordView } from '../../../src/core/desired/record-view.ts';
import { deployedSections } from '../../../src/render/deployed.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT, HOLDPOINT, PEOPLE } from '../../support/change-people.ts';

type What = DeploymentTold['what'];
const REQUESTED: What = { kind: 'requested' };
const FINISHED: What = { kind: 'finished', end: 'success' };
const APPROVED: What = { kind: 'decided', answer: 'approved', receipt: null };

function told(whats: readonly What[]): ReturnType<typeof setTheStage> {
  const stage = setTheStage();
  stage.given.runningChange();
  for (const what of whats)
    accepted(
      stage.act(what.kind === 'requested' ? PEOPLE.omar : DEPLOYBOT, {
        type: 'note_deployment',
        told: {
          ...{ what, repoId: '700', repo: 'lighthouse-freight/changes', deployment: '991' },
          ...{ environment: 'production', sha: 'a'.repeat(40), by: 'number' },
        },
      }),
    );
  return stage;
}

function exceptionsAfter(whats: readonly What[]): readonly string[] {
  return told(whats).change.exceptions.map(({ kind }) => kind);
}

function shown(whats: readonly What[]): string {
  const stage = told(whats);
  const view = recordView(stage.change, stage.factsFor(HOLDPOINT), null);
  return deployedSections(view)
    .flatMap(({ summary, items }) => [summary, ...items])
    .join('\n');
}

describe('a deployment that waited for our word', () => {
  it('and went ahead without it is an exception, and said so in the record', () => {
    expect(exceptionsAfter([REQUESTED, FINISHED])).toEqual(['deployed_past_the_gate']);
    expect(shown([REQUESTED, FINISHED])).toContain('it went ahead without our word');
    const rejected: What = { kind: 'decided', answer: 'rejected', receipt: null };
    expect(exceptionsAfter([REQUESTED, rejected, FINISHED])).toEqual(['deployed_past_the_gate']);
  });

  it('is none when it was let through, never asked, or failed', () => {
    expect(exceptionsAfter([REQUESTED, APPROVED, FINISHED])).toEqual([]);
    expect(exceptionsAfter([FINISHED])).toEqual([]);
    expect(exceptionsAfter([REQUESTED, { kind: 'finished', end: 'failure' }])).toEqual([]);
  });

  it('stands in the record of its change: where, which commit, by whom, our word, its end', () => {
    expect(shown([])).toBe('');
    const text = shown([REQUESTED, APPROVED, FINISHED]);
    for (const part of ['Deployments: 1', '`aaaaaaaaaa` to `production`', '`omar-dev`'])
      expect(text).toContain(part);
    expect(text).toMatch(/ · let through · done \d/u);
  });

  it('where only a receipt is wanted says what the gates would have said', () => {
    const receipt = { would: 'no', codes: ['approval_missing'] } as const;
    const whats: readonly What[] = [REQUESTED, { ...APPROVED, receipt }, FINISHED];
    expect(exceptionsAfter(whats)).toEqual([]);
    expect(shown(whats)).toContain('the gates would have said: no (`approval_missing`)');
  });
});
