/**
 * Opening a change and recording edits of its text. Edits are facts, not requests: whoever wrote them, they are
 * recorded, and what was agreed to the older text no longer counts.
 *
 * What must stay true: an issue that cannot be read still opens a change, so that its author is told why.
 */
import { comparePlans } from '../plan/compare.ts';
import { digestPlan } from '../plan/digest.ts';
import type { Plan, PlanProblem, PlanReading } from '../plan/plan.ts';
import { openObjections } from '../gate/objections.ts';
import { NOTHING, record } from './answer.ts';
import type { Answer, Case, CommandOf, Handlers } from './answer.ts';
import { approvalsLost } from './approved-code.ts';
import { hasBegun } from './binding.ts';
import type { ChangeEvent } from './event.ts';
import { isBefore } from './moment.ts';
import { packPlan, packProblems } from './plan-record.ts';
import type { PlanRecordedData } from './plan-record.ts';
import type { Facts } from './facts.ts';
import type { Change } from './state.ts';
import { storable } from './storable.ts';
import { isFinal } from './transitions.ts';

/** Ids named by `after:` in the whole plan. More would not fit into one event, and nobody could follow them. */
const MAX_PREDECESSORS = 1_000;

type Edit = Omit<PlanRecordedData, 'digest' | 'plan'>;
type Hands = Pick<Edit, 'editors' | 'editorUnknown'>;

const NO_OTHERS: Hands = { editors: [], editorUnknown: false };

export function decideOpen(command: CommandOf<'open'>): Answer {
  return record(...openedWith(command));
}

export function openedWith(command: CommandOf<'open'>): readonly ChangeEvent[] {
  const reading = admit(command.reading);
  const { repoId, repo, issueId, issue, issueUrl, title, author } = command;
  const emergency = reading.kind === 'readable' && reading.plan.category === 'emergency';
  const { pull } = command;
  return [
    {
      type: 'change_opened',
      data: {
        ...{ repoId, issueId, issue, emergency, author: author.id },
        editors: (command.editors ?? []).map(({ id }) => id),
        editorUnknown: command.editors === null,
        ownPull: pull === undefined ? null : pull.draft ? 'draft' : 'ready',
      },
      texts: { title, repo, issueUrl, authorLogin: author.login },
    },
    planRecorded(reading, { revision: 1, substantive: [], cosmetic: [], ...NO_OTHERS }),
  ];
}

export const planHandlers: Handlers<'record_plan' | 'note_plan_editor'> = {
  record_plan: recordPlan,
  note_plan_editor: ({ change, command, facts }) => {
    const { revision } = change;
    const { digest } = command;
    const found: ChangeEvent = { type: 'plan_editor_found', data: { revision, digest }, texts: {} };
    if (facts.actor.kind === 'unknown' || change.ended !== null) return NOTHING;
    if (digest !== change.digest)
      return isUntoldHand(change, digest, facts) ? record(found) : NOTHING;
    // A change that was opened late was opened with the text as it was then, whoever had edited it before.
    const isOpen = revision === 1 && change.lastEditor?.id !== facts.actor.id;
    return change.editorUnknownSince === null && !isOpen ? NOTHING : record(found);
  },
};

/** An edit told late, to a text that was never recorded: what stands now was written over it. */
function isUntoldHand(change: Change, digest: string, { actor, occurredAt }: Facts): boolean {
  const { editors, editorsBefore, substantiveAt, plan } = change;
  const isNew = actor.kind === 'human' && !editors.includes(actor.id);
  return (
    plan !== null &&
    isNew &&
    isBefore(occurredAt, substantiveAt) &&
    !Object.hasOwn(editorsBefore, digest)
  );
}

