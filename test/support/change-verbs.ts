/** What people, the forge and time can do on the stage, as verbs. Each is one command. */
import type { Command, TimerName } from '../../src/core/change/command.ts';
import type { Decision } from '../../src/core/change/decide.ts';
import type { Actor, PullFacts } from '../../src/core/change/facts.ts';
import { digestPlan } from '../../src/core/plan/digest.ts';
import type { Plan, PlanReading, Window } from '../../src/core/plan/plan.ts';
import { HOLDPOINT, PEOPLE } from './change-people.ts';
import { CERT_ROTATION, readable } from './change-plans.ts';

export const REPO = { repoId: '700', repo: 'lighthouse-freight/changes' };
export const TITLE = 'Rotate the TLS certificate on the public API gateway';

export type When = {
  readonly occurredAt?: string;
  readonly url?: string;
  readonly witnessed?: true;
};
export type Act = (actor: Actor, command: Command, when?: When) => Decision;
export type Verbs = ReturnType<typeof verbsOf>;

export function verbsOf(actor: Actor, act: Act) {
  const say = (command: Command, when?: When): Decision => act(actor, command, when);
  return {
    actor,
    says: say,
    opens: (
      reading: PlanReading = readable(CERT_ROTATION),
      editors: readonly Actor[] | null = [],
    ) =>
      say({
        type: 'open',
        ...REPO,
        issueId: '5001',
        issue: 12,
        issueUrl: 'https://forge.example/12',
        title: TITLE,
        author: actor,
        reading,
        editors,
      }),
    edits: (plan: Plan, when?: When) =>
      say({ type: 'record_plan', title: TITLE, reading: readable(plan) }, when),
    /** Over a text that was not told; `editors` are all who ever edited it, null when the forge does not say. */
    editsAmong: (plan: Plan, editors: readonly Actor[] | null) =>
      say({ type: 'record_plan', title: TITLE, reading: readable(plan), editors }),
    isNamedAsEditorOf: (plan: Plan) => say({ type: 'note_plan_editor', digest: digestPlan(plan) }),
    garbles: (reading: PlanReading) => say({ type: 'record_plan', title: TITLE, reading }),
    renames: (title: string, plan: Plan = CERT_ROTATION) =>
      say({ type: 'record_plan', title, reading: readable(plan) }),
    submits: (when?: When) => say({ type: 'submit' }, when),
    approves: (note = 'Checked the chain order.', when?: When) =>
      say({ type: 'approve', note, channel: 'command', commit: null }, when),
    approvesByReview: (commit: string, when?: When) =>
      say({ type: 'approve', note: '', channel: 'review', commit }, when),
    requestsChanges: (text = 'What happens to pinned clients?') =>
      say({ type: 'request_changes', text }),
    blocks: (text = 'The release train is on that night.') => say({ type: 'block', text }),
    unblocks: (reason = '') => say({ type: 'unblock', reason }),
    worries: (name: string, text = 'Who has asked the carriers?') =>
      say({ type: 'concern', name, text }),
    resolves: (name: string, reason = '') => say({ type: 'resolve', name, reason }),
    holds: (reason = '') => say({ type: 'hold', reason, via: 'command' }),
    unholds: (reason = '') => say({ type: 'unhold', reason, via: 'command' }),
    putsOnHold: (when?: When) => say({ type: 'hold', reason: '', via: 'label' }, when),
    takesOffHold: (when?: When) => say({ type: 'unhold', reason: '', via: 'label' }, when),
    rejects: (reason = 'Not in this quarter.') => say({ type: 'reject', reason }),
    delegatesTo: (to: Actor | null, reason = 'on a plane until Thursday') =>
      say({ type: 'delegate', to, toLogin: to?.login ?? 'nobody', reason }),
    withdraws: () => say({ type: 'withdraw' }),
    signsIn: () => say({ type: 'note_identity' }),
    schedules: (window: Window | null = null) => say({ type: 'schedule', window }),
    starts: (authoriser: string | null = null, when?: When) =>
      say({ type: 'start', authoriser }, when),
    begins: (step: string) => say({ type: 'begin', step }),
    does: (step: string, observed = `${step} as expected`) =>
      say({ type: 'done', step, observed, via: 'command' }),
    ticks: (step: string) => say({ type: 'done', step, observed: '', via: 'tick' }),
    unticks: (step: string) => say({ type: 'untick', step }),
    observes: (step: string, observed: string) => say({ type: 'observe', step, observed }),
    skips: (step: string, reason = 'not needed tonight') => say({ type: 'skip', step, reason }),
    confirms: (step: string, observed = 'I see the same') =>
      say({ type: 'confirm', step, observed }),
    declines: (step: string, observed = 'I see the old serial') =>
      say({ type: 'decline', step, observed }),
    waives: (step: string, reason = 'nobody else is awake, and it can be undone') =>
      say({ type: 'waive', step, reason }),
    pauses: (reason = 'the pager went off') => say({ type: 'pause', reason }),
    resumes: () => say({ type: 'resume' }),
    handsOverTo: (to: Actor) => say({ type: 'handover', to, toLogin: to.login }),
    accepts: () => say({ type: 'accept' }),
    completes: (code = 'successful', notes = 'The drain took long.') =>
      say({ type: 'complete', code, notes }),
    rollsBack: (reason = 'carrier clients are refused') => say({ type: 'rollback', reason }),
    recovers: (observed = 'refused requests back to zero') => say({ type: 'recovered', observed }),
    reopens: (reason = 'the second node was forgotten') => say({ type: 'reopen', reason }),
    cancels: (reason = 'the issuer moved the date') => say({ type: 'cancel', reason }),
    authorises: (note = 'I said so at 21:07') => say({ type: 'authorise', note }),
    reviewsAfterwards: (findings = 'the logs match the account') =>
      say({ type: 'review', findings }),
    fulfils: (duty: string, what = `${duty} is done`) =>
      say({ type: 'fulfil', duty, what, via: 'command' }),
    ticksDuty: (duty: string) => say({ type: 'fulfil', duty, what: '', via: 'tick' }),
    overrides: (gate: string, reason = 'the vendor can only staff this night') =>
      say({ type: 'override', gate, reason }),
    bypasses: (gate: string, reason = 'the runners are down, it passed an hour ago') =>
      say({ type: 'bypass', gate, reason }),
    grants: (gate: string, note = 'I saw that run', when?: When) =>
      say({ type: 'grant', gate, note }, when),
    denies: (gate: string, reason = 'they are back in an hour') =>
      say({ type: 'deny', gate, reason }),
    takesBackOverride: (gate: string) => say({ type: 'cancel_override', gate }),
    links: (pull: number, head = `head-of-${String(pull)}`) =>
      say({ type: 'link', ...REPO, pull, head }),
    unlinks: (pull: number) => say({ type: 'unlink', repoId: REPO.repoId, pull }),
  };
}

