/**
 * The words for every obstacle, from templates/refusals.yml: what it is called, what was expected and found,
 * what to do next, and who can do it. Comments, checks, the command line and pages all take them from here.
 */
import { REFUSAL_CODES, type RefusalCode, type RefusalFacts } from '../core/change/refusal.ts';
import type { Verdict } from '../core/gate/verdict.ts';
import type { Slot } from '../core/time/slots.ts';
import { printFacts, variantOf } from './fact.ts';
import { md, type Markdown } from './markdown.ts';
import { code as codeSpan, login } from './safe-text.ts';
import { slotLine } from './slots.ts';
import { readTable, template } from './template.ts';
import { clockIn, UTC_CLOCK, type Clock } from './when.ts';
import { verbWord } from './words.ts';

export type RefusalText = {
  /** A few words, small letters, no full stop. */
  readonly title: Markdown;
  readonly sentence: Markdown;
  readonly remedy: Markdown;
  readonly who: Markdown;
};

const SLOTS = ['title', 'sentence', 'remedy', 'who'] as const;
const TABLE = readTable('refusals.yml', REFUSAL_CODES, SLOTS);
const REPLY = template<{
  login: Markdown;
  verb: Markdown | null;
  title: Markdown;
  sentence: Markdown;
  remedy: Markdown;
  who: Markdown;
  slot: Markdown | null;
  code: Markdown;
  marker: Markdown;
}>('refusal-reply');

export function refusalText(
  code: RefusalCode,
  facts: RefusalFacts,
  clock: Clock = UTC_CLOCK,
): RefusalText {
  return tell({ code, facts, next: null }, clock);
}

/** The same words for a gate that is not met; its exact command stands in the remedy. */
export function verdictText(
  verdict: Pick<Verdict, 'code' | 'facts' | 'next'>,
  clock: Clock,
): RefusalText {
  const standing = Object.entries(verdict.facts).filter(([name]) => !MOVING.includes(name));
  return tell({ ...verdict, facts: Object.fromEntries(standing) }, clock);
}

/** What moves with the clock: a text that stands would be written again at every look, though nothing happened. */
const MOVING: readonly string[] = ['noticed_at', 'earliest', 'now'];

function tell(
  { code, facts, next }: Pick<Verdict, 'code' | 'facts' | 'next'>,
  clock: Clock,
): RefusalText {
  const row = TABLE.get(code);
  const texts = row?.get(variantOf(facts)) ?? row?.get('');
  if (texts === undefined) throw new Error(`no text for the refusal ${code}`);
  const command = next === null ? null : codeSpan(next);
  const printed = { ...printFacts(code, facts, clockIn(clock, facts['zone'])), next: command };
  const remedy = texts.remedy(printed);
  const { repository } = facts;
  const whose = typeof repository === 'string' ? codeSpan(repository) : null;
  return {
    title: whose === null ? texts.title(printed) : md`${texts.title(printed)} in ${whose}`,
    sentence:
      whose === null
        ? texts.sentence(printed)
        : md`${texts.sentence(printed)} It is the policy of ${whose} that asks, where a linked pull request stands, and what people may do there.`,
    remedy: command === null || remedy.includes(command) ? remedy : md`${remedy} ${command}`,
    who: texts.who(printed),
  };
}

export type RefusedAct = {
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;
  readonly login: string;
  /** As a command type or as it was typed; null when it was a tick or a label. */
  readonly verb: string | null;
  /** The next window that would do, where it is known. */
  readonly slot?: Slot | null;
};

/** The one reply to a refused command; `marker` is the hidden last line. */
export function renderRefusalReply(
  act: RefusedAct,
  marker: Markdown,
  clock: Clock = UTC_CLOCK,
): string {
  return REPLY({
    ...refusalText(act.code, act.facts, clock),
    login: login(act.login),
    verb: act.verb === null ? null : codeSpan(`/chg ${verbWord(act.verb)}`),
    slot: act.slot === undefined || act.slot === null ? null : slotLine(act.slot, clock),
    code: codeSpan(act.code),
    marker,
  }).trimEnd();
}
