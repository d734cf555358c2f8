/**
 * What the check on a group of a merge queue says: yes only when every pull request in it may be merged; every member
 * with its change and what stands in its way first.
 *
 * What must stay true: the title is plain text and short; the summary stays below 65,535 bytes.
 */
import { changeName } from '../core/change/state.ts';
import type { AskedHold } from '../core/intent/check-button.ts';
import type { OpenHold } from '../core/desired/check-view.ts';
import type { Verdict } from '../core/gate/verdict.ts';
import { buttonsNote, buttonsOf, type Button } from './check-buttons.ts';
import { keepWhole } from './length.ts';
import { md, type Markdown } from './markdown.ts';
import { verdictText } from './refusal.ts';
import { inline, link } from './safe-text.ts';
import { UTC_CLOCK } from './when.ts';

export type GroupMember = {
  readonly pull: number;
  /** The change that speaks for it: the first that says no; null: it belongs to none. */
  readonly change: { readonly number: number; readonly issueUrl: string } | null;
  /** Everything that stands in its way, the first first. */
  readonly blockers: readonly Verdict[];
  /** What a second person is asked about; null: nothing. */
  readonly hold: OpenHold | null;
};

/** `members` null: it cannot be told which pull requests are in it. */
export type GroupView = { readonly members: readonly GroupMember[] | null };

const ROOM = 18_000;

export function mayMerge({ members }: GroupView): boolean {
  return members !== null && members.length > 0 && members.every(isFine);
}

export function renderMergeGroupCheck(view: GroupView): {
  readonly title: string;
  readonly summary: string;
  readonly buttons: readonly Button[];
  readonly hold: AskedHold | null;
} {
  const { members } = view;
  if (members === null || members.length === 0)
    return { title: UNKNOWN_TITLE, summary: UNKNOWN, buttons: buttonsOf(null), hold: null };
  const stopped = members.filter((member) => !isFine(member));
  const of = `${String(members.length)} ${members.length === 1 ? 'pull request' : 'pull requests'}`;
  const title =
    stopped.length === 0
      ? `May be merged: all of ${of}`
      : `Not mergeable: ${String(stopped.length)} of ${of}, first #${String(stopped[0]?.pull)}`;
  const { kept, left } = keepWhole([...stopped, ...members.filter(isFine)].map(lineOf), ROOM);
  const more = left === 0 ? [] : [md`*… ${left} more, left out here.*`];
  const next = stopped.length === 0 ? [] : ['', NEXT];
  const hold = holdIn(stopped);
  const note = buttonsNote(hold);
  const asked = note === null ? [] : ['', note];
  const summary = [HEAD, '', ...kept, ...more, ...next, ...asked].join('\n');
  return { title, summary, buttons: buttonsOf(hold), hold };
}

/** Of the first member that waits for a second person: there is room for one. */
function holdIn(members: readonly GroupMember[]): AskedHold | null {
  for (const { change, hold } of members)
    if (change !== null && hold !== null) return { change: change.number, ...hold };
  return null;
}

function isFine({ change, blockers }: GroupMember): boolean {
  return change !== null && blockers.length === 0;
}

function lineOf({ pull, change, blockers }: GroupMember): Markdown {
  if (change === null)
    return md`- **#${pull}**: belongs to no change. Open one and link it with a line \`Change: CHG-…\` in its description.`;
  const name = link(inline(changeName(change.number)), change.issueUrl);
  const [first] = blockers;
  if (first === undefined) return md`- #${pull} · ${name}: may be merged`;
  const { title, remedy } = verdictText(first, UTC_CLOCK);
  const rest = blockers.length === 1 ? md`` : md` (and ${blockers.length - 1} more)`;
  return md`- **#${pull}** · ${name}: ${title}${rest}. ${remedy}`;
}

const HEAD =
  'A merge group is let through only when every pull request in it may be merged by itself.';
const NEXT =
  '**What next:** take what cannot be merged out of the queue, or remove what stands in its way; the queue forms the group again.';

const UNKNOWN_TITLE = 'Not mergeable: it cannot be told which pull requests are in the group';
const UNKNOWN = [
  'Holdpoint answers for each pull request in a merge group. The forge did not show which ones this group brings',
  'together, so it is refused instead of letting something through unseen.',
  '',
  '**What next:** take the pull request out of the queue and add it again, or merge it directly; its own `holdpoint`',
  'check says whether it may be merged.',
  '',
  '**Who:** anybody with write access.',
].join('\n');
