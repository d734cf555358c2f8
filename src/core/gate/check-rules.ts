/**
 * The checks of a pull request as the policy knows them: by name and by who reports them.
 *
 * What must stay true: a name alone proves nothing. Where it matters who reported and the forge does not say, nobody
 * can tell; a person with a hand in the code never vouches for it.
 */
import { isPull } from '../change/pull-key.ts';
import type { CheckReport } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { compileGlobs } from '../policy/glob.ts';
import type { CheckRule } from '../policy/rule.ts';
import type { OpenPull } from './linked-pulls.ts';

export type CheckStanding = 'passed' | 'failed' | 'pending' | 'missing' | 'unknown';

type Looked = OpenPull & { readonly change: Change };

/** How a check that must be there stands on one pull request. */
export function checkStanding(rule: CheckRule, pull: Looked): CheckStanding {
  const { reports } = pull.seen;
  if (reports === undefined) return 'unknown';
  const answers = reports
    .filter((report) => isNamed(rule, report))
    .map((report) => {
      const whose = isReporter(rule, report, pull);
      return { whose, says: report.says };
    });
  const own = answers.filter(({ whose }) => whose === 'yes').map(({ says }) => says);
  const open = answers.some(({ whose }) => whose === 'unknown');
  if (own.includes('failed')) return 'failed';
  if (own.includes('pending')) return 'pending';
  if (own.includes('passed')) return 'passed';
  return open || compileGlobs(rule.names, 'name') === null ? 'unknown' : 'missing';
}

/** Asked for elsewhere only: whatever it says on a pull request holds nobody up there. */
export function isForElsewhere(
  report: CheckReport,
  rules: readonly CheckRule[],
  pull: Looked,
): boolean {
  const own = rules.filter(
    (rule) => isNamed(rule, report) && isReporter(rule, report, pull) === 'yes',
  );
  return own.length > 0 && own.every(({ places }) => !places.includes('pull_request'));
}

function isNamed({ names }: CheckRule, { name }: CheckReport): boolean {
  return compileGlobs(names, 'name')?.some(({ matches }) => matches(name)) ?? false;
}

function isReporter(
  { from }: CheckRule,
  report: CheckReport,
  { seen, linked, change }: Looked,
): 'yes' | 'no' | 'unknown' {
  const who = report.from.toLowerCase();
  if (who === '') return 'unknown';
  if (from.length > 0) return from.some((one) => one.toLowerCase() === who) ? 'yes' : 'no';
  const pushed = change.pushers.filter((one) => isPull(one, linked)).map(({ by }) => by);
  const committed = (seen.detail?.commits ?? []).flatMap(({ by }) => by);
  const hands = [seen.author, ...seen.contributors, ...committed, ...pushed];
  return hands.some(({ login }) => login.toLowerCase() === who) ? 'no' : 'yes';
}