function recordPlan({ change, command, facts }: Case<'record_plan'>): Answer {
  if (isFinal(change.state)) return NOTHING;
  // An older text is no edit: what was written later stands, whichever is heard of first.
  if (isBefore(facts.occurredAt, change.substantiveAt)) return NOTHING;
  const reading = admit(command.reading);
  const title = storable(command.title);
  const renamed: readonly ChangeEvent[] =
    title === change.title ? [] : [{ type: 'title_changed', data: {}, texts: { title } }];
  const differs = difference(change, reading);
  const { substantive, cosmetic } = differs;
  if (substantive.length + cosmetic.length === 0) return record(...renamed);
  const revision = change.revision + 1;
  const hands = substantive.length === 0 ? NO_OTHERS : handsBeside({ change, command, facts });
  const recorded = planRecorded(reading, { revision, ...differs, ...hands });
  const follows = substantive.length > 0 ? voidingEvents(change) : [];
  return record(...renamed, recorded, ...follows);
}

/** While one editor is not known, a word added by somebody who is makes nobody known. */
function handsBeside({ change, command, facts }: Case<'record_plan'>): Hands {
  const isKnown = change.editorUnknownSince === null;
  const { editors = isKnown ? [] : null } = command;
  if (editors !== null) return { editors: editors.map(({ id }) => id), editorUnknown: false };
  // Of a text that could not be read nobody knows what it was: whoever makes it readable wrote it, as far as is told.
  const isFirst = change.plan === null && isKnown && facts.actor.kind !== 'unknown';
  return { editors: [], editorUnknown: !isFirst };
}

function difference(change: Change, reading: PlanReading): Pick<Edit, 'substantive' | 'cosmetic'> {
  const body = ['body'];
  if (reading.kind === 'readable' && change.plan !== null) {
    const edit = comparePlans(change.plan, reading.plan);
    // The digest decides: parts of the stored plan may have been erased since, which is no edit.
    return digestPlan(reading.plan) === change.digest ? { ...edit, substantive: [] } : edit;
  }
  if (reading.kind === 'readable' || change.plan !== null) {
    return { substantive: body, cosmetic: [] };
  }
  const same = packProblems(reading.problems) === packProblems(change.problems);
  return { substantive: [], cosmetic: same ? [] : body };
}

/** What a substantive edit undoes. While the change runs nothing is undone: what was approved stays in force. */
function voidingEvents(change: Change): readonly ChangeEvent[] {
  if (hasBegun(change) && !change.reapprovalDue) return [];
  const events: ChangeEvent[] = [];
  if (openObjections(change, 'changes_requested').length > 0) {
    events.push({ type: 'changes_request_cleared', data: { by: 'plan_edit' }, texts: {} });
  }
  return [...events, ...approvalsLost(change, 'approval_stale')];
}

function planRecorded(reading: PlanReading, edit: Edit): ChangeEvent {
  if (reading.kind === 'unreadable') {
    const data = { ...edit, digest: null, plan: null };
    return { type: 'plan_recorded', data, texts: { problems: packProblems(reading.problems) } };
  }
  const packed = packPlan(reading.plan);
  const warnings =
    reading.warnings.length === 0 ? {} : { warnings: packProblems(reading.warnings) };
  return {
    type: 'plan_recorded',
    data: { ...edit, digest: digestPlan(reading.plan), plan: packed.data },
    texts: { ...packed.texts, ...warnings },
  };
}

/** A reading whose plan can be stored. */
function admit(reading: PlanReading): PlanReading {
  if (reading.kind === 'unreadable') return reading;
  const named = countPredecessors(reading.plan);
  if (named > MAX_PREDECESSORS) return { kind: 'unreadable', problems: [tooEntangled(named)] };
  return { ...reading, plan: storable(reading.plan) };
}

function countPredecessors(plan: Plan): number {
  return plan.steps.reduce((sum, { after }) => sum + after.length, 0);
}

function tooEntangled(named: number): PlanProblem {
  return {
    code: 'steps_entangled',
    field: null,
    line: null,
    expected: `at most ${String(MAX_PREDECESSORS)} ids after "after:" in the whole plan`,
    found: `${String(named)} ids`,
    remedy: 'name only the steps that must be done directly before',
  };
}
