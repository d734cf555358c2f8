/** A request for a bypass: who asks, who answers, and what it is about. */
import { describe, expect, it } from 'vitest';
import { REQUEST_HOURS } from '../../../src/core/change/bypass-request.ts';
import { timersOf } from '../../../src/core/change/timers.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf } from '../../support/change-kit.ts';
import { DEPLOYBOT, EVERYBODY, PEOPLE } from '../../support/change-people.ts';
import { verbsOf } from '../../support/change-verbs.ts';
import {
  allowing,
  EDITED,
  GATE,
  people,
  RED,
  withCodeThatFails,
  withRequest,
} from './bypass-scene.ts';

describe('a request for a bypass', () => {
  it('passes nothing until a reviewer grants it; then asker, reviewer, reason and end are known', () => {
    const stage = withRequest();
    expect(stage.inTheWayOf('approve')).toContain(GATE);
    accepted(stage.dee.grants(GATE, 'I saw that run'));
    expect(stage.verdict('approve', 'pull_checks')).toMatchObject({
      kind: 'not_applicable',
      facts: {
        override_by: 'dee-lead',
        override_asker: 'sora-sec',
        override_via: 'bypass_request',
        override_reason: 'the runners are down, it passed an hour ago',
      },
    });
    expect(stage.change.bypassRequests).toMatchObject([
      { gate: GATE, by: { login: 'sora-sec' }, answer: { how: 'granted', text: 'I saw that run' } },
    ]);
    expect(stage.change.exceptions.at(-1)).toMatchObject({
      kind: 'gate_bypassed',
      by: { login: 'dee-lead' },
    });
  });

  it('that is granted approves the change which waited for nothing else', () => {
    const stage = withRequest();
    accepted(stage.priya.approves());
    expect(stage.change.state).toBe('review');
    accepted(stage.dee.grants(GATE));
    expect(stage.change.state).toBe('approved');
  });

  it('is asked by engineers, not by readers or machines', () => {
    const stage = withCodeThatFails();
    expect(answerOf(stage.nina.bypasses(GATE))).toBe('not_permitted');
    expect(answerOf(verbsOf(DEPLOYBOT, stage.act).bypasses(GATE))).toBe('not_permitted');
  });

  it('is one for a gate at a time; several gates are asked for side by side', () => {
    const stage = withRequest();
    const events = stage.log.length;
    accepted(stage.sora.bypasses(GATE));
    expect(stage.log).toHaveLength(events);
    expect(stage.lin.bypasses(GATE)).toMatchObject({
      refusal: { code: 'already_done', facts: { verb: 'bypass', by: 'sora-sec' } },
    });
    accepted(stage.lin.bypasses('pr_sections_missing'));
    accepted(stage.dee.denies(GATE));
    accepted(stage.dee.grants('pr_sections_missing'));
    expect(stage.change.bypassRequests.map(({ gate, answer }) => [gate, answer?.how])).toEqual([
      [GATE, 'denied'],
      ['pr_sections_missing', 'granted'],
    ]);
    accepted(stage.sora.bypasses(GATE, 'and now?'));
    expect(stage.change.bypassRequests).toHaveLength(3);
  });

  it('is answered by a reviewer alone, who is told by name', () => {
    const stage = withRequest();
    expect(stage.omar.grants(GATE)).toMatchObject({
      refusal: {
        code: 'not_permitted',
        facts: { verb: 'grant', why: 'not_reviewer', who: ['tomas-sre', 'dee-lead'] },
      },
    });
    expect(answerOf(stage.omar.denies(GATE))).toBe('not_permitted');
  });

  it('is never answered by whoever asked, by a second account of theirs, nor by who wrote plan or code', () => {
    const policy = allowing(
      { reviewers: people('sora-sec', 'rex-audit', 'lin-dev', 'mara-ops', 'dee-lead') },
      { linkedAccounts: [['sora-sec', 'rex-audit']] },
    );
    const stage = withRequest({ policy });
    expect(stage.sora.grants(GATE)).toMatchObject({
      refusal: { code: 'self_approval', facts: { why: 'asker', verb: 'grant' } },
    });
    expect(stage.rex.grants(GATE)).toMatchObject({
      refusal: { code: 'self_approval', facts: { why: 'asker' } },
    });
    expect(answerOf(stage.rex.denies(GATE))).toBe('self_approval');
    expect(stage.lin.grants(GATE)).toMatchObject({
      refusal: { code: 'self_approval', facts: { why: 'contributor' } },
    });
    expect(stage.mara.grants(GATE)).toMatchObject({
      refusal: { code: 'self_approval', facts: { why: 'author' } },
    });
    accepted(stage.dee.grants(GATE));
  });

  it('is not answered with a voice that somebody gave away', () => {
    const stage = withRequest({ policy: allowing({ reviewers: people('dee-lead') }) });
    accepted(stage.dee.delegatesTo(PEOPLE.omar));
    expect(answerOf(stage.omar.grants(GATE))).toBe('not_permitted');
  });

  it('is answered once: of two in the same second the first counts, and the other is told', () => {
    const stage = withRequest();
    const { now } = stage.clock;
    accepted(stage.dee.denies(GATE));
    expect(stage.tomas.grants(GATE, '', { occurredAt: now })).toMatchObject({
      refusal: { code: 'already_done', facts: { verb: 'deny', by: 'dee-lead', at: now } },
    });
    expect(stage.inTheWayOf('approve')).toContain(GATE);
    const events = stage.log.length;
    accepted(stage.dee.denies(GATE));
    expect(stage.log).toHaveLength(events);
  });

  it('is denied with a reason, and taken back by whoever asked', () => {
    const stage = withRequest();
    expect(answerOf(stage.dee.denies(GATE, ' '))).toBe('reason_required');
    accepted(stage.sora.denies(GATE, 'the runners are back'));
    expect(stage.change.bypassRequests[0]?.answer?.how).toBe('withdrawn');
    expect(stage.dee.grants(GATE)).toMatchObject({
      refusal: { code: 'bypass_unknown', facts: { why: 'withdrawn' } },
    });
  });

  it('that nobody made is no request, and the answer names those that wait', () => {
    const stage = withRequest();
    expect(stage.dee.grants('pr_sections_missing')).toMatchObject({
      refusal: { code: 'bypass_unknown', facts: { gate: 'pr_sections_missing', known: [GATE] } },
    });
    expect(stage.dee.grants('ci_gates')).toMatchObject({
      refusal: { code: 'gate_unknown', facts: { gate: 'ci_gates' } },
    });
  });

  it('ends by itself, before any timer says so, and the timer records it', () => {
    const stage = withRequest();
    const until = '2026-11-22T09:05:00.000Z';
    expect(timersOf(stage.change)).toContainEqual({ name: 'bypass_lapses', dueAt: until });
    stage.clock.pass(REQUEST_HOURS * 60);
    expect(stage.dee.grants(GATE)).toMatchObject({
      refusal: { code: 'bypass_unknown', facts: { why: 'expired' } },
    });
    accepted(stage.forge.firesTimer('bypass_lapses'));
    expect(stage.types.at(-1)).toBe('bypass_lapsed');
    expect(timersOf(stage.change).map(({ name }) => name)).not.toContain('bypass_lapses');
    expect(answerOf(stage.dee.grants(GATE))).toBe('bypass_unknown');
    accepted(stage.sora.bypasses(GATE));
  });

  it('is void with an edit of the plan or a push: what would pass is not what was asked about', () => {
    for (const moves of ['edit', 'push', 'unseen push'] as const) {
      const stage = withRequest();
      if (moves === 'edit') accepted(stage.mara.edits(EDITED));
      if (moves === 'push') accepted(stage.forge.reportsPush(701, 'pushed-701'));
      if (moves === 'unseen push') stage.forge.shows({ ...RED, head: 'pushed-701' });
      expect(stage.dee.grants(GATE)).toMatchObject(
        moves === 'unseen push'
          ? { refusal: { code: 'ref_changed' } }
          : { refusal: { code: 'bypass_unknown', facts: { why: 'moved' } } },
      );
      expect(stage.inTheWayOf('approve')).toContain(GATE);
    }
  });

  it('is not granted once whoever asked may not ask any more, or nobody can tell', () => {
    const stage = withRequest();
    stage.world.people = EVERYBODY.filter(({ id }) => id !== PEOPLE.sora.id);
    expect(stage.dee.grants(GATE)).toMatchObject({
      refusal: { code: 'not_permitted', facts: { why: 'asker_lost_role', who: ['sora-sec'] } },
    });
    stage.world.people = null;
    expect(answerOf(stage.dee.grants(GATE))).toBe('evidence_unavailable');
  });
});
