/**
 * What the reconciler found and may not decide, brought to `decide`: an edit of the record that nobody reported,
 * an issue that is gone. Facts found so were not witnessed; their actor is unknown and they grant nothing.
 */
import { blankBoxes, readTicks } from '../core/intent/ticks.ts';
import type { Command } from '../core/change/command.ts';
import { forgedDetail, type ForgedReport } from '../core/change/forged.ts';
import type { Change } from '../core/change/state.ts';
import { isoNow } from '../clock.ts';
import type { PolicySeen } from '../reconcile/eyes.ts';
import type { OrphanEdit } from '../reconcile/explain.ts';
import type { Reports } from '../reconcile/reconcile.ts';
import { textDigest } from '../reconcile/text-digest.ts';
import { knownActs } from '../store/acts.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { act } from './act.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';
import { loadChange } from '../store/load-change.ts';
import { wakeCatchUp } from './wakes.ts';

export function reportsOf(house: House): Reports {
  return {
    missedDelivery: () => wakeCatchUp(house.db),
    issueGone: (workspace, number) =>
      tell(house, { workspace, number }, () => ({
        key: `gone:${String(number)}`,
        commands: [{ type: 'note_moved', how: 'deleted' }],
      })),
    policyChanged: async (workspace, { number, lastSeq }, policy) => {
      const { version } = policy.policy;
      await tell(house, { workspace, number, asking: true, policy }, () => ({
        key: `policy:${String(number)}:${String(lastSeq)}:${version}`,
        commands: [{ type: 'note_policy' }],
      }));
      const now = await inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
      return now?.lastSeq !== lastSeq;
    },
    forged: (workspace, number, found) => tellForged(house, { workspace, number }, found),
    orphanEdit: (workspace, number, orphan) =>
      tell(house, { workspace, number }, (change) => ({
        key: orphanKey(orphan),
        commands: commandsFor(change, orphan),
      })),
  };
}

/** Who did it is what the forge shows, not what anybody witnessed: it stands in the words of the report. */
async function tellForged(
  house: House,
  at: At,
  found: ReadonlyMap<string, ForgedReport>,
): Promise<void> {
  const { workspace } = at;
  const known = await inWorkspace(house.db, workspace, (tx) => knownActs(tx, [...found.keys()]));
  for (const [key, report] of found) {
    if (known.has(key)) continue;
    const detail = forgedDetail(report);
    const tampering = { type: 'note_tampering', surface: 'check', how: 'edited', detail } as const;
    await tell(house, at, () => ({ key, commands: [tampering], alone: true }));
  }
}

/** The forge's time is part of it: the same tick, made and lost again, is found again. */
function orphanKey({ comment }: OrphanEdit): string {
  return `orphan:${comment.id}:${comment.updatedAt}:${textDigest(comment.body)}`;
}

function commandsFor(change: Change, orphan: OrphanEdit): readonly Command[] {
  const { comment, written, editor } = orphan;
  const ticks = readTicks(written ?? blankBoxes(comment.body), comment.body);
  const orphans = ticks.ticked.filter((step) => {
    const status = change.steps[step]?.status ?? 'open';
    return status === 'open' || status === 'begun';
  });
  const touched = written === null ? orphans.length === 0 : ticks.textChanged;
  const by = editor === null ? '' : `; the forge names ${editor} as the last editor`;
  const tampering: Command = {
    type: 'note_tampering',
    surface: 'record',
    how: 'edited',
    detail: `an edit that no delivery explains${by}`,
  };
  return [
    ...orphans.map((step): Command => ({ type: 'note_orphan_tick', step })),
    ...(touched || orphans.length === 0 ? [tampering] : []),
  ];
}

/** `asking`: the forge has to be asked, for what follows is decided. */
type At = {
  readonly workspace: string;
  readonly number: number;
  readonly asking?: true;
  readonly policy?: PolicySeen;
};
type Report = {
  readonly key: string;
  readonly commands: readonly Command[];
  /** One command, by a key that a delivery would have given it as well. */
  readonly alone?: true;
};

async function tell(house: House, at: At, reportOn: (change: Change) => Report): Promise<void> {
  const { workspace, number, asking = false, policy } = at;
  const change = await inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
  if (change === null) return;
  const { key, commands, alone = false } = reportOn(change);
  await act(house, {
    workspace,
    forge: asking ? await house.app.forge(workspace) : null,
    repo: { id: change.repoId, name: change.repo },
    actor: SYSTEM_ACTOR,
    change: number,
    intentions: commands.map((command, index) => ({
      change: number,
      command,
      key: alone ? key : `${key}:${String(index)}`,
      ref: null,
      url: null,
    })),
    source: { kind: 'sweep', delivery: null },
    occurredAt: isoNow(house.clock),
    ...(policy && { policy }),
  });
}
