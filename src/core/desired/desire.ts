/**
 * What every surface of one change should show: a function of its state and of what was looked up, nothing else.
 * The reconciler compares this with what is there. Nothing is remembered here and nothing is permitted here.
 */
import { changeName, type Change } from '../change/state.ts';
import type { Facts } from '../change/facts.ts';
import type { Parts } from '../intent/notice.ts';
import { judge } from '../gate/judge.ts';
import type { FoundPast } from '../risk/history.ts';
import type { Announcement } from './announcement.ts';
import { announcementsOf } from './announcements.ts';
import { checksOf, type DesiredCheck } from './checks.ts';
import { reviewersOf, type DesiredReviewers } from './reviewers.ts';
import { evidenceView, type EvidenceView } from './evidence.ts';
import { labelsOf, type DesiredLabel } from './labels.ts';
import { nativeOf, type DesiredNative } from './native.ts';
import { pastShown } from './past-view.ts';
import { recordView } from './record-view.ts';
import type { GateList, RecordView } from './view.ts';

export type World = {
  readonly facts: Facts;
  readonly titlePrefix: boolean;
  /** Earlier changes like it; absent: nobody looked. */
  readonly past?: FoundPast;
  /** Of its issue, as the forge counts them; absent: there are none. */
  readonly parts?: Parts;
};

export type Desired = {
  /** Null: it is not ours to write. */
  readonly title: string | null;
  readonly labels: readonly DesiredLabel[];
  /** `open` null: whether it is open is the forge's own business. */
  readonly issue: {
    readonly open: boolean | null;
    readonly reason: 'completed' | 'not_planned' | null;
  };
  readonly record: RecordView;
  /** When it has ended. */
  readonly evidence: EvidenceView | null;
  readonly announcements: readonly Announcement[];
  /** One for each linked pull request that is open. */
  readonly checks: readonly DesiredCheck[];
  readonly reviewers: readonly DesiredReviewers[];
  /** Null: nothing there is ours to touch. */
  readonly native: DesiredNative | null;
};

export function desire(change: Change, world: World): Desired {
  const { facts } = world;
  const gates = gatesAhead(change, facts);
  const past = pastShown(change, world.past ?? null);
  const parts = change.ended === null ? (world.parts ?? null) : null;
  const record = { ...recordView(change, facts, gates), past, parts };
  const { situation } = record;
  const merge = change.pulls.length === 0 ? [] : judge(change, facts, 'merge');
  return {
    title: titleOf(change, world.titlePrefix),
    labels: labelsOf(change),
    issue: issueOf(change),
    record,
    evidence: evidenceView(change),
    announcements: announcementsOf(change, { facts, gates, situation }),
    checks: checksOf(change, { facts, verdicts: merge, record }),
    reviewers: reviewersOf(change, facts),
    native: nativeOf(change, facts),
  };
}

/** The gates of the act that comes next; none once there is nothing left to do. */
export function gatesAhead(change: Change, facts: Facts): GateList | null {
  const act = actAhead(change);
  return act === null ? null : { act, verdicts: judge(change, facts, act) };
}

function actAhead(change: Change): GateList['act'] | null {
  switch (change.state) {
    case 'draft':
      return change.category === 'emergency' ? 'start' : 'submit';
    case 'review':
      return 'approve';
    case 'approved':
      if (change.own !== null) return 'merge';
      return (change.window ?? change.plan?.window ?? null) === null ? 'schedule' : 'start';
    case 'scheduled':
      return 'start';
    case 'in_progress':
      return 'complete';
    case 'completed':
    case 'rolled_back':
    case 'rejected':
    case 'cancelled':
      return null;
  }
}

/** The longest title a forge takes is 256 characters; the prefix is never what is lost. */
const LONGEST_TITLE = 256;

function titleOf(change: Change, prefixed: boolean): string | null {
  // The title of a pull request becomes the message of its commit.
  if (change.own !== null) return null;
  const prefix = `${changeName(change.number)}: `;
  if (!prefixed || change.title.startsWith(prefix)) return change.title;
  const characters = Array.from(change.title);
  while (prefix.length + characters.join('').length > LONGEST_TITLE) characters.pop();
  return `${prefix}${characters.join('')}`.trimEnd();
}

function issueOf(change: Change): Desired['issue'] {
  if (change.own !== null) return { open: null, reason: null };
  if (change.ended === null) return { open: true, reason: null };
  return { open: false, reason: change.state === 'completed' ? 'completed' : 'not_planned' };
}
