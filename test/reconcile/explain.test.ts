// An edit of the record that no delivery carries: waited for, asked for, and at last recorded as found.
import { describe, expect, it } from 'vitest';
import { waitForWord, type OrphanEdit } from '../../src/reconcile/explain.ts';
import { isUnexplained } from '../../src/reconcile/observe.ts';
import { blankRow } from '../../src/reconcile/book.ts';
import { ComeBack } from '../../src/reconcile/outcome.ts';
import { seenSurface } from '../../src/reconcile/surface-names.ts';
import { textDigest } from '../../src/reconcile/text-digest.ts';
import type { CommentSeen } from '../../src/core/intent/notice.ts';
import { pretend, SELF, type Pretend } from './pretend.ts';

const WRITTEN = '- [ ] E1';
const TICKED = '- [x] E1';

function comment(body: string): CommentSeen {
  const at = '2026-11-19T10:00:00Z';
  const author = { ...SELF, kind: 'bot' } as const;
  return {
    id: '1',
    nodeId: 'n',
    issue: 1,
    url: '',
    body,
    author,
    ours: true,
    createdAt: at,
    updatedAt: at,
  };
}

function aRecord(): Pretend {
  const forge = pretend();
  forge.rows.set('record', { ...blankRow('record'), forgeId: '1', digest: textDigest(WRITTEN) });
  return forge;
}

function asking(forge: Pretend) {
  const told: string[] = [];
  const orphans: OrphanEdit[] = [];
  const reports = {
    missedDelivery: async () => void told.push('missed'),
    orphanEdit: async (_workspace: string, _change: number, found: OrphanEdit) =>
      void orphans.push(found),
  };
  const ask = (body: string): Promise<number> => {
    const run = forge.run();
    const forgetful = { ...run.forge, observeCommentEditor: () => Promise.resolve(null) };
    return waitForWord({ ...run, forge: forgetful }, reports, {
      comment: comment(body),
      drawn: WRITTEN,
    });
  };
  return { told, orphans, ask };
}

describe('an edit of the record', () => {
  it('is explained by what we wrote, or by a delivery that was worked off; line ends do not matter', () => {
    const forge = aRecord();
    expect(isUnexplained(forge.run().page, comment(`${WRITTEN}\r\n`))).toBe(false);
    expect(isUnexplained(forge.run().page, comment(TICKED))).toBe(true);
    forge.rows.set(seenSurface(TICKED), blankRow(seenSurface(TICKED)));
    expect(isUnexplained(forge.run().page, comment(TICKED))).toBe(false);
    expect(isUnexplained(forge.run().page, null)).toBe(false);
  });

  it('is waited for, then asked for, then recorded once with what had stood there', async () => {
    const forge = aRecord();
    const { told, orphans, ask } = asking(forge);
    expect(await ask(TICKED)).toBe(10_000);
    expect(told).toEqual([]);
    forge.world.nowMs += 30_000;
    expect(await ask(TICKED)).toBe(10_000);
    expect(told).toEqual(['missed']);
    forge.world.nowMs += 30_000;
    await expect(ask(TICKED)).rejects.toThrow(ComeBack);
    expect(orphans).toMatchObject([{ written: WRITTEN, editor: null }]);
    expect(isUnexplained(forge.run().page, comment(TICKED))).toBe(false);
  });

  it('begins to be waited for anew when the text moves on', async () => {
    const forge = aRecord();
    const { orphans, ask } = asking(forge);
    await ask(TICKED);
    forge.world.nowMs += 90_000;
    expect(await ask(`${TICKED} and more`)).toBe(10_000);
    expect(orphans).toEqual([]);
  });
});
