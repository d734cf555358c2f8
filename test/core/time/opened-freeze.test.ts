// A freeze that somebody opens: when it may be, what it is about, how it becomes another, and how it ends.
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../src/core/audit/event.ts';
import type { Facts } from '../../../src/core/change/facts.ts';
import { NO_WISH, type FreezeWish } from '../../../src/core/intent/read-freeze.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { invalidPolicy } from '../../../src/core/policy/invalid-policy.ts';
import {
  decideFreeze,
  decideThaw,
  mayNotFreeze,
  type FreezeAsked,
} from '../../../src/core/time/decide-opened.ts';
import { evolveFreeze, type FreezeEvent } from '../../../src/core/time/freeze-event.ts';
import {
  asFreeze,
  freezeNumber,
  isOver,
  type OpenedFreeze,
} from '../../../src/core/time/opened-freeze.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { freezeOf } from '../../support/freezes.ts';
import { WITH_ASSETS } from '../../support/neighbours.ts';

const NOW = '2026-11-20T12:00:00Z';
const PLACE = {
  repoId: '501',
  repo: 'acme/pay',
  issue: 7,
  url: 'https://forge.example/acme/pay/issues/7',
};
const stage = setTheStage();

function factsFor(more: Partial<Facts> = {}): Facts {
  return {
    ...stage.factsFor(PEOPLE.dee),
    policy: DEFAULT_POLICY,
    now: NOW,
    occurredAt: NOW,
    ...more,
  };
}

function asking(wish: Partial<FreezeWish>, more: Partial<FreezeAsked> = {}): FreezeAsked {
  return {
    wish: { ...NO_WISH, reason: 'audit', ...wish },
    ...{ standing: null, others: [], number: 1, place: PLACE, owner: 'dee-lead' },
    ...{ everywhere: false, facts: factsFor(), ...more },
  };
}

function refusal(asked: FreezeAsked): string {
  const decided = decideFreeze(asked);
  if (!('kind' in decided)) return decided.type;
  const { found = '' } = decided.facts;
  return `${decided.code} ${String(found)}`.trim();
}

/** As the log would hold it. */
function stored(event: FreezeEvent, occurredAt = NOW): StoredEvent {
  return {
    ...{
      change: null,
      occurredAt,
      observedAt: occurredAt,
      policy: 'p',
      seq: 9,
      hash: '',
      prevHash: '',
    },
    ...{ actor: { id: '5', login: 'dee-lead', kind: 'human', roles: ['lead'] } },
    ...{ source: { kind: 'webhook', delivery: 'd', ref: null, url: null } },
    ...event,
  };
}

function opened(wish: Partial<FreezeWish>, more: Partial<FreezeAsked> = {}): OpenedFreeze {
  const event = decideFreeze(asking(wish, more));
  if ('kind' in event) throw new Error(JSON.stringify(event));
  return evolveFreeze(more.standing ?? null, stored(event));
}

const FOUR_HOURS = { minutes: 240 };

