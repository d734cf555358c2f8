/**
 * The check on a linked pull request: the title says how many gates stand in the way and names the first, the
 * summary lists all of them, for people and, between marker comments, as JSON for tools.
 *
 * What must stay true: the title is plain text and short; the summary stays below 65,535 bytes.
 */
import { changeName } from '../core/change/state.ts';
import type { CheckView } from '../core/desired/check-view.ts';
import type { SituationKind } from '../core/desired/view.ts';
import { decisionOf } from '../core/gate/decision.ts';
import { jsonBlocks } from './evidence-json.ts';
import { buttonsNote, buttonsOf, type Button } from './check-buttons.ts';
import { forgedNote } from './forged.ts';
import { gateCounts, gateItems } from './gates.ts';
import { guidanceItems } from './guidance.ts';
import { keepWhole } from './length.ts';
import { md, type Markdown } from './markdown.ts';
import { verdictText } from './refusal.ts';
import { inline, link, plainText } from './safe-text.ts';
import { renderSection } from './section.ts';
import { situationText } from './situation.ts';
import { template } from './template.ts';
import { whoText } from './who.ts';
import { STATE_WORDS } from './words.ts';

/** UTF-16 units; one is at most three bytes of UTF-8, so this is far below the limit with the frame. */
const ROOM = 15_000;
const GUIDANCE_ROOM = 3_000;
const LONGEST_REASON = 100;

const SUMMARY = template<{
  readonly change: Markdown;
  readonly headline: Markdown;
  readonly asked: {
    readonly next: Markdown;
    readonly who: Markdown;
    readonly why: Markdown;
  } | null;
  readonly forged: Markdown | null;
  readonly buttons: Markdown | null;
  readonly link: Markdown;
  readonly counts: Markdown;
  readonly gates: readonly Markdown[];
  readonly guidance: Markdown | null;
  readonly decision: Markdown | null;
}>('check');

export function renderCheck(view: CheckView): {
  readonly title: string;
  readonly summary: string;
  readonly buttons: readonly Button[];
} {
  const { number, hold } = view;
  const buttons = buttonsOf(hold === null ? null : { change: number, ...hold });
  return { title: titleOf(view), summary: summaryOf(view), buttons };
}

/** `Not mergeable: 2 of 7 gates unmet - E3 waits for a second person` */
function titleOf({ verdicts, clock, conclusion }: CheckView): string {
  const applicable = verdicts.filter(({ kind }) => kind !== 'not_applicable');
  const blockers = applicable.filter(({ kind }) => kind !== 'met');
  const of = `of ${String(applicable.length)} ${applicable.length === 1 ? 'gate' : 'gates'}`;
  const [first] = blockers;
  if (conclusion === 'success') return `May be merged: ${String(applicable.length)} ${of} met`;
  if (first === undefined) return 'Not mergeable: no gate could be asked';
  const reason = plainText(verdictText(first, clock).title);
  const count = `Not mergeable: ${String(blockers.length)} ${of} unmet`;
  return reason.length > LONGEST_REASON ? count : `${count} - ${reason}`;
}

/** Steps move on without changing the answer, and a hold's own gate says who must look: the check stays as it is. */
const WALKING: ReadonlySet<SituationKind> = new Set([
  'preflight',
  'step',
  'observation_missing',
  'ready_to_complete',
  'handover_offered',
  'hold_waiting',
]);

function summaryOf(view: CheckView): string {
  const walking = WALKING.has(view.situation.kind);
  const { headline, next, why } = situationText(view.situation, view, view.clock);
  const { kept, left } = keepWhole(gateItems(view.verdicts, view.clock), ROOM);
  const remark =
    left === 0 ? [] : [md`\n*… ${left} more, left out here; read them in the record.*`];
  return SUMMARY({
    change: inline(changeName(view.number)),
    headline: walking ? STATE_WORDS[view.state] : headline,
    forged: forgedNote(view.forged),
    buttons: buttonsNote(view.hold),
    asked: walking ? null : { next, why, who: whoText(view.who) },
    link: link(md`The record of the change`, view.issueUrl),
    counts: gateCounts(view.verdicts),
    gates: [...kept, ...remark],
    guidance: guidanceBlock(view),
    decision: decisionBlock(view),
  }).trimEnd();
}

function guidanceBlock({ guidance }: CheckView): Markdown | null {
  const items = guidanceItems(guidance);
  if (items.length === 0) return null;
  const summary = md`To look at before deciding`;
  const where = md`the policy`;
  return renderSection({ summary, open: false, items, where }, GUIDANCE_ROOM);
}

/** Whole or not at all: half a decision is none. */
function decisionBlock(view: CheckView): Markdown | null {
  const decision = decisionOf({ change: view, act: 'merge', verdicts: view.verdicts });
  const [block, ...more] = jsonBlocks(decision, `${decision.change} decision`);
  return block === undefined || more.length > 0 ? null : block;
}
