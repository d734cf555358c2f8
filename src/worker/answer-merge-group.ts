/**
 * A merge queue asks for our check on a commit of its own, which stands for several pull requests. Each is judged by
 * its own changes, with its own head, as its own check is; the group may be merged when all of them may.
 *
 * What must stay true: what cannot be told is a no. A group is answered anew whenever a change of a member was looked
 * at, as long as the group is there.
 */
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import { openHold } from '../core/desired/open-hold.ts';
import { blockers, judge } from '../core/gate/judge.ts';
import { spellAbout } from '../core/intent/check-about.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { CheckContent, Forge, MergeGroup } from '../forge/port.ts';
import { mayMerge, renderMergeGroupCheck, type GroupMember } from '../render/merge-group.ts';
import { isoNow } from '../clock.ts';
import { findChangesByPull } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { dropGroup, listGroups, saveGroup, type GroupRow } from '../store/merge-groups.ts';
import type { House } from './house.ts';
import { inTurn } from './in-turn.ts';
import { lookAt } from './look-at.ts';
import { putAnswer } from './put-answer.ts';

const DAY_MS = 86_400_000;

export async function formGroup(
  house: House,
  forge: Forge,
  { repo, group }: { readonly repo: RepoRef; readonly group: MergeGroup },
): Promise<void> {
  const known = await groupAt(house, forge, { repo, sha: group.headSha });
  // What a commit brings together never changes, however often we are told of it.
  const members = known?.members ?? (await forge.observeMergeGroup(repo, group));
  const formedAt = isoNow(house.clock);
  const forget = new Date(Date.parse(formedAt) - DAY_MS).toISOString();
  const row = { repoId: repo.id, repoName: repo.name, headSha: group.headSha, members, formedAt };
  await inWorkspace(house.db, forge.workspace, (tx) => saveGroup(tx, row, forget));
  await answer(house, forge, { row, look: lookOnce(house, forge) });
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
  const items = new Map(waiting.map((row) => [`${row.repoId}:${row.headSha}`, row]));
  // Changes of a queue move together, and each of them is in many groups: a run looks at each change once, for all.
  const run = (rows: readonly GroupRow[]): Promise<void> => answerWaiting(house, workspace, rows);
  await inTurn(house.groupLanes, workspace, { items, run });
}

/**
 * One that cannot be answered keeps no other from its answer. Trouble that passes is thrown when all were tried; any
 * other is told.
 */
async function answerWaiting(
  house: House,
  workspace: string,
  rows: readonly GroupRow[],
): Promise<void> {
  const forge = await house.app.forge(workspace);
  const look = lookOnce(house, forge);
  const passing: unknown[] = [];
  for (const row of rows) {
    try {
      await answer(house, forge, { row, look });
    } catch (error) {
      if (isLasting(error)) tellUnanswered(house, row, error);
      else passing.push(error);
    }
  }
  if (passing.length > 0) throw passing[0];
}

function isLasting(error: unknown): error is ForgeFault {
  return error instanceof ForgeFault && !isTransient(error.code);
}

function tellUnanswered({ log }: House, { repoName, headSha }: GroupRow, error: ForgeFault): void {
  const fields = { action: 'group_unanswered', repository: repoName, sha: headSha, err: error };
  log.error(fields, 'a group of the merge queue cannot be answered');
}

type At = { readonly repo: RepoRef; readonly sha: string };

/** False: no group ends in that commit. */
export async function answerGroupAt(
  house: House,
  forge: Forge,
  { again, ...at }: At & { readonly again: boolean },
): Promise<boolean> {
  const row = await groupAt(house, forge, at);
  if (row === undefined) return false;
  await answer(house, forge, { row, look: lookOnce(house, forge), again });
  return true;
}

async function groupAt(
  { db }: House,
  { workspace }: Forge,
  { repo, sha }: At,
): Promise<GroupRow | undefined> {
  const groups = await inWorkspace(db, workspace, listGroups);
  return groups.find(({ repoId, headSha }) => repoId === repo.id && headSha === sha);
}

type Looks = (change: Change) => Promise<Facts>;