export function forgeVerbs(act: Act, world: { pulls: readonly PullFacts[] }) {
  const { repoId } = REPO;
  return {
    reportsPush: (pull: number, head: string, by: Actor = PEOPLE.lin) => {
      world.pulls = world.pulls.map((one) => (one.number === pull ? { ...one, head } : one));
      return act(by, { type: 'note_head', repoId, pull, head, pushed: true });
    },
    reportsNewBase: (pull: number, base: string, by: Actor = PEOPLE.lin) => {
      world.pulls = world.pulls.map((one) => (one.number === pull ? { ...one, base } : one));
      return act(by, { type: 'note_head', repoId, pull, head: `head-of-${String(pull)}`, base });
    },
    reportsMerge: (pull: number, by: Actor = PEOPLE.lin, when?: When) =>
      act(by, { type: 'note_merge', repoId, pull, sha: `merge-of-${String(pull)}` }, when),
    reportsDismissal: (of: Actor, by: Actor) =>
      act(by, { type: 'note_review_dismissed', person: of }),
    reportsClosing: (by: Actor) => act(by, { type: 'note_closed' }),
    firesTimer: (name: TimerName) => act(HOLDPOINT, { type: 'timer', name }),
    asksAgain: () => act(HOLDPOINT, { type: 'reconsider' }),
    shows: (...pulls: readonly PullFacts[]) => {
      world.pulls = pulls;
    },
  };
}
