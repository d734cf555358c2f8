// A pull request that is its own change: its life in the core, from opening to merge.
import { describe, expect, it } from 'vitest';
import { readPullPlan } from '../../../src/core/plan/pull-form.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { REPO } from '../../support/change-verbs.ts';
import {
  approved,
  BODY,
  merges,
  opened,
  opening,
  POLICY,
  reviewedBy,
  SHOWN,
} from '../../support/own-pull-core.ts';

describe('a pull request that is its own change', () => {
  it('is opened with itself linked, and submitted by being ready', () => {
    const stage = opened();
    expect(stage.types).toEqual(['change_opened', 'plan_recorded', 'pull_linked', 'submitted']);
    expect(stage.change).toMatchObject({
      state: 'review',
      own: { draft: false },
      category: 'standard',
    });
  });

  it('is opened by people with the right to, and by nobody whose pull request was not found', () => {
    const stage = setTheStage({ policy: POLICY, pulls: [SHOWN] });
    expect(answerOf(stage.act(PEOPLE.nina, opening(BODY)))).toBe('not_permitted');
    expect(answerOf(stage.act(HOLDPOINT, opening(BODY)))).toBe('not_permitted');
    const lost = opening(BODY);
    const pull = { head: '', draft: true, allowed: ['standard'] } as const;
    expect(answerOf(stage.act(PEOPLE.lin, { ...lost, pull }))).toBe('change_missing');
  });

  it('stays a draft while it is one, and while something is missing, and goes on by itself', () => {
    const draft = opened(BODY, true);
    expect(draft.change.state).toBe('draft');
    draft.act(PEOPLE.lin, { type: 'note_ready' });
    expect(draft.types.slice(-2)).toEqual(['readied_for_review', 'submitted']);
    const poor = opened('## What\na fee');
    expect(poor.change.state).toBe('draft');
    expect(poor.inTheWayOf('submit')).toContain('answers_missing');
    const reading = readPullPlan(BODY, ['standard']);
    poor.act(PEOPLE.lin, { type: 'record_plan', title: 'Add the fee', reading });
    expect(poor.change.state).toBe('review');
  });

  it('keeps what was agreed while it is a draft again, and is approved by nobody in that time', () => {
    const stage = approved();
    stage.act(PEOPLE.lin, { type: 'note_draft' });
    expect(stage.change.state).toBe('draft');
    expect(answerOf(stage.priya.approves())).toBe('not_in_state');
    stage.act(PEOPLE.lin, { type: 'note_ready' });
    expect(stage.types.slice(-3)).toEqual([
      'readied_for_review',
      'submitted',
      'approval_completed',
    ]);
  });

  it('is started and completed by its merge, in one act of whoever merged', () => {
    const stage = approved();
    expect(stage.inTheWayOf('merge')).toEqual([]);
    merges(stage);
    expect(stage.types.slice(-3)).toEqual(['started', 'pull_merged', 'completed']);
    expect(stage.change).toMatchObject({
      state: 'completed',
      operator: { login: PEOPLE.omar.login },
      closure: { code: 'successful' },
      exceptions: [],
    });
  });

  it('merged against its check is completed, with what was unmet; found later only that it was not approved', () => {
    for (const when of [{ witnessed: true }, {}] as const) {
      const stage = opened();
      stage.world.pulls = [{ ...SHOWN, checks: 'failed', failing: ['unit'] }];
      merges(stage, when);
      expect(stage.change.state).toBe('completed');
      expect(stage.change.exceptions.map(({ kind }) => kind)).toEqual(['merged_against_the_check']);
      const unmet = stage.log.find(({ type }) => type === 'pull_merged')?.data['unmet'];
      if ('witnessed' in when)
        expect(unmet).toEqual(expect.arrayContaining(['approval_missing', 'ci_gates_failed']));
      else expect(unmet).toEqual(['not_in_state']);
    }
  });

  it('is not called unmet for a word that came together with the merge', () => {
    const stage = opened();
    stage.world.pulls = [{ ...SHOWN, checks: 'pending', reviews: reviewedBy('tomas') }];
    stage.tomas.approves();
    expect(stage.change.state).toBe('review');
    stage.world.pulls = [{ ...SHOWN, reviews: reviewedBy('tomas') }];
    merges(stage);
    expect(stage.types.slice(-4)).toEqual([
      'approval_completed',
      'started',
      'pull_merged',
      'completed',
    ]);
    expect(stage.change.exceptions).toEqual([]);
  });

  it('is called off by being closed, and by belonging to another change; once ended it is told nothing more', () => {
    const closed = approved();
    closed.act(PEOPLE.omar, { type: 'note_unmerged' });
    expect(closed.change).toMatchObject({
      state: 'cancelled',
      endReason: 'Closed without being merged.',
    });
    const linked = approved();
    linked.act(PEOPLE.mara, { type: 'note_elsewhere', to: 12 });
    expect(linked.change).toMatchObject({
      state: 'cancelled',
      endReason: 'Belongs to CHG-00012 now.',
    });
    for (const type of ['note_ready', 'note_draft', 'note_unmerged'] as const)
      expect(closed.act(PEOPLE.lin, { type })).toMatchObject({ kind: 'accepted', events: [] });
  });

  it('refuses what belongs to a change with an issue', () => {
    const stage = approved();
    for (const answer of [
      stage.act(PEOPLE.lin, { type: 'start', authoriser: null }),
      stage.act(PEOPLE.lin, { type: 'schedule', window: null }),
      stage.act(PEOPLE.lin, { type: 'unlink', repoId: REPO.repoId, pull: 45 }),
    ])
      expect(answerOf(answer)).toBe('not_permitted');
  });

  it('answers the gates of a start honestly: its merge is the execution', () => {
    const stage = approved();
    for (const gate of ['window_named', 'lead_time'])
      expect(stage.verdict('merge', gate)).toMatchObject({
        kind: 'not_applicable',
        facts: { why: 'own_pull' },
      });
    expect(stage.verdict('merge', 'preflight').kind).toBe('not_applicable');
  });

  it('says of each obstacle that its plan is the text of the pull request', () => {
    const poor = opened('## What\na fee');
    expect(poor.verdict('submit', 'answers_complete').facts).toMatchObject({ own_pull: 'yes' });
    expect(poor.verdict('submit', 'plan_readable').facts).not.toHaveProperty('own_pull');
  });

  it('is stopped where the policy lets none be one in this category', () => {
    const stage = approved();
    stage.world.policy = { ...POLICY, version: stage.world.policy.version, ownPulls: ['normal'] };
    expect(stage.inTheWayOf('merge')).toEqual(['change_missing']);
    expect(stage.verdict('merge', 'own_pull').facts).toEqual({
      why: 'not_listed',
      category: 'standard',
      allowed: ['normal'],
      own_pull: 'yes',
    });
  });
});