describe('a freeze that is opened', () => {
  it('begins at once where nothing else is said, and is about the repository in which it is said', () => {
    const freeze = opened(FOUR_HOURS);
    expect(asFreeze(freeze)).toMatchObject({
      id: 'FRZ-1',
      owner: 'dee-lead',
      when: { start: NOW, end: '2026-11-20T16:00:00.000Z' },
      scope: { repositories: ['acme/pay'], assets: [] },
      allowOverride: true,
      overrideBy: { roles: [] },
      issue: { number: 7 },
    });
    expect(asFreeze(opened(FOUR_HOURS, { everywhere: true }))?.scope.repositories).toEqual([]);
  });

  it('that a delivery tells of late began when it was said', () => {
    const facts = factsFor({ occurredAt: '2026-11-20T11:58:00Z', witnessed: true });
    expect(opened(FOUR_HOURS, { facts }).terms.start).toBe('2026-11-20T11:58:00Z');
  });

  it.each<[string, Partial<FreezeWish>, string]>([
    ['no reason', { ...FOUR_HOURS, reason: '' }, 'reason_required'],
    ['no end', {}, 'freeze_unclear no end'],
    [
      'an end that has passed',
      { end: '2026-11-20T11:00:00Z' },
      'freeze_unclear an end that is not ahead: 2026-11-20T11:00:00Z',
    ],
    [
      'a beginning that has passed',
      { start: '2026-11-20T11:00:00Z', minutes: 240 },
      'freeze_unclear a beginning that has passed: 2026-11-20T11:00:00Z',
    ],
    [
      'an end before its beginning',
      { start: '2026-11-22T11:00:00Z', end: '2026-11-21T11:00:00Z' },
      'freeze_unclear an end that is not ahead: 2026-11-21T11:00:00Z',
    ],
    ['more than three months', { end: '2027-02-21T12:00:00Z' }, 'freeze_unclear more than 92 days'],
    [
      'a beginning in two years',
      { start: '2028-11-20T12:00:00Z', minutes: 60 },
      'freeze_unclear a beginning more than 366 days ahead',
    ],
    [
      'another repository',
      { ...FOUR_HOURS, repositories: ['acme/web'] },
      'freeze_unclear "acme/web"',
    ],
    ['all repositories', { ...FOUR_HOURS, repositories: ['*'] }, 'freeze_unclear "*"'],
  ])('with %s is refused', (_what, wish, expected) => {
    expect(refusal(asking(wish))).toBe(expected);
  });

  it('from where the policy of all stands may name other repositories', () => {
    const wish = { ...FOUR_HOURS, repositories: ['acme/web'] };
    expect(refusal(asking(wish, { everywhere: true }))).toBe('freeze_opened');
  });

  it('by a name that nothing bears is refused, with the nearest one', () => {
    const facts = factsFor({ policy: WITH_ASSETS });
    const decided = decideFreeze(asking({ ...FOUR_HOURS, assets: ['edge/gw-3'] }, { facts }));
    expect(decided).toMatchObject({
      code: 'freeze_unclear',
      facts: { remedy: 'did you mean edge/gw-1?' },
    });
    expect(refusal(asking({ ...FOUR_HOURS, assets: ['edge/*'] }, { facts }))).toBe('freeze_opened');
  });

  it('for what is frozen already is refused, with the way to the one that stands', () => {
    const other = asFreeze(opened(FOUR_HOURS));
    if (other === null) throw new Error('it does not stand');
    expect(decideFreeze(asking(FOUR_HOURS, { number: 2, others: [other] }))).toMatchObject({
      code: 'freeze_known',
      facts: { freeze: 'FRZ-1', page: PLACE.url },
    });
    const written = freezeOf({ ...other, id: 'audit', issue: null });
    expect(refusal(asking(FOUR_HOURS, { number: 2, others: [written] }))).toBe('freeze_known');
    const looser = asFreeze(opened({ ...FOUR_HOURS, overriders: ['engineer'] }));
    if (looser === null) throw new Error('it does not stand');
    expect(refusal(asking(FOUR_HOURS, { number: 2, others: [looser] }))).toBe('freeze_opened');
    const longer = { minutes: 300 };
    expect(refusal(asking(longer, { number: 2, others: [other] }))).toBe('freeze_opened');
  });
});

