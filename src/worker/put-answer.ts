/**
 * Our answer on a commit that no change speaks for alone: a group of the merge queue, a pull request that belongs to
 * none, a commit on which somebody else reported under our name.
 *
 * What must stay true: what somebody else put over our answer is written over, and not without end: so often an hour on
 * one commit, then it is told and left. A rule that takes the check from this app alone never cared.
 */
import type { RepoRef } from '../core/intent/notice.ts';
import type { CheckContent, Forge } from '../forge/port.ts';
import { isoNow } from '../clock.ts';
import { statusOf } from '../reconcile/status-line.ts';
import { forgedNote } from '../render/forged.ts';
import {
  claimAnswer,
  findForged,
  noteAnswered,
  type ForgedPlace,
  type ForgedRow,
} from '../store/forged-reports.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import type { House } from './house.ts';

const HOUR_MS = 3_600_000;
const MOST_AN_HOUR = 20;

export type Answer = {
  readonly repo: RepoRef;
  readonly sha: string;
  readonly content: CheckContent;
  /** Somebody asked for it anew: the forge leaves the question open until it is answered. */
  readonly again?: boolean;
};

export async function putAnswer(
  house: Pick<House, 'db' | 'clock' | 'log'>,
  forge: Forge,
  { repo, sha, content, again = false }: Answer,
): Promise<void> {
  const place: ForgedPlace = { repoId: repo.id, sha, name: content.name ?? 'holdpoint' };
  const { workspace } = forge;
  const forged = await inWorkspace(house.db, workspace, (tx) => findForged(tx, place));
  const drawn = withNote(content, forged);
  const there = await forge.observeCheck(repo, sha, content.name);
  if (there !== null) {
    if (again || isOther(there.content, drawn)) await forge.updateCheck(repo, there.id, drawn);
  } else if (forged?.via !== 'check' || (await mayAnswer(house, workspace, place))) {
    await forge.createCheck(repo, sha, drawn);
  }
  await putStatus(house, forge, { repo, sha, content });
}

/** Where a status stands under our name, it says what the check says. */
export async function putStatus(
  house: Pick<House, 'db' | 'clock' | 'log'>,
  forge: Forge,
  { repo, sha, content }: Omit<Answer, 'again'>,
): Promise<void> {
  const place: ForgedPlace = { repoId: repo.id, sha, name: content.name ?? 'holdpoint' };
  const { workspace } = forge;
  const forged = await inWorkspace(house.db, workspace, (tx) => findForged(tx, place));
  if (forged?.hasStatus !== true) return;
  const status = statusOf(content);
  const said = `${status.says} ${status.text}`;
  if (forged.answered === said) return;
  const isOver = forged.answered === null;
  if (isOver && !(await mayAnswer(house, workspace, place))) return;
  if (await forge.writeStatus(repo, sha, status))
    await inWorkspace(house.db, workspace, (tx) => noteAnswered(tx, place, said));
}

function withNote(content: CheckContent, forged: ForgedRow | null): CheckContent {
  const note = forged === null || forged.says === null ? null : forgedNote([forged]);
  return note === null ? content : { ...content, summary: `${content.summary}\n\n${note}` };
}

function isOther(left: CheckContent, right: CheckContent): boolean {
  return (
    left.conclusion !== right.conclusion ||
    left.title !== right.title ||
    left.externalId !== right.externalId ||
    left.summary !== right.summary
  );
}

/** So often an hour; where much would be read for it, this is asked before. */
export async function mayAnswer(
  { db, clock, log }: Pick<House, 'db' | 'clock' | 'log'>,
  workspace: string,
  place: ForgedPlace,
): Promise<boolean> {
  const now = isoNow(clock);
  const since = new Date(Date.parse(now) - HOUR_MS).toISOString();
  const limits = { now, since, most: MOST_AN_HOUR };
  const may = await inWorkspace(db, workspace, (tx) => claimAnswer(tx, place, limits));
  if (!may) {
    const fields = { action: 'check_forged_unanswered', repository: place.repoId, sha: place.sha };
    log.error(fields, 'somebody reports under the name of our check again and again');
  }
  return may;
}
