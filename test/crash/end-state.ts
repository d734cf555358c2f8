// Everything that a person, the forge and an auditor could tell apart at the end of a play, in a form that two runs
// of the same story share: without hashes, addresses, and numbers that the forge gives out.
import { evolve } from '../../src/core/change/evolve.ts';
import type { Change } from '../../src/core/change/state.ts';
import type { Comment, Issue } from '../../src/sandbox/state/conversations.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { countInbox } from '../../src/store/dead-letters.ts';
import type { Database } from '../../src/store/database.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { readEvents } from '../../src/store/read-log.ts';
import { rebuildChanges } from '../../src/store/rebuild.ts';
import { verifyLog } from '../../src/store/verify-log.ts';
import { missingDeliveries } from './crash-company.ts';

export type EndState = { readonly events: readonly string[]; readonly issues: readonly object[] };

const WORKSPACE = 'github:9812';

export async function readEnd(db: Database, sandbox: Sandbox): Promise<EndState> {
  const events = await inWorkspace(db, WORKSPACE, async (tx) => {
    const told: string[] = [];
    for await (const { type, actor, change, data, occurredAt } of readEvents(tx)) {
      const about = ['code', 'surface', 'step', 'verb', 'reply'].map((key) =>
        JSON.stringify(data[key] ?? ''),
      );
      told.push([String(change), occurredAt, actor.login, type, ...about].join(' ').trimEnd());
    }
    return told;
  });
  return { events, issues: sandbox.world.issues.all().map((issue) => readIssue(sandbox, issue)) };
}

function readIssue({ world }: Sandbox, issue: Issue): object {
  const comments = world.comments.of(issue.id);
  return {
    title: issue.title,
    state: issue.state,
    reason: issue.stateReason,
    labels: issue.labelIds.map((id) => world.labels.get(id)?.name).toSorted(),
    comments: comments
      .map(({ body, minimizedReason }) => `${minimizedReason ?? 'shown'}: ${plain(body)}`)
      .toSorted(),
    reactions: comments.flatMap((comment) => reactionsTo(world, comment)).toSorted(),
  };
}

function reactionsTo(world: Sandbox['world'], { id, body }: Comment): readonly string[] {
  return world.reactions
    .all()
    .filter(({ subject }) => subject.kind === 'comment' && subject.id === id)
    .map(({ content }) => `${content} on ${body.slice(0, 60)}`);
}

/** Ways by which a delivery came may differ: one that was missed came by the list. */
function plain(body: string): string {
  return body
    .replaceAll(/127\.0\.0\.1:\d+/gu, 'forge')
    .replaceAll(/issuecomment-\d+/gu, 'issuecomment-n')
    .replaceAll(/[0-9a-f]{12,64}/gu, 'hash')
    .replaceAll(/`[0-9a-f]{6,11}…?`/gu, '`hash`')
    .replaceAll(/\b(?:webhook|catch_up|sweep)\b/gu, 'source');
}

/** What must hold at the end of any run, whatever happened in it. Empty when all of it does. */
export async function findFaults(db: Database, sandbox: Sandbox): Promise<readonly string[]> {
  const faults: string[] = [];
  const verdict = await inWorkspace(db, WORKSPACE, (tx) => verifyLog(tx));
  if (verdict.kind !== 'intact') faults.push(`the log is broken: ${JSON.stringify(verdict)}`);
  const rebuilt = await inWorkspace(db, WORKSPACE, async (tx) =>
    rebuildChanges<Change>(await lockHead(tx), { evolve, project: projectionOf }),
  );
  if (rebuilt.differences.length > 0)
    faults.push(`the projection differs from the log: ${JSON.stringify(rebuilt.differences)}`);
  const inbox = await countInbox(db);
  if (inbox.new + inbox.routed + inbox.dead > 0)
    faults.push(`the inbox holds ${JSON.stringify(inbox)}`);
  const missing = await missingDeliveries(db, sandbox);
  if (missing.length > 0) faults.push(`${String(missing.length)} deliveries are not in the inbox`);
  const markers = sandbox.world.comments
    .all()
    .flatMap(({ body }) => /<!-- holdpoint:\S+ v1 CHG-\d+ [0-9a-f]+ -->\s*$/u.exec(body) ?? []);
  const doubled = markers.filter((marker, index) => markers.indexOf(marker) !== index);
  if (doubled.length > 0) faults.push(`comments stand twice: ${doubled.join(', ')}`);
  return faults;
}

/** What differs, in a few lines; empty when nothing does. */
export function compareEnds(expected: EndState, found: EndState): readonly string[] {
  return [
    ...compareLists('events', expected.events, found.events),
    ...compareLists('issues', expected.issues.flatMap(linesOf), found.issues.flatMap(linesOf)),
  ];
}

function linesOf(issue: object, index: number): readonly string[] {
  return Object.entries(issue).flatMap(([key, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).map(
      (one) => `#${String(index)} ${key}: ${String(one)}`,
    ),
  );
}

function compareLists(
  what: string,
  expected: readonly string[],
  found: readonly string[],
): readonly string[] {
  if (what === 'events' && expected.join('\n') === found.join('\n')) return [];
  const lacking = subtract(expected, found).map((one) => `${what}: missing ${one}`);
  const extra = subtract(found, expected).map((one) => `${what}: not expected ${one}`);
  const differs = [...lacking, ...extra];
  return differs.length === 0 && what === 'events' ? ['events: in another order'] : differs;
}

function subtract(from: readonly string[], what: readonly string[]): readonly string[] {
  const left = [...what];
  return from.filter((one) => {
    const at = left.indexOf(one);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}
