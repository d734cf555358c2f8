/**
 * The answer to "may this act happen now?" as plain data for tools. Its JSON Schema is schemas/decision.schema.json; it
 * stands in the check on a pull request and is what `holdpoint explain --json` prints.
 *
 * What must stay true: version 1 is published; fields are added, never removed or given another meaning. Whatever is not
 * a clear yes is none.
 */
import type { RefusalCode } from '../change/refusal.ts';
import { changeName, type StateName } from '../change/state.ts';
import { blockers } from './judge.ts';
import type { Purpose, Verdict } from './verdict.ts';

export const DECISION_SCHEMA = 'holdpoint.decision/v1';

export type GateAnswer = {
  readonly gate: string;
  readonly answer: Verdict['kind'];
  readonly code: RefusalCode;
  /** Whose policy asks, where it is not that of the change's own repository. */
  readonly repository?: string;
  /** Who can change the answer, and the exact command; for gates that stand in the way. */
  readonly who: readonly string[];
  readonly next: string | null;
  readonly link: string | null;
};

export type Decision = {
  readonly schema: typeof DECISION_SCHEMA;
  readonly schema_version: 1;
  readonly change: string;
  readonly state: StateName;
  readonly act: Purpose;
  readonly decision: 'yes' | 'no' | 'cannot_tell';
  /** The obstacle to remove first; null only when the decision is yes or no gate could be asked. */
  readonly reason_code: RefusalCode | null;
  readonly gates: readonly GateAnswer[];
};

export type Judged = {
  readonly change: { readonly number: number; readonly state: StateName };
  readonly act: Purpose;
  readonly verdicts: readonly Verdict[];
};

export function decisionOf({ change, act, verdicts }: Judged): Decision {
  const stopping = blockers(verdicts);
  return {
    schema: DECISION_SCHEMA,
    schema_version: 1,
    change: changeName(change.number),
    state: change.state,
    act,
    decision: answerWord(verdicts),
    reason_code: stopping[0]?.code ?? null,
    gates: verdicts.map((verdict) => answerOf(verdict, stopping.includes(verdict))),
  };
}

export function answerWord(verdicts: readonly Verdict[]): Decision['decision'] {
  const stopping = blockers(verdicts);
  if (stopping.some(({ kind }) => kind === 'unmet')) return 'no';
  return stopping.length > 0 || verdicts.length === 0 ? 'cannot_tell' : 'yes';
}

function answerOf(verdict: Verdict, stops: boolean): GateAnswer {
  const { gate, kind, code, who, next, link } = verdict;
  const { repository } = verdict.facts;
  return {
    gate,
    answer: kind,
    code,
    ...(typeof repository === 'string' ? { repository } : {}),
    who: stops ? who : [],
    next: stops ? next : null,
    link: stops ? link : null,
  };
}
