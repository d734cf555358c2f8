/**
 * A delivery that cannot be worked off may hold an objection or an edit: while it is undone, the record of its
 * change is not whole, which shuts its gates. Both ends are looked up, never remembered: a change is told of every
 * delivery in trouble that concerns it, and of every one that was worked off or set aside after all, whoever saw to
 * that.
 */
import { isoNow } from '../clock.ts';
import type { Command } from '../core/change/command.ts';
import type { Change } from '../core/change/state.ts';
import type { Forge } from '../forge/port.ts';
import { findChangeByIssue, findChangesByPull } from '../store/changes.ts';
import { listDeadHeads, listWhereabouts, type DeadHead } from '../store/dead-letters.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { act } from './act.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';
import { loadChange } from '../store/load-change.ts';

/** Tells every change that the delivery may concern. Told twice, it is recorded once. */
export async function noteStopped(house: House, row: DeadHead): Promise<void> {
  const { workspace, guid } = row;
  if (workspace === null || row.lane === null) return;
  const problem = row.problem ?? 'it was given up';
  for (const change of await changesOfLane(house, workspace, row.lane)) {
    if (change.stopped.some(({ delivery }) => delivery === guid)) continue;
    const command = { type: 'note_stopped', delivery: guid, problem } as const;
    const key = `stopped:${guid}:${stamp(change)}`;
    await tell(house, { workspace, forge: null, change, command, key });
  }
}

/** Dead letters whose changes may not know of them: the process may have ended in between. */
export async function noteDeadLetters(house: House, told: Set<string>): Promise<void> {
  for (const row of await listDeadHeads(house.db)) {
    if (told.has(row.guid)) continue;
    await noteStopped(house, row);
    told.add(row.guid);
  }
}

/** Tells a change what it lacks no more; when that was the last, the record is whole. */
export async function restate(house: House, workspace: string, number: number): Promise<void> {
  const change = await inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
  if (change === null || change.stopped.length === 0) return;
  const commands = await restatements(house, change);
  if (commands.length === 0) return;
  // An approval that only the hole in the record held up may be complete now; its gates look at pull requests.
  const forge = await house.app.forge(workspace);
  for (const [index, command] of commands.entries()) {
    const key = `restated:${stamp(change)}:${String(index)}`;
    await tell(house, { workspace, forge, change, command, key });
  }
}

async function restatements(house: House, { stopped }: Change): Promise<readonly Command[]> {
  const guids = stopped.map(({ delivery }) => delivery);
  const found = await listWhereabouts(house.db, house.app.kind, guids);
  const known = new Map(found.map((one) => [one.guid, one]));
  const deliveries = guids.filter((guid) => {
    const one = known.get(guid);
    return one === undefined || (!one.open && one.setAside === null);
  });
  const setAside = found.flatMap(({ guid: delivery, setAside: note }): readonly Command[] =>
    note === null ? [] : [{ type: 'note_set_aside', delivery, note }],
  );
  return deliveries.length === 0 ? setAside : [...setAside, { type: 'note_restated', deliveries }];
}

function stamp(change: Change): string {
  return `${String(change.number)}:${String(change.lastSeq)}`;
}

type Telling = {
  readonly workspace: string;
  readonly forge: Forge | null;
  readonly change: Change;
  readonly command: Command;
  readonly key: string;
};

async function tell(house: House, telling: Telling): Promise<void> {
  const { workspace, forge, change, command, key } = telling;
  const { number } = change;
  await act(house, {
    workspace,
    forge,
    repo: { id: change.repoId, name: change.repo },
    actor: SYSTEM_ACTOR,
    change: number,
    intentions: [{ change: number, command, key, ref: null, url: null }],
    source: { kind: 'system', delivery: null },
    occurredAt: isoNow(house.clock),
  });
}

/** `<workspace>/<repository id>/<number>`: the lane of an issue or a pull request; others concern no single change. */
async function changesOfLane(
  house: House,
  workspace: string,
  lane: string,
): Promise<readonly Change[]> {
  const [, repoId, subject] = lane.split('/');
  if (repoId === undefined || subject === undefined) return [];
  return inWorkspace(house.db, workspace, async (tx) => {
    const own = await findChangeByIssue(tx, repoId, Number(subject));
    const linked = await findChangesByPull(tx, repoId, Number(subject));
    const found: Change[] = [];
    for (const number of new Set([...(own === null ? [] : [own]), ...linked])) {
      const change = await loadChange(tx, number);
      if (change !== null) found.push(change);
    }
    return found;
  });
}
