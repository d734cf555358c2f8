/** Who is asked in each situation. What must stay true: nobody is asked for what the gates would refuse them. */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { findRule, holdsAny, rolesForVerb } from '../policy/rights.ts';
import { findBar } from '../policy/bar.ts';
import { assertNever } from '../assert-never.ts';
import {
  asks,
  asksForTheWord,
  barring,
  CROWD,
  eachOnce,
  NOBODY,
  ofNames,
  operatorOf,
  whoConfirms,
} from './asked.ts';
import type { Barred, GateList, Situation, Who } from './view.ts';

export function askWhom(change: Change, situation: Situation, world: World): Who {
  const { policy } = world.facts;
  const author = change.author.login;
  const operator = operatorOf(change);
  switch (situation.kind) {
    case 'plan_unreadable':
    case 'answers_missing':
    case 'sections_missing':
    case 'pull_draft':
      return asks([author], null, policy);
    case 'ready_to_merge':
      return asks([author], 'submit', policy);
    case 'ready_to_submit':
      return asks([author], 'submit', policy);
    case 'emergency_to_start':
    case 'ready_to_start':
      return asks([operator], 'start', policy);
    case 'window_ahead':
      return asks([operator], null, policy);
    case 'window_wanted':
    case 'window_to_book':
    case 'window_missed':
      return asks([operator], 'schedule', policy);
    case 'preflight':
      return asks([operator], 'done', policy);
    case 'gate_shut':
      return ofNames(situation.verdict.who);
    case 'blocked':
      return asks([situation.objection.by.login], 'unblock_for_blocker', policy);
    case 'changes_requested':
      return asks([author, situation.objection.by.login], null, policy);
    case 'approval_wanted':
      return whoApproves(change, world);
    case 'paused':
      return asks([operator], 'resume', policy);
    case 'handover_offered':
      return asks([situation.to], null, policy);
    case 'hold_waiting':
      return whoConfirms(change, situation.step.id, world.facts);
    case 'hold_declined':
    case 'observation_missing':
    case 'step':
    case 'ready_to_complete':
      return asks([operator], null, policy);
    case 'recovery_wanted':
      return asks([operator], 'recovered_for_operator', policy);
    case 'authorisation_owed':
      return asksForTheWord(change, policy);
    case 'review_owed':
      return whoReviews(change, world.facts);
    case 'duties_owed':
      return asks([operator, author], null, policy);
    case 'ended':
      return NOBODY;
    default:
      return assertNever(situation);
  }
}

/** An emergency is reviewed by somebody who had no hand in it: wrote neither plan nor code, started and executed nothing. */
export function whoReviews(change: Change, facts: Facts): Who {
  const may = rolesForVerb(facts.policy, 'review');
  const others = (facts.people ?? [])
    .filter(({ kind, roles }) => kind === 'human' && holdsAny(roles, may))
    .flatMap((person): readonly Barred[] => {
      const bar = findBar(change, facts, person.id);
      if (bar === null) return [];
      const isEditor = bar.reason === 'plan_editor_approval';
      return [{ login: person.login, because: isEditor ? 'editor' : 'contributor', step: null }];
    });
  const barred: readonly Barred[] = [
    { login: change.author.login, because: 'author', step: null },
    ...change.executors.map(({ login }): Barred => ({ login, because: 'executed', step: null })),
    ...others,
  ];
  return barring(asks([], 'review', facts.policy), eachOnce(barred));
}

type World = { readonly facts: Facts; readonly gates: GateList | null };

/** By name while they are few; a crowd is better told by its role, and who of it is barred. */
function whoApproves(change: Change, { facts, gates }: World): Who {
  const asked = gates?.verdicts.filter(({ gate }) => gate === 'approvals') ?? [];
  const verdict = asked.find(({ kind }) => kind !== 'met') ?? asked[0];
  const names = verdict?.who ?? [];
  const roles = findRule(facts.policy, change.category)?.approverRoles ?? [];
  if (names.length <= CROWD) return ofNames(names);
  const barred = authors(change).filter(({ login }) =>
    facts.people?.some((one) => one.login === login && holdsAny(one.roles, roles)),
  );
  return barring(ofNames(roles), barred);
}

function authors(change: Change): readonly Barred[] {
  const author: Barred = { login: change.author.login, because: 'author', step: null };
  const editor = change.lastEditor;
  if (editor === null || editor.id === change.author.id) return [author];
  return [author, { login: editor.login, because: 'last_editor', step: null }];
}
