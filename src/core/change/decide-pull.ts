/**
 * Pull requests that belong to a change. Their heads are part of what is approved: a new head, or another set of pull
 * requests, is something that nobody has agreed to yet.
 *
 * What must stay true: late or repeated notices end in the same state as timely ones, because what counts is the head
 * that is seen now.
 */
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Handlers } from './answer.ts';
import { hasBegun } from './binding.ts';
import { approvalsLost } from './decide-plan.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { forbidden } from './permission.ts';
import { isPull } from './pull-key.ts';
import type { PullKey } from './pull-key.ts';
import type { Change, LinkedPull } from './state.ts';

/** An approval names every head: more would not fit into one event. */
const MAX_PULLS = 100;

export const pullHandlers: Handlers<'link' | 'unlink' | 'note_head' | 'note_merge'> = {
  link: ({ change, command, facts }) => {
    const { repoId, repo, pull: number } = command;
    const head = headNow(facts, { repoId, number }) ?? command.head;
    if (head === '')
      return obstacle('command_incomplete', { verb: command.type, missing: ['pull request'] });
    const linked = findLinked(change, { repoId, number });
    if (linked !== null) return moveHead(change, linked, head);
    if (change.pulls.length >= MAX_PULLS) return forbidden({ verb: command.type, why: 'too_many' });
    const event: ChangeEvent = {
      type: 'pull_linked',
      data: { repoId, number, head },
      texts: { repo },
    };
    return record(event, ...headsChanged(change));
  },
  unlink: ({ change, command }) => {
    const { repoId, pull: number } = command;
    if (findLinked(change, { repoId, number }) === null) return NOTHING;
    return record(
      { type: 'pull_unlinked', data: { repoId, number }, texts: {} },
      ...headsChanged(change),
    );
  },
  note_head: ({ change, command, facts }) => {
    const { repoId, pull: number } = command;
    const linked = findLinked(change, { repoId, number });
    if (linked === null) return NOTHING;
    return moveHead(change, linked, headNow(facts, linked) ?? command.head);
  },
  note_merge: ({ change, command, facts }) => {
    const { repoId, pull: number, sha } = command;
    const linked = findLinked(change, { repoId, number });
    if (linked === null || linked.merged) return NOTHING;
    const head = headNow(facts, linked);
    return record({ type: 'pull_merged', data: { repoId, number, sha, head }, texts: {} });
  },
};

function moveHead(change: Change, linked: LinkedPull, to: string): Answer {
  const { repoId, number, head: from } = linked;
  if (from === to || linked.merged || change.ended !== null) return NOTHING;
  const moved: ChangeEvent = {
    type: 'pull_head_moved',
    data: { repoId, number, from, to },
    texts: {},
  };
  return record(moved, ...headsChanged(change));
}

/** While the change runs, the merge is what is held up; what was approved stays in force. */
function headsChanged(change: Change): readonly ChangeEvent[] {
  return hasBegun(change) && !change.reapprovalDue ? [] : approvalsLost(change, 'ref_changed');
}

function headNow(facts: Facts, key: PullKey): string | null {
  return facts.pulls.find((pull) => isPull(pull, key))?.head ?? null;
}

function findLinked(change: Change, key: PullKey): LinkedPull | null {
  return change.pulls.find((pull) => isPull(pull, key)) ?? null;
}
