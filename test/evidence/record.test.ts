// The evidence record: its published shape, and that the log alone makes it.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { evidenceDigest, evidenceView } from '../../src/core/desired/evidence.ts';
import { readHistory } from '../../src/evidence/population.ts';
import { evidenceRecord } from '../../src/evidence/record.ts';
import { loadChange } from '../../src/store/load-change.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { openRecord, tellStory, WORKSPACE } from '../cli/story.ts';
import { MOMENTS, momentOf } from '../core/desired/moments.ts';
import { test } from '../support/database.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/evidence.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

function problemsOf(record: unknown): readonly string[] {
  validate(record);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${String(message)}`,
  );
}

describe('the evidence record', () => {
  const records = Object.keys(MOMENTS).flatMap((name) => {
    const view = evidenceView(momentOf(name).change);
    return view === null ? [] : [[name, view.record] as const];
  });

  it('exists for every way in which a change can end', () => {
    const states = new Set(records.map(([, { state }]) => state));
    expect([...states].sort()).toEqual(['cancelled', 'completed', 'rejected', 'rolled_back']);
  });

  it.each(records)('has its published shape: %s', (_name, record) => {
    expect(problemsOf(JSON.parse(JSON.stringify(record)))).toEqual([]);
  });

  it('has no member that the schema does not know, and every member that it does', () => {
    const [, record] = records[0] ?? [];
    expect(problemsOf({ ...record, verdict: 'fine' })).toEqual([
      ' must NOT have additional properties',
    ]);
    for (const member of Object.keys(record ?? {})) {
      const without = Object.fromEntries(
        Object.entries(record ?? {}).filter(([name]) => name !== member),
      );
      expect(problemsOf(without), member).toEqual([` must have required property '${member}'`]);
    }
  });

  test('is made from the log alone, and is the same as from the stored state', async ({
    databaseUrl,
  }) => {
    await tellStory(databaseUrl);
    const db = await openRecord(databaseUrl);
    const [stored, history, open] = await inWorkspace(db, WORKSPACE, async (tx) => [
      await loadChange(tx, 1),
      await readHistory(tx, 1),
      await readHistory(tx, 3),
    ]);
    await db.close();
    const evidence = evidenceRecord(history?.events ?? []);
    expect(stored).not.toBeNull();
    expect(evidence?.record.change).toBe('CHG-00001');
    expect(evidence?.digest).toBe(evidenceDigest(evidence?.record ?? {}));
    expect(evidence?.digest).toBe(stored === null ? null : evidenceView(stored)?.digest);
    expect(problemsOf(JSON.parse(JSON.stringify(evidence?.record)))).toEqual([]);
    expect(evidenceRecord(open?.events ?? [])).toBeNull();
    expect(evidenceRecord([])).toBeNull();
  });
});
