/**
 * The second net: reads every issue with our label that moved, and every open change whole, and hands what it
 * finds to the same door as deliveries. A fact found here was not witnessed and says so (source `sweep`): an edit
 * has an unknown editor; a comment counts only while it still is as it was written. Every open change is then
 * reconciled, which repairs whatever drifted on the forge.
 */
import type { Change } from '../core/change/state.ts';
import type { Notice, NoticeActor, NoticeFact, RepoRef } from '../core/intent/notice.ts';
import { isoNow } from '../clock.ts';
import type { Forge } from '../forge/port.ts';
import { findChangeByIssue, listOpenChanges } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { readWatermark, writeWatermark } from '../store/watermarks.ts';
import { ensureWorkspace } from '../store/workspaces.ts';
import type { House } from './house.ts';
import { loadChange } from './project.ts';
import { takeNotice } from './take-delivery.ts';
import { wakeReconcile } from './wakes.ts';

export const MARKER_LABEL = 'change';
const OVERLAP_MS = 10 * 60_000;
const NOBODY: NoticeActor = { id: '0', login: 'unknown', kind: 'unknown' };

/** How many open changes were looked at. */
export async function sweep(house: House): Promise<number> {
  let looked = 0;
  for (const { workspace, account, installation } of await house.app.observeWorkspaces()) {
    await ensureWorkspace(house.db, workspace, account);
    const forge = await house.app.forge(workspace);
    const place = { house, forge, account, installation };
    const startedAt = isoNow(house.clock);
    const mark = await readWatermark(house.db, workspace, 'sweep');
    const since = mark === null ? null : new Date(Date.parse(mark) - OVERLAP_MS).toISOString();
    for (const repo of await forge.observeRepositories()) await sweepIssues(place, repo, since);
    looked += await sweepOpenChanges(place);
    await writeWatermark(house.db, { forge: workspace, name: 'sweep', at: startedAt });
  }
  return looked;
}

type Place = { readonly house: House; readonly forge: Forge; readonly account: string; readonly installation: string };

async function sweepIssues(place: Place, repo: RepoRef, since: string | null): Promise<void> {
  for (const issue of await place.forge.observeIssuesSince(repo, since, MARKER_LABEL)) {
    const known = await inWorkspace(place.house.db, place.forge.workspace, (tx) => findChangeByIssue(tx, repo.id, issue.number));
    if (known === null && issue.open) {
      await hand(place, { repo, actor: issue.author, occurredAt: issue.updatedAt, fact: { kind: 'issue_opened', issue } });
    }
  }
}

async function sweepOpenChanges(place: Place): Promise<number> {
  const { house, forge } = place;
  const numbers = await inWorkspace(house.db, forge.workspace, (tx) => listOpenChanges(tx));
  for (const number of numbers) {
    const change = await inWorkspace(house.db, forge.workspace, (tx) => loadChange(tx, number));
    if (change === null) continue;
    await sweepChange(place, change);
    await wakeReconcile(house.db, { workspace: forge.workspace, change: number });
  }
  return numbers.length;
}

async function sweepChange(place: Place, change: Change): Promise<void> {
  const repo = { id: change.repoId, name: change.repo };
  const issue = await place.forge.observeIssue(repo, change.issue);
  if (issue === null) return;
  await hand(place, { repo, actor: NOBODY, occurredAt: issue.updatedAt, fact: { kind: 'issue_edited', issue, before: { body: null, title: null } } });
  for (const comment of await place.forge.observeComments(repo, change.issue)) {
    const asWritten = comment.createdAt === comment.updatedAt && !comment.ours;
    if (!asWritten) continue;
    const fact: NoticeFact = { kind: 'comment_created', issue: change.issue, onPull: false, comment };
    await hand(place, { repo, actor: comment.author, occurredAt: comment.createdAt, fact });
  }
  for (const linked of change.pulls) await sweepPull(place, linked);
}

async function sweepPull(place: Place, linked: Change['pulls'][number]): Promise<void> {
  const repo = { id: linked.repoId, name: linked.repo };
  const pull = await place.forge.observePull(repo, linked.number);
  if (pull === null) return;
  const occurredAt = isoNow(place.house.clock);
  if (pull.head !== linked.head) await hand(place, { repo, actor: NOBODY, occurredAt, fact: { kind: 'pull_changed', action: 'pushed', pull } });
  if (pull.merged && !linked.merged) await hand(place, { repo, actor: NOBODY, occurredAt, fact: { kind: 'pull_changed', action: 'closed', pull } });
}

type Finding = { readonly repo: RepoRef; readonly actor: NoticeActor; readonly occurredAt: string; readonly fact: NoticeFact };

async function hand(place: Place, finding: Finding): Promise<void> {
  const notice: Notice = { ...finding, workspace: place.forge.workspace, account: place.account, installation: place.installation, echo: false };
  await takeNotice(place.house, notice, { source: { kind: 'sweep', delivery: null } });
}
