/**
 * What happens to an issue: it becomes a change, its plan is edited, it is closed, moved or deleted.
 *
 * What must stay true: an issue becomes a change by the marker label alone, which the form sets; a body that cannot
 * be read still opens one, with its problems, so that nobody waits for an answer that never comes.
 */
import type { Command } from '../change/command.ts';
import { storable } from '../change/storable.ts';
import { splitLines } from '../plan/body.ts';
import { digestPlan } from '../plan/digest.ts';
import type { PlanReading } from '../plan/plan.ts';
import { readPullPlan } from '../plan/pull-form.ts';
import { readPlan } from '../plan/read-plan.ts';
import { readTemplateBody } from '../template/read-body.ts';
import type { Intention } from './intention.ts';
import { openKey, planKey, titleKey } from './key.ts';
import { asking } from './known.ts';
import type { Known, NoticeOf } from './known.ts';
import type { IssueSeen, Notice } from './notice.ts';
import { claimsAnother, plainTitle } from './title.ts';

export const MARKER_LABEL = 'change';

export function intendOpen(notice: Notice, issue: IssueSeen, known: Known): readonly Intention[] {
  const marked = issue.labels.some((label) => label.toLowerCase() === MARKER_LABEL);
  if (known.change !== null || notice.repo === null || !marked) return [];
  const { id, login } = issue.author;
  const command = {
    type: 'open',
    repoId: notice.repo.id,
    repo: notice.repo.name,
    issueId: issue.id,
    issue: issue.number,
    issueUrl: issue.url,
    title: plainTitle(issue.title),
    author: { id, login },
    reading: readText(issue, known),
    // Between the opening of an issue and its label, anybody may have written it anew.
    editors: notice.fact.kind === 'issue_opened' ? [] : null,
  } as const;
  return [asking(null, command, { key: openKey(issue), url: issue.url })];
}

export function intendEdit(notice: NoticeOf<'issue_edited'>, known: Known): readonly Intention[] {
  const { issue, before } = notice.fact;
  const { change } = known;
  if (change === null) return [];
  const unknown = before.body === null && before.title === null;
  const bodyEdited = before.body !== null && joined(before.body) !== joined(issue.body);
  const titleEdited = before.title !== null && plainTitle(before.title) !== plainTitle(issue.title);
  if (unknown || bodyEdited || titleEdited) {
    const reading = readText(issue, known);
    const others = isBesideTheKnown(notice, reading, known)
      ? { issue: issue.number, editors: null, ...(issue.pull && { onPull: true as const }) }
      : {};
    const title = plainTitle(issue.title);
    const command = { type: 'record_plan', title, reading, ...others } as const;
    const key = planKey(issue, notice.actor.id);
    return [
      asking(change.number, command, { key, url: issue.url }),
      ...editorOf(notice, reading, known).map((told) =>
        asking(change.number, told, { key: `editor:${key}`, url: issue.url }),
      ),
    ];
  }
  if (before.title === null || before.title === issue.title) return [];
  const act = { key: titleKey(issue), url: issue.url };
  if (!claimsAnother(issue.title, change.number))
    return [asking(change.number, { type: 'reconsider' }, act)];
  const detail = 'the title names another change';
  return [
    asking(change.number, { type: 'note_tampering', surface: 'title', how: 'edited', detail }, act),
  ];
}

/**
 * Who made the plan what it is. The text may have been found before its delivery came, so this is told beside the
 * text itself; and only of an edit that is known to have moved the substance.
 */
function editorOf(
  { actor, fact }: NoticeOf<'issue_edited'>,
  reading: PlanReading,
  known: Known,
): readonly Command[] {
  const { body } = fact.before;
  if (actor.kind === 'unknown' || body === null) return [];
  const digest = digestOf(reading);
  const same = digestOf(readText({ ...fact.issue, body }, known)) === digest;
  return same || digest === null ? [] : [{ type: 'note_plan_editor', digest }];
}

/** The plan became another, and not by this edit of the known one alone: somebody was not told of, or is not known. */
function isBesideTheKnown(
  { actor, fact }: NoticeOf<'issue_edited'>,
  reading: PlanReading,
  known: Known,
): boolean {
  const { change } = known;
  if (change === null || digestOf(reading) === change.digest) return false;
  if (actor.kind === 'unknown' || change.editorUnknownSince !== null) return true;
  // Whoever edits the title alone finds the text as it is.
  const body = fact.before.body ?? fact.issue.body;
  const before = digestOf(readText({ ...fact.issue, body }, known));
  // Two texts that cannot be read are not known to be one.
  return before === null || before !== change.digest;
}

/** A pull request that is its own change is read in a way of its own. */
function readText({ pull, body }: IssueSeen, known: Known): PlanReading {
  if (pull !== undefined) return readPullPlan(body, known.ownPulls);
  return readTemplateBody(body, known.templates) ?? readPlan(body, known.forms);
}

function digestOf(reading: PlanReading): string | null {
  return reading.kind === 'readable' ? digestPlan(storable(reading.plan)) : null;
}

export function intendClosed(notice: NoticeOf<'issue_closed'>, known: Known): readonly Intention[] {
  const { issue } = notice.fact;
  if (known.change === null) return [];
  const act = { key: `closed:${issue.id}:${notice.occurredAt}`, url: issue.url };
  return [asking(known.change.number, { type: 'note_closed' }, act)];
}

export function intendGone(notice: NoticeOf<'issue_gone'>, known: Known): readonly Intention[] {
  const { issue, how } = notice.fact;
  if (known.change === null) return [];
  const act = { key: `gone:${issue.id}:${how}:${notice.occurredAt}`, url: issue.url };
  return [asking(known.change.number, { type: 'note_moved', how }, act)];
}

/** Line ends are the forge's business, not an edit. */
function joined(body: string): string {
  return splitLines(body).join('\n');
}
