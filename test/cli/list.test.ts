// What matters most comes first: open changes by priority, then by the window that comes next, then by number.
import { describe, expect } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { ensureWorkspace } from '../../src/store/workspaces.ts';
import { changeBody, type Answers } from '../core/plan/change-body.ts';
import { test } from '../support/database.ts';
import { tellerOf, WORKSPACE } from './story.ts';
import { runHere } from './transcript.ts';

const at = (minute: number): string => `2026-11-19T10:${String(minute).padStart(2, '0')}:00.000Z`;

/** In the order in which they are opened; none but the last leaves its draft. */
const CHANGES: readonly (readonly [title: string, answers: Answers])[] = [
  ['Low and soon', { priority: 'Low', window: '2026-11-21T01:00/2026-11-21T02:00' }],
  ['High without a window', { priority: 'High', window: '' }],
  ['High and later', { priority: 'High', window: '2026-11-25T01:00/2026-11-25T02:00' }],
  ['High and sooner', { priority: 'High', window: '2026-11-23T01:00/2026-11-23T02:00' }],
  ['Critical\u001b[2J and late', { priority: 'Critical' }],
  [
    'High and as soon, opened after',
    { priority: 'High', window: '2026-11-23T01:00/2026-11-23T02:00' },
  ],
  ['Given up', { priority: 'Critical' }],
];

async function tellOfThem(url: string): Promise<void> {
  const db = await openDatabase({ url, durable: false, poolSize: 2 });
  await ensureWorkspace(db, WORKSPACE, 'lighthouse');
  const teller = tellerOf(db, WORKSPACE);
  for (const [index, [title, answers]] of CHANGES.entries()) {
    const body = changeBody({ timezone: 'UTC', ...answers });
    await teller.opens({ by: 'mara-ops', at: at(index), issue: index + 1 }, { title, body });
  }
  const by = 'mara-ops';
  await teller.says({ by, at: at(30), issue: 4 }, '/chg submit');
  await teller.says({ by, at: at(31), issue: CHANGES.length }, '/chg cancel not needed');
  await db.close();
}

describe('holdpoint list', () => {
  test('shows what is open, by priority, then by window, then by number', async ({
    databaseUrl,
  }) => {
    await tellOfThem(databaseUrl);
    const ask = (...args: readonly string[]): ReturnType<typeof runHere> =>
      runHere(['list', ...args], { DATABASE_URL: databaseUrl });
    const { out, err, code } = await ask();
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toBe(
      [
        'CHG-00005  critical  draft   normal  22 Nov 04:30–05:30 UTC  lighthouse/edge#5  Critical‹U+001B›[2J and late',
        'CHG-00004  high      review  normal  23 Nov 01:00–02:00 UTC  lighthouse/edge#4  High and sooner',
        'CHG-00006  high      draft   normal  23 Nov 01:00–02:00 UTC  lighthouse/edge#6  High and as soon, opened after',
        'CHG-00003  high      draft   normal  25 Nov 01:00–02:00 UTC  lighthouse/edge#3  High and later',
        'CHG-00002  high      draft   normal  no window               lighthouse/edge#2  High without a window',
        'CHG-00001  low       draft   normal  21 Nov 01:00–02:00 UTC  lighthouse/edge#1  Low and soon',
        '',
      ].join('\n'),
    );
    expect((await ask('--state', 'review')).out).toMatch(/^CHG-00004 [^\n]*\n$/u);
    const { changes } = JSON.parse((await ask('--json', '--repo', 'Lighthouse/EDGE')).out) as {
      changes: readonly { number: number }[];
    };
    expect(changes.map(({ number }) => number)).toEqual([5, 4, 6, 3, 2, 1]);
    const elsewhere = await ask('--repo', 'lighthouse/other');
    expect(elsewhere).toMatchObject({ out: '', code: 2 });
    expect(elsewhere.err).toContain('expected one of lighthouse/edge, found lighthouse/other.');
    const over = await ask('--state', 'cancelled');
    expect(over.code).toBe(2);
    expect(over.err).toContain('expected one of draft,');
    expect(await ask('--state', 'completed')).toMatchObject({ out: '', code: 0 });
    const wrong = await ask('--state', 'in-progres');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('in-progress');
  }, 120_000);
});
