/**
 * What the check `holdpoint/policy` says on a pull request that edits the policy or a template: whether it can be used,
 * what it loosens, and what it would have answered to changes of late.
 *
 * What must stay true: the title is plain text and short; the summary stays below 65,535 bytes.
 */
import { changeName } from '../core/change/state.ts';
import type { Replay } from '../core/gate/replay.ts';
import type { Loosening } from '../core/policy/compare.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import { keepWhole } from './length.ts';
import { md, type Markdown } from './markdown.ts';
import { code, inline } from './safe-text.ts';

export type PolicyCheckView = {
  readonly edits: 'policy' | 'templates' | 'both';
  readonly problems: readonly PolicyProblem[];
  readonly loosened: readonly Loosening[];
  /** Of each that is edited, in words: `version 3`, `none`. */
  readonly templates: readonly {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    /** Numbers of open changes from another version. */
    readonly open: readonly number[];
    /** The change that failed and suspends it; null: it is not suspended. */
    readonly failed: number | null;
  }[];
  /** Linked to a significant change, where it loosens. */
  readonly isPartOfSignificant: boolean;
  readonly fromFork: boolean;
  /** Null: there is no usable policy to compare with. */
  readonly replay: Replay | null;
  /** Since when the review of the policy has been due, as a date; null: it is not. */
  readonly reviewDue: string | null;
};

export type PolicyCheckAnswer = {
  readonly conclusion: 'success' | 'failure' | 'action_required';
  readonly title: string;
  readonly summary: string;
};

const ROOM = 9_000;

/** On a commit where somebody else reported under its name, and it was never asked. */
export function renderUnaskedPolicy(): Pick<PolicyCheckAnswer, 'title' | 'summary'> {
  return {
    title: 'Not an answer: Holdpoint was not asked here',
    summary:
      'This check is written on pull requests that edit the policy or a template, and by Holdpoint alone. Nothing on this commit was looked at under this name.\n\n**What next:** nothing, unless a branch rule asks for `holdpoint/policy`; take it out of the rule: what holds a merge up is `holdpoint`.\n\n**Who:** an admin of the repository.',
  };
}

export function renderPolicyCheck(view: PolicyCheckView): PolicyCheckAnswer {
  return { ...verdictOf(view), summary: summaryOf(view) };
}

const EDITED = {
  policy: 'The policy',
  templates: 'The templates',
  both: 'The policy or its templates',
} as const;

function verdictOf(view: PolicyCheckView): Omit<PolicyCheckAnswer, 'summary'> {
  const { edits, problems, loosened, fromFork, isPartOfSignificant } = view;
  if (fromFork) return { conclusion: 'failure', title: 'Rules cannot be changed from a fork' };
  const what = EDITED[edits];
  if (problems.length > 0)
    return {
      conclusion: 'failure',
      title: `${what} cannot be used: ${count(problems.length, 'problem')}`,
    };
  if (loosened.length === 0)
    return {
      conclusion: 'success',
      title:
        edits === 'templates'
          ? 'Templates are taken away, which loosens nothing'
          : `The policy can be used and loosens nothing; ${flips(view)}`,
    };
  const places = count(loosened.length, 'place');
  return isPartOfSignificant
    ? {
        conclusion: 'success',
        title: `${what} can be used; loosened as part of a significant change: ${places}`,
      }
    : { conclusion: 'action_required', title: `It loosens ${places}: link a significant change` };
}

function summaryOf(view: PolicyCheckView): string {
  const { problems, loosened, replay, reviewDue } = view;
  return [
    ...(view.fromFork ? [FORK] : []),
    ...part('Problems', problems.map(problemLine)),
    ...part('What it loosens', loosened.map(looseningLine)),
    ...part('Templates', view.templates.map(templateLine)),
    ...(view.templates.some(({ open }) => open.length > 0) ? [OLDER] : []),
    ...(loosened.length > 0 && !view.isPartOfSignificant ? [LINK] : []),
    ...(reviewDue === null ? [] : [`The review of the policy has been due since ${reviewDue}.`]),
    ...replayLines(replay),
  ].join('\n\n');
}

function replayLines(replay: Replay | null): readonly string[] {
  if (replay === null) return [];
  const head = `### Changes of late\n\nJudged again from the record: ${count(replay.judged, 'change')}; ${count(replay.flips.length, 'answer')} would be another.`;
  const lines = replay.flips.map(
    ({ change, act, gate, from, to }) =>
      md`- ${inline(changeName(change))}, to ${inline(act)}: ${code(gate)} ${inline(from.replace('_', ' '))} → ${inline(to.replace('_', ' '))}`,
  );
  return [head, ...whole(lines)];
}

function flips({ replay }: PolicyCheckView): string {
  return replay === null
    ? 'nothing to compare with'
    : `${count(replay.flips.length, 'answer')} of late would be another`;
}

function part(title: string, lines: readonly Markdown[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, ...whole(lines)];
}

function whole(lines: readonly Markdown[]): readonly string[] {
  const { kept, left } = keepWhole(lines, ROOM);
  const more = left === 0 ? [] : [md`- *… ${left} more, left out here*`];
  return lines.length === 0 ? [] : [[...kept, ...more].join('\n')];
}

function problemLine({ file, line, column, expected, found, remedy }: PolicyProblem): Markdown {
  const place = [file, line, column].filter((one) => one !== null).join(':');
  return md`- ${code(place)}: expected ${inline(expected)}; found ${inline(found)}. ${inline(remedy)}`;
}

function looseningLine({ what, from, to }: Loosening): Markdown {
  return md`- ${code(what)}: ${inline(from)} → ${inline(to)}`;
}

function templateLine({
  id,
  from,
  to,
  open,
  failed,
}: PolicyCheckView['templates'][number]): Markdown {
  const rests =
    failed === null
      ? md``
      : md`; suspended since ${inline(changeName(failed))} failed, until this is merged`;
  const older =
    open.length === 0
      ? md``
      : md`; open from another version: ${inline(open.map(changeName).join(', '))}`;
  return md`- ${code(id)}: ${inline(from)} → ${inline(to)}${rests}${older}`;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

const FORK =
  '**What next:** somebody with write access brings the edit from a branch of this repository. Rules are never taken from a fork.';
const OLDER =
  'A template approves beforehand what was opened from its current version. Once this is merged, a draft from another version is opened again with the new form, and a change that was approved by it and has not begun needs an approver.';
const LINK =
  '**What next:** open a change of the category significant, link this pull request with a line `Change: CHG-…` in its description, and have it approved. It is approved under the rules that are in force now, not under these.';
