/**
 * "May this be deployed there now?" answered for one commit and one environment: yes or no, with what every gate says.
 *
 * What must stay true: it is yes only when a change is found for it, and none of its gates says anything else than yes;
 * or where the policy says that this environment only wants a receipt, which the answer then says.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import { utf8 } from '../audit/bytes.ts';
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { answerWord, type Decision } from '../gate/decision.ts';
import { judge } from '../gate/judge.ts';
import type { Environment } from '../policy/catalogue.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { DeploymentMatch } from './match.ts';

export type DeployQuestion = {
  /** Null: whichever change it belongs to. */
  readonly change: number | null;
  /** Where the commit is; `id` null: only its name is known. */
  readonly repository: { readonly id: string | null; readonly name: string };
  readonly sha: string;
  /** As the forge or the CI calls it. */
  readonly environment: string;
  /** Who started it; `id` null: only their name is known. Null: that was not said. */
  readonly by: { readonly id: string | null; readonly login: string } | null;
};

export type DeployAnswer = {
  readonly answer: Decision['decision'];
  /** What it would be, where the environment only wants a receipt and so the answer is yes; null: the gates decide. */
  readonly would: Decision['decision'] | null;
  /** Null: none was found. */
  readonly change: Change | null;
  readonly verdicts: readonly Verdict[];
};

export type GateAsked = { readonly workspace: string; readonly question: DeployQuestion };
/** `crowded`: so much was asked lately that the forge is not looked at again. */
export type GateAnswered = DeployAnswer | 'crowded';

/** `named`: there is no change of that number. */
export type NoChange = Extract<DeploymentMatch, { readonly kind: 'unmatched' }>['why'] | 'named';

export function answerDeploy(change: Change, facts: Facts): DeployAnswer {
  const verdicts = judge(change, facts, 'deploy');
  const isReceipt = facts.deploying?.environment?.receipt === true;
  return { ...wordFor(answerWord(verdicts), isReceipt), change, verdicts };
}

function wordFor(
  word: Decision['decision'],
  isReceipt: boolean,
): Pick<DeployAnswer, 'answer' | 'would'> {
  return isReceipt ? { answer: 'yes', would: word } : { answer: word, would: null };
}

/** `place`: what the policy knows of the environment. */
export function answerWithoutChange(
  question: DeployQuestion,
  why: NoChange,
  place: Environment | null,
): DeployAnswer {
  const { sha, environment, repository } = question;
  return {
    ...wordFor('no', place?.receipt === true),
    change: null,
    verdicts: [
      {
        ...{ gate: 'deployment', kind: 'unmet', code: 'deployment_unmatched' },
        facts: { why, sha, environment, deployed_from: repository.name },
        ...{ who: [], next: null, link: null },
      },
    ],
  };
}

/** SHA-256, in hexadecimal, of what every gate said and why. */
export function reasonsDigest(verdicts: readonly Verdict[]): string {
  const said = verdicts.map(({ gate, kind, code, facts }) => ({ gate, kind, code, facts }));
  return createHash('sha256')
    .update(utf8(canonicalize(said)))
    .digest('hex');
}
