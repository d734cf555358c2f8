// An exported log proves itself: every changed byte and every missing line is found, and erasure leaves it whole.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromHex } from '../../src/core/audit/bytes.ts';
import { linesOf, verifyFile } from '../../src/evidence/verify-file.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { openRecord, tellStory, WORKSPACE } from '../cli/story.ts';
import { redactPerson, redactTexts } from '../store/redact.ts';
import { createDatabase, test } from '../support/database.ts';
import { exported, rowsOf } from './exported.ts';

describe('an exported log', () => {
  test('is proven without the database', async ({ databaseUrl }) => {
    await tellStory(databaseUrl);
    const { manifest, files } = await exported(databaseUrl);
    const lines = (files.get('events.jsonl') ?? '').split('\n');
    const head = {
      seq: manifest.events.last_seq,
      hash: fromHex(manifest.events.last_hash) ?? new Uint8Array(),
    };
    const claim = { head, wanted: new Set([5]) };
    const verdict = await verifyFile(lines, claim);
    expect(verdict).toMatchObject({
      kind: 'intact',
      workspace: WORKSPACE,
      events: 32,
      from: 1,
      redacted: 0,
    });
    expect(verdict.kind === 'intact' ? verdict.seen.get(5) : null).toBe(
      (JSON.parse(lines[4] ?? '') as { hash: string }).hash,
    );
  });

  test('shows any changed byte, and where', async ({ databaseUrl }) => {
    const { manifest, files } = await exported(databaseUrl);
    const text = files.get('events.jsonl') ?? '';
    const head = {
      seq: manifest.events.last_seq,
      hash: fromHex(manifest.events.last_hash) ?? new Uint8Array(),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.integer({ min: 33, max: 126 }),
        async (at, code) => {
          const character = String.fromCharCode(code);
          fc.pre(text.charAt(at) !== character && text.charAt(at) !== '\n');
          const changed = text.slice(0, at) + character + text.slice(at + 1);
          const line = text.slice(0, at).split('\n').length;
          const verdict = await verifyFile(changed.split('\n'), { head, wanted: new Set() });
          expect(verdict).toMatchObject({ kind: 'broken', line });
        },
      ),
      { numRuns: 400 },
    );
  });

  test('shows lines that were cut off, swapped, doubled or taken from another workspace', async ({
    databaseUrl,
  }) => {
    const { manifest, files } = await exported(databaseUrl);
    const lines = (files.get('events.jsonl') ?? '').trimEnd().split('\n');
    const head = {
      seq: manifest.events.last_seq,
      hash: fromHex(manifest.events.last_hash) ?? new Uint8Array(),
    };
    const verify = (changed: readonly string[]): Promise<unknown> =>
      verifyFile(changed, { head, wanted: new Set() });
    const [first = '', second = '', ...rest] = lines;
    expect(await verify(lines.slice(0, -1))).toMatchObject({
      kind: 'broken',
      problem: expect.stringContaining('head') as string,
    });
    expect(await verify([second, first, ...rest])).toMatchObject({ kind: 'broken' });
    expect(await verify([first, first, second, ...rest])).toMatchObject({
      kind: 'broken',
      line: 2,
    });
    expect(await verify([first, second.replace(WORKSPACE, 'github:1'), ...rest])).toMatchObject({
      kind: 'broken',
      line: 2,
    });
    expect(await verify([])).toEqual({ kind: 'empty' });
    expect(await verify(['', ''])).toEqual({ kind: 'empty' });
  });

  it('is proven after somebody was erased, and counts what was', async () => {
    const { url, drop } = await createDatabase();
    await tellStory(url);
    const db = await openRecord(url);
    await inWorkspace(db, WORKSPACE, async (tx) => {
      const lock = await lockHead(tx);
      await redactTexts(lock, 4, ['note']);
      await redactPerson(lock, '12');
    });
    await db.close();
    const all = await exported(url);
    const text = all.files.get('events.jsonl') ?? '';
    expect(text.includes('March incident')).toBe(false);
    const actors = rowsOf(all, 'events').map((row) => row['actor'] as { login: string | null });
    expect(actors.filter(({ login }) => login === 'tomas-sre')).toEqual([]);
    expect(actors.filter(({ login }) => login === null).length).toBeGreaterThan(0);
    const verdict = await verifyFile((all.files.get('events.jsonl') ?? '').split('\n'), {
      head: null,
      wanted: new Set(),
    });
    expect(verdict).toMatchObject({ kind: 'intact', events: 32 });
    expect(verdict.kind === 'intact' ? verdict.redacted : 0).toBeGreaterThan(1);
    expect(rowsOf(all, 'approvals')[0]).toMatchObject({
      actor_id: '12',
      actor_login: '(erased)',
      comment: null,
    });
    await drop();
  });
});

describe('a file read in pieces', () => {
  it('has the lines that a split at the line feed gives, wherever the pieces end', async () => {
    const part = fc.constantFrom('\n', '\r\n', '\u2028', '\u0085', '\r', 'seq', '');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(part, { maxLength: 4 })), async (pieces) => {
        const texts = pieces.map((parts) => parts.join(''));
        const lines: string[] = [];
        for await (const line of linesOf(piecesOf(texts))) lines.push(line);
        expect(lines).toEqual(texts.join('').split('\n'));
      }),
    );
  });
});

async function* piecesOf(texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}