/** Several groups, and several pull requests of one, may belong to the same change. */
function lookOnce(house: House, forge: Forge): Looks {
  const looked = new Map<number, Promise<Facts>>();
  return (change) => {
    const facts = looked.get(change.number) ?? lookAt(house, forge, change);
    looked.set(change.number, facts);
    return facts;
  };
}

type Answering = { readonly row: GroupRow; readonly look: Looks; readonly again?: boolean };

const MOST_ROUNDS = 3;

/**
 * Another replica may be answering as well, and nobody's word waits for the forge: whoever looked before a change moved
 * does not have the last word.
 */
async function answer(house: House, forge: Forge, answering: Answering): Promise<void> {
  const { row } = answering;
  let next = answering;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const speaking = await speakingFor(house, forge, row);
    if (hasLanded(row, speaking)) return;
    await answerOnce(house, forge, { ...next, speaking });
    if (momentsOf(await speakingFor(house, forge, row)) === momentsOf(speaking)) return;
    next = { row, look: lookOnce(house, forge) };
  }
}

type Speaking = ReadonlyMap<number, readonly Change[]>;

/** What was let through stays as it was answered: of a merged change one would be told that it is over. */
function hasLanded({ repoId }: GroupRow, speaking: Speaking): boolean {
  const isMerged = ([number, changes]: readonly [number, readonly Change[]]): boolean =>
    changes.some(({ pulls }) =>
      pulls.some((pull) => pull.repoId === repoId && pull.number === number && pull.merged),
    );
  return speaking.size > 0 && [...speaking].every(isMerged);
}

async function answerOnce(
  house: House,
  forge: Forge,
  { row, look, again = false, speaking }: Answering & { readonly speaking: Speaking },
): Promise<void> {
  const repo = { id: row.repoId, name: row.repoName };
  const members = Array.from(speaking, ([pull, changes]) => memberOf(pull, changes, look));
  const view = { members: row.members === null ? null : await Promise.all(members) };
  const { hold, ...drawn } = renderMergeGroupCheck(view);
  const content: CheckContent = {
    conclusion: mayMerge(view) ? 'success' : 'failure',
    ...drawn,
    externalId: spellAbout({ kind: 'group' }, hold),
    detailsUrl: null,
  };
  try {
    await putAnswer(house, forge, { repo, sha: row.headSha, content, again });
  } catch (error) {
    if (!(error instanceof ForgeFault) || error.code !== 'invalid') throw error;
    // The forge knows no such commit any more; that the group is gone was lost on the way.
    tellUnanswered(house, row, error);
    await forgetGroup(house, forge.workspace, { repo, headSha: row.headSha });
  }
}

/** By pull request, the changes that speak for it: open ones before those that have ended. */
async function speakingFor(
  { db }: House,
  { workspace }: Forge,
  { repoId, members }: GroupRow,
): Promise<Speaking> {
  return inWorkspace(db, workspace, async (tx) => {
    const speaking = new Map<number, readonly Change[]>();
    for (const pull of members ?? []) {
      const all: Change[] = [];
      for (const number of await findChangesByPull(tx, repoId, pull)) {
        const change = await loadChange(tx, number);
        if (change !== null) all.push(change);
      }
      const open = all.filter(({ ended }) => ended === null);
      speaking.set(pull, open.length > 0 ? open.toReversed() : all.slice(0, 1));
    }
    return speaking;
  });
}

function momentsOf(speaking: Speaking): string {
  const moments = [...speaking.values()].flat();
  return moments.map(({ number, lastSeq }) => `${String(number)}:${String(lastSeq)}`).join(' ');
}

/** The first that says no speaks for all. */
async function memberOf(
  pull: number,
  changes: readonly Change[],
  look: Looks,
): Promise<GroupMember> {
  const answers: GroupMember[] = [];
  for (const change of changes) answers.push(answerOf(change, pull, await look(change)));
  const none = { pull, change: null, blockers: [], hold: null };
  return answers.find(({ blockers: stopping }) => stopping.length > 0) ?? answers[0] ?? none;
}

function answerOf(change: Change, pull: number, facts: Facts): GroupMember {
  const { number, issueUrl } = change;
  const stopping = blockers(judge(change, facts, 'merge'));
  return { pull, change: { number, issueUrl }, blockers: stopping, hold: openHold(change) };
}
