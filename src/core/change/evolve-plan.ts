/**
 * Folds what happens to the text of a change: opening, edits of the plan, the title.
 *
 * What must stay true: once the change has begun, an edit is kept and shown but nothing in force moves; before that,
 * a substantive edit forgets the pre-flight steps that were walked for the older plan.
 */
import type { Recorded } from './event.ts';
import { hasBegun } from './binding.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import type { EventOf } from './event-shapes.ts';
import type { Context, Folds } from './evolve-context.ts';
import { withException } from './evolve-context.ts';
import { sameWindow } from './moment.ts';
import { unpackPlan, unpackProblems } from './plan-record.ts';
import type { JsonValue } from '../audit/canonical.ts';
import type { Plan } from '../plan/plan.ts';
import type { Change } from './state.ts';
import { NO_TEMPLATE_USE } from './template-use.ts';

/** What every change begins with. */
const BLANK = {
  state: 'draft',
  operator: null,
  executors: [],
  priority: null,
  risk: null,
  plan: null,
  problems: [],
  warnings: [],
  digest: null,
  revision: 0,
  editorsBefore: {},
  windowNamedAt: null,
  planInForce: null,
  digestInForce: null,
  editedWhileRunning: null,
  policyChangedAt: null,
  approvals: [],
  signIns: [],
  delegations: [],
  objections: [],
  hold: null,
  window: null,
  windowOpenedAt: null,
  windowMissedAt: null,
  overrunSince: null,
  extensions: [],
  failureReview: null,
  steps: {},
  rehearsal: null,
  paused: null,
  secondIds: {},
  handover: null,
  templateUse: NO_TEMPLATE_USE,
  pulls: [],
  deployments: [],
  pushers: [],
  emergency: null,
  overrides: [],
  acknowledgements: [],
  awaited: [],
  bypassRequests: [],
  closure: null,
  rollback: null,
  suggestedRisk: null,
  ended: null,
  atEnd: null,
  endReason: null,
  exceptions: [],
  reopenings: 0,
  reapprovalDue: false,
  started: null,
  stopped: [],
  issueGone: null,
  refusalsSeen: [],
  refusalCounts: {},
} satisfies Partial<Change>;

const NO_TIMES: Omit<Change['times'], 'openedAt'> = {
  submittedAt: null,
  firstApprovedAt: null,
  fullyApprovedAt: null,
  scheduledAt: null,
  startedAt: null,
};

export function openChange(event: EventOf<'change_opened'>, stored: Recorded): Change {
  const { data, texts } = event;
  const { change: number, occurredAt, seq, hash } = stored;
  if (number === null) throw new BrokenInvariantError(stored, 'a change without a number');
  const author = { id: data.author, login: texts.authorLogin };
  const { repoId, issueId, issue } = data;
  const { repo, issueUrl, title } = texts;
  return {
    ...BLANK,
    ...{ number, repoId, repo, issueId, issue, issueUrl, title, author },
    own: data.ownPull === null ? null : { draft: data.ownPull === 'draft' },
    category: data.emergency ? 'emergency' : null,
    lastEditor: author,
    editors: data.editors,
    editorUnknownSince: data.editorUnknown ? occurredAt : null,
    substantiveAt: occurredAt,
    policy: stored.policy,
    times: { ...NO_TIMES, openedAt: occurredAt },
    firstSeq: seq,
    lastSeq: seq,
    lastHash: hash,
  };
}

type PlanEvent =
  | 'plan_recorded'
  | 'plan_editor_found'
  | 'title_changed'
  | 'readied_for_review'
  | 'converted_to_draft';

export const planFolds: Folds<PlanEvent> = {
  plan_recorded: recordPlan,
  plan_editor_found: (change, { data }, { stamp, stored }) => {
    const known = { ...change, editors: withEditor(change.editors, stored.actor) };
    if (data.digest !== change.digest) return known;
    const lastEditor = stored.actor.kind === 'human' ? stamp.by : change.lastEditor;
    return { ...known, lastEditor, editorUnknownSince: null };
  },
  title_changed: (change, { texts }) => ({ ...change, title: texts.title }),
  readied_for_review: (change) => ({ ...change, own: { draft: false } }),
  // What was agreed stays agreed: nobody changed what was read.
  converted_to_draft: (change) => ({ ...change, own: { draft: true }, state: 'draft' }),
};

function recordPlan(change: Change, event: EventOf<'plan_recorded'>, context: Context): Change {
  const { data, texts } = event;
  const plan = data.plan === null ? null : unpack(data.plan as JsonValue, texts, context);
  const read: Change = {
    ...change,
    plan,
    digest: data.digest,
    revision: data.revision,
    problems: plan === null ? unpackProblems(texts['problems']) : [],
    warnings: plan === null ? [] : unpackProblems(texts['warnings']),
    windowNamedAt: windowNamedAt(change, plan, context.stored.occurredAt),
  };
  const edited =
    data.substantive.length > 0
      ? withSubstance(withHands(change, read, { event, context }), { event, context })
      : read;
  if (plan === null || (hasBegun(change) && !change.reapprovalDue)) return edited;
  const { category, priority, risk } = plan;
  return { ...edited, category, priority, risk };
}

type Told = { readonly event: EventOf<'plan_recorded'>; readonly context: Context };

/** Whoever adds a word to the text of others does not make it a text without them. */
function withHands(before: Change, change: Change, { event, context }: Told): Change {
  const { stored } = context;
  const { digest, editors } = before;
  const editorsBefore =
    digest === null ? before.editorsBefore : { ...before.editorsBefore, [digest]: editors };
  const known = change.digest === null ? undefined : editorsBefore[change.digest];
  const told = known ?? withEditor(editors, stored.actor);
  return { ...change, editorsBefore, editors: [...new Set([...told, ...event.data.editors])] };
}

function withEditor(editors: readonly string[], actor: Recorded['actor']): readonly string[] {
  return actor.kind !== 'human' || editors.includes(actor.id) ? editors : [...editors, actor.id];
}

function withSubstance(change: Change, { event, context }: Told): Change {
  const { stamp, stored } = context;
  const { editors, editorUnknown } = event.data;
  const isNameless = editorUnknown || (stored.actor.kind === 'unknown' && editors.length === 0);
  const edited: Change = {
    ...change,
    substantiveAt: stored.occurredAt,
    // Somebody unknown, or a bot, does not free the person who edited before from having edited.
    lastEditor: stored.actor.kind === 'human' ? stamp.by : change.lastEditor,
    editorUnknownSince: isNameless ? (change.editorUnknownSince ?? stored.occurredAt) : null,
  };
  if (!hasBegun(change)) return { ...edited, steps: {} };
  const exception = { kind: 'edited_while_running', detail: null } as const;
  return withException({ ...edited, editedWhileRunning: stamp }, stamp, exception);
}

function windowNamedAt(change: Change, plan: Plan | null, at: string): string | null {
  const window = plan?.window ?? null;
  if (window === null) return null;
  return sameWindow(window, change.plan?.window ?? null) ? change.windowNamedAt : at;
}

function unpack(
  data: JsonValue,
  texts: Readonly<Record<string, string>>,
  { stored }: Context,
): Plan {
  try {
    return unpackPlan(data, texts);
  } catch (error) {
    throw new BrokenInvariantError(
      stored,
      error instanceof Error ? error.message : 'a plan that cannot be unpacked',
    );
  }
}
