/**
 * What became of earlier changes, as list items: similar ones one by one, and counts of the last ones like this. Facts of
 * the work; no item is about a person, and who approved is named so that they can be asked.
 */
import { changeName } from '../core/change/state.ts';
import type { PastView } from '../core/desired/past-view.ts';
import type { History } from '../core/risk/history.ts';
import type { Outcome, PastDetail } from '../core/risk/past.ts';
import { formatMinutes } from '../core/time/window.ts';
import { asMarkdown, join, list, md, NOTHING, type Markdown } from './markdown.ts';
import { inline, link, login } from './safe-text.ts';
import type { Section } from './section.ts';
import { short } from './situation-facts.ts';
import { duration, moment, type Clock } from './when.ts';

export function pastSections(past: PastView | null, clock: Clock): readonly Section[] {
  if (past === null) return [];
  const { similar, histories } = past;
  const where = md`the answer of \`/chg similar\``;
  return [
    {
      summary: md`Similar changes that have ended: ${similar.length}`,
      open: false,
      items: similar.map((one) => similarItem(one, clock)),
      where,
    },
    {
      summary: md`How the last changes like this ended`,
      open: false,
      items: histories.map(historyItem),
      where,
    },
  ];
}

export function similarItem(past: PastDetail, clock: Clock): Markdown {
  const { number, title, outcome, endedAt, approvers } = past;
  const parts = [
    md`${link(inline(changeName(number)), past.issueUrl)} ${short(title)}`,
    md`${outcomeText(outcome)} ${moment(endedAt, clock)}`,
    ...(past.ranSeconds === null ? [] : [md`ran ${duration(past.ranSeconds)}`]),
    ...rollbackText(past),
    ...deviations(past),
    ...(approvers.length === 0 ? [] : [md`approved by ${list(approvers.map(login), 'and')}`]),
  ];
  return md`- ${join(parts, md` · `)}`;
}

function rollbackText({ rollbackSeconds, promisedMinutes }: PastDetail): readonly Markdown[] {
  if (rollbackSeconds === null) return [];
  const promised =
    promisedMinutes === null ? NOTHING : md` (promised: ${inline(formatMinutes(promisedMinutes))})`;
  return [md`going back took ${duration(rollbackSeconds)}${promised}`];
}

function deviations(past: PastDetail): readonly Markdown[] {
  const found = [
    ...(past.skipped.length === 0 ? [] : [md`left out ${list(past.skipped.map(inline), 'and')}`]),
    ...(past.waived.length === 0
      ? []
      : [md`no second person at ${list(past.waived.map(inline), 'and')}`]),
    ...(past.intervened ? [md`somebody stopped it on the way`] : []),
    ...(past.overran ? [md`ran past its window`] : []),
    ...(past.editedWhileRunning ? [md`its plan was edited while it ran`] : []),
    ...(past.reopenings === 0 ? [] : [md`reopened`]),
  ];
  return found.length === 0 ? [] : [md`not as planned: ${list(found, 'and')}`];
}

export function historyItem(history: History): Markdown {
  const { changes, outcomes, medianRunSeconds, rollbacks } = history;
  const counts = outcomes.map(({ outcome, count }) => md`${count} ${outcomeText(outcome)}`);
  const parts = [
    md`${GROUP_WORDS[history.by]} ${inline(history.name)}, last ${changes}: ${list(counts, 'and')}`,
    ...(medianRunSeconds === null ? [] : [md`ran ${duration(medianRunSeconds)} (median)`]),
    ...(rollbacks === null
      ? []
      : [
          md`going back took ${duration(rollbacks.medianSeconds)} (median), ${duration(rollbacks.longestSeconds)} at most`,
        ]),
  ];
  return md`- ${join(parts, md` · `)}`;
}

const GROUP_WORDS: Readonly<Record<History['by'], Markdown>> = {
  template: md`template`,
  kind: md`kind`,
  team: md`assets of team`,
  assets: md`assets`,
};

function outcomeText(outcome: Outcome): Markdown {
  return asMarkdown(outcome.replaceAll('_', ' '));
}
