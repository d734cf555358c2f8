/**
 * The answer of the deploy gate as data for a CI: the decision as everywhere, and each reason in words, so that a log
 * says what to do without anybody looking it up.
 */
import type { DeployAnswer } from '../core/deploy/answer.ts';
import { changeName } from '../core/change/state.ts';
import { decisionOf, type GateAnswer } from '../core/gate/decision.ts';
import { blockers } from '../core/gate/judge.ts';
import { gateTitle } from './gates.ts';
import { verdictText } from './refusal.ts';
import { clockOf } from './when.ts';

type Reason = {
  readonly gate: string;
  readonly title: string;
  readonly code: string;
  readonly text: string;
  readonly next: string;
  readonly who: string;
};

export type GateAnswerBody = {
  readonly schema: 'holdpoint.gate/v1';
  readonly schema_version: 1;
  readonly answer: DeployAnswer['answer'];
  /** The environment only wants a receipt: the answer is yes, and this is what it would have been. */
  readonly receipt?: true;
  readonly would?: DeployAnswer['answer'];
  readonly change: string | null;
  readonly state: string | null;
  readonly repository: string;
  readonly sha: string;
  readonly environment: string;
  /** Everything that stands in the way; empty with a yes that is no receipt. */
  readonly reasons: readonly Reason[];
  readonly gates: readonly GateAnswer[];
};

export function renderGateAnswer(
  { answer, would, change, verdicts }: DeployAnswer,
  asked: Pick<GateAnswerBody, 'repository' | 'sha' | 'environment'>,
): GateAnswerBody {
  const zone = change?.window?.zone ?? change?.plan?.window?.zone ?? 'UTC';
  const clock = clockOf(zone, change?.times.openedAt ?? '2026-01-01T00:00:00Z');
  const reasons = blockers(verdicts).map((verdict): Reason => {
    const { sentence, remedy, who } = verdictText(verdict, clock);
    const whoElse = verdict.who.length === 0 ? who : verdict.who.join(', ');
    const { gate, code } = verdict;
    return { gate, title: gateTitle(gate), code, text: sentence, next: remedy, who: whoElse };
  });
  const gates = change === null ? [] : decisionOf({ change, act: 'deploy', verdicts }).gates;
  return {
    ...{ schema: 'holdpoint.gate/v1', schema_version: 1, answer },
    ...receiptOf(would),
    change: change === null ? null : changeName(change.number),
    state: change?.state ?? null,
    ...asked,
    ...{ reasons, gates },
  };
}

function receiptOf(would: DeployAnswer['would']): Pick<GateAnswerBody, 'receipt' | 'would'> {
  return would === null ? {} : { receipt: true, would };
}
