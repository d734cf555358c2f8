/**
 * Comments of their own, because somebody has to act or know now and would not see an edit of the record: a forge
 * notifies nobody of edits. Few, short, and gone (minimised) as soon as they are answered.
 *
 * What must stay true: computed from the state alone, so that the same announcement is never made twice; while a
 * change runs, only a hold, a declined hold, a handover and an overrun are worth a sound, and its milestones to those
 * who subscribed to them.
 */
import { pendingBypasses } from '../change/bypass-request.ts';
import { checklist, waitingHolds } from '../change/checklist.ts';
import type { Actor, Facts } from '../change/facts.ts';
import { laterOf } from '../change/moment.ts';
import type { Change } from '../change/state.ts';
import type { Person } from '../change/stamp.ts';
import { bypassBench } from '../policy/bypass-bench.ts';
import { holdsAny } from '../policy/rights.ts';
import type {
  Announcement,
  AnnouncementAbout,
  AnnouncementDraft as Draft,
} from './announcement.ts';
import { askWhom } from './ask-whom.ts';
import {
  asks,
  compactInstant,
  confirmers,
  few,
  ofNames,
  operatorOf,
  whoConfirms,
} from './asked.ts';
import { hasEnded, isOver } from './duties.ts';
import { emergencyAnnouncements } from './emergency-announcements.ts';
import { milestoneAnnouncements } from './milestones.ts';
import { lastReturn } from './returned.ts';
import { reviewAnnouncements } from './review-announcements.ts';
import { signInAnnouncements } from './sign-in-announcements.ts';
import { shutBehind } from './situation.ts';
import type { GateList, Situation, Who } from './view.ts';
import { viewClock } from './view-clock.ts';

export type Scene = {
  readonly facts: Facts;
  readonly gates: GateList | null;
  readonly situation: Situation;
};

export function announcementsOf(change: Change, scene: Scene): readonly Announcement[] {
  const drafts = [
    ...reviewWanted(change, scene),
    ...signInAnnouncements(change, scene.facts),
    ...objections(change, scene),
    ...bypassesAsked(change, scene),
    ...holds(change, scene),
    ...handover(change),
    ...overrun(change, scene),
    ...reviewAnnouncements(change, scene.facts),
    ...emergencyAnnouncements(change, scene.facts),
    ...closedEarly(change, scene),
    ...milestoneAnnouncements(change, scene.facts),
  ];
  const { number, title, issueUrl } = change;
  return drafts.map((draft) => ({ ...draft, number, title, issueUrl, clock: viewClock(change) }));
}

/** Asked once at submit, and once more each time approvals were undone. */
function reviewWanted(change: Change, scene: Scene): readonly Draft[] {
  if (scene.situation.kind !== 'approval_wanted' || change.state !== 'review') return [];
  const asked = change.times.submittedAt ?? change.times.openedAt;
  const last = lastReturn(change);
  const since = last === null ? asked : laterOf(asked, last.at);
  const who = askWhom(change, scene.situation, scene);
  const about: AnnouncementAbout = {
    kind: 'review',
    category: change.category,
    window: change.plan?.window ?? null,
    needed: scene.situation.needed - scene.situation.given,
    returned: last?.why ?? null,
  };
  return [
    {
      key: `review:${compactInstant(since)}`,
      about,
      notify: few(namedPeople(who, scene.facts), whoKnows(change)),
      who,
    },
  ];
}

/** Who read it before, and who will stand beside the operator. */
function whoKnows(change: Change): readonly string[] {
  const read = [...change.approvals, ...change.objections].map(({ by }) => by.login);
  const second = change.plan?.secondPerson ?? null;
  return second === null ? read : [...read, second];
}

function objections(change: Change, { facts }: Scene): readonly Draft[] {
  if (isOver(change) || change.state === 'in_progress') return [];
  const open = change.objections.filter(({ lifted }) => lifted === null);
  return open.map((objection): Draft => {
    const { by, text, name } = objection;
    const said = { by: by.login, text };
    return {
      key: `objection:${String(objection.seq)}`,
      about:
        objection.kind === 'concern'
          ? { kind: 'concern', name: name ?? '', ...said }
          : { kind: objection.kind === 'block' ? 'blocked' : 'changes_requested', ...said },
      notify: [change.author.login],
      who: asks([change.author.login], null, facts.policy),
    };
  });
}

