/**
 * The answer on a head is the answer of every change that is linked to it: a commit has one check of ours, and a
 * branch rule reads nothing else. It is yes only when each open change says yes; otherwise the first that says no
 * speaks for all.
 *
 * What must stay true: whichever of the changes is drawn, the same answer comes out, or two runs would undo each
 * other's.
 */
import type { DesiredCheck } from '../core/desired/checks.ts';
import { desire, type Desired } from '../core/desired/desire.ts';
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import { renderCheck } from '../render/check.ts';
import { factsOf } from './observe.ts';
import type { Run } from './run.ts';
import type { Target } from './step.ts';

type Answer = { readonly change: Change; readonly check: DesiredCheck };

export async function drawChecks(
  run: Run,
  facts: Facts,
  desired: Desired,
): Promise<Target['checks']> {
  if (desired.checks.length === 0) return [];
  const { change } = run.page;
  const others = await run.book.neighbours(change);
  const asked = await Promise.all(others.map((other) => answersOf(run, facts, other)));
  const own = desired.checks.map((check): Answer => ({ change, check }));
  const answers = [...own, ...asked.flat()];
  return own.map(({ check }) => {
    const here = answers.filter((one) => isOn(one.check, check));
    return contentOf(here.reduce(speaker));
  });
}

/** The neighbour's own answer, by its own facts; who has access to the same repository is read once. */
async function answersOf(run: Run, facts: Facts, change: Change): Promise<readonly Answer[]> {
  const isHere = change.repoId === run.repo.id && facts.peopleAreSome !== true;
  const known = isHere ? { people: facts.people } : undefined;
  const theirs = await factsOf({ ...run, now: () => facts.now }, change, known);
  const { checks } = desire(change, { facts: theirs, titlePrefix: run.titlePrefix });
  return checks.map((check) => ({ change, check }));
}

function isOn(left: DesiredCheck, right: DesiredCheck): boolean {
  return left.repoId === right.repoId && left.sha === right.sha;
}

/** An open change before one that has ended, a no before a yes, and then the older change; of ended ones the newest. */
function speaker(left: Answer, right: Answer): Answer {
  const [first, second] = left.change.number < right.change.number ? [left, right] : [right, left];
  const over = [first, second].map(({ change }) => change.ended !== null);
  if (over[0] === true) return second;
  if (over[1] === true) return first;
  return saysYes(first) && !saysYes(second) ? second : first;
}

function saysYes({ check }: Answer): boolean {
  return check.view.conclusion === 'success';
}

function contentOf({ change, check }: Answer): Target['checks'][number] {
  const { repoId, repo, sha, view } = check;
  const { conclusion, externalId } = view;
  const content = { conclusion, ...renderCheck(view), externalId, detailsUrl: change.issueUrl };
  return { repo: { id: repoId, name: repo }, sha, content };
}
