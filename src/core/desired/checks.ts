/**
 * The answer to "may this merge?" on the head of every linked pull request.
 *
 * What must stay true: one check per head that is still open, with every gate in it; an answer that is not a clear
 * yes is never reported as success.
 */
import type { Facts, PullFacts } from '../change/facts.ts';
import type { ForgedReport } from '../change/forged.ts';
import type { Change, LinkedPull } from '../change/state.ts';
import type { Verdict } from '../gate/verdict.ts';
import { spellAbout } from '../intent/check-about.ts';
import { openHold } from './open-hold.ts';
import type { CheckView } from './check-view.ts';
import type { RecordView } from './view.ts';
import { viewClock } from './view-clock.ts';

export type DesiredCheck = {
  readonly repoId: string;
  readonly repo: string;
  readonly sha: string;
  readonly view: CheckView;
};
export type MergeScene = {
  readonly facts: Facts;
  readonly verdicts: readonly Verdict[];
  readonly record: RecordView;
};

export function checksOf(change: Change, scene: MergeScene): readonly DesiredCheck[] {
  const open = change.pulls.filter((pull) => isOpen(pull, factsOf(pull, scene.facts)));
  return open.map((pull) => ({
    repoId: pull.repoId,
    repo: pull.repo,
    sha: factsOf(pull, scene.facts)?.head ?? pull.head,
    view: checkView(change, scene, forgedOn(factsOf(pull, scene.facts))),
  }));
}

function checkView(change: Change, scene: MergeScene, forged: readonly ForgedReport[]): CheckView {
  const { number } = change;
  const hold = openHold(change);
  return {
    hold,
    forged,
    number,
    issueUrl: change.issueUrl,
    state: change.state,
    clock: viewClock(change),
    conclusion: conclusionOf(change, scene.verdicts),
    externalId: spellAbout({ kind: 'change', number }, hold && { change: number, ...hold }),
    closure: scene.record.closure,
    rollback: scene.record.rollback,
    endReason: scene.record.endReason,
    situation: scene.record.situation,
    who: scene.record.who,
    verdicts: scene.verdicts,
    guidance: scene.record.guidance,
  };
}

/** Beside the gate's own check others are no answer to a merge. */
function forgedOn(pull: PullFacts | null): readonly ForgedReport[] {
  return (pull?.forged ?? []).filter(({ name, says }) => name === 'holdpoint' && says !== null);
}

/** `failure` is for what has failed; what waits for people or for time asks for an action. */
function conclusionOf(change: Change, verdicts: readonly Verdict[]): CheckView['conclusion'] {
  const blockers = verdicts.filter(({ kind }) => kind !== 'met' && kind !== 'not_applicable');
  if (verdicts.length > 0 && blockers.length === 0) return 'success';
  const over =
    change.state === 'rejected' || change.state === 'cancelled' || change.state === 'rolled_back';
  return over || blockers.some(({ code }) => code === 'ci_gates_failed')
    ? 'failure'
    : 'action_required';
}

function factsOf(pull: LinkedPull, facts: Facts): PullFacts | null {
  return (
    facts.pulls.find(({ repoId, number }) => repoId === pull.repoId && number === pull.number) ??
    null
  );
}

function isOpen(pull: LinkedPull, observed: PullFacts | null): boolean {
  return observed === null ? !pull.merged : observed.open && !observed.merged;
}