/** Once for each request; the reviewers are named who could answer it. */
function bypassesAsked(change: Change, { facts }: Scene): readonly Draft[] {
  if (isOver(change)) return [];
  return pendingBypasses(change).map(({ gate, by, reason, until, seq }): Draft => {
    const { eligible } = bypassBench(change, facts, by.id);
    const { roles, teams, people: named } = facts.policy.bypass.reviewers;
    return {
      key: `bypass:${String(seq)}`,
      about: { kind: 'bypass', gate, by: by.login, text: reason, until },
      notify: few(eligible, whoKnows(change)),
      who: ofNames([...roles, ...teams, ...named]),
    };
  });
}

function holds(change: Change, { facts }: Scene): readonly Draft[] {
  if (isOver(change)) return [];
  return waitingHolds(change).map(({ step, progress }): Draft => {
    const by = progress.finished?.by.login ?? '';
    const seq = String(progress.hold?.stamp?.seq ?? progress.finished?.seq ?? 0);
    if (progress.hold?.status === 'declined') {
      const decliner = progress.hold.stamp?.by.login ?? '';
      const operator = operatorOf(change);
      return {
        key: `declined:${step.id}:${seq}`,
        about: { kind: 'declined', step, by: decliner, saw: progress.hold.observed ?? '' },
        notify: [operator],
        who: asks([operator], null, facts.policy),
      };
    }
    return {
      key: `hold:${step.id}:${seq}`,
      about: {
        kind: 'hold',
        step,
        by,
        observed: progress.observed,
        shuts: shutBehind(change, step.id),
      },
      notify: few(confirmers(change, step.id, facts)),
      who: whoConfirms(change, step.id, facts),
    };
  });
}

function handover(change: Change): readonly Draft[] {
  if (change.handover === null) return [];
  const steps = checklist(change);
  const finished = steps.filter(
    ({ openness }) => openness === 'done' || openness === 'skipped',
  ).length;
  const { by, to, seq } = change.handover;
  return [
    {
      key: `handover:${String(seq)}`,
      about: {
        kind: 'handover',
        from: by.login,
        to: to.login,
        progress: { finished, total: steps.length },
      },
      notify: [to.login],
      who: { kind: 'people', named: [to.login], roles: [], except: [] },
    },
  ];
}

function overrun(change: Change, { facts }: Scene): readonly Draft[] {
  if (change.state !== 'in_progress' || change.overrunSince === null) return [];
  const operator = operatorOf(change);
  return [
    {
      key: `overrun:${compactInstant(change.overrunSince)}`,
      about: { kind: 'overrun', end: change.window?.end ?? change.overrunSince },
      notify: [operator],
      who: asks([operator], null, facts.policy),
    },
  ];
}

/** Explained once: whoever does it again knows. */
function closedEarly(change: Change, { situation, facts, gates }: Scene): readonly Draft[] {
  const first = change.exceptions.find(({ kind }) => kind === 'closed_early');
  if (first === undefined || hasEnded(change)) return [];
  const about: AnnouncementAbout = {
    kind: 'closed_early',
    closer: first.by.login,
    state: change.state,
  };
  const who = askWhom(change, situation, { facts, gates });
  return [{ key: `closed-early:${String(first.seq)}`, about, notify: [first.by.login], who }];
}

function namedPeople(who: Who, facts: Facts): readonly Person[] {
  if (who.kind === 'nobody') return [];
  const barred = who.except.map(({ login }) => login);
  return people(facts).filter(
    ({ login, roles }) =>
      !barred.includes(login) && (who.named.includes(login) || holdsAny(roles, who.roles)),
  );
}

function people(facts: Facts): readonly Actor[] {
  return (facts.people ?? []).filter(({ kind }) => kind === 'human');
}
