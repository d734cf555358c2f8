import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../../src/core/desired/announcement.ts';
import { desire } from '../../../src/core/desired/desire.ts';
import { labelsOf } from '../../../src/core/desired/labels.ts';
import { MOMENTS, momentOf } from './moments.ts';
import { running, submitted, telling } from './rotation.ts';
import { factsAt } from './story.ts';

function announcedAt(moment: string): readonly Announcement[] {
  const { change, facts } = momentOf(moment);
  return desire(change, { facts, titlePrefix: true }).announcements;
}

describe('announcements', () => {
  it.each([
    [
      'review-waiting',
      'review:20261119T092000Z',
      ['tomas-sre', 'dee-lead', 'jonas-dba', 'omar-dev'],
    ],
    [
      'review-after-edit',
      'review:20261120T080000Z',
      ['tomas-sre', 'dee-lead', 'jonas-dba', 'omar-dev'],
    ],
    ['review-changes-requested', 'objection:4', ['mara-ops']],
    ['review-blocked', 'objection:4', ['mara-ops']],
    ['running-hold-waiting', 'hold:E3:14', ['tomas-sre']],
    ['running-hold-declined', 'declined:E3:15', ['mara-ops']],
    ['running-handover', 'handover:16', ['priya-net']],
    ['running-overrun', 'overrun:20261122T043000Z', ['mara-ops']],
    ['emergency-authorisation-owed', 'authorise:303', ['dee-lead']],
    [
      'emergency-review-owed',
      'post-review:317',
      ['dee-lead', 'jonas-dba', 'omar-dev', 'tomas-sre'],
    ],
    [
      'emergency-silent',
      'overdue:20261204T201301Z',
      ['dee-lead', 'jonas-dba', 'omar-dev', 'tomas-sre'],
    ],
    ['emergency-silent', 'unconfirmed:20261204T201302Z', ['dee-lead']],
    ['trouble-closed-early', 'closed-early:4', ['nina-cs']],
  ])('at the moment %s: %s, for %j', (moment, key, notify) => {
    const announcement = announcedAt(moment).find((one) => one.key === key);
    expect(announcedAt(moment).map((one) => one.key)).toContain(key);
    expect(announcement?.notify).toEqual(notify);
  });

  it.each([
    'draft-ready',
    'approved-window-to-book',
    'scheduled-preflight',
    'scheduled-window-ahead',
    'running-first-step',
    'running-next-step',
    'running-observation-missing',
    'running-paused',
    'running-edited',
    'emergency-running',
    'rolling-back',
    'completed',
    'rolled-back',
    'cancelled',
  ])('disturb nobody at the moment %s', (moment) => {
    expect(announcedAt(moment)).toEqual([]);
  });

  it('while a change runs are only those that somebody on the spot must act on', () => {
    const loud = Object.keys(MOMENTS)
      .filter((moment) => momentOf(moment).change.state === 'in_progress')
      .flatMap(announcedAt)
      .map(({ about }) => about.kind);
    expect([...new Set(loud)].toSorted()).toEqual(['declined', 'handover', 'hold', 'overrun']);
  });

  it('keep their key while they wait, whatever else happens', () => {
    expect(announcedAt('running-refused-confirm').map(({ key }) => key)).toEqual(
      announcedAt('running-hold-waiting').map(({ key }) => key),
    );
  });

  it('are gone when they are answered', () => {
    expect(announcedAt('running-next-step').map(({ key }) => key)).not.toContain('hold:E3:14');
    expect(announcedAt('emergency-reviewed')).toEqual([]);
  });

  it('are gone when the change is over, whatever was still waiting', () => {
    const reason = { reason: 'no longer needed' };
    const at = '2026-11-22T05:00:00+01:00';
    const hold = running(
      telling((text) => text),
      'E3',
    );
    hold.happens(
      { by: 'mara-ops', at, type: 'rollback_started' },
      { step: 'E3', target: null },
      reason,
    );
    expect(desire(hold.change(), { facts: factsAt(at), titlePrefix: true }).announcements).toEqual(
      [],
    );
    expect(labelsOf(hold.change()).map(({ name }) => name)).not.toContain('chg-flag/hold-waiting');
    const closed = submitted(telling((text) => text));
    closed.happens({ by: 'nina-cs', at, type: 'closed_early' }, { closer: '9009' }, {});
    closed.happens({ by: 'priya-net', at, type: 'blocked' }, {}, { text: 'wait' });
    closed.happens({ by: 'mara-ops', at, type: 'cancelled' }, {}, reason);
    expect(
      desire(closed.change(), { facts: factsAt(at), titlePrefix: true }).announcements,
    ).toEqual([]);
  });

  it('notify a handful of people at most, and never a bot or who is barred', () => {
    for (const announcement of Object.keys(MOMENTS).flatMap(announcedAt)) {
      expect(announcement.notify.length).toBeLessThanOrEqual(4);
      expect(announcement.notify).not.toContain('deploybot[bot]');
      const barred =
        announcement.who.kind === 'people' ? announcement.who.except.map(({ login }) => login) : [];
      expect(announcement.notify.filter((login) => barred.includes(login))).toEqual([]);
    }
  });

  it('ask nobody for the review of an emergency whose plan or code they wrote', () => {
    const { change, facts } = momentOf('emergency-review-owed');
    const known = (login: string): string =>
      facts.people?.find((one) => one.login === login)?.id ?? '';
    const by = { id: known('jonas-dba'), login: 'jonas-dba' };
    const { pulls } = momentOf('running-with-pull').change;
    const touched = {
      ...change,
      editors: [known('tomas-sre')],
      pulls,
      pushers: pulls.map((pull) => ({ ...pull, by })),
    };
    const [asked] = desire(touched, { facts, titlePrefix: true }).announcements;
    expect(asked?.notify).toEqual(['dee-lead', 'omar-dev']);
    expect(asked?.who).toMatchObject({
      except: [
        { login: 'sora-sec', because: 'author' },
        { login: 'priya-net', because: 'executed' },
        { login: 'jonas-dba', because: 'contributor' },
        { login: 'tomas-sre', because: 'editor' },
      ],
    });
  });

  it('do not change with the time of day', () => {
    const { change, facts } = momentOf('running-hold-waiting');
    const later = { ...facts, now: '2026-11-22T04:20:00.000Z' };
    expect(desire(change, { facts: later, titlePrefix: true }).announcements).toEqual(
      announcedAt('running-hold-waiting'),
    );
  });
});
