/**
 * Every decision somebody took about a change: approvals that count and that do not, objections, rejections,
 * withdrawals, and what an emergency was given afterwards. One row an event.
 */
import type { StoredEvent } from '../core/audit/event.ts';
import { whyNotCounted } from '../core/change/binding.ts';
import { changeName } from '../core/change/state.ts';
import type { Approval } from '../core/change/spoken.ts';
import type { Change } from '../core/change/state.ts';
import type { ChangeHistory } from './population.ts';
import { column } from './table.ts';
import type { Cell, Table } from './table.ts';

export type Decision = {
  readonly change: Change;
  readonly event: StoredEvent;
  readonly approval: Approval | null;
};

/** Events that are decisions, with the text that goes with them. */
const DECISIONS: ReadonlyMap<string, { readonly said: string | null; readonly as: string }> =
  new Map([
    ['approved', { said: 'note', as: 'approved' }],
    ['approval_withdrawn', { said: null, as: 'withdrawn' }],
    ['changes_requested', { said: 'text', as: 'changes_requested' }],
    ['changes_request_cleared', { said: null, as: 'changes_request_cleared' }],
    ['blocked', { said: 'text', as: 'blocked' }],
    ['unblocked', { said: 'reason', as: 'unblocked' }],
    ['concern_raised', { said: 'text', as: 'concern_raised' }],
    ['concern_resolved', { said: 'reason', as: 'concern_resolved' }],
    ['held', { said: 'reason', as: 'held' }],
    ['released', { said: 'reason', as: 'released' }],
    ['rejected', { said: 'reason', as: 'rejected' }],
    ['overridden', { said: 'reason', as: 'overridden' }],
    ['override_cancelled', { said: null, as: 'override_cancelled' }],
    ['bypass_requested', { said: 'reason', as: 'bypass_requested' }],
    ['bypass_granted', { said: 'note', as: 'bypass_granted' }],
    ['bypass_denied', { said: 'reason', as: 'bypass_denied' }],
    ['authorised', { said: 'note', as: 'authorised' }],
    ['posthoc_reviewed', { said: 'findings', as: 'post_review' }],
  ]);

export function decisionsOf({ change, events }: ChangeHistory): readonly Decision[] {
  return events
    .filter(({ type }) => DECISIONS.has(type))
    .map((event) => ({
      change,
      event,
      approval: change.approvals.find(({ seq }) => seq === event.seq) ?? null,
    }));
}

export const APPROVALS_TABLE: Table<Decision> = {
  name: 'approvals',
  columns: [
    column('change_number', ({ change }) => changeName(change.number)),
    column('decision_seq', ({ event }) => event.seq),
    column('decision', ({ event }) => DECISIONS.get(event.type)?.as ?? event.type),
    column('actor_id', ({ event }) => event.actor.id),
    column('actor_login', ({ event }) => event.actor.login),
    column('actor_type', ({ event }) => event.actor.kind),
    column('actor_roles_at_time', ({ event }) => event.actor.roles),
    column('counted', (decision) =>
      decision.approval === null ? null : doubtOf(decision) === null,
    ),
    column('not_counted_reason', doubtOf),
    column('channel', ({ event }) => text(event.data['channel'] ?? event.data['via'])),
    column('gate', ({ event }) => text(event.data['gate'])),
    column('source_url', ({ event }) => event.source.url),
    column('decided_at', ({ event }) => event.occurredAt),
    column('recorded_at', ({ event }) => event.observedAt),
    column('plan_hash', ({ event }) => text(event.data['digest'])),
    column('commit_sha', ({ event }) =>
      Array.isArray(event.data['heads']) ? event.data['heads'].map(String) : null,
    ),
    column('comment', ({ event }) => event.texts[DECISIONS.get(event.type)?.said ?? ''] ?? null),
    column('is_author', ({ change, event }) => event.actor.id === change.author.id),
    column('is_operator', ({ change, event }) => event.actor.id === change.operator?.id),
    column('policy_version', ({ event }) => event.policy),
    column('delivery_id', ({ event }) => event.source.delivery),
  ],
};

function doubtOf({ approval }: Decision): string | null {
  return approval === null ? null : whyNotCounted(approval);
}

function text(value: unknown): Cell {
  return typeof value === 'string' ? value : null;
}
