/** The deployments of a change as its evidence shows them, a line each. */
import type { EvidenceRecord } from '../core/desired/evidence-record.ts';
import { receiptWords } from './deployed.ts';
import { md, type Markdown } from './markdown.ts';
import { code, inline } from './safe-text.ts';
import { moment, type Clock } from './when.ts';

type Deployed = NonNullable<EvidenceRecord['deployments']>[number];

const MATCHED: Readonly<Record<Deployed['matched_by'], Markdown>> = {
  number: md`it named the change`,
  commit: md`its commit is one of the change`,
  window: md`only this change ran for it then`,
};

export function deploymentLines(
  { deployments = [] }: EvidenceRecord,
  clock: Clock,
): readonly Markdown[] {
  return deployments.map((one) => {
    const { repository, deployment, environment, sha, matched_by: by, answer, end } = one;
    const word = answer === null ? md`` : md` · ${answerWords(answer)} ${moment(answer.at, clock)}`;
    const ended =
      end === null ? md` · no end was told` : md` · ${inline(end.state)} ${moment(end.at, clock)}`;
    return md`- ${code(sha)} to ${code(environment)} (${code(`${repository} ${deployment}`)}): ${MATCHED[by]}${word}${ended}`;
  });
}

function answerWords({ answer, receipt }: NonNullable<Deployed['answer']>): Markdown {
  return receipt === undefined ? inline(answer) : receiptWords(receipt);
}
