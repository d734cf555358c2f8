/**
 * What the reconciler found and may not decide, brought to `decide`: an edit of the record that nobody reported,
 * an issue that is gone. Facts found so were not witnessed; their actor is unknown and they grant nothing.
 */
import { blankBoxes, readTicks } from '../core/intent/ticks.ts';
import type { Command } from '../core/change/command.ts';
import { isoNow } from '../clock.ts';
import type { Reports } from '../reconcile/reconcile.ts';
import { textDigest } from '../reconcile/diff.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { act } from './act.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';
import { loadChange } from './project.ts';
import { wakeCatchUp, wakeReconcile } from './wakes.ts';

export function reportsOf(house: House): Reports {
  return {
    missedDelivery: () => wakeCatchUp(house.db),
    issueGone: (workspace, change) => tell(house, { workspace, change, key: `gone:${String(change)}`, commands: [{ type: 'note_moved', how: 'deleted' }] }),
    orphanEdit: async (workspace, change, { found }) => {
      const steps = await orphanTicks(house, { workspace, change, found });
      const commands: readonly Command[] =
        steps.length > 0
          ? steps.map((step) => ({ type: 'note_orphan_tick', step }))
          : [{ type: 'note_tampering', surface: 'record', how: 'edited', detail: 'an edit that no delivery explains' }];
      await tell(house, { workspace, change, key: `orphan:${textDigest(found)}`, commands });
    },
  };
}

/** Boxes that are ticked on the forge while the log knows nothing of it. */
async function orphanTicks(house: House, at: { readonly workspace: string; readonly change: number; readonly found: string }): Promise<readonly string[]> {
  const change = await inWorkspace(house.db, at.workspace, (tx) => loadChange(tx, at.change));
  if (change === null) return [];
  const { ticked } = readTicks(blankBoxes(at.found), at.found);
  return ticked.filter((step) => {
    const status = change.steps[step]?.status ?? 'open';
    return status === 'open' || status === 'begun';
  });
}

type Telling = { readonly workspace: string; readonly change: number; readonly key: string; readonly commands: readonly Command[] };

async function tell(house: House, { workspace, change, key, commands }: Telling): Promise<void> {
  const state = await inWorkspace(house.db, workspace, (tx) => loadChange(tx, change));
  if (state === null) return;
  await act(house, {
    forge: await house.app.forge(workspace),
    repo: { id: state.repoId, name: state.repo },
    actor: SYSTEM_ACTOR,
    change,
    intentions: commands.map((command, index) => ({ change, command, key: `${key}:${String(index)}`, ref: null, url: null })),
    source: { kind: 'sweep', delivery: null },
    occurredAt: isoNow(house.clock),
  });
  await wakeReconcile(house.db, { workspace, change });
}
