/** What of that which goes past every gate is looked for, as the policy's page prints it: nothing where nothing is. */
import { answerersOf } from '../core/deploy/answer-unauthorised.ts';
import type { Policy } from '../core/policy/policy.ts';
import { UNSAID_WATCH } from '../core/policy/unauthorised.ts';
import { list, md, NOTHING, type Markdown } from './markdown.ts';
import { login } from './safe-text.ts';
import type { Printable } from './template.ts';
import { ROLE_WORDS } from './words.ts';

export function pastGatesTexts(policy: Policy): readonly Printable[] {
  const { openIssue, ignoreActors } = policy.unauthorised ?? UNSAID_WATCH;
  const what = watchedIn(policy);
  if (what.length === 0) return [];
  const ignored =
    ignoreActors.length === 0
      ? NOTHING
      : md` Of ${list(ignoreActors.map(login), 'and')} nothing of it is recorded.`;
  const answer = list(
    answerersOf(policy).map((role) => ROLE_WORDS[role]),
    'or',
  );
  return [{ what, openIssue, ignored, answer }];
}

function watchedIn({ catalogue, unauthorised }: Policy): readonly Markdown[] {
  const production = catalogue.environments.filter((one) => one.production);
  return [
    ...(production.length === 0
      ? []
      : [
          md`a deployment to production that belongs to no change, comes when its change is not running or outside its window, or goes ahead without the word of the gate`,
        ]),
    ...(unauthorised === undefined
      ? []
      : [
          md`a push to the default branch that no merged pull request stands behind`,
          md`a merge of a pull request that belongs to no change, where the rules of the branch ask for the check and it was not green`,
        ]),
  ];
}
