// What a CI is told where an environment only wants a receipt: yes, with all that its gates would have said.
import { expect, test } from 'vitest';
import { answerDeploy, answerWithoutChange } from '../../../src/core/deploy/answer.ts';
import type { DeployAnswer } from '../../../src/core/deploy/answer.ts';
import type { Deploying } from '../../../src/core/deploy/deploying.ts';
import type { Environment } from '../../../src/core/policy/catalogue.ts';
import { renderGateAnswer } from '../../../src/render/gate-answer.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT } from '../../support/change-people.ts';
import { REPO } from '../../support/change-verbs.ts';
import { ASKS_NOTHING } from '../../support/environments.ts';

const PLACE: Environment = {
  ...{ id: 'production', title: 'Production', production: true, names: [], after: [], assets: [] },
  ...ASKS_NOTHING,
};
const QUESTION = {
  ...{ change: null, sha: 'a'.repeat(40), environment: 'production', by: null },
  repository: { id: REPO.repoId, name: REPO.repo },
};

function answered(receipt: boolean, running: boolean): DeployAnswer {
  const stage = setTheStage();
  if (running) stage.given.runningChange();
  else stage.given.draft();
  const deploying: Deploying = {
    ...{ repo: QUESTION.repository, sha: QUESTION.sha, name: 'production' },
    ...{ environment: { ...PLACE, receipt }, locks: [], deployedTo: [], by: null },
    askedAt: stage.clock.now,
  };
  return answerDeploy(stage.change, { ...stage.factsFor(HOLDPOINT), deploying });
}

function told(answer: DeployAnswer): unknown {
  const { repository, sha, environment } = QUESTION;
  const asked = { repository: repository.name, sha, environment };
  const { answer: word, receipt, would, reasons } = renderGateAnswer(answer, asked);
  return { word, receipt, would, codes: reasons.map(({ code }) => code) };
}

test('a draft is let through with a receipt, and every reason why its gates would not have', () => {
  const codes: unknown = expect.arrayContaining(['not_in_state', 'approval_missing']);
  expect(told(answered(true, false))).toEqual({ word: 'yes', receipt: true, would: 'no', codes });
  const strict = { word: 'no', receipt: undefined, would: undefined, codes };
  expect(told(answered(false, false))).toEqual(strict);
});

test('what its gates let through as well is said so', () => {
  const yes = { word: 'yes', receipt: true, would: 'yes', codes: [] };
  expect(told(answered(true, true))).toEqual(yes);
});

test('what belongs to no change is let through with a receipt there, and nowhere else', () => {
  const codes = ['deployment_unmatched'];
  const place = { ...PLACE, receipt: true };
  expect(told(answerWithoutChange(QUESTION, 'none', place))).toEqual({
    ...{ word: 'yes', receipt: true, would: 'no', codes },
  });
  for (const strict of [PLACE, null])
    expect(told(answerWithoutChange(QUESTION, 'none', strict))).toMatchObject({
      word: 'no',
      codes,
    });
});
