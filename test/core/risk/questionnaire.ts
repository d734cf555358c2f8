// Answers to the built-in questionnaire, said as points in the order of its questions; a dot leaves one out.
import { RISK_MODEL } from '../../../src/core/policy/default/risk.ts';

export function answering(points: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    RISK_MODEL.questions.flatMap(({ field, options }, at) => {
      const option = Object.keys(options)[Number(points[at])];
      return option === undefined ? [] : [[field, option]];
    }),
  );
}