describe('a freeze that stands', () => {
  const standing = opened({ start: '2026-11-20T12:00:00Z', end: '2026-11-22T12:00:00Z' });
  const later = factsFor({ now: '2026-11-21T12:00:00Z', occurredAt: '2026-11-21T12:00:00Z' });

  it('becomes another one: what is not said stays', () => {
    const wish = { reason: '', end: '2026-11-23T12:00:00Z', assets: ['db/*'], overriders: [] };
    const changed = opened(wish, { standing, facts: later });
    expect(changed.terms).toMatchObject({
      start: standing.terms.start,
      end: '2026-11-23T12:00:00Z',
      reason: 'audit',
      scope: { assets: ['db/*'], repositories: ['acme/pay'] },
      overriders: null,
    });
    expect(asFreeze(changed)).toMatchObject({ id: 'FRZ-1', allowOverride: false });
    expect(changed.changed).toEqual([{ by: { id: '5', login: 'dee-lead' }, at: NOW }]);
  });

  it('is not begun anew, and not said again in the same words', () => {
    const anew = asking({ start: '2026-11-22T00:00:00Z' }, { standing, facts: later });
    expect(refusal(anew)).toBe('freeze_unclear a beginning for what has begun');
    expect(refusal(asking({ reason: '' }, { standing, facts: later }))).toBe(
      'freeze_unclear nothing that is not so already',
    );
  });

  it('is ended at once, and stood until then', () => {
    const event = decideThaw(standing, ' it is over ');
    if ('kind' in event) throw new Error('refused');
    const ended = evolveFreeze(standing, stored(event, '2026-11-21T09:00:00Z'));
    expect(ended.ended).toMatchObject({ at: '2026-11-21T09:00:00Z', reason: 'it is over' });
    expect(isOver(ended, NOW)).toBe(true);
    expect(asFreeze(ended)?.when).toEqual({
      kind: 'once',
      start: NOW,
      end: '2026-11-21T09:00:00Z',
    });
    expect(decideThaw(null, '')).toMatchObject({ code: 'freeze_missing' });
  });

  it('that is ended before it begins has stood at no time', () => {
    const ahead = opened({ start: '2026-11-25T12:00:00Z', minutes: 60 });
    const event = decideThaw(ahead, '');
    if ('kind' in event) throw new Error('refused');
    expect(asFreeze(evolveFreeze(ahead, stored(event)))).toBeNull();
  });

  it('whose scope was erased is about everything, and never about less', () => {
    const event = decideFreeze(asking({ ...FOUR_HOURS, assets: ['db/*'] }));
    if ('kind' in event) throw new Error('refused');
    const texts = Object.fromEntries(Object.keys(event.texts).map((name) => [name, null]));
    const erased = evolveFreeze(null, { ...stored(event), texts });
    expect(asFreeze(erased)?.scope).toMatchObject({ assets: [], repositories: [] });
    expect(erased.terms.reason).toBe('[redacted]');
  });
});

describe('whoever may open one', () => {
  it('is a lead, an incident commander or an admin, and no machine', () => {
    const by = (person: keyof typeof PEOPLE): string =>
      mayNotFreeze({ ...factsFor(), actor: PEOPLE[person] }, 'freeze')?.code ?? 'may';
    expect([by('dee'), by('tomas'), by('mara')]).toEqual(['may', 'not_permitted', 'not_permitted']);
    const robot = { ...PEOPLE.dee, kind: 'bot' as const };
    expect(mayNotFreeze({ ...factsFor(), actor: robot }, 'freeze')?.facts['why']).toBe('not_human');
  });

  it('sets nothing free under a policy that cannot be read', () => {
    const broken = {
      file: 'x',
      line: null,
      column: null,
      code: 'unreadable',
      expected: '',
      found: '',
      remedy: '',
    } as const;
    const facts = factsFor({ policy: invalidPolicy([broken], []) });
    expect(mayNotFreeze(facts, 'freeze')).toBeNull();
    expect(mayNotFreeze(facts, 'thaw')?.code).toBe('policy_invalid');
  });

  it.each(['FRZ-0', 'FRZ-01', 'FRZ-', 'FRZ-1x', 'CHG-1', 'fz-peak', 'FRZ-1234567890'])(
    'names it as it is called: not %s',
    (name) => {
      expect(freezeNumber(name)).toBeNull();
    },
  );
});
