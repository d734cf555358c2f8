/**
 * What the gates of a deployment would have said where the environment only wants a receipt: it goes ahead at once, and
 * this is what is kept of the answer.
 */
import type { Receipt } from '../change/deployment-note.ts';
import { answerWord } from '../gate/decision.ts';
import { blockers } from '../gate/judge.ts';
import type { Verdict } from '../gate/verdict.ts';

export const NO_CHANGE_RECEIPT: Receipt = { would: 'no', codes: ['deployment_unmatched'] };
export const UNSEEN_RECEIPT: Receipt = { would: 'cannot_tell', codes: ['evidence_unavailable'] };

export function receiptOf(verdicts: readonly Verdict[]): Receipt {
  const codes = [...new Set(blockers(verdicts).map(({ code }) => code))];
  return { would: answerWord(verdicts), codes };
}
