/**
 * A bypass: whoever stands on the policy's list passes one gate at once; everybody else asks, and a reviewer whom the
 * policy names answers. Either way it is an override like any other: by name, for one plan and its code, for a time.
 *
 * What must stay true: nobody passes a gate for work of their own alone, and nobody answers a request of their own. A
 * request that nobody could answer is refused at once; what is not known is no permission.
 */
import { frozenBy } from '../gate/freeze.ts';
import { activeOverride, BYPASSABLE } from '../gate/override.ts';
import { openPulls, unreadPulls } from '../gate/linked-pulls.ts';
import { planReadable } from '../gate/plan-readable.ts';
import { nearest } from '../plan/nearest.ts';
import { findBar } from '../policy/bar.ts';
import { bypassBench } from '../policy/bypass-bench.ts';
import { isNobody } from '../policy/holders.ts';
import { humansOf, isSameHuman } from '../policy/humans.ts';
import { mayUse, rolesForVerb } from '../policy/rights.ts';
import { isHolder } from '../policy/roles.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { boundDigest, currentHeads } from './binding.ts';
import { BYPASS_HOURS, pendingBypasses, REQUEST_HOURS, whyOver } from './bypass-request.ts';
import { addHours } from './moment.ts';
import { forbidden } from './permission.ts';
import type { RefusalCode } from './refusal.ts';
import type { BypassRequest } from './spoken.ts';
import { barredFromApproving } from './voice.ts';

/** So many edits lie at most between a word and the code that was probably meant. */
const FURTHEST = 6;

type Answering = Case<'grant'> | Case<'deny'>;

export const bypassHandlers: Handlers<'bypass' | 'grant' | 'deny'> = {
  bypass: (asked) => {
    const { change, command, facts } = asked;
    const gate = findGate(command.gate);
    if (gate === null) return unknownGate(command.gate);
    const reason = command.reason.trim();
    const digest = boundDigest(change);
    const barred = mayNotBypass(asked, gate);
    if (barred !== null) return barred;
    if (reason === '') return obstacle('reason_required', { verb: command.type });
    if (digest === null) {
      const { facts: said = {} } = planReadable.judge({ change, facts, purpose: 'submit' });
      return obstacle('plan_unreadable', said);
    }
    const bound = { gate, digest, heads: currentHeads(change), ...frozenBy(gate, asked) };
    if (!mayPass(asked)) return request(asked, { bound, reason });
    const until = addHours(facts.occurredAt, BYPASS_HOURS);
    const kind = { sticky: false, category: change.category, via: 'bypass_list' as const };
    return record({ type: 'overridden', data: { ...bound, until, ...kind }, texts: { reason } });
  },
  grant: (asked) => {
    const { command, facts } = asked;
    const found = findRequest(asked);
    if ('kind' in found) return found;
    const barred = mayNotAnswer(asked, found) ?? unsettled(asked) ?? isAskerGone(asked, found);
    if (barred !== null) return barred;
    const until = addHours(facts.occurredAt, BYPASS_HOURS);
    const data = { requested: found.seq, gate: found.gate, until };
    return record({ type: 'bypass_granted', data, texts: { note: command.note.trim() } });
  },
  deny: (asked) => {
    const { command, facts } = asked;
    const found = findRequest(asked);
    if ('kind' in found) return found;
    const isOwn = found.by.id === facts.actor.id;
    const barred = isOwn ? null : mayNotAnswer(asked, found);
    if (barred !== null) return barred;
    const reason = command.reason.trim();
    if (reason === '') return obstacle('reason_required', { verb: command.type });
    const data = { requested: found.seq, gate: found.gate };
    return record({ type: 'bypass_denied', data, texts: { reason } });
  },
};

function findGate(word: string): RefusalCode | null {
  return BYPASSABLE.find((code) => code === word) ?? null;
}

function unknownGate(gate: string): Answer {
  const closest = nearest(gate, BYPASSABLE, FURTHEST);
  const said = { gate, known: BYPASSABLE, why: 'bypass' };
  return obstacle('gate_unknown', closest === null ? said : { ...said, closest });
}

function mayNotBypass(asked: Case<'bypass'>, gate: RefusalCode): Answer | null {
  const { change, command, facts } = asked;
  const { may, reviewers } = facts.policy.bypass;
  if (isNobody(may) && isNobody(reviewers))
    return obstacle('bypass_unavailable', { why: 'not_configured', gate });
  const standing = activeOverride(change, facts, gate);
  if (standing === null) return unsettled(asked);
  const { by, asker, at } = standing;
  if ([by.id, asker?.id].includes(facts.actor.id)) return NOTHING;
  return obstacle('already_done', { verb: command.type, by: by.login, at });
}

