/**
 * What `doctor` says of rights and events that the app was not given: one finding each, with what goes without it until
 * an owner accepts. After an update of the app new ones have to be accepted where it is installed.
 *
 * What must stay true: nothing is asked for of which nobody could say what it is for.
 */
import { unknown, well, wrong, type Finding, type Site } from './doctor-finding.ts';

/** In words of the forge, as `lacking` tells them. */
export const WITHOUT: Readonly<Record<string, string>> = {
  'permission issues: write': 'no record, no label and no answer is written; nothing works',
  'permission checks: write': 'the check holdpoint is not written; a branch that requires it waits',
  'permission pull_requests: write':
    'nobody is asked for a review, and linked pull requests are not seen',
  'permission metadata: read': 'nobody has a role, so nobody may do anything',
  'permission contents: read':
    'no policy file and no CODEOWNERS is read: with a policy in the repository every gate is shut',
  'permission members: read':
    'teams that the policy names have no members; who is only in them approves nothing',
  'permission actions: read': 'rules that ask for the workflow of a check cannot tell, and block',
  'permission statuses: write':
    'a commit status that somebody forges under the name of the check stays as it is; it is recorded, and counts for nothing here',
  'permission merge_queues: read':
    'groups of a merge queue get no answer, and are thrown out when their time is up',
  'permission deployments: write':
    'deployments are not recorded, and one that waits for the protection rule waits for ever',
  'event check_run':
    'what CI says is seen late; buttons of the check do nothing; a forged check is found late',
  'event check_suite': 'a re-run of the check is not heard',
  'event deployment': 'deployments are recorded when their state moves, not when they begin',
  'event deployment_protection_rule':
    'a deployment that waits for the protection rule is not answered, and fails after 30 days',
  'event deployment_status': 'how deployments end is not recorded, and their order is not kept',
  'event issue_comment': 'commands and ticks are heard late, by the sweep',
  'event issue_dependencies':
    'what people link by hand as blocking a change is not heard; links of ours are kept',
  'event issues': 'new changes and edits of a plan are seen late, by the sweep',
  'event label': 'a label of ours that somebody renames is put back late',
  'event merge_group':
    'groups of a merge queue get no answer, and are thrown out when their time is up',
  'event pull_request':
    'pushes and merges are seen late, by the sweep, and who pushed is not known',
  'event pull_request_review': 'reviews are heard late, by the sweep',
  'event push':
    'another policy is in force up to a minute late, and open changes hear of it with the next look',
  'event status':
    'what CI says by statuses is seen late; a forged status stays until the next look',
  'event sub_issues': 'how many parts of a change are done is seen late, by the next look',
};

export function rights({ seen: { installed } }: Site): readonly Finding[] {
  const { lacking, page } = installed;
  const short = { about: 'permissions', expected: 'all permissions and events of app.yml' };
  const who = 'an owner of the account';
  if (lacking === null) {
    const remedy = 'compare the page of the installation with app.yml';
    return [unknown({ ...short, found: 'the forge does not tell' }, { remedy, who, where: page })];
  }
  if (lacking.length === 0) return [well({ ...short, found: 'all of them' })];
  const remedy = 'ask for it in the settings of the app, then accept it where it is installed';
  return lacking.map((about) => {
    const without = WITHOUT[about] ?? 'what it is for does not work';
    const found = `not given; until then ${without}`;
    return wrong({ about, expected: 'given to the app', found }, { remedy, who, where: page });
  });
}
