/**
 * What a deployment that waits for our word is told, on the page of its run: which change it belongs to, and all that it
 * waits for, the first first.
 *
 * What must stay true: no longer than the forge takes, and plain enough to be read where it stands.
 */
import { changeName } from '../core/change/state.ts';
import type { Receipt } from '../core/change/deployment-note.ts';
import type { Verdict } from '../core/gate/verdict.ts';
import { keepWhole } from './length.ts';
import { md, type Markdown } from './markdown.ts';
import { refusalText, verdictText } from './refusal.ts';
import { inline, link } from './safe-text.ts';
import { UTC_CLOCK } from './when.ts';

export type DeploymentWordView = {
  readonly answer: 'approved' | 'rejected' | null;
  /** Null: it belongs to none that is known. */
  readonly change: { readonly number: number; readonly issueUrl: string } | null;
  readonly blockers: readonly Verdict[];
  /** What they would have said, where the environment only wants to know; null: they decide. */
  readonly receipt: Pick<Receipt, 'would'> | null;
  /** It is told no more after this. */
  readonly last: boolean;
};

/** The forge takes 1,024 characters. */
const LONGEST = 1_000;
const ROOM = 720;

export function renderDeploymentWord(view: DeploymentWordView): string {
  const { change, blockers, receipt, last } = view;
  const lines = [headOf(view), ...(change === null && receipt === null ? [UNKNOWN] : [])];
  const { kept, left } = keepWhole(blockers.map(lineOf), ROOM - lines.join('\n').length);
  const more = left === 0 ? [] : [md`*… ${left} more in the record of the change.*`];
  const end = last ? [LAST] : [];
  return [...lines, ...kept, ...more, ...end].join('\n').slice(0, LONGEST);
}

function headOf({ answer, change, receipt }: DeploymentWordView): Markdown {
  if (receipt !== null) return md`${RECEIPT} ${receiptText(receipt, change)}`;
  if (change === null) return md`**Holdpoint waits:** this deployment belongs to no change yet.`;
  const name = link(inline(changeName(change.number)), change.issueUrl);
  if (answer === 'approved')
    return md`**${name}** lets this deployment go on: all its gates are met.`;
  if (answer === 'rejected') return md`**${name}** has ended, so this deployment is rejected:`;
  return md`**${name}** waits:`;
}

const RECEIPT = md`**Receipt: let through.** Nothing waits for this environment.`;

function receiptText(
  { would }: Pick<Receipt, 'would'>,
  change: DeploymentWordView['change'],
): Markdown {
  if (change === null)
    return md`Its gates would have said no: it belongs to no change that is known.`;
  const name = link(inline(changeName(change.number)), change.issueUrl);
  if (would === 'yes') return md`All gates of **${name}** are met.`;
  if (would === 'no') return md`The gates of **${name}** would have said no:`;
  return md`What the gates of **${name}** would have said could not be told.`;
}

function lineOf(verdict: Verdict): Markdown {
  const { title, remedy } = verdictText(verdict, UTC_CLOCK);
  return md`- ${title}. ${remedy}`;
}

const UNKNOWN = md`${refusalText('deployment_unmatched', {}).remedy} It goes on by itself then.`;
const LAST =
  '*This is the last report that the forge takes here; what it waits for stands in the record of the change.*';
