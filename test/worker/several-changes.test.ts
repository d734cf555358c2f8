// Acts and deliveries that concern several changes at once: whoever comes second waits, and nobody waits for ever.
import { describe, expect } from 'vitest';
import type { Notice } from '../../src/core/intent/notice.ts';
import { listDirty, markDirty, wantLook } from '../../src/store/dirty.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { rememberNotice } from '../../src/worker/remember-notice.ts';
import { aWorkspace, NOW, test } from '../store/stored.ts';

const nobody = { id: '0', login: 'unknown', kind: 'unknown' } as const;

function labelRenamed(workspace: string): Notice {
  return {
    workspace,
    account: 'lighthouse-freight',
    installation: '1',
    repo: { id: '1', name: 'lighthouse-freight/operations' },
    actor: nobody,
    echo: false,
    occurredAt: NOW,
    fact: { kind: 'label_registry_changed', label: 'chg/review' },
  };
}

describe('a delivery about several changes', () => {
  test('and an act on one of them that moves the other do not wait for each other', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await inWorkspace(db, workspace, async (tx) => {
      const lock = await lockHead(tx);
      for (const number of [1, 2]) await markDirty(lock, { number, version: 1, since: NOW });
    });
    let delivery: Promise<void> = Promise.resolve();
    await inWorkspace(db, workspace, async (tx) => {
      await lockHead(tx);
      await wantLook(tx, 2, NOW);
      delivery = inWorkspace(db, workspace, (other) =>
        rememberNotice(other, labelRenamed(workspace), {
          found: {
            known: {
              change: null,
              linked: [],
              recordComment: null,
              evidenceComments: [],
              otherComment: null,
              lastRecordBody: null,
              stateLabel: null,
            },
            own: null,
            others: [1, 2],
            comment: null,
            read: null,
          },
          asked: false,
          gatherMs: 0,
          now: NOW,
        }),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      await wantLook(tx, 1, NOW);
    });
    await delivery;
    const dirty = await listDirty(db, { before: NOW, limit: 100 });
    expect(
      dirty.filter((one) => one.workspace === workspace).map(({ number }) => number),
    ).toHaveLength(2);
  });
});
