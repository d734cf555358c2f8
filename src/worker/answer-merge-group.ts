/**
 * A merge queue asks for our check on a commit of its own, which stands for several pull requests. Each is judged by
 * its own changes, with its own head, as its own check is; the group may be merged when all of them may.
 *
 * What must stay true: what cannot be told is a no. A group is answered anew whenever a change of a member was looked
 * at, as long as the group is there.
 */
import type { Change } from '../core/change/state.ts';
import { openHold } from '../core/desired/open-hold.ts';
import { blockers, judge } from '../core/gate/judge.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import type { CheckContent, Forge, MergeGroup } from '../forge/port.ts';
import { mayMerge, renderMergeGroupCheck, type GroupMember } from '../render/merge-group.ts';
import { isoNow } from '../clock.ts';
import { findChangesByPull } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { dropGroup, listGroups, saveGroup, type GroupRow } from '../store/merge-groups.ts';
import type { House } from './house.ts';
import { lookAt } from './look-at.ts';
import { putAnswer } from './put-answer.ts';

const DAY_MS = 86_400_000;

export async function formGroup(
  house: House,
  forge: Forge,
  { repo, group }: { readonly repo: RepoRef; readonly group: MergeGroup },
): Promise<void> {
  const members = await forge.observeMergeGroup(repo, group);
  const formedAt = isoNow(house.clock);
  const forget = new Date(Date.parse(formedAt) - DAY_MS).toISOString();
  const row = { repoId: repo.id, repoName: repo.name, headSha: group.headSha, members, formedAt };
  await inWorkspace(house.db, forge.workspace, (tx) => saveGroup(tx, row, forget));
  await answer(house, forge, row);
}

export async function forgetGroup(
  house: House,
  workspace: string,
  { repo, headSha }: { readonly repo: RepoRef; readonly headSha: string },
): Promise<void> {
  await inWorkspace(house.db, workspace, (tx) => dropGroup(tx, repo.id, headSha));
}

/** After a change was looked at: the groups that one of its pull requests waits in. */
export async function answerGroupsOf(
  house: House,
  workspace: string,
  number: number,
): Promise<void> {
  const waiting = await inWorkspace(house.db, workspace, async (tx) => {
    const groups = await listGroups(tx);
    if (groups.length === 0) return [];
    const pulls = (await loadChange(tx, number))?.pulls ?? [];
    return groups.filter(({ repoId, members }) =>
      pulls.some((pull) => pull.repoId === repoId && members?.includes(pull.number) === true),
    );
  });
  if (waiting.length === 0) return;
  const forge = await house.app.forge(workspace);
  for (const group of waiting) await answer(house, forge, group);
}

type At = { readonly repo: RepoRef; readonly sha: string; readonly again: boolean };

/** False: no group ends in that commit. */
export async function answerGroupAt(
  house: House,
  forge: Forge,
  { repo, sha, again }: At,
): Promise<boolean> {
  const groups = await inWorkspace(house.db, forge.workspace, listGroups);
  const group = groups.find(({ repoId, headSha }) => repoId === repo.id && headSha === sha);
  if (group === undefined) return false;
  await answer(house, forge, group, again);
  return true;
}

async function answer(
  ...[house, forge, row, again = false]: [House, Forge, GroupRow, boolean?]
): Promise<void> {
  const repo = { id: row.repoId, name: row.repoName };
  const members =
    row.members === null
      ? null
      : await Promise.all(row.members.map((pull) => memberOf(house, forge, { repo, pull })));
  const view = { members };
  const content: CheckContent = {
    conclusion: mayMerge(view) ? 'success' : 'failure',
    ...renderMergeGroupCheck(view),
    externalId: 'merge-group',
    detailsUrl: null,
  };
  await putAnswer(house, forge, { repo, sha: row.headSha, content, again });
}

type Member = { readonly repo: RepoRef; readonly pull: number };

/** Open changes speak before those that have ended; the first that says no speaks for all. */
async function memberOf(house: House, forge: Forge, member: Member): Promise<GroupMember> {
  const { repo, pull } = member;
  const linked = await inWorkspace(house.db, forge.workspace, async (tx) => {
    const numbers = await findChangesByPull(tx, repo.id, pull);
    return Promise.all(numbers.map((number) => loadChange(tx, number)));
  });
  const all = linked.filter((change) => change !== null);
  const open = all.filter(({ ended }) => ended === null);
  const speaking = open.length > 0 ? open.toReversed() : all.slice(0, 1);
  const answers: GroupMember[] = [];
  for (const change of speaking) answers.push(await answerOf(house, forge, { change, member }));
  const none = { pull, change: null, blockers: [], hold: null };
  return answers.find(({ blockers: stopping }) => stopping.length > 0) ?? answers[0] ?? none;
}

async function answerOf(
  house: House,
  forge: Forge,
  { change, member }: { readonly change: Change; readonly member: Member },
): Promise<GroupMember> {
  const facts = await lookAt(house, forge, change);
  const { number, issueUrl } = change;
  const stopping = blockers(judge(change, facts, 'merge'));
  const hold = openHold(change);
  return { pull: member.pull, change: { number, issueUrl }, blockers: stopping, hold };
}
