/**
 * What a gate is: one question about a change, asked for certain acts. A gate knows nothing of the others, looks only
 * at what it is given, and never says a sentence: it answers with a code and facts.
 *
 * What must stay true: `cannot_tell` is an answer of its own. A gate that could not see something says so; it never
 * answers met, and never unmet for a reason that it does not know.
 */
import type { ChangeEventType } from '../change/event.ts';
import type { Facts } from '../change/facts.ts';
import type { NotApplicableWhy, Unknown } from '../change/refusal-facts.ts';
import type { RefusalCode, RefusalFacts } from '../change/refusal.ts';
import type { Change } from '../change/state.ts';
import type { NoticeFact } from '../intent/notice.ts';
import type { Purpose, Verdict } from './verdict.ts';

/** What can change a gate's answer: an event of the change, a notice of the forge, or the passing of time. */
export type Waker = ChangeEventType | NoticeFact['kind'] | 'timer';

export type Asked = { readonly change: Change; readonly facts: Facts; readonly purpose: Purpose };

export type Finding = Pick<Verdict, 'kind'> & Partial<Omit<Verdict, 'gate' | 'kind'>>;

export type Gate = {
  readonly id: string;
  /** As a heading on pages and in the gate list. */
  readonly title: string;
  /** The obstacle it guards against. */
  readonly code: RefusalCode;
  /** Others that it may name in its place. */
  readonly also?: readonly RefusalCode[];
  readonly purposes: readonly Purpose[];
  readonly wakesOn: readonly Waker[];
  /** At the start and the merge of an emergency it holds nobody up, or not by these; what it would have said is recorded. */
  readonly bypassedInEmergency: boolean | readonly RefusalCode[];
  /** Its answer is the same under any policy; all others are not asked under one that cannot be used. */
  readonly underAnyPolicy?: true;
  /** Asked as well under the policy of each other repository in which an open pull request of the change stands. */
  readonly elsewhere?: true;
  /** An override passes only a part of what may stand in the way: the gate says itself what is set aside. */
  readonly setsAside?: true;
  /** False: nothing in this change or policy has to do with it, and the act does without an answer. */
  readonly isNews?: (asked: Asked) => boolean;
  readonly judge: (asked: Asked) => Finding;
};

export type Way = {
  readonly who?: readonly string[];
  readonly next?: string | null;
  readonly link?: string | null;
};

export function met(facts: RefusalFacts = {}): Finding {
  return { kind: 'met', facts };
}

/** `way`: who can change the answer, and by which command. */
export function unmet(facts: RefusalFacts, way: Way = {}): Finding {
  return { kind: 'unmet', facts, ...way };
}

export function notApplicable(why: NotApplicableWhy): Finding {
  return { kind: 'not_applicable', facts: { why } };
}

export function cannotTell(unknown: Unknown, facts: RefusalFacts = {}): Finding {
  return { kind: 'cannot_tell', code: 'evidence_unavailable', facts: { unknown, ...facts } };
}
