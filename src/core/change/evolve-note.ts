/**
 * Folds what the forge tells about a change, and what was refused.
 *
 * What must stay true: a refusal moves nothing but its own marks (what was answered, what stands beside a step, what
 * an auditor asks about).
 */
import { standingApprovals } from './binding.ts';
import type { EventOf } from './event-shapes.ts';
import type { Context, Folds } from './evolve-context.ts';
import { withException } from './evolve-context.ts';
import { laterOf } from './moment.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import { REDACTED } from './plan-record.ts';
import { withExecutor, withStep } from './progress.ts';
import { isPull } from './pull-key.ts';
import type { PullKey } from './pull-key.ts';
import { countKey, seenKey } from './refusal-keys.ts';
import type { RefusalCode } from './refusal.ts';
import type { Person } from './stamp.ts';
import type { Change, LinkedPull } from './state.ts';

type NoteEvent =
  | 'pull_linked'
  | 'pull_unlinked'
  | 'pull_head_moved'
  | 'pull_pushed'
  | 'pull_retargeted'
  | 'pull_merged'
  | 'pull_queued'
  | 'pull_unqueued'
  | 'refused'
  | 'tampering_found'
  | 'closed_early'
  | 'orphan_tick_found'
  | 'issue_moved'
  | 'processing_stopped'
  | 'restated'
  | 'policy_changed'
  | 'delivery_set_aside';

const REPLIES_REMEMBERED = 200;
const PUSHES_REMEMBERED = 50;

const REFUSED_EXCEPTIONS: ReadonlyMap<RefusalCode, ExceptionKind> = new Map([
  ['self_approval', 'self_approval_refused'],
  ['plan_editor_approval', 'plan_editor_approval_refused'],
  ['second_person_required', 'second_person_refused'],
]);

export const noteFolds: Folds<NoteEvent> = {
  pull_linked: (change, { data, texts }, { stamp }) => {
    const { repoId, number, head } = data;
    const pull: LinkedPull = {
      repoId,
      number,
      head,
      repo: texts.repo,
      headAt: stamp.at,
      pushes: [],
      base: told(texts['base']),
      retargeted: null,
      linked: stamp,
      merged: false,
      mergeSha: null,
      queuedBy: null,
    };
    return { ...change, pulls: [...change.pulls.filter((one) => !isPull(one, data)), pull] };
  },
  pull_unlinked: (change, { data }) => ({
    ...change,
    pulls: change.pulls.filter((one) => !isPull(one, data)),
  }),
  pull_head_moved: (change, { data }, context) => {
    const { from, to, tree, content, merges, makers } = data;
    const known = change.pulls.find((one) => isPull(one, data))?.pushes ?? [];
    const pushes = [...known, { from, tree, content, merges, makers }].slice(-PUSHES_REMEMBERED);
    return withPull(change, data, { head: to, headAt: movedAt(data, context), pushes });
  },
  pull_pushed: (change, { data }, { stamp }) => {
    const { repoId, number } = data;
    return { ...change, pushers: [...change.pushers, { repoId, number, by: stamp.by }] };
  },
  pull_retargeted: (change, { data, texts }, context) => {
    const at = movedAt(data, context);
    const { seq } = context.stamp;
    const seen = change.pulls.find((one) => isPull(one, data))?.headAt ?? at;
    const headAt = laterOf(seen, at);
    const retargeted = texts.from === '' ? {} : { retargeted: { at, seq }, headAt };
    return withPull(change, data, { base: told(texts.to), ...retargeted });
  },
  pull_queued: (change, { data }, { stamp }) => withPull(change, data, { queuedBy: stamp.by }),
  pull_unqueued: (change, { data }) => withPull(change, data, { queuedBy: null }),
  pull_merged: (change, { data, texts }, context) => {
    const { by: doer } = context.stamp;
    const by = data.by === null ? doer : { id: data.by, login: texts['byLogin'] ?? '' };
    const stamp = { ...context.stamp, by };
    const merged = withPull(carriedOutBy(change, by), data, {
      merged: true,
      mergeSha: data.sha,
    });
    const pull = change.pulls.find((one) => isPull(one, data));
    // After the end no head is recorded any more: another one than the last was never part of it.
    const isKnown = data.head === null || data.head === pull?.head;
    const detail = pull === undefined ? null : `${pull.repo}#${String(pull.number)}`;
    if (data.unmet.length > 0)
      return withException(merged, stamp, { kind: 'merged_against_the_check', detail });
    if (change.state === 'in_progress' || (change.state === 'completed' && isKnown)) return merged;
    return withException(merged, stamp, { kind: 'merged_outside_the_run', detail });
  },
  refused: foldRefusal,
  tampering_found: (change, { data, texts }, { stamp }) => {
    const detail = [data.surface, data.how, texts.detail].filter((word) => word !== '').join(' · ');
    return withException(change, stamp, { kind: 'tampering', detail });
  },
  closed_early: (change, _event, { stamp }) =>
    withException(change, stamp, { kind: 'closed_early', detail: null }),
  orphan_tick_found: (change, { data }, { stamp }) =>
    withException(change, stamp, { kind: 'orphan_tick', detail: data.step }),
  issue_moved: (change, { data }, { stamp }) =>
    withException({ ...change, issueGone: data.how }, stamp, {
      kind: 'issue_moved',
      detail: data.how,
    }),
  processing_stopped: (change, { data, texts }, { stamp }) => {
    const stop = { delivery: data.delivery, at: stamp.at, problem: texts.problem };
    const stopped = [...change.stopped.filter(({ delivery }) => delivery !== data.delivery), stop];
    return withException({ ...change, stopped }, stamp, {
      kind: 'processing_stopped',
      detail: data.delivery,
    });
  },
  restated: (change, { data }) => withoutStops(change, data.deliveries),
  policy_changed: (change, { data }, { stamp }) => {
    const isLost = standingApprovals(change).some(({ policy }) => policy !== data.to);
    return { ...change, policy: data.to, policyChangedAt: isLost ? stamp.at : null };
  },
  delivery_set_aside: (change, { data, texts }, { stamp }) =>
    withException(withoutStops(change, [data.delivery]), stamp, {
      kind: 'delivery_set_aside',
      detail: texts.note,
    }),
};

