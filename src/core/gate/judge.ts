/**
 * Asks all gates of an act, in a fixed order, and gives all answers: whoever is stopped learns every reason at once.
 * The order decides which obstacle is named first.
 *
 * What must stay true: `cannot_tell` blocks like `unmet`. Where an emergency bypasses a gate, the gate is asked all the
 * same, and what it would have said is kept.
 */
import type { Facts } from '../change/facts.ts';
import type { RefusalCode } from '../change/refusal.ts';
import type { Change } from '../change/state.ts';
import { reposElsewhere, scenesElsewhere } from '../policy/elsewhere.ts';
import { isInvalid } from '../policy/invalid-policy.ts';
import { answersComplete } from './answers-complete.ts';
import { approvals } from './approvals.ts';
import { approversExist } from './approvers-exist.ts';
import { authorisation } from './authorisation.ts';
import { categoryFloor } from './category-floor.ts';
import { clock } from './clock.ts';
import { concerns } from './concerns.ts';
import { conflicts } from './conflicts.ts';
import { dependencies, dependencyCycle } from './dependencies.ts';
import { freeze } from './freeze.ts';
import { cannotTell } from './gate.ts';
import type { Asked, Finding, Gate } from './gate.ts';
import { holds } from './holds.ts';
import { leadTime } from './lead-time.ts';
import { isFromBeforeTheEnd } from './linked-pulls.ts';
import { deployment } from './deployment.ts';
import { environmentLock } from './environment-lock.ts';
import { environmentOrder } from './environment-order.ts';
import { environmentReview } from './environment-review.ts';
import { environmentWait } from './environment-wait.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { mergeMethod } from './merge-method.ts';
import { notPaused } from './not-paused.ts';
import { objections } from './objections.ts';
import { activeOverride, overrideFacts } from './override.ts';
import { onHold } from './on-hold.ts';
import { observations } from './observations.ts';
import { ownPull } from './own-pull.ts';
import { planReadable } from './plan-readable.ts';
import { planRules } from './plan-rules.ts';
import { policyChange } from './policy-change.ts';
import { policyReadable } from './policy-readable.ts';
import { posthoc } from './posthoc.ts';
import { preflight } from './preflight.ts';
import { pullChecks } from './pull-checks.ts';
import { pullEvidence } from './pull-evidence.ts';
import { pullHead } from './pull-head.ts';
import { pullReviews } from './pull-reviews.ts';
import { pullSections } from './pull-sections.ts';
import { recordWhole } from './record-whole.ts';
import { requiredSteps } from './required-steps.ts';
import { rightState } from './right-state.ts';
import { template } from './template.ts';
import type { Purpose, Verdict } from './verdict.ts';
import { windowNamed } from './window-named.ts';
import { windowOpen } from './window-open.ts';

export const GATES: readonly Gate[] = [
  rightState,
  planReadable,
  answersComplete,
  ownPull,
  categoryFloor,
  planRules,
  policyReadable,
  policyChange,
  recordWhole,
  approversExist,
  notPaused,
  onHold,
  objections,
  concerns,
  template,
  approvals,
  deployment,
  environmentLock,
  environmentOrder,
  environmentReview,
  environmentWait,
  pullEvidence,
  pullHead,
  pullReviews,
  pullChecks,
  pullSections,
  mergeMethod,
  windowNamed,
  clock,
  leadTime,
  windowOpen,
  freeze,
  dependencyCycle,
  dependencies,
  conflicts,
  maintenanceWindow,
  authorisation,
  preflight,
  requiredSteps,
  holds,
  observations,
  posthoc,
];

export function judge(change: Change, facts: Facts, purpose: Purpose): readonly Verdict[] {
  const asked = { change, facts, purpose };
  const here = GATES.filter((gate) => isAsked(gate, asked)).map((gate) => judgeOne(gate, asked));
  return ASKED_ELSEWHERE.includes(purpose) ? [...here, ...judgeElsewhere(asked)] : here;
}

function judgeOne(gate: Gate, asked: Asked): Verdict {
  const verdict = withPlace(toVerdict(gate, answer(gate, asked)), asked);
  if (isBypassed(gate, asked, verdict)) return bypass(verdict);
  return gate.setsAside === true ? verdict : setAside(verdict, asked);
}

const ASKED_ELSEWHERE: readonly Purpose[] = ['submit', 'approve', 'start', 'merge', 'deploy'];

