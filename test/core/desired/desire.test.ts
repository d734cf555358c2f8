import { describe, expect, it } from 'vitest';
import { desire, type Desired } from '../../../src/core/desired/desire.ts';
import { MOMENTS, momentOf } from './moments.ts';
import { pullFacts } from './rotation.ts';
import { factsAt } from './story.ts';

function shown(moment: string, titlePrefix = true): Desired {
  const { change, facts } = momentOf(moment);
  return desire(change, { facts, titlePrefix });
}

describe('what the surfaces should show', () => {
  it.each(Object.keys(MOMENTS))(
    'is the same when it is asked again, at the moment %s',
    (moment) => {
      const { change, facts } = momentOf(moment);
      const frozen = JSON.stringify(change);
      expect(JSON.stringify(desire(change, { facts, titlePrefix: true }))).toBe(
        JSON.stringify(desire(change, { facts, titlePrefix: true })),
      );
      expect(JSON.stringify(change)).toBe(frozen);
    },
  );

  it('prefixes the title with the number, once, unless that is switched off', () => {
    expect(shown('draft-ready').title).toBe(
      'CHG-00001: Rotate the TLS certificate on the public API gateway',
    );
    expect(shown('draft-ready', false).title).toBe(
      'Rotate the TLS certificate on the public API gateway',
    );
    const { change, facts } = momentOf('draft-ready');
    const prefixed = { ...change, title: 'CHG-00001: already there' };
    expect(desire(prefixed, { facts, titlePrefix: true }).title).toBe('CHG-00001: already there');
  });

  it('keeps a title within what a forge allows, and never cuts a character in half', () => {
    const { change, facts } = momentOf('draft-ready');
    const long = { ...change, title: '🔧'.repeat(200) };
    const title = desire(long, { facts, titlePrefix: true }).title ?? '';
    expect(title.length).toBeLessThanOrEqual(256);
    expect(title.isWellFormed()).toBe(true);
  });

  it.each([
    ['draft-ready', { open: true, reason: null }],
    ['running-hold-waiting', { open: true, reason: null }],
    ['rolling-back', { open: true, reason: null }],
    ['completed', { open: false, reason: 'completed' }],
    ['rolled-back', { open: false, reason: 'not_planned' }],
    ['rejected', { open: false, reason: 'not_planned' }],
    ['cancelled', { open: false, reason: 'not_planned' }],
    ['emergency-review-owed', { open: false, reason: 'completed' }],
  ])('leaves the issue at the moment %s as %j', (moment, issue) => {
    expect(shown(moment).issue).toEqual(issue);
  });

  it('has evidence exactly when the change has ended', () => {
    for (const moment of Object.keys(MOMENTS)) {
      const { evidence, issue } = shown(moment);
      // Whether a pull request is open is the forge's own business.
      const { ended } = momentOf(moment).change;
      expect(evidence === null, moment).toBe(issue.open ?? ended === null);
    }
  });
});

describe('checks and reviewers', () => {
  it('answer on the head of a linked pull request', () => {
    const [check] = shown('running-with-pull').checks;
    expect(check).toMatchObject({
      repoId: '4711',
      sha: '4f0c2f6e9d3b1a7785c4a0b1e2d3f4a5b6c7d8e9',
      view: {
        conclusion: 'action_required',
        externalId: expect.stringMatching(/^CHG-00001.gate 1:E3:[0-9a-z]+$/u) as string,
      },
    });
  });

  it('say yes when every gate of the merge is met, and only then', () => {
    const { change } = momentOf('running-with-pull');
    const hold = change.steps['E3'];
    if (hold === undefined) throw new Error('E3 is not there');
    const stamp = hold.finished;
    const confirmed = {
      ...change,
      steps: {
        ...change.steps,
        E3: { ...hold, hold: { status: 'confirmed' as const, stamp, observed: 'seen' } },
      },
    };
    const facts = factsAt('2026-11-22T04:56:00+01:00', [pullFacts('passed')]);
    expect(desire(confirmed, { facts, titlePrefix: true }).checks[0]?.view.conclusion).toBe(
      'success',
    );
    const failing = { ...facts, pulls: [pullFacts('failed', ['lint'])] };
    expect(
      desire(confirmed, { facts: failing, titlePrefix: true }).checks[0]?.view.conclusion,
    ).toBe('failure');
    const unread = { ...facts, pulls: [] };
    expect(desire(confirmed, { facts: unread, titlePrefix: true }).checks[0]?.view.conclusion).toBe(
      'action_required',
    );
  });

  it('answer on the commit that was pushed, even before the change knows of it', () => {
    const { change } = momentOf('running-with-pull');
    const facts = factsAt('2026-11-22T04:50:00+01:00', [
      { ...pullFacts('passed'), head: 'b'.repeat(40) },
    ]);
    const [check] = desire(change, { facts, titlePrefix: true }).checks;
    expect(check?.sha).toBe('b'.repeat(40));
    expect(check?.view.conclusion).not.toBe('success');
  });

  it('are silent on a pull request that is merged or closed', () => {
    const { change } = momentOf('running-with-pull');
    for (const over of [{ merged: true, open: false }, { open: false }]) {
      const facts = factsAt('2026-11-22T04:50:00+01:00', [{ ...pullFacts('passed'), ...over }]);
      expect(desire(change, { facts, titlePrefix: true }).checks).toEqual([]);
    }
  });

  it('ask the named second person for a review while a hold is open, and nobody before or after', () => {
    expect(shown('running-with-pull').reviewers).toEqual([
      {
        ...{ repoId: '4711', repo: 'lighthouse-freight/operations', pull: 701 },
        ...{ logins: ['tomas-sre'], round: '' },
      },
    ]);
    expect(shown('review-checks-failing').reviewers).toEqual([]);
  });

  it('never ask the author of the pull request, nor who did the step', () => {
    const { change } = momentOf('running-with-pull');
    const tomas = { id: '9004', login: 'tomas-sre' };
    const facts = factsAt('2026-11-22T04:50:00+01:00', [{ ...pullFacts('passed'), author: tomas }]);
    expect(desire(change, { facts, titlePrefix: true }).reviewers).toEqual([]);
    const plan = change.planInForce;
    if (plan === null) throw new Error('no plan');
    const nobodyNamed = { ...change, planInForce: { ...plan, secondPerson: null } };
    const logins = desire(nobodyNamed, { facts, titlePrefix: true }).reviewers.flatMap(
      (one) => one.logins,
    );
    expect(logins.length).toBeGreaterThan(0);
    expect(logins).not.toContain('mara-ops');
    expect(logins).not.toContain('tomas-sre');
  });
});