/** On the list, and no hand in the change under any account. */
function mayPass({ change, facts }: Case<'bypass'>): boolean {
  const { actor, policy } = facts;
  if (isHolder(policy.bypass.may, actor, facts) !== 'yes') return false;
  return !humansOf(facts).unknown && findBar(change, facts, actor.id) === null;
}

type Wanted = {
  readonly bound: Pick<
    BypassRequest,
    'gate' | 'digest' | 'heads' | 'freezes' | 'windowStart' | 'windowEnd'
  >;
  readonly reason: string;
};

function request(asked: Case<'bypass'>, { bound, reason }: Wanted): Answer {
  const { change, command, facts } = asked;
  const { gate } = bound;
  if (isNobody(facts.policy.bypass.reviewers))
    return obstacle('bypass_unavailable', { why: 'no_reviewers', gate });
  const open = change.bypassRequests.find(
    (one) => one.gate === gate && whyOver(one, change, facts.now) === null,
  );
  if (open !== undefined) {
    if (open.by.id === facts.actor.id) return NOTHING;
    return obstacle('already_done', { verb: command.type, by: open.by.login, at: open.at });
  }
  const { people } = facts;
  if (people === null || humansOf(facts).unknown)
    return obstacle('evidence_unavailable', { unknown: 'people' });
  const { eligible, isUnsure, gone } = bypassBench(change, facts, facts.actor.id);
  if (eligible.length === 0 && !isUnsure)
    return obstacle('bypass_unavailable', { why: 'nobody', gate, teams: gone });
  const until = addHours(facts.occurredAt, REQUEST_HOURS);
  return record({ type: 'bypass_requested', data: { ...bound, until }, texts: { reason } });
}

/** What is let pass must be what the forge shows. */
function unsettled({ change, facts }: Case<'bypass'> | Answering): Answer | null {
  const pulls = unreadPulls(change, facts);
  if (pulls.length > 0) return obstacle('evidence_unavailable', { unknown: 'pulls', pulls });
  const moved = openPulls(change, facts).filter(({ linked, seen }) => seen.head !== linked.head);
  if (moved.length === 0) return null;
  const from = moved.map(({ linked }) => linked.head);
  const to = moved.map(({ seen }) => seen.head);
  return obstacle('ref_changed', { pulls: moved.map(({ name }) => name), from, to });
}

function findRequest({ change, command, facts }: Answering): BypassRequest | Answer {
  const gate = findGate(command.gate);
  if (gate === null) return unknownGate(command.gate);
  const all = change.bypassRequests.filter((one) => one.gate === gate);
  const last = all.at(-1);
  const known = pendingBypasses(change).map((one) => one.gate);
  if (last === undefined) return obstacle('bypass_unknown', { gate, known });
  const why = whyOver(last, change, facts.now);
  if (why === null) return last;
  const { answer } = last;
  const verb = why === 'granted' ? 'grant' : why === 'denied' ? 'deny' : null;
  if (answer === null || verb === null) return obstacle('bypass_unknown', { gate, known, why });
  if (answer.by.id === facts.actor.id && verb === command.type) return NOTHING;
  return obstacle('already_done', { verb, by: answer.by.login, at: answer.at });
}

function mayNotAnswer(asked: Answering, { by: asker }: BypassRequest): Answer | null {
  const { change, command, facts } = asked;
  const { actor, policy } = facts;
  const { type: verb } = command;
  const held = isHolder(policy.bypass.reviewers, actor, facts);
  if (held === 'unknown') return obstacle('evidence_unavailable', { unknown: 'teams' });
  if (held === 'no') {
    const who = bypassBench(change, facts, asker.id).eligible.map(({ login }) => login);
    return forbidden({ verb, why: 'not_reviewer', who, held: actor.roles });
  }
  if (humansOf(facts).unknown) return obstacle('evidence_unavailable', { unknown: 'people' });
  if (isSameHuman(facts, actor.id, asker.id))
    return obstacle('self_approval', { why: 'asker', verb });
  return barredFromApproving(change, facts, verb);
}

/** Whoever asked must still be somebody who may. */
function isAskerGone({ facts }: Answering, { by: asker }: BypassRequest): Answer | null {
  const { people, policy, peopleAreSome } = facts;
  const person = people?.find(({ id }) => id === asker.id);
  if (person === undefined && (people === null || peopleAreSome === true))
    return obstacle('evidence_unavailable', { unknown: 'people' });
  if (mayUse(policy, 'bypass', person?.roles ?? [])) return null;
  const needs = rolesForVerb(policy, 'bypass');
  return forbidden({ verb: 'grant', why: 'asker_lost_role', who: [asker.login], needs });
}