/** What the policy of each other repository says of the pull requests there; each verdict names the repository. */
function judgeElsewhere({ change, facts, purpose }: Asked): readonly Verdict[] {
  const unread = reposElsewhere(change, facts)
    .filter(({ seen }) => seen === null)
    .map(({ repo }) => inRepository(repo, toVerdict(policyReadable, cannotTell('policy'))));
  // What is linked later was never asked at a start: its merge asks for that as well.
  const isMeant = ({ elsewhere, purposes }: Gate): boolean =>
    elsewhere === true &&
    (purposes.includes(purpose) || (purpose === 'merge' && purposes.includes('start')));
  const there = scenesElsewhere(change, facts).flatMap(({ repo, ...scene }) =>
    GATES.filter(isMeant).map((gate) => inRepository(repo, judgeOne(gate, { ...scene, purpose }))),
  );
  return [...unread, ...there];
}

function inRepository(repository: string, verdict: Verdict): Verdict {
  return { ...verdict, facts: { ...verdict.facts, repository } };
}

/** What stands in the way is mended in a text: of an issue, or of the pull request that is its own change. */
function withPlace(verdict: Verdict, { change }: Asked): Verdict {
  const isOpen = verdict.kind === 'unmet' || verdict.kind === 'cannot_tell';
  if (change.own === null || !isOpen) return verdict;
  return { ...verdict, facts: { ...verdict.facts, own_pull: 'yes' } };
}

/** Under a policy that cannot be used only those gates decide that need none. */
function answer(gate: Gate, asked: Asked): Finding {
  const { policy } = asked.facts;
  if (!isInvalid(policy) || gate.underAnyPolicy === true || gate === policyReadable)
    return gate.judge(asked);
  const { version } = policy;
  return { ...cannotTell('policy', { version }), code: 'policy_invalid', who: ['admin'] };
}

/** An approved change that names a window is scheduled and started in one act, and passes the gates of both. */
function isAsked(gate: Gate, asked: Asked): boolean {
  const { change, purpose } = asked;
  const { purposes } = gate;
  if (!isNews(gate, asked)) return false;
  if (purposes.includes(purpose)) return true;
  // The merge of a pull request that is its own change starts it.
  if (purpose === 'merge' && change.own !== null)
    return purposes.includes('start') || gate === leadTime;
  return purpose === 'start' && isBookedByStart(change) && purposes.includes('schedule');
}

function isNews(gate: Gate, asked: Asked): boolean {
  const { change, facts, purpose } = asked;
  if (gate === ownPull) return change.own !== null;
  // After the submit it is news only of a change that was made of one.
  if (gate === template && purpose !== 'submit' && change.plan?.template === undefined)
    return false;
  // Whether it is news is read from the policy; of one that cannot be used nothing is.
  return isInvalid(facts.policy) || gate.isNews?.(asked) !== false;
}

function isBookedByStart({ state, window, category }: Change): boolean {
  return state === 'approved' && window === null && category !== 'emergency';
}

export function blockers(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ kind }) => kind === 'unmet' || kind === 'cannot_tell');
}

/** What would have stopped an ordinary change, each code once. */
export function bypassedCodes(verdicts: readonly Verdict[]): readonly RefusalCode[] {
  const bypassed = verdicts.filter(
    ({ facts }) =>
      facts['why'] === 'bypassed_by_emergency' &&
      (facts['would'] === 'unmet' || facts['would'] === 'cannot_tell'),
  );
  return [...new Set(bypassed.map(({ code }) => code))];
}

function isBypassed(gate: Gate, asked: Asked, { code }: Verdict): boolean {
  const { change, purpose } = asked;
  const { bypassedInEmergency: bypassed } = gate;
  if (typeof bypassed === 'boolean' ? !bypassed : !bypassed.includes(code)) return false;
  // Once it runs, only what was started as an emergency is one, whatever the plan says by now.
  if (purpose === 'start') return change.category === 'emergency';
  // Haste ends with the first end: what came afterwards is merged like anything else, also after a reopening, which
  // nobody gave a word for.
  const brings = purpose === 'merge' || purpose === 'deploy';
  return brings && change.emergency !== null && isFromBeforeTheEnd(change, asked.facts);
}

function bypass(verdict: Verdict): Verdict {
  if (verdict.kind === 'not_applicable') return verdict;
  const facts = { ...verdict.facts, why: 'bypassed_by_emergency', would: verdict.kind };
  return { ...verdict, kind: 'not_applicable', facts, who: [], next: null };
}

/** One place for every gate that does not do it itself; what cannot be told is never set aside. */
function setAside(verdict: Verdict, { change, facts }: Asked): Verdict {
  const override = verdict.kind === 'unmet' ? activeOverride(change, facts, verdict.code) : null;
  if (override === null) return verdict;
  const said = { ...verdict.facts, why: 'overridden', would: verdict.kind };
  return {
    ...verdict,
    kind: 'not_applicable',
    facts: { ...said, ...overrideFacts(override) },
    who: [],
    next: null,
    link: override.url,
  };
}

function toVerdict(gate: Gate, finding: Finding): Verdict {
  return { gate: gate.id, code: gate.code, facts: {}, who: [], next: null, link: null, ...finding };
}
