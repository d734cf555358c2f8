/**
 * A pull request that is its own change: open as a draft it is a draft, ready for review it is submitted as soon as its
 * gates allow (settle.ts), approved it may be merged, and its merge starts and completes it in one act.
 *
 * What must stay true: whoever merged is who carried it out, and what the check said no to stands in the record of the
 * merge. What is asked of an issue's change between approval and completion is refused: there is nothing in between.
 */
import { judge } from '../gate/judge.ts';
import type { Verdict } from '../gate/verdict.ts';
import { voicesOf } from '../policy/tally.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, CommandOf, Handlers } from './answer.ts';
import { currentHeads } from './binding.ts';
import type { CommandType, OwnPull } from './command.ts';
import { openedWith } from './decide-plan.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { preview } from './preview.ts';
import { isPull } from './pull-key.ts';
import type { RefusalCode } from './refusal.ts';
import { settle } from './settle.ts';
import { changeName } from './state.ts';
import type { Change, LinkedPull } from './state.ts';

const WITHOUT_MERGE = 'Closed without being merged.';

/** Booking, starting, walking and ending belong to changes that have an issue, and so do further pull requests. */
const NOT_FOR_OWN: ReadonlySet<CommandType> = new Set<CommandType>([
  'schedule',
  'start',
  'complete',
  'rollback',
  'recovered',
  'reopen',
  'handover',
  'link',
  'unlink',
]);

export function forbiddenForOwn(change: Change, verb: CommandType): Answer | null {
  if (change.own === null || !NOT_FOR_OWN.has(verb)) return null;
  return obstacle('not_permitted', { verb, why: 'own_pull' });
}

export function decideOpenOwn(command: CommandOf<'open'>, pull: OwnPull): Answer {
  const { head, base = '' } = pull;
  // It was not found: whoever asked sees on the pull request what to do.
  if (head === '') return obstacle('change_missing', { verb: command.type });
  const { repoId, repo, issue: number } = command;
  return record(...openedWith(command), {
    type: 'pull_linked',
    data: { repoId, number, head },
    texts: { repo, ...(base === '' ? {} : { base }) },
  });
}

type OwnVerb = 'note_ready' | 'note_draft' | 'note_unmerged' | 'note_elsewhere';

export const ownHandlers: Handlers<OwnVerb> = {
  note_ready: ({ change }) =>
    isOpenOwn(change) && change.own?.draft === true
      ? record({ type: 'readied_for_review', data: {}, texts: {} })
      : NOTHING,
  note_draft: ({ change }) =>
    isOpenOwn(change) && change.own?.draft === false
      ? record({ type: 'converted_to_draft', data: {}, texts: {} })
      : NOTHING,
  note_unmerged: ({ change }) => (isOpenOwn(change) ? cancelled(WITHOUT_MERGE) : NOTHING),
  note_elsewhere: ({ change, command }) =>
    isOpenOwn(change) ? cancelled(`Belongs to ${changeName(command.to)} now.`) : NOTHING,
};

function isOpenOwn({ own, ended }: Change): boolean {
  return own !== null && ended === null;
}

function cancelled(reason: string): Answer {
  return record({ type: 'cancelled', data: {}, texts: { reason } });
}

/** The merge of a pull request that is its own change, which is its whole execution. */
export function mergedOwn(
  asked: Pick<Case<'note_merge'>, 'change' | 'command' | 'facts'>,
  linked: LinkedPull,
): Answer {
  const { change, command } = asked;
  const merged = mergeOf(asked, linked);
  const facts = beforeTheMerge(asked.facts, linked);
  // What was missing may have come together a moment before.
  const settled = settle(change, facts);
  const ready = preview(change, settled, facts);
  const { sha } = command;
  const head = facts.pulls.find((pull) => isPull(pull, linked))?.head ?? null;
  const unmet = unmetAt(judge(ready, facts, 'merge'), asked.facts);
  const voices = voicesOf(ready, facts);
  const { digest } = ready;
  const started: ChangeEvent = {
    type: 'started',
    data: {
      ...{ digest, bypassed: [], reviewDueAt: null, heads: currentHeads(ready), voices },
      ...{ second: null, authorisers: null },
    },
    texts: { authoriser: '' },
  };
  return record(
    ...settled,
    started,
    { ...merged, data: { ...merged.data, head, unmet } },
    {
      type: 'completed',
      data: { code: 'successful' },
      texts: { notes: `Merged as ${sha.slice(0, 12)}.` },
    },
  );
}

type Merged = Extract<ChangeEvent, { readonly type: 'pull_merged' }>;

/** Where a machine merged, the person on whose word it did is named beside it: who let it, or who queued it last. */
export function mergeOf(
  { command, facts }: Pick<Case<'note_merge'>, 'command' | 'facts'>,
  { repoId, number, queuedBy }: LinkedPull,
): Merged {
  const by = command.by ?? queuedBy;
  const isNamed = by !== null && by.id !== facts.actor.id;
  const data = { repoId, number, sha: command.sha, head: null, unmet: [] };
  return {
    type: 'pull_merged',
    data: { ...data, by: isNamed ? by.id : null },
    texts: isNamed ? { byLogin: by.login } : {},
  };
}

function beforeTheMerge(facts: Facts, linked: LinkedPull): Facts {
  const pulls = facts.pulls.map((pull) =>
    isPull(pull, linked) ? { ...pull, open: true, merged: false } : pull,
  );
  return { ...facts, pulls };
}

/** What is found later may have looked otherwise then; whether it had been approved is known all the same. */
function unmetAt(verdicts: readonly Verdict[], { witnessed }: Facts): readonly RefusalCode[] {
  const unmet = verdicts.filter(
    ({ kind, gate }) => kind === 'unmet' && (witnessed === true || gate === 'state'),
  );
  return [...new Set(unmet.map(({ code }) => code))];
}
