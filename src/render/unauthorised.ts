/**
 * The issue in which somebody answers for what went past the gates: what was seen, who, when, where, why nothing allowed
 * it, and what to write.
 *
 * What must stay true: names of branches and environments, logins and reasons are words of people, and come through the
 * door of safe-text.ts. The title holds none of them.
 */
import type { AnswerRefusal } from '../core/deploy/answer-unauthorised.ts';
import type { UnauthorisedState } from '../core/deploy/answer-unauthorised.ts';
import type { UnauthorisedKind } from '../core/deploy/unauthorised.ts';
import { changeName } from '../core/change/state.ts';
import { md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, link, login, markerLine, quote } from './safe-text.ts';
import { exact, UTC_CLOCK } from './when.ts';

export type UnauthorisedView = {
  readonly kind: UnauthorisedKind;
  readonly repoName: string;
  readonly place: string;
  readonly actorLogin: string;
  readonly sha: string;
  readonly url: string | null;
  readonly matchedChange: number | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly times: number;
  readonly state: UnauthorisedState;
  readonly byLogin: string | null;
  readonly answeredAt: string | null;
  readonly change: number | null;
  readonly reason: string | null;
  readonly refused: AnswerRefusal | null;
  readonly refusedLogin: string | null;
};

type Words = { readonly title: string; readonly why: Markdown };

const KINDS: Readonly<Record<UnauthorisedKind, Words>> = {
  deployment_unmatched: {
    title: 'a production deployment that belongs to no change',
    why: md`No change names this deployment or holds its commit, and none that could be meant was running, or more than one was.`,
  },
  deployment_out_of_turn: {
    title: 'a production deployment out of its turn',
    why: md`The change that it belongs to was not running then, or not inside its window.`,
  },
  deployment_without_our_word: {
    title: 'a production deployment without the word of the gate',
    why: md`It waited for the word of Holdpoint and went ahead without it: somebody passed the protection rule.`,
  },
  direct_push: {
    title: 'a push to the default branch without a pull request',
    why: md`No merged pull request stands behind this commit, or the push took off what was merged, so nobody else has read it and no change speaks for it.`,
  },
  merge_against_the_check: {
    title: 'a merge against the check',
    why: md`The rules of the branch ask for the check \`holdpoint\`, it was not green, and the pull request belongs to no change.`,
  },
};

const STANDING: Readonly<Record<UnauthorisedState, Markdown>> = {
  open: md`open: nobody has answered for it yet`,
  justified: md`justified`,
  dismissed: md`dismissed as noise`,
};

const REFUSED: Readonly<Record<AnswerRefusal, Markdown>> = {
  answered_already: md`it was answered before`,
  not_human: md`a machine answers for nothing`,
  own_act: md`nobody answers for what they did themselves; somebody else has to`,
  not_permitted: md`a lead, or whoever may approve changes, has to`,
  cannot_tell: md`it cannot be told whose all the linked accounts of the policy are; an admin names accounts there that exist`,
  reason_missing: md`it needs a reason, or the number of a change`,
  change_unknown: md`there is no change of that number; open it first, with the change form`,
};

export function renderUnauthorised(
  view: UnauthorisedView,
  marker: string,
): { readonly title: string; readonly body: string } {
  const { title, why } = KINDS[view.kind];
  const lines = [
    md`**What:** ${inline(title)}, ${whereText(view)}`,
    md`**Who:** ${login(view.actorLogin)}`,
    md`**When:** ${whenText(view)}`,
    md`**Commit:** ${view.url === null ? code(view.sha) : link(code(view.sha.slice(0, 12)), view.url)}`,
    md`**Why this is unauthorised:** ${why}${belongsTo(view)}`,
    md`**Now:** ${STANDING[view.state]}${answerText(view)}`,
    ...(view.state === 'open' ? nextLines(view) : reasonLines(view)),
    NOTHING,
    markerLine(marker),
  ];
  return { title: `Unauthorised change: ${title}`, body: lines.join('\n\n') };
}

function whereText({ kind, place, repoName }: UnauthorisedView): Markdown {
  const isBranch = kind === 'direct_push' || kind === 'merge_against_the_check';
  return md`${isBranch ? md`branch` : md`environment`} ${code(place)} of ${code(repoName)}`;
}

function whenText({ firstSeen, lastSeen, times }: UnauthorisedView): Markdown {
  const first = md`${exact(firstSeen, UTC_CLOCK)}`;
  return times === 1
    ? first
    : md`${times} times, first ${first}, last ${exact(lastSeen, UTC_CLOCK)}`;
}

function belongsTo({ matchedChange }: UnauthorisedView): Markdown {
  return matchedChange === null
    ? NOTHING
    : md` It belongs to ${inline(changeName(matchedChange))}.`;
}

function answerText({ byLogin, answeredAt, change }: UnauthorisedView): Markdown {
  if (byLogin === null || answeredAt === null) return NOTHING;
  const stands = change === null ? NOTHING : md`; ${inline(changeName(change))} stands for it`;
  return md` by ${login(byLogin)}, ${exact(answeredAt, UTC_CLOCK)}${stands}`;
}

function reasonLines({ reason }: UnauthorisedView): readonly Markdown[] {
  return reason === null || reason === '' ? [] : [md`**Reason:**`, quote(reason)];
}

function nextLines({ refused, refusedLogin }: UnauthorisedView): readonly Markdown[] {
  return [
    md`**Next**, in a comment here, on a line of its own:`,
    md`- \`/chg justify CHG-00012\` names the change that stands for it, one that was written afterwards as well; a reason may follow.
- \`/chg justify <reason>\` says why it had to be so.
- \`/chg dismiss <reason>\` says that it is noise.`,
    md`**Who:** a lead, or whoever may approve changes; never whoever did it.`,
    ...(refused === null
      ? []
      : [md`**Did not count:** the answer of ${login(refusedLogin ?? '')}: ${REFUSED[refused]}.`]),
  ];
}
