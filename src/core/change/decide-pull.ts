/**
 * Pull requests that belong to a change. Their heads are part of what is approved: a new head, or another set of pull
 * requests, is something that nobody has agreed to yet.
 *
 * What must stay true: late or repeated notices end in the same state as timely ones, because what counts is the head
 * that is seen now.
 */
import { judge } from '../gate/judge.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Case, Handlers } from './answer.ts';
import { approvalsAfterPush, approvalsLost } from './approved-code.ts';
import { hasBegun, hasNewBase, standingApprovals } from './binding.ts';
import { mergedOwn, mergeOf } from './decide-own.ts';
import type { Scene } from './bound-heads.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { forbidden } from './permission.ts';
import { isPull } from './pull-key.ts';
import type { RefusalCode } from './refusal.ts';
import type { PullKey } from './pull-key.ts';
import { readPush } from './push.ts';
import type { Change, LinkedPull } from './state.ts';

/** An approval names every head: more would not fit into one event. */
const MAX_PULLS = 100;

type PullVerb = 'link' | 'unlink' | 'note_head' | 'note_merge' | 'note_queued';

export const pullHandlers: Handlers<PullVerb> = {
  link: ({ change, command, facts }) => {
    const { repoId, repo, pull: number } = command;
    const { head, base = '' } = shownNow(facts, { repoId, number }) ?? command;
    if (head === '')
      return obstacle('command_incomplete', { verb: command.type, missing: ['pull request'] });
    const linked = findLinked(change, { repoId, number });
    if (linked !== null) return record(...moved({ change, facts }, linked, command));
    if (change.pulls.length >= MAX_PULLS) return forbidden({ verb: command.type, why: 'too_many' });
    const event: ChangeEvent = {
      type: 'pull_linked',
      data: { repoId, number, head },
      texts: { repo, ...(base === '' ? {} : { base }) },
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
    const isMoved = moved({ change, facts }, linked, command);
    const follows = isMoved.length > 0 ? isMoved : cameBack(change, linked, facts);
    return record(...pushed(change, linked, { command, facts }), ...follows);
  },
  note_merge: (asked) => {
    const { change, command, facts } = asked;
    const { repoId, pull: number } = command;
    const linked = findLinked(change, { repoId, number });
    if (linked === null || linked.merged) return NOTHING;
    if (change.own !== null && change.ended === null) return mergedOwn(asked, linked);
    const head = shownNow(facts, linked)?.head ?? null;
    const unmet = unmetAtMerge(change, linked, facts);
    const merged = mergeOf(asked, linked);
    return record({ ...merged, data: { ...merged.data, head, unmet } });
  },
  note_queued: ({ change, command, facts }) => {
    const { repoId, pull: number, queued } = command;
    const linked = findLinked(change, { repoId, number });
    const { actor } = facts;
    if (linked === null || linked.merged || change.ended !== null) return NOTHING;
    const by = queued && actor.kind === 'human' ? actor.id : null;
    if ((linked.queuedBy?.id ?? null) === by) return NOTHING;
    return record({
      type: by === null ? 'pull_unqueued' : 'pull_queued',
      data: { repoId, number },
      texts: {},
    });
  },
};

/** What the check said no to. Only where a delivery told of it: what is found later may have looked otherwise then. */
function unmetAtMerge(change: Change, linked: LinkedPull, facts: Facts): readonly RefusalCode[] {
  if (change.state !== 'in_progress' || facts.witnessed !== true) return [];
  const pulls = facts.pulls.map((pull) =>
    isPull(pull, linked) ? { ...pull, open: true, merged: false } : pull,
  );
  const verdicts = judge(change, { ...facts, pulls }, 'merge');
  return [...new Set(verdicts.flatMap(({ kind, code }) => (kind === 'unmet' ? [code] : [])))];
}

type Shown = { readonly head: string; readonly base?: string };
type Said = Shown & { readonly pushed?: true };

/**
 * A new head, or another branch to be merged into: neither is what was agreed to. What counts is what is seen now; where
 * something else was told, it came after that, and nobody knows when.
 */
function moved({ change, facts }: Scene, linked: LinkedPull, said: Said): readonly ChangeEvent[] {
  const { repoId, number, head: from, base } = linked;
  const shown = shownNow(facts, linked) ?? said;
  const { head: to, base: next = '' } = shown;
  if (linked.merged || change.ended !== null) return [];
  const events: ChangeEvent[] = [];
  if (from !== to) {
    const seen = facts.pulls.find((pull) => isPull(pull, linked));
    const found = to !== said.head;
    const pusher = said.pushed === true && !found ? facts.actor.id : null;
    const push = readPush({ from, to, pusher }, seen);
    const data = { repoId, number, from, to, ...push, found };
    events.push({ type: 'pull_head_moved', data, texts: {} });
  }
  if (next !== '' && next !== base) {
    const texts = { from: base ?? '', to: next };
    const data = { repoId, number, found: next !== said.base };
    events.push({ type: 'pull_retargeted', data, texts });
  }
  if (hasNewBase(linked, shown)) return [...events, ...headsChanged(change)];
  return from === to ? events : [...events, ...approvalsAfterPush(change, events, facts)];
}

/** Closed when it was approved, and open again: nobody who approved has looked at it. */
function cameBack(change: Change, linked: LinkedPull, facts: Facts): readonly ChangeEvent[] {
  const seen = facts.pulls.find((pull) => isPull(pull, linked));
  if (seen?.open !== true || seen.merged || change.ended !== null) return [];
  const isMeant = standingApprovals(change).every(({ heads }) => heads.includes(linked.head));
  return isMeant ? [] : headsChanged(change);
}

/** Whoever pushed has a hand in the code, whatever name stands in its commits. Its author has one anyway. */
function pushed(
  change: Change,
  linked: LinkedPull,
  { command, facts }: Pick<Case<'note_head'>, 'command' | 'facts'>,
): readonly ChangeEvent[] {
  const { repoId, number } = linked;
  const { actor } = facts;
  if (command.pushed !== true || actor.kind !== 'human' || change.ended !== null) return [];
  const seen = facts.pulls.find((pull) => isPull(pull, linked));
  const known = change.pushers.some((one) => isPull(one, linked) && one.by.id === actor.id);
  if (known || seen?.author.id === actor.id) return [];
  return [{ type: 'pull_pushed', data: { repoId, number, head: command.head }, texts: {} }];
}

/** While the change runs, the merge is what is held up; what was approved stays in force. */
function headsChanged(change: Change): readonly ChangeEvent[] {
  return hasBegun(change) && !change.reapprovalDue ? [] : approvalsLost(change, 'ref_changed');
}

function shownNow(facts: Facts, key: PullKey): Shown | null {
  return facts.pulls.find((pull) => isPull(pull, key)) ?? null;
}

function findLinked(change: Change, key: PullKey): LinkedPull | null {
  return change.pulls.find((pull) => isPull(pull, key)) ?? null;
}
