// The comment in which a freeze explains itself: while it stands, and when it is over.
import { describe, expect, it } from 'vitest';
import type { Override } from '../../src/core/change/spoken.ts';
import { freezePage, type FreezeSeen } from '../../src/core/desired/freeze-page.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { EVERYWHERE } from '../../src/core/policy/calendar.ts';
import type { OpenedFreeze } from '../../src/core/time/opened-freeze.ts';
import { parseSlash } from '../../src/core/intent/slash.ts';
import { renderFreezePage } from '../../src/render/freeze-page.ts';
import { setTheStage } from '../support/change-kit.ts';
import { HOSTILE_TEXTS } from '../render/hostile-texts.ts';
import { expectText } from './golden.ts';

const MARKER = '<!-- holdpoint:freeze v1 FRZ-3 0123456789abcdef0123456789abcdef -->';
const DEE = { id: '105', login: 'dee-lead' };
const stage = setTheStage();
stage.given.changeReadyToStart();
const { change } = stage;

function opened(more: Partial<OpenedFreeze> = {}): OpenedFreeze {
  return {
    number: 3,
    place: { repoId: change.repoId, repo: change.repo, issue: 7, url: `${change.issueUrl}7` },
    owner: DEE.login,
    openedAt: '2026-11-21T18:00:00Z',
    terms: {
      ...{ start: '2026-11-21T18:00:00Z', end: '2026-11-30T07:00:00Z', zone: 'Europe/Berlin' },
      scope: { ...EVERYWHERE, assets: ['edge/*'], repositories: [change.repo] },
      ...{ note: null, overriders: [], lets: ['critical'], reason: 'The ledger is audited.' },
    },
    changed: [{ by: DEE, at: '2026-11-21T19:00:00Z' }],
    ended: null,
    ...more,
  };
}

const PASS: Override = {
  ...{ by: DEE, roles: ['admin'], at: '2026-11-21T20:00:00Z', url: null, seq: 99 },
  ...{ gate: 'freeze_window_blocked', reason: 'the certificate expires @tonight', digest: '' },
  ...{ until: null, sticky: false, category: change.category, heads: [], via: 'override' },
  ...{ freezes: ['FRZ-3'], windowStart: change.window?.start ?? null, windowEnd: null },
  ...{ asker: null, ended: null },
};

function seen(more: Partial<FreezeSeen> = {}): FreezeSeen {
  const passed = { ...change, number: 4, overrides: [PASS] };
  const elsewhere = { ...passed, number: 5, repoId: '999', repo: 'acme/secret' };
  const near = [change, passed, elsewhere, { ...change, number: 6, priority: 'critical' as const }];
  return {
    opened: opened(),
    policy: DEFAULT_POLICY,
    near: near.map((one) => ({ change: one, policy: DEFAULT_POLICY })),
    passed: [passed, elsewhere],
    now: '2026-11-21T21:00:00Z',
    ...more,
  };
}

describe('the comment of a freeze', () => {
  it('says until when, why, whose it is, whom it hits and whom it let through', () => {
    expectText('test/golden/freeze-page.md', renderFreezePage(freezePage(seen()), MARKER));
  });

  it('says when it is over, and keeps whom it let through', () => {
    const ended = { by: DEE, at: '2026-11-22T09:00:00Z', reason: 'it went quietly' };
    const view = freezePage(seen({ opened: opened({ ended }), now: '2026-11-22T09:01:00Z' }));
    expectText('test/golden/freeze-page-over.md', renderFreezePage(view, MARKER));
    expect(view.hits).toEqual([]);
  });

  it('tells of other repositories neither name nor reason', () => {
    const view = freezePage(seen());
    const text = renderFreezePage(view, MARKER);
    expect(text).not.toContain('acme/secret');
    expect(view.exceptions.map(({ reason }) => reason === null)).toEqual([false, true]);
  });

  it('holds changes outside its time or scope to be no hits of it', () => {
    const other = opened({ terms: { ...opened().terms, scope: { ...EVERYWHERE, assets: ['db/*'] } } });
    expect(freezePage(seen({ opened: other })).hits).toEqual([]);
    const earlier = { ...opened().terms, start: '2026-11-20T18:00:00Z', end: '2026-11-21T22:00:00Z' };
    expect(freezePage(seen({ opened: opened({ terms: earlier }) })).hits).toEqual([]);
  });

  it('does nothing that people wrote into it', () => {
    for (const text of HOSTILE_TEXTS) {
      const terms = { ...opened().terms, reason: text, note: text };
      const scope = { ...EVERYWHERE, assets: [text] };
      const one = opened({ owner: text, terms: { ...terms, scope } });
      const page = renderFreezePage(freezePage(seen({ opened: one, near: [], passed: [] })), MARKER);
      expect(page.match(/<!--/gu)).toHaveLength(1);
      expect(parseSlash(page)).toEqual([]);
    }
  });
});
