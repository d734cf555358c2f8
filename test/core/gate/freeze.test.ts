/** Freezes: what they shut, whom they let through, and who may override them. */
import { describe, expect, it } from 'vitest';
import { EVERYWHERE } from '../../../src/core/policy/calendar.ts';
import type { Freeze } from '../../../src/core/policy/calendar.ts';
import { judge } from '../../../src/core/gate/judge.ts';
import { nextEdge } from '../../../src/core/time/freeze.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, WINDOW, readable } from '../../support/change-plans.ts';
import { freezeOf, frozen } from '../../support/freezes.ts';
import { neighbours } from '../../support/neighbours.ts';

const CODE = 'freeze_window_blocked';
const LEADS = { ...NOBODY, roles: ['lead'] as const };

function stageWith(...freezes: readonly Freeze[]) {
  return setTheStage({ policy: frozen(...freezes), neighbours: neighbours() });
}

function opened(...freezes: readonly Freeze[]) {
  const stage = stageWith(...freezes);
  accepted(stage.mara.opens(readable(CERT_ROTATION)));
  return stage;
}

describe('a freeze', () => {
  it('shuts the submit of a change whose window it meets, and says why, until when, whose it is and who may override it', () => {
    const stage = opened(freezeOf());
    expect(stage.verdict('submit', 'freeze')).toMatchObject({
      kind: 'unmet',
      facts: {
        freeze: 'Peak trading',
        reason: 'the busiest days of the year',
        owner: 'dee-lead',
        start: '2026-11-21T18:00:00.000Z',
        end: '2026-11-22T18:00:00.000Z',
        zone: 'Europe/Berlin',
        overridable: 'yes',
        may: ['admin'],
      },
      next: '/chg override freeze_window_blocked <reason>',
    });
    expect(answerOf(stage.mara.submits())).toBe(CODE);
  });

  it('is half-open: a window that only touches it is free', () => {
    const before = { kind: 'once', start: '2026-11-21T18:00:00Z', end: WINDOW.start } as const;
    const after = { kind: 'once', start: WINDOW.end, end: '2026-11-23T00:00:00Z' } as const;
    const stage = opened(freezeOf({ when: before }), freezeOf({ id: 'b', when: after }));
    expect(stage.verdict('submit', 'freeze').kind).toBe('met');
  });

  it('is only about what its scope names; what a change does not say narrows nothing', () => {
    const scopes = [
      { assets: ['db/*'] },
      { environments: ['staging'] },
      { categories: ['significant'] as const },
      { repositories: ['other/*'] },
    ];
    for (const scope of scopes) {
      const stage = opened(freezeOf({ scope: { ...EVERYWHERE, ...scope } }));
      expect([scope, stage.verdict('submit', 'freeze').kind]).toEqual([scope, 'met']);
    }
    const stage = stageWith(freezeOf({ scope: { ...EVERYWHERE, assets: ['db/*'] } }));
    accepted(stage.mara.opens(readable({ ...CERT_ROTATION, assets: [] })));
    expect(stage.verdict('submit', 'freeze').kind).toBe('unmet');
  });

  it('lets changes of a priority through, and says so', () => {
    const stage = opened(freezeOf({ lets: ['medium'] }));
    expect(stage.verdict('submit', 'freeze')).toMatchObject({
      kind: 'met',
      facts: { through: ['Peak trading'], priority: 'medium' },
    });
    expect(opened(freezeOf({ lets: ['critical'] })).verdict('submit', 'freeze').kind).toBe('unmet');
  });

  it('that allows shuts everything outside; several help each other, and a deny wins over all', () => {
    const half = {
      kind: 'once',
      start: '2026-11-22T03:00:00Z',
      end: '2026-11-22T04:00:00Z',
    } as const;
    const rest = {
      kind: 'once',
      start: '2026-11-22T04:00:00Z',
      end: '2026-11-22T05:00:00Z',
    } as const;
    const first = freezeOf({ mode: 'allow', when: half });
    const second = freezeOf({ id: 'b', mode: 'allow', when: rest });
    expect(opened(first).verdict('submit', 'freeze')).toMatchObject({
      kind: 'unmet',
      facts: { what: 'allow', start: '2026-11-22T04:00:00.000Z' },
    });
    expect(opened(first, second).verdict('submit', 'freeze').kind).toBe('met');
    const denied = opened(first, second, freezeOf({ id: 'c', when: rest }));
    expect(denied.verdict('submit', 'freeze')).toMatchObject({
      kind: 'unmet',
      facts: { what: 'deny' },
    });
  });

  it('of the repository that is deployed from shuts that deployment, wherever its change was opened', () => {
    const scope = { ...EVERYWHERE, repositories: ['shop/payments'] };
    const stage = stageWith(freezeOf({ scope }));
    stage.given.changeReadyToStart();
    accepted(stage.mara.starts());
    const from = (name: string): string | undefined => {
      const repo = { id: '777', name };
      const where = { sha: 'any', name: 'production', environment: null, by: null };
      const asked = { askedAt: '2026-11-22T03:40:00Z', locks: [], deployedTo: [] };
      const deploying = { repo, ...where, ...asked };
      const facts = { ...stage.factsFor(PEOPLE.mara), deploying };
      return judge(stage.change, facts, 'deploy').find(({ gate }) => gate === 'freeze')?.kind;
    };
    expect([from('shop/payments'), from('shop/front')]).toEqual(['unmet', 'met']);
  });

  it('is told of also where hundreds allow a minute a day, and never two that follow each other', () => {
    const many = Array.from({ length: 400 }, (_, at) =>
      freezeOf({
        ...{ id: `m${String(at)}`, mode: 'allow', zone: 'UTC' },
        when: {
          ...{ kind: 'recurring', rrule: 'FREQ=DAILY', minutes: 1, from: null, until: null },
          clock: new Date(at * 120_000).toISOString().slice(11, 16),
        },
      }),
    );
    expect(opened(...many).verdict('submit', 'freeze')).toMatchObject({
      kind: 'unmet',
      facts: { start: '2026-11-22T03:31:00.000Z', end: '2026-11-22T03:32:00.000Z' },
    });
  });

  it('shuts the start, also where it begins later in the window; merge and deployment at their moment', () => {
    const stage = stageWith();
    stage.given.changeReadyToStart();
    const late = {
      kind: 'once',
      start: '2026-11-22T04:00:00Z',
      end: '2026-11-22T09:00:00Z',
    } as const;
    stage.world.policy = { ...frozen(freezeOf({ when: late })), version: stage.change.policy };
    expect(stage.inTheWayOf('start')).toContain(CODE);
    stage.world.policy = { ...frozen(), version: stage.change.policy };
    accepted(stage.mara.starts());
    stage.world.policy = { ...frozen(freezeOf({ when: late })), version: stage.change.policy };
    expect(stage.inTheWayOf('deploy')).not.toContain(CODE);
    stage.clock.set('2026-11-22T04:00:00Z');
    expect(stage.inTheWayOf('deploy')).toContain(CODE);
    expect(stage.inTheWayOf('merge')).toContain(CODE);
  });

  it('that was opened by issue counts like one of the policy; unseen, nobody can tell', () => {
    const issue = { repo: 'shop/platform', number: 7, url: 'https://forge.example/7' };
    const stage = opened();
    stage.world.neighbours = neighbours({ freezes: [freezeOf({ issue })] });
    expect(stage.verdict('submit', 'freeze')).toMatchObject({ kind: 'unmet', link: issue.url });
    const far = {
      kind: 'once',
      start: '2027-01-01T00:00:00Z',
      end: '2027-01-02T00:00:00Z',
    } as const;
    const blind = setTheStage({ policy: frozen(freezeOf({ when: far })) });
    accepted(blind.mara.opens(readable(CERT_ROTATION)));
    expect(blind.verdict('submit', 'freeze')).toMatchObject({
      kind: 'cannot_tell',
      facts: { unknown: 'neighbours' },
    });
  });

  it('holds up an emergency as well, unless it lets its priority through', () => {
    const stage = stageWith(
      freezeOf({
        when: { kind: 'once', start: '2026-11-19T00:00:00Z', end: '2026-11-30T00:00:00Z' },
      }),
    );
    expect(() => stage.given.runningEmergency()).toThrow(CODE);
    const letting = stageWith(
      freezeOf({
        when: { kind: 'once', start: '2026-11-19T00:00:00Z', end: '2026-11-30T00:00:00Z' },
        lets: ['critical'],
      }),
    );
    expect(letting.given.runningEmergency().state).toBe('in_progress');
  });
});

