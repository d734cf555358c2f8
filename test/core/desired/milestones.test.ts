import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../../src/core/desired/announcement.ts';
import { desire } from '../../../src/core/desired/desire.ts';
import type { Subscription } from '../../../src/core/policy/catalogue.ts';
import { MILESTONES } from '../../../src/core/policy/catalogue.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import { momentOf } from './moments.ts';
import { approved, completed, scheduled, telling } from './rotation.ts';
import { factsAt } from './story.ts';
import { subscribing, type Moment } from './subscriber-moments.ts';

const words = (text: string): string => text;
const GATEWAY: Subscription = {
  who: { ...NOBODY, teams: ['support'] },
  assets: ['edge/api-gateway'],
  services: [],
  at: MILESTONES,
};

function told(moment: Moment): readonly Announcement[] {
  return desire(moment.change, { facts: moment.facts, titlePrefix: true }).announcements.filter(
    ({ about }) => about.kind === 'milestone',
  );
}

function keysOf(moment: Moment, subscription: Partial<Subscription> = {}): readonly string[] {
  return told(subscribing(moment, [{ ...GATEWAY, ...subscription }])).map(({ key }) => key);
}

describe('F017: who subscribed to an asset or service', () => {
  it.each([
    ['review-waiting', ['told:submitted']],
    ['approved-window-to-book', ['told:submitted']],
    ['scheduled-window-ahead', ['told:scheduled:20261122T033000Z']],
    ['running-first-step', ['told:started']],
    ['rolling-back', ['told:rolled_back']],
    ['completed', ['told:completed']],
    ['draft-ready', []],
    ['cancelled', []],
  ])('is told once of the newest milestone: %s', (moment, keys) => {
    expect(keysOf(momentOf(moment))).toEqual(keys);
  });

  it('is told of the milestones that they asked for, and of no other', () => {
    const at = ['started', 'completed'] as const;
    expect(keysOf(momentOf('running-first-step'), { at })).toEqual(['told:started']);
    expect(keysOf(momentOf('scheduled-window-ahead'), { at })).toEqual([]);
  });

  it.each([
    ['the asset', { assets: ['edge/api-*'] }, 1],
    ['a part of it', { assets: ['edge/nginx-public'] }, 1],
    ['a service that stands on it', { assets: [], services: ['shop'] }, 1],
    ['something else', { assets: ['net/vpn'] }, 0],
    ['a service that is not listed', { assets: [], services: ['mail'] }, 0],
  ])('hears of a change when they subscribed to %s', (_what, subscription, times) => {
    expect(keysOf(momentOf('running-first-step'), subscription)).toHaveLength(times);
  });

  it('hears nothing of a change that names no asset', () => {
    const { change, facts } = momentOf('review-waiting');
    const plan = change.plan === null ? null : { ...change.plan, assets: [] };
    expect(keysOf({ change: { ...change, plan }, facts })).toEqual([]);
  });

  it('is one comment for all, each name once: teams of the organisation, people, and who holds a role', () => {
    const support = { ...GATEWAY, who: { ...NOBODY, teams: ['support', 'guild/network'] } };
    const people = { ...GATEWAY, who: { ...NOBODY, people: ['Dee-Lead', 'nina-cs'] } };
    const leads = { ...GATEWAY, who: { ...NOBODY, teams: ['support'], roles: ['lead'] as const } };
    const all = told(subscribing(momentOf('running-first-step'), [support, people, leads]));
    const [owner] = momentOf('running-first-step').change.repo.split('/');
    expect(all).toHaveLength(1);
    expect(all[0]?.about).toMatchObject({ teams: ['guild/network', `${owner ?? ''}/support`] });
    expect(all[0]?.notify).toEqual(['Dee-Lead', 'nina-cs']);
  });

  it('is not told again when an edit leads through review to the same window, and is when it begins at another time', () => {
    const facts = factsAt('2026-11-19T15:00:00+01:00');
    const first = scheduled(telling(words)).change();
    const later = { start: '2026-11-23T03:30:00Z', end: '2026-11-23T04:30:00Z', zone: 'UTC' };
    const booked = (window: typeof later): Moment => ({
      facts,
      change: approved(telling(words))
        .happens({ by: 'mara-ops', at: '2026-11-19T14:55:00+01:00', type: 'scheduled' }, window, {
          note: '',
        })
        .change(),
    });
    const same = { ...later, start: '2026-11-22T03:30:00Z', end: '2026-11-22T05:00:00Z' };
    expect(keysOf(booked(same))).toEqual(keysOf({ change: first, facts }));
    expect(keysOf(booked(later))).not.toEqual(keysOf({ change: first, facts }));
  });

  it('who subscribes today is not told of what happened long ago', () => {
    const change = completed(words).change();
    expect(keysOf({ change, facts: factsAt('2026-11-25T08:00:00Z') })).toEqual(['told:completed']);
    expect(keysOf({ change, facts: factsAt('2026-12-25T08:00:00Z') })).toEqual([]);
  });

  it('names twenty at most', () => {
    const teams = Array.from({ length: 30 }, (_, index) => `team-${String(index)}`);
    const who = { ...NOBODY, teams, people: ['nina-cs'] };
    const [one] = told(subscribing(momentOf('running-first-step'), [{ ...GATEWAY, who }]));
    const named = one?.about.kind === 'milestone' ? one.about.teams : [];
    expect([named.length, one?.notify]).toEqual([20, []]);
  });

  it('says nothing where nobody subscribed', () => {
    expect(told(subscribing(momentOf('running-first-step'), []))).toEqual([]);
    const nobody = { ...GATEWAY, who: NOBODY };
    expect(told(subscribing(momentOf('running-first-step'), [nobody]))).toEqual([]);
  });
});
