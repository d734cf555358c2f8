/** What `doctor` says of the policy in force in a repository: can it be used, was it read again in time, who is in it. */
import { reviewDueSince } from '../core/policy/review-due.ts';
import { POLICY_PATH } from '../worker/policy-files.ts';
import { unknown, well, wrong, type Finding, type Site } from './doctor-finding.ts';

export function policyFindings(site: Site): readonly Finding[] {
  return [...usable(site), review(site), ...names(site), ...signIn(site)];
}

function pageOf({ seen, web }: Site): string {
  return `${web}/${seen.repo}/blob/${seen.branch ?? 'HEAD'}/${POLICY_PATH}`;
}

function usable(site: Site): readonly Finding[] {
  const { problems, version, sources } = site.seen.policy;
  const from = sources.length === 0 ? 'built in' : sources.map(({ file }) => file).join(', ');
  if (problems.length === 0)
    return [
      well({ about: 'policy', expected: 'one that can be used', found: `${version}, ${from}` }),
    ];
  return problems.map(({ file, line, column, expected, found, remedy }) =>
    wrong(
      {
        about: `policy ${[file, line, column].filter((part) => part !== null).join(':')}`,
        expected,
        found,
      },
      { remedy, who: 'whoever may merge to the default branch', where: pageOf(site) },
    ),
  );
}

function review(site: Site): Finding {
  const { policy } = site.seen;
  const since = reviewDueSince(policy, site.now);
  const due = policy.document?.nextReview ?? null;
  const short = { about: 'review of the policy', expected: 'not overdue' };
  if (since === null)
    return well({ ...short, found: due === null ? 'no date is named' : `next on ${due}` });
  const owner = policy.document?.owner ?? '';
  return wrong(
    { ...short, found: `due since ${since}` },
    {
      remedy: 'read it again, then move document.last_review and document.next_review',
      who: owner === '' ? 'whoever owns the policy' : owner,
      where: pageOf(site),
    },
  );
}

/** Where approvals are to be signed and nobody can, none counts. */
function signIn({ seen, unset }: Site): readonly Finding[] {
  const { reauthentication } = seen.policy;
  if (reauthentication === null) return [];
  const short = { about: 'sign-in', expected: 'whoever approves can sign in again' };
  if (unset.length === 0) return [well({ ...short, found: 'its settings are there' })];
  return [
    wrong(
      { ...short, found: `not set: ${unset.join(', ')}` },
      {
        remedy:
          'set them, and name <PUBLIC_URL>/confirm/callback as a callback URL of the app; until then no approval in these categories counts',
        who: 'whoever runs Holdpoint',
        where: null,
      },
    ),
  ];
}

/** Whoever rests on a name behind which nobody stands rests on nobody. */
function names(site: Site): readonly Finding[] {
  const known = site.seen.policyPeople;
  const short = { about: 'names in the policy', expected: 'teams and people that exist' };
  if (known === null)
    return [
      unknown(
        { ...short, found: 'not looked up: the policy cannot be used' },
        { remedy: 'correct the policy first', who: 'whoever may merge it', where: pageOf(site) },
      ),
    ];
  const gone = (table: Readonly<Record<string, unknown>>, what: string): readonly string[] =>
    Object.entries(table).flatMap(([name, ids]) => (ids === null ? [`${what} ${name}`] : []));
  const missing = [...gone(known.teams, 'team'), ...gone(known.people, 'login')];
  const count = Object.keys(known.teams).length + Object.keys(known.people).length;
  if (missing.length === 0)
    return [well({ ...short, found: count === 0 ? 'none are named' : `all ${String(count)}` })];
  return [
    wrong(
      { ...short, found: `gone, or not shown to the app: ${missing.join(', ')}` },
      {
        remedy: 'correct the name, or give the app read access to the members',
        who: 'whoever may merge the policy, or an owner of the account',
        where: pageOf(site),
      },
    ),
  ];
}
