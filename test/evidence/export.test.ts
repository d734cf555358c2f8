// Audit tables: complete, safe to open, and described by their manifest.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EMPTY_LOG } from '../../src/core/audit/chain.ts';
import { TABLES } from '../../src/evidence/export.ts';
import { manifestOf } from '../../src/evidence/manifest.ts';
import { headerText, rowText } from '../../src/evidence/row-text.ts';
import { append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { openRecord, tellStory, WORKSPACE } from '../cli/story.ts';
import { anEvent } from '../core/audit/log.ts';
import { createDatabase, test } from '../support/database.ts';
import { exported, plain, readCsv, rowsOf, withoutGuard } from './exported.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/export-manifest.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);

describe('an export', () => {
  test('has a row for every number, also for what was called off or never readable', async ({
    databaseUrl,
  }) => {
    await tellStory(databaseUrl);
    const all = await exported(databaseUrl);
    expect(rowsOf(all, 'changes').map((row) => [row['change_number'], row['state']])).toEqual([
      ['CHG-00001', 'completed'],
      ['CHG-00002', 'cancelled'],
      ['CHG-00003', 'review'],
      ['CHG-00004', 'draft'],
    ]);
    expect(all.manifest.numbers).toEqual({
      first: 'CHG-00001',
      last: 'CHG-00004',
      count: 4,
      gaps: [],
    });
  });

  test('tells of a change what an auditor asks for', async ({ databaseUrl }) => {
    const all = await exported(databaseUrl);
    expect(rowsOf(all, 'changes')[0]).toMatchObject({
      tenant: WORKSPACE,
      repo: 'lighthouse/edge',
      issue_number: '12',
      category: 'normal',
      closure_code: 'successful',
      author_login: 'mara-ops',
      operator_login: 'mara-ops',
      second_person_login: 'tomas-sre',
      submitted_at: '2026-11-19T09:20:00.000Z',
      started_at: '2026-11-22T03:36:00.000Z',
      finished_at: '2026-11-22T04:29:00.000Z',
      window_start: '2026-11-22T03:30:00Z',
      window_tz: 'Europe/Berlin',
      in_window: true,
      lead_time_required_h: 24,
      lead_time_actual_h: 66.2,
      assets: ['edge/api-gateway'],
      rollback_minutes: 5,
      approvals_required: 1,
      approvals_valid: 1,
      plan_changed_after_approval: false,
      emergency: false,
      steps_total: 11,
      steps_done: 11,
      steps_skipped: 0,
      holds_total: 2,
      holds_confirmed: 2,
      exceptions_count: 1,
      first_event_seq: 1,
      last_event_seq: 22,
    });
  });

  test('sets expected beside observed, and names the second person of a hold', async ({
    databaseUrl,
  }) => {
    const steps = rowsOf(await exported(databaseUrl), 'steps');
    expect(steps.find((row) => row['step_id'] === 'E3')).toMatchObject({
      change_number: 'CHG-00001',
      ordinal: 6,
      hold: true,
      expected:
        'New serial, chain complete, stapled response is good, old Android profile connects',
      observed: 'New serial ends 02:E4, chain ok, stapling good, Android 7 profile ok',
      done_by_login: 'mara-ops',
      confirmed_by_login: 'tomas-sre',
      confirm_observed: 'I see 02:E4 from my phone as well',
      seconds_to_confirm: 300,
      sod_ok: true,
    });
  });

  test('describes exactly the files that were written', async ({ databaseUrl }) => {
    for (const format of ['csv', 'jsonl'] as const) {
      const { manifest, files } = await exported(databaseUrl, { format });
      validate(manifest);
      expect(validate.errors).toBeNull();
      expect(manifest.files.map(({ table }) => table)).toEqual([...TABLES]);
      for (const { name, sha256, bytes, rows } of manifest.files) {
        const text = files.get(name) ?? '';
        expect(createHash('sha256').update(text).digest('hex'), name).toBe(sha256);
        expect(Buffer.byteLength(text), name).toBe(bytes);
        expect(
          format === 'csv' ? readCsv(text).length - 1 : text.split('\n').length - 1,
          name,
        ).toBe(rows);
      }
    }
  });

  test('says the same in both formats', async ({ databaseUrl }) => {
    const [csv, jsonl] = [
      await exported(databaseUrl, { format: 'csv' }),
      await exported(databaseUrl),
    ];
    for (const table of ['changes', 'approvals', 'steps', 'exceptions']) {
      const [header = [], ...rows] = readCsv(csv.files.get(`${table}.csv`) ?? '');
      const same = rowsOf(jsonl, table).map((row) => header.map((name) => plain(row[name])));
      expect(
        rows.map((row) => row.map(withoutGuard)),
        table,
      ).toEqual(same);
    }
  });

  test('of a period holds the changes that moved in it, and its events without a gap', async ({
    databaseUrl,
  }) => {
    const period = { from: '2026-11-22T06:00:00Z', to: '2026-11-22T06:02:00Z' };
    const part = await exported(databaseUrl, { period });
    expect(rowsOf(part, 'changes').map((row) => row['change_number'])).toEqual(['CHG-00002']);
    expect(rowsOf(part, 'events').map((row) => row['seq'])).toEqual([23, 24, 25]);
    expect(part.manifest.events).toMatchObject({ first_seq: 23, last_seq: 25, head_seq: 32 });
    const none = await exported(databaseUrl, {
      period: { from: '2030-01-01T00:00:00Z', to: null },
    });
    expect(none.manifest.files.map(({ rows }) => rows)).toEqual(TABLES.map(() => 0));
  });
});

describe('an export during which somebody acts', () => {
  it('tells of every change up to the head it began with', async () => {
    const { url, drop } = await createDatabase();
    await tellStory(url);
    const before = await exported(url);
    const other = await openRecord(url);
    let acted = false;
    const during = await exported(url, {}, async () => {
      if (acted) return;
      acted = true;
      await inWorkspace(other, WORKSPACE, async (tx) =>
        append(await lockHead(tx), [anEvent({ change: 4 })]),
      );
    });
    await other.close();
    await drop();
    expect(acted).toBe(true);
    expect(during.manifest).toEqual(before.manifest);
  });
});

describe('a manifest', () => {
  it('names the numbers that are missing', () => {
    const verdict = { kind: 'intact', events: 0, redacted: 0, head: EMPTY_LOG } as const;
    const { numbers } = manifestOf({
      population: { workspace: WORKSPACE, head: EMPTY_LOG, verdict, numbers: [2, 3, 6] },
      files: [],
      period: { from: null, to: null },
      range: { first: 0, last: 0, lastHash: '' },
      tables: [],
      policyVersion: '',
      version: '',
      now: '',
    });
    expect(numbers).toEqual({
      first: 'CHG-00002',
      last: 'CHG-00006',
      count: 3,
      gaps: ['CHG-00001', 'CHG-00004', 'CHG-00005'],
    });
  });
});

describe('a row of a spreadsheet', () => {
  it('is no formula, however it begins, and can be read back', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '"', '\n', ','), fc.string())
        .map(([start, rest]) => start + rest),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        const names = cells.map((_cell, index) => `c${String(index)}`);
        const text = headerText('csv', names) + rowText('csv', names, cells);
        const [header, row = []] = readCsv(text);
        expect(header).toEqual(names);
        expect(row.filter((one) => /^[=+\-@\t\r]/u.test(one))).toEqual([]);
        expect(row.map(withoutGuard)).toEqual(cells.map(withoutGuard));
      }),
    );
  });

  it('keeps names of columns and lists apart from prototypes', () => {
    expect(JSON.parse(rowText('jsonl', ['__proto__', 'a'], [['x', 'y'], null]))).toEqual(
      JSON.parse('{"__proto__":["x","y"],"a":null}'),
    );
    expect(rowText('csv', ['a', 'b'], [['x', 'y'], false])).toBe('x; y,false\r\n');
  });
});