describe('a merge by a machine', () => {
  const MACHINE = { ...PEOPLE.omar, id: '118344674', login: 'queue[bot]', kind: 'bot' } as const;
  const MERGED = {
    type: 'note_merge',
    repoId: REPO.repoId,
    pull: 45,
    sha: 'c'.repeat(40),
  } as const;

  function lets(stage: Stage, by: Pick<typeof PEOPLE.omar, 'id' | 'login'> | null): void {
    stage.world.pulls = stage.world.pulls.map((one) => ({ ...one, open: false, merged: true }));
    stage.act(MACHINE, { ...MERGED, by }, { witnessed: true });
  }

  it('was carried out by whoever let it', () => {
    const stage = approved();
    lets(stage, { id: PEOPLE.omar.id, login: PEOPLE.omar.login });
    expect(stage.change).toMatchObject({
      state: 'completed',
      operator: { login: PEOPLE.omar.login },
      started: { by: { login: 'queue[bot]' } },
    });
  });

  it('from the queue by whoever put it there last and did not take it out', () => {
    const queue = { type: 'note_queued', repoId: REPO.repoId, pull: 45 } as const;
    const stage = approved();
    stage.act(PEOPLE.lin, { ...queue, queued: true });
    stage.act(MACHINE, { ...queue, queued: false });
    stage.act(PEOPLE.omar, { ...queue, queued: true });
    stage.act(PEOPLE.omar, { ...queue, queued: true });
    expect(stage.types.slice(-3)).toEqual(['pull_queued', 'pull_unqueued', 'pull_queued']);
    lets(stage, null);
    expect(stage.change.operator?.login).toBe(PEOPLE.omar.login);
    const gone = approved();
    gone.act(PEOPLE.lin, { ...queue, queued: true });
    gone.act(PEOPLE.lin, { ...queue, queued: false });
    lets(gone, null);
    expect(gone.change.operator?.login).toBe('queue[bot]');
  });

  it('against the check is an exception of the person, where one is named', () => {
    const stage = opened();
    lets(stage, { id: PEOPLE.omar.id, login: PEOPLE.omar.login });
    expect(stage.change.exceptions.map(({ kind, by }) => [kind, by.login])).toEqual([
      ['merged_against_the_check', PEOPLE.omar.login],
    ]);
  });
});
