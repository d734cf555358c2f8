/**
 * What a change waits for has to be there before it starts, before a pull request that names it is merged, and before
 * anything is deployed for it; and nobody waits for themselves, however far around.
 *
 * What must stay true: a change that is named and is not there is told as such, and stops. One that was rolled back needs
 * somebody's word, whatever else is set aside.
 */
import { changeName } from '../change/state.ts';
import type { Change } from '../change/state.ts';
import { dependenciesOf, findDependency, MOST_DEPENDENCIES } from '../time/dependencies.ts';
import type { Dependency } from '../time/dependencies.ts';
import { circleOf } from '../time/circle.ts';
import type { Neighbour } from '../time/neighbours.ts';
import { leastRole } from '../policy/rights.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Asked, Finding, Gate } from './gate.ts';
import { activeOverride } from './override.ts';

export const dependencies: Gate = {
  id: 'dependencies',
  title: 'Dependencies met',
  code: 'dependencies_unmet',
  also: ['dependency_rolled_back'],
  purposes: ['start', 'merge', 'deploy'],
  // The merge of a pull request that is its own change is its start.
  isNews: (asked) =>
    asked.purpose === 'start' ||
    (asked.purpose === 'merge' && asked.change.own !== null) ||
    askedOf(asked).length > 0,
  wakesOn: ['plan_recorded', 'overridden', 'pull_linked', 'pull_unlinked', 'pull_changed'],
  bypassedInEmergency: false,
  judge: (asked) => {
    const { neighbours } = asked.facts;
    const asks = askedOf(asked);
    if (asks.length === 0) return notApplicable('none_configured');
    const tooMany = dependenciesOf(asked.change, asked.facts.pulls)[MOST_DEPENDENCIES];
    if (tooMany !== undefined) return overlong(asked.change, tooMany);
    if (neighbours === undefined) return cannotTell('neighbours');
    const standings = asks.map((one): Standing => {
      const other = findDependency(one, neighbours.upstream);
      return { one, other, answer: standingOf(one, other) };
    });
    return answerOf(asked, standings);
  },
};

type Standing = {
  readonly one: Dependency;
  readonly other: Neighbour | undefined;
  readonly answer: 'met' | 'open' | 'rolled_back' | 'unknown';
};

/** What was not looked up cannot be met. */
function overlong({ author, issueUrl }: Change, { text }: Dependency): Finding {
  const most = String(MOST_DEPENDENCIES);
  const said = { blockers: [`${text} (one more than the ${most} that are looked up)`] };
  return unmet(said, { who: [author.login], link: issueUrl });
}

/** `Merge-After:` is asked of the merge alone. */
function askedOf({ change, facts, purpose }: Asked): readonly Dependency[] {
  const all = dependenciesOf(change, facts.pulls);
  return purpose === 'merge' ? all : all.filter(({ mergeOnly }) => !mergeOnly);
}

function standingOf({ kind }: Dependency, other: Neighbour | undefined): Standing['answer'] {
  if (other === undefined) return 'unknown';
  if (other.state === 'rolled_back') return 'rolled_back';
  if (other.state === 'completed') return 'met';
  const isOff = other.state === 'cancelled' || other.state === 'rejected';
  return isOff && kind === 'order' ? 'met' : 'open';
}

/** Nothing of it stands in the way any more. */
export function isDependencyMet(one: Dependency, other: Neighbour | undefined): boolean {
  return standingOf(one, other) === 'met';
}

function answerOf({ change, facts }: Asked, standings: readonly Standing[]): Finding {
  const of = (wanted: Standing['answer']): readonly Standing[] =>
    standings.filter(({ answer }) => answer === wanted);
  const open = [...of('open'), ...of('unknown')];
  const reversed = of('rolled_back');
  const names = standings.map(nameOf);
  if (open.length === 0 && reversed.length === 0) return met({ changes: names });
  const isSetAside = activeOverride(change, facts, 'dependencies_unmet') !== null;
  const [first] = reversed;
  if (first !== undefined && (open.length === 0 || isSetAside))
    return {
      ...unmet(
        { changes: reversed.map(nameOf) },
        {
          who: leastRole(facts.policy, 'override_after_draft'),
          next: '/chg override dependency_rolled_back <reason>',
          link: first.other?.issueUrl ?? null,
        },
      ),
      code: 'dependency_rolled_back',
    };
  return unmet(
    {
      blockers: open.map(blockerOf),
      ...(reversed.length === 0 ? {} : { changes: reversed.map(nameOf) }),
    },
    { who: whoFor(open, change.author.login), link: open[0]?.other?.issueUrl ?? change.issueUrl },
  );
}

function nameOf({ one, other }: Standing): string {
  return other === undefined ? one.text : changeName(other.number);
}

/** `CHG-00005 (scheduled)` */
function blockerOf(standing: Standing): string {
  const { one, other } = standing;
  if (other === undefined)
    return `${one.text} (no such change${one.where === 'plan' ? '' : `, named in ${one.where}`})`;
  const outcome = one.kind === 'outcome' ? ', its outcome is needed' : '';
  return `${nameOf(standing)} (${other.state.replaceAll('_', ' ')}${outcome})`;
}

function whoFor(open: readonly Standing[], author: string): readonly string[] {
  const theirs = open.map(({ other }) => (other === undefined ? author : whoseOf(other)));
  return [...new Set(theirs)];
}

function whoseOf({ operator, author }: Neighbour): string {
  return (operator ?? author).login;
}

export const dependencyCycle: Gate = {
  id: 'dependency_cycle',
  title: 'No circle of dependencies',
  code: 'dependency_cycle',
  purposes: ['submit', 'approve', 'schedule', 'start'],
  isNews: ({ change, facts, purpose }) =>
    purpose === 'submit' || dependenciesOf(change, facts.pulls).length > 0,
  wakesOn: ['plan_recorded'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    if (dependenciesOf(change, facts.pulls).length === 0) return notApplicable('none_configured');
    if (facts.neighbours === undefined) return cannotTell('neighbours');
    const circle = circleOf(change, facts);
    if (circle === null) return met();
    const whose = facts.neighbours.upstream.filter(({ number }) => circle.includes(number));
    return unmet(
      { circle: circle.map(changeName) },
      {
        who: [
          ...new Set(
            [change.author, ...whose.map(({ author }) => author)].map(({ login }) => login),
          ),
        ],
      },
    );
  },
};