/** The merge of a pull request that is its own change is its execution, whoever's hand it was. */
function carriedOutBy(change: Change, by: Person): Change {
  return change.own === null ? change : { ...withExecutor(change, by), operator: by };
}

function withoutStops(change: Change, deliveries: readonly string[] | null): Change {
  const stopped =
    deliveries === null
      ? []
      : change.stopped.filter(({ delivery }) => !deliveries.includes(delivery));
  return { ...change, stopped };
}

function foldRefusal(change: Change, { data }: EventOf<'refused'>, { stamp }: Context): Change {
  const { code, step, verb } = data;
  const actor = stamp.by.id;
  const key = seenKey({ actor, code, revision: data.revision });
  const counted = countKey(actor, code);
  const marked: Change = {
    ...change,
    refusalsSeen: data.reply
      ? [...change.refusalsSeen, key].slice(-REPLIES_REMEMBERED)
      : change.refusalsSeen,
    refusalCounts: { ...change.refusalCounts, [counted]: (change.refusalCounts[counted] ?? 0) + 1 },
  };
  const beside =
    step === null
      ? marked
      : withStep(withoutMarksOf(marked, actor, code), step, {
          refused: { by: stamp.by, code, at: stamp.at },
        });
  const kind = REFUSED_EXCEPTIONS.get(code);
  return kind === undefined ? beside : withException(beside, stamp, { kind, detail: step ?? verb });
}

/** Whoever may take no step at all has one mark, beside the step tried last: no passer-by writes on every line. */
function withoutMarksOf(change: Change, actor: string, code: RefusalCode): Change {
  if (code !== 'not_permitted') return change;
  const steps = Object.entries(change.steps).map(([id, step]) =>
    step.refused?.code === code && step.refused.by.id === actor
      ? ([id, { ...step, refused: null }] as const)
      : ([id, step] as const),
  );
  return { ...change, steps: Object.fromEntries(steps) };
}

/** A name that was erased is not known any more. */
function told(name: string | undefined): string | null {
  return name === undefined || name === REDACTED ? null : name;
}

function withPull(change: Change, key: PullKey, what: Partial<LinkedPull>): Change {
  return {
    ...change,
    pulls: change.pulls.map((one) => (isPull(one, key) ? { ...one, ...what } : one)),
  };
}

/** Whoever spoke between what was told and the look did not speak of what was found. */
function movedAt({ found }: { readonly found: boolean }, { stamp, stored }: Context): string {
  return found ? stored.observedAt : stamp.at;
}
