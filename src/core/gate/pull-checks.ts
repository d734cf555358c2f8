/**
 * CI has passed at the head. A head on which nothing has reported has not passed: silence is not consent. Checks that
 * the policy names must be there as well, by the reporter that it names; one that is asked for elsewhere, such as on
 * the default branch, holds nobody up here.
 */
import type { CheckReport } from '../change/facts.ts';
import type { RefusalFacts } from '../change/refusal.ts';
import type { DemandSet } from '../policy/demands.ts';
import { findRule } from '../policy/rights.ts';
import type { CheckRule } from '../policy/rule.ts';
import { checkStanding, isForElsewhere } from './check-rules.ts';
import type { CheckStanding } from './check-rules.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Asked, Finding, Gate } from './gate.ts';
import { openPulls } from './linked-pulls.ts';
import type { OpenPull } from './linked-pulls.ts';
import { underRules } from './rules.ts';
import type { Ruled } from './rules.ts';

export const pullChecks: Gate = {
  id: 'pull_checks',
  title: 'CI passed',
  code: 'ci_gates_failed',
  purposes: ['approve', 'start', 'merge'],
  wakesOn: ['pull_linked', 'pull_head_moved', 'checks_changed', 'pull_changed'],
  bypassedInEmergency: true,
  elsewhere: true,
  judge: (asked) => {
    const open = openPulls(asked.change, asked.facts);
    if (open.length === 0) return notApplicable('no_pull_requests');
    return underRules(asked, ({ checks }) => judgeChecks(asked, open, checks));
  },
};

/** One pull request: how all of its checks stand together, and each of those that must be there. */
type Standing = OpenPull & {
  readonly all: 'passed' | 'failed' | 'pending' | 'none' | 'unknown';
  readonly failing: readonly string[];
  readonly named: readonly { readonly rule: CheckRule; readonly says: CheckStanding }[];
};

function judgeChecks(
  asked: Asked,
  open: readonly OpenPull[],
  demanded: DemandSet['checks'],
): Ruled {
  const { change, facts } = asked;
  const isAll = findRule(facts.policy, change.category)?.pullChecksRequired ?? true;
  const ids = demanded.map(({ what }) => what);
  const wanted = facts.policy.checks.filter(
    ({ id, mustReport, places }) =>
      places.includes('pull_request') && (ids.includes(id) || (isAll && mustReport)),
  );
  const rules = [...new Set(demanded.flatMap((demand) => demand.rules))].sort();
  const lost = ids.filter((id) => !facts.policy.checks.some((rule) => rule.id === id));
  if (!isAll && wanted.length + lost.length === 0)
    return { finding: notApplicable('none_required'), rules: [] };
  const standings = open.map((pull) => standingOf(asked, pull, { isAll, wanted }));
  const elsewhere = facts.policy.checks.filter(({ places }) => !places.includes('pull_request'));
  return { finding: tell(standings, { wanted, lost, elsewhere }), rules };
}

type Wanted = { readonly isAll: boolean; readonly wanted: readonly CheckRule[] };

function standingOf({ change, facts }: Asked, pull: OpenPull, { isAll, wanted }: Wanted): Standing {
  const looked = { ...pull, change };
  const here = pull.seen.reports?.filter(
    (report) => report.says === 'passed' || !isForElsewhere(report, facts.policy.checks, looked),
  );
  const named = wanted.map((rule) => ({ rule, says: checkStanding(rule, looked) }));
  if (!isAll) return { ...pull, all: 'passed', failing: [], named };
  // Without the list nothing can be left out: what all of them say together stands.
  if (here === undefined || here.length === pull.seen.reports?.length)
    return { ...pull, all: pull.seen.checks, failing: pull.seen.failing, named };
  const failing = here.filter(({ says }) => says === 'failed').map(({ name }) => name);
  return {
    ...pull,
    all: pull.seen.checks === 'unknown' ? 'unknown' : together(here),
    failing,
    named,
  };
}

function together(reports: readonly CheckReport[]): Standing['all'] {
  const said = reports.map(({ says }) => says);
  if (said.includes('failed')) return 'failed';
  if (said.includes('pending')) return 'pending';
  return said.length === 0 ? 'none' : 'passed';
}

type Named = {
  readonly wanted: readonly CheckRule[];
  readonly elsewhere: readonly CheckRule[];
  /** Asked for by a rule, and named nowhere in the policy: nothing can ever be it. */
  readonly lost: readonly string[];
};

function tell(standings: readonly Standing[], named: Named): Finding {
  const facts = factsOf(standings, named);
  const { failing, pending, none, missing, pulls } = facts;
  if ([failing, pending, none, missing, pulls].some((list) => list.length > 0))
    return unmet(facts, { who: authorsOf(standings) });
  if (facts.unread.length > 0) return cannotTell('checks', { pulls: facts.unread });
  const { checks, elsewhere } = facts;
  return met({ pulls: standings.map(({ name }) => name), checks, elsewhere });
}

type Told = RefusalFacts &
  Readonly<
    Record<
      'pulls' | 'failing' | 'pending' | 'none' | 'missing' | 'unread' | 'checks' | 'elsewhere',
      readonly string[]
    >
  >;

function factsOf(standings: readonly Standing[], { wanted, elsewhere, lost }: Named): Told {
  const named = (all: Standing['all']): readonly string[] =>
    standings.filter((one) => one.all === all).map(({ name }) => name);
  const those = (says: CheckStanding): readonly string[] =>
    standings.flatMap(({ name, named: checks }) =>
      checks.filter((one) => one.says === says).map(({ rule }) => `${name}: ${rule.title}`),
    );
  const failed = standings.flatMap(({ name, failing }) => failing.map((one) => `${name}: ${one}`));
  return {
    pulls: named('failed'),
    failing: [...new Set([...failed, ...those('failed')])],
    pending: [...named('pending'), ...those('pending')],
    none: named('none'),
    missing: [...those('missing'), ...lost],
    unread: standings.filter(isUnread).map(({ name }) => name),
    checks: wanted.map(({ title }) => title),
    elsewhere: elsewhere.map(({ title }) => title),
  };
}

function isUnread({ all, named }: Standing): boolean {
  return all === 'unknown' || named.some(({ says }) => says === 'unknown');
}

function authorsOf(standings: readonly Standing[]): readonly string[] {
  const unsettled = standings.filter(
    ({ all, named }) => all !== 'passed' || named.some(({ says }) => says !== 'passed'),
  );
  return [...new Set(unsettled.map(({ seen }) => seen.author.login))];
}
