import { describe, expect, it } from 'vitest';

import type { Command } from '../../../src/core/change/command.ts';
import { REFUSAL_FACTS } from '../../../src/core/change/refusal-facts.ts';
import { parseSlash } from '../../../src/core/intent/slash.ts';
import { readCommand } from '../../../src/core/intent/read-command.ts';
import { VERBS, findVerb, nearestVerb } from '../../../src/core/intent/verbs.ts';
import { REPO } from './scene.ts';

function read(text: string, pull: number | null = null): Command {
  const [line] = parseSlash(text);
  if (line?.kind !== 'command') throw new Error(`no command in ${text}`);
  return readCommand(line, {
    repo: REPO,
    pull,
    zone: 'Europe/Berlin',
    now: '2026-11-20T10:00:00Z',
  });
}

describe('a command line', () => {
  it.each<[string, Command]>([
    ['/chg submit', { type: 'submit' }],
    ['/chg approve', { type: 'approve', note: '', channel: 'command', commit: null }],
    [
      '/chg APPROVE read it twice',
      { type: 'approve', note: 'read it twice', channel: 'command', commit: null },
    ],
    ['/chg request-changes say who watches', { type: 'request_changes', text: 'say who watches' }],
    ['/chg request_changes', { type: 'request_changes', text: '' }],
    ['/chg block no', { type: 'block', text: 'no' }],
    ['/chg unblock', { type: 'unblock', reason: '' }],
    ['/chg reject', { type: 'reject', reason: '' }],
    ['/chg withdraw', { type: 'withdraw' }],
    ['/chg start', { type: 'start', authoriser: null }],
    ['/chg start authorised by @lena-lead.', { type: 'start', authoriser: 'lena-lead' }],
    [
      '/chg start Authorized By lena-lead by phone',
      { type: 'start', authoriser: 'lena-lead by phone' },
    ],
    ['/chg start authorised by n/a', { type: 'start', authoriser: 'n/a' }],
    ['/chg start authorised by -', { type: 'start', authoriser: '-' }],
    ['/chg start authorised by ?? ??', { type: 'start', authoriser: '?? ??' }],
    ['/chg start authorised by', { type: 'start', authoriser: null }],
    ['/chg begin e3', { type: 'begin', step: 'E3' }],
    [
      '/chg done E3: gone after 41 s',
      { type: 'done', step: 'E3', observed: 'gone after 41 s', via: 'command' },
    ],
    ['/chg done e4A', { type: 'done', step: 'E4a', observed: '', via: 'command' }],
    [
      '/chg done E3\ngone\nafter 41 s',
      { type: 'done', step: 'E3', observed: 'gone\nafter 41 s', via: 'command' },
    ],
    ['/chg done drained it', { type: 'done', step: 'drained', observed: 'it', via: 'command' }],
    ['/chg done E3, E4 gone', { type: 'done', step: 'E3,', observed: 'E4 gone', via: 'command' }],
    ['/chg skip E5', { type: 'skip', step: 'E5', reason: '' }],
    ['/chg confirm E3 serial 02:E4', { type: 'confirm', step: 'E3', observed: 'serial 02:E4' }],
    ['/chg decline V1 two fail', { type: 'decline', step: 'V1', observed: 'two fail' }],
    ['/chg waive E3 nobody else', { type: 'waive', step: 'E3', reason: 'nobody else' }],
    ['/chg pause', { type: 'pause', reason: '' }],
    ['/chg resume', { type: 'resume' }],
    ['/chg handover @tomas-sre, please', { type: 'handover', to: null, toLogin: 'tomas-sre' }],
    ['/chg accept', { type: 'accept' }],
    ['/chg complete', { type: 'complete', code: '', notes: '' }],
    [
      '/chg complete Successful-with-issues one\nretry',
      { type: 'complete', code: 'successful_with_issues', notes: 'one\nretry' },
    ],
    ['/chg complete\nall well', { type: 'complete', code: '', notes: 'all well' }],
    ['/chg rollback', { type: 'rollback', reason: '' }],
    ['/chg recovered 0.01 %', { type: 'recovered', observed: '0.01 %' }],
    ['/chg reopen one node', { type: 'reopen', reason: 'one node' }],
    ['/chg cancel no need', { type: 'cancel', reason: 'no need' }],
    ['/chg authorize by phone', { type: 'authorise', note: 'by phone' }],
    ['/chg review fine', { type: 'review', findings: 'fine' }],
    [
      '/chg review outage 14:02–14:31: the pool ran dry\nand filled again',
      { type: 'review', findings: 'the pool ran dry\nand filled again', outage: '14:02–14:31' },
    ],
    [
      '/chg review outage 2026-11-24 23:50/2026-11-25 00:20 full',
      { type: 'review', findings: 'full', outage: '2026-11-24 23:50/2026-11-25 00:20' },
    ],
    [
      '/chg review outage of the shop was short',
      { type: 'review', findings: 'outage of the shop was short' },
    ],
    [
      '/chg override Lead-Time-Violation expires',
      { type: 'override', gate: 'lead_time_violation', reason: 'expires' },
    ],
    ['/chg link #45', { type: 'link', repoId: '501', repo: 'lighthouse/edge', pull: 45, head: '' }],
    [
      '/chg link Lighthouse/Edge#45',
      { type: 'link', repoId: '501', repo: 'lighthouse/edge', pull: 45, head: '' },
    ],
    [
      '/chg link https://forge.example/lighthouse/edge/pull/45/files?w=1',
      { type: 'link', repoId: '501', repo: 'lighthouse/edge', pull: 45, head: '' },
    ],
    ['/chg unlink 45', { type: 'unlink', repoId: '501', pull: 45 }],
    ['/chg status', { type: 'ask', what: 'status' }],
    ['/chg simulate', { type: 'ask', what: 'simulate', question: '' }],
    [
      '/chg simulate act Start approve @Tomas-SRE, dee-lead category significant as @mara-ops',
      {
        type: 'ask',
        what: 'simulate',
        question: 'as.mara-ops:approve.dee-lead:approve.tomas-sre:category.significant:act.start',
      },
    ],
    [
      '/chg simulate at "Saturday 02:00" act start',
      { type: 'ask', what: 'simulate', question: 'act.start:at.20261121T010000Z' },
    ],
    ['/chg slots', { type: 'ask', what: 'slots', question: '' }],
    ['/chg slots 3h', { type: 'ask', what: 'slots', question: '180' }],
    ['/chg rehearse staging', { type: 'rehearse', environment: 'staging' }],
    [
      '/chg rehearsed e3 12m gone',
      { type: 'rehearsed', step: 'E3', minutes: 12, observed: 'gone' },
    ],
    ['/chg evidence', { type: 'ask', what: 'evidence' }],
    ['/chg help approve', { type: 'ask', what: 'help' }],
    ['/chg schedule', { type: 'schedule', window: null }],
  ])('%j asks for what it says', (text, command) => {
    expect(read(text)).toEqual(command);
  });

  it('books a window in the zone it names, or in the zone of the change', () => {
    const window = {
      start: '2026-11-24T21:00:00Z',
      end: '2026-11-25T00:00:00Z',
      zone: 'Europe/Berlin',
      note: null,
    };
    expect(read('/chg schedule 2026-11-24T22:00/2026-11-25T01:00')).toEqual({
      type: 'schedule',
      window,
    });
    expect(read('/chg schedule 2026-11-24 22:00 to 2026-11-25 01:00 Europe/Berlin')).toEqual({
      type: 'schedule',
      window,
    });
    expect(read('/chg schedule 2026-11-24T21:00/2026-11-25T00:00 UTC')).toEqual({
      type: 'schedule',
      window: { ...window, zone: 'UTC' },
    });
    expect(read('/chg schedule 2026-11-24 21:00 Z to 2026-11-25 00:00 Z')).toEqual({
      type: 'schedule',
      window,
    });
  });

  it.each([
    ['/chg schedule tonight', 'window_invalid'],
    ['/chg schedule 2026-11-25T01:00/2026-11-24T22:00', 'window_invalid'],
    ['/chg schedule 2027-03-28T02:30/2027-03-28T05:00', 'window_invalid'],
    ['/chg simulate at 2027-03-28T02:30', 'time_invalid'],
    ['/chg simulate at tonight', 'time_invalid'],
    ['/chg schedule 2026-11-24T22:00/2026-11-25T01:00 Europe/Berln', 'zone_unknown'],
    ['/chg slots soon', 'command_incomplete'],
    ['/chg rehearse', 'command_incomplete'],
    ['/chg rehearse staging now', 'command_incomplete'],
    ['/chg rehearsed E3 3 nodes gone', 'command_incomplete'],
    ['/chg', 'command_incomplete'],
    ['/chg done', 'command_incomplete'],
    ['/chg begin', 'command_incomplete'],
    ['/chg override', 'command_incomplete'],
    ['/chg handover', 'command_incomplete'],
    ['/chg handover @', 'command_incomplete'],
    ['/chg link', 'command_incomplete'],
    ['/chg link other/repository#45', 'command_incomplete'],
    ['/chg link https://forge.example/other/repository/pull/45', 'command_incomplete'],
    ['/chg start now', 'command_incomplete'],
    ['/chg start the old authorised by @lena-lead', 'command_incomplete'],
    ['/chg aprove', 'command_unknown'],
    ['/chg __proto__', 'command_unknown'],
    ['/chg depend CHG-00005', 'command_unknown'],
    ['/chg depends CHG-00005 soon', 'command_incomplete'],
  ])('%j is misread as %s, with the facts that go with it', (text, code) => {
    const command = read(text);
    expect(command).toMatchObject({ type: 'misread', code });
    const facts = command.type === 'misread' ? Object.keys(command.facts) : [];
    const allowed: readonly string[] =
      Object.entries(REFUSAL_FACTS).find(([name]) => name === code)?.[1] ?? [];
    expect(facts.filter((fact) => !allowed.includes(fact))).toEqual([]);
  });

  it('answers a misspelt verb with the nearest one', () => {
    expect(
      ['aprove', 'sumbit', 'roll-back', 'done!', 'request-change', 'xyzzy', 'x'.repeat(9_000)].map(
        nearestVerb,
      ),
    ).toEqual(['approve', 'submit', 'rollback', 'done', 'request-changes', 'help', 'help']);
  });

  it('shows no more of an unknown verb than fits a sentence', () => {
    const command = read(`/chg ${'\u{1F600}'.repeat(300)}`);
    expect(command).toMatchObject({ type: 'misread', code: 'command_unknown' });
    if (command.type !== 'misread') return;
    expect(command.verb.length).toBeLessThanOrEqual(41);
    expect(command.verb.isWellFormed()).toBe(true);
  });
});

describe('the table of verbs', () => {
  it('has an example of every verb that is understood as that verb', () => {
    for (const { verb, example, usage } of VERBS) {
      expect(example.startsWith(`/chg ${verb}`)).toBe(true);
      expect(usage.startsWith(`/chg ${verb}`)).toBe(true);
      const command = read(example);
      // These are said in an issue that is no change, and are out of place here.
      if (verb === 'freeze' || verb === 'thaw') {
        expect(command).toMatchObject({ code: 'freeze_misplaced' });
        continue;
      }
      expect(command.type, example).not.toBe('misread');
      // Where there is nothing to open it asks what there is; where there is, the pull request is needed for it.
      expect(command.type).toBe(verb === 'open' ? 'ask' : findVerb(verb)?.command);
    }
  });

  it('names every verb once', () => {
    const names = VERBS.map(({ verb }) => verb);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(53);
  });
});