describe('an answer about freezes', () => {
  it('is another at the next beginning or end within a day, and then it is shown anew', () => {
    const far = {
      kind: 'once',
      start: '2026-11-24T00:00:00Z',
      end: '2026-11-25T00:00:00Z',
    } as const;
    const stage = opened(freezeOf(), freezeOf({ id: 'b', when: far }));
    const next = (now: string): string | null =>
      nextEdge(stage.change, stage.factsFor(PEOPLE.mara), now);
    expect(next('2026-11-21T10:00:00Z')).toBe('2026-11-21T18:00:00.000Z');
    expect(next('2026-11-21T18:00:00Z')).toBeNull();
    expect(next('2026-11-21T18:00:01Z')).toBe('2026-11-22T18:00:00.000Z');
    expect(next('2026-11-22T18:00:00Z')).toBeNull();
  });
});

describe('an override of a freeze', () => {
  it('is for whom the freeze names, ends with the window, and lets exactly this freeze pass', () => {
    const stage = opened(freezeOf({ overrideBy: LEADS }));
    expect(stage.verdict('submit', 'freeze').who).toEqual(LEADS.roles);
    expect(answerOf(stage.tomas.overrides(CODE, 'the supplier is here'))).toBe('not_permitted');
    expect(answerOf(stage.mara.overrides(CODE, 'I want to'))).toBe('self_approval');
    accepted(stage.dee.overrides(CODE, 'the supplier is here this weekend only'));
    expect(stage.change.overrides[0]).toMatchObject({
      freezes: ['fz-peak'],
      windowStart: WINDOW.start,
      until: WINDOW.end,
    });
    expect(stage.verdict('submit', 'freeze')).toMatchObject({
      kind: 'not_applicable',
      facts: { why: 'overridden', override_by: 'dee-lead' },
    });
    accepted(stage.mara.submits());
    stage.world.neighbours = neighbours({
      freezes: [
        freezeOf({
          id: 'FRZ-9',
          issue: { repo: 'a/b', number: 9, url: 'https://forge.example/9' },
        }),
      ],
    });
    expect(stage.verdict('schedule', 'freeze').kind).toBe('unmet');
  });

  it('is for another window no word', () => {
    const stage = opened(freezeOf({ overrideBy: LEADS }));
    accepted(stage.dee.overrides(CODE, 'only this hour'));
    const moved = { ...WINDOW, start: '2026-11-22T10:00:00Z', end: '2026-11-22T11:00:00Z' };
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(answerOf(stage.mara.schedules(moved))).toBe(CODE);
  });

  it('is no word for a longer one, though it begins at the same time and the policy gives it weeks', () => {
    const long = { kind: 'once', start: WINDOW.start, end: '2026-12-22T18:00:00Z' } as const;
    const stage = opened(freezeOf({ overrideBy: LEADS, when: long }));
    stage.world.policy = {
      ...stage.world.policy,
      overrides: { [CODE]: { hours: 720, sticky: false } },
    };
    accepted(stage.dee.overrides(CODE, 'only this hour'));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    const longer = { ...WINDOW, end: '2026-12-10T00:00:00Z' };
    expect(answerOf(stage.mara.schedules(longer))).toBe(CODE);
    accepted(stage.mara.schedules({ ...WINDOW, end: '2026-11-22T04:00:00Z' }));
  });

  it('is impossible where the freeze allows none, and needless where none stands', () => {
    const fixed = opened(freezeOf({ allowOverride: false }));
    expect(fixed.dee.overrides(CODE, 'please')).toMatchObject({
      refusal: { code: CODE, facts: { overridable: 'no', owner: 'dee-lead' } },
    });
    expect(fixed.verdict('submit', 'freeze').next).toBeNull();
    const far = {
      kind: 'once',
      start: '2027-01-01T00:00:00Z',
      end: '2027-01-02T00:00:00Z',
    } as const;
    expect(answerOf(opened(freezeOf({ when: far })).dee.overrides(CODE, 'x'))).toBe(
      'freeze_not_met',
    );
  });

  it('is an admin’s, where the freeze names nobody', () => {
    const admin = { ...PEOPLE.dee, id: '990', login: 'root-admin', roles: ['admin'] as const };
    const stage = opened(freezeOf());
    expect(answerOf(stage.dee.overrides(CODE, 'please'))).toBe('not_permitted');
    const given = stage.act(admin, {
      type: 'override',
      gate: CODE,
      reason: 'the supplier is here',
    });
    expect(answerOf(given)).toBe('accepted');
  });

  it('by two people lets two freezes pass, each the one that is theirs', () => {
    const two = { ...NOBODY, roles: ['maintainer'] as const };
    const stage = opened(freezeOf({ overrideBy: LEADS }), freezeOf({ id: 'b', overrideBy: two }));
    accepted(stage.tomas.overrides(CODE, 'mine'));
    expect(stage.verdict('submit', 'freeze').kind).toBe('unmet');
    accepted(stage.dee.overrides(CODE, 'mine as well'));
    expect(stage.verdict('submit', 'freeze').kind).toBe('not_applicable');
  });
});
