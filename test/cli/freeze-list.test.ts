// The freezes of a policy file, as they stand at a moment.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runHere } from './transcript.ts';
import type { Said } from './transcript.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-freezes-'));
const FILE = join(folder, 'holdpoint.yml');
const POLICY = `policy: 1
freezes:
  - id: fz-peak
    title: Peak trading
    reason: the busiest days
    owner: dee-lead
    start: 2026-11-26T00:00
    end: 2026-12-01T06:00
    timezone: Europe/Berlin
    assets: ["edge/*"]
    allow_override: true
  - id: weekend
    reason: nobody is here
    owner: ops
    rrule: FREQ=WEEKLY;BYDAY=FR
    start: "18:00"
    minutes: 3600
    timezone: Europe/Berlin
    lets: [critical]
`;

beforeAll(() => {
  writeFileSync(FILE, POLICY);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const list = (...args: readonly string[]): Promise<Said> =>
  runHere(['freeze', 'list', '--file', FILE, ...args], {});

describe('freezes on the command line', () => {
  test('are listed with when they stand, what they are about, why, and who may override them', async () => {
    const { out } = await list('--at', '2026-11-26T12:00');
    expect(out.split('\n').map((line) => line.replaceAll(/ {2,}/gu, ' | '))).toEqual([
      'fz-peak | Peak trading | now, 26 Nov 00:00–1 Dec 06:00 Europe/Berlin | for edge/* | the busiest days (dee-lead); override: admin',
      'weekend | weekend | 27 Nov 18:00–30 Nov 06:00 Europe/Berlin | for everything | nobody is here (ops); override: nobody; lets critical through',
      '',
    ]);
  });

  test('are data for those who ask for it; what is over says so', async () => {
    const { out } = await list('--at', '2027-01-01T12:00Z', '--json');
    expect(JSON.parse(out)).toMatchObject({
      at: '2027-01-01T12:00:00Z',
      freezes: [
        { id: 'fz-peak', standing: 'over', start: null, override_by: ['admin'] },
        { id: 'weekend', standing: 'later', start: '2027-01-01T17:00:00.000Z', override_by: [] },
      ],
    });
  });

  test('of a time that does not exist are not guessed', async () => {
    expect(await list('--at', 'someday')).toMatchObject({ code: 2 });
  });
});
