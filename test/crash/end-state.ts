// Everything that a person, the forge and an auditor could tell apart at the end of a play, in a form that two runs
// of the same story share: without hashes, addresses, and numbers that the forge gives out.
import type { StoredEvent } from '../../src/core/audit/event.ts';
import type { Comment, Issue } from '../../src/sandbox/state/conversations.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import type { Database } from '../../src/store/database.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { readEvents } from '../../src/store/read-log.ts';

export type EndState = {
  readonly events: readonly string[];
  readonly issues: readonly object[];
  readonly checks: readonly string[];
};

const WORKSPACE = 'github:9812';

export async function readEnd(db: Database, sandbox: Sandbox): Promise<EndState> {
  const { world } = sandbox;
  const events = await inWorkspace(db, WORKSPACE, async (tx) => {
    const told: string[] = [];
    for await (const event of readEvents(tx)) told.push(readEvent(event));
    return told;
  });
  const checks = world.checkRuns
    .all()
    .map(({ name, headSha, status, conclusion, output }) =>
      plain([name, headSha, status, conclusion, output.title, output.summary].join(' ')),
    );
  return { events, issues: world.issues.all().map((issue) => readIssue(sandbox, issue)), checks };
}

function readEvent(event: StoredEvent): string {
  const { change, actor, type, source, occurredAt, observedAt, data, texts } = event;
  const who = `${actor.login} (${actor.kind}: ${actor.roles.join(' ')})`;
  const words = JSON.stringify({ data, texts });
  return plain([change, occurredAt, observedAt, who, type, source.kind, words].join(' '));
}

function readIssue({ world }: Sandbox, issue: Issue): object {
  const comments = world.comments.of(issue.id);
  const pull = world.pulls.get(issue.id);
  return {
    title: issue.title,
    body: plain(issue.body ?? ''),
    state: issue.state,
    reason: issue.stateReason,
    labels: issue.labelIds.map((id) => world.labels.get(id)?.name).toSorted(),
    comments: comments
      .map(({ body, minimizedReason }) => `${minimizedReason ?? 'shown'}: ${plain(body)}`)
      .toSorted(),
    reactions: comments.flatMap((comment) => reactionsTo(world, comment)).toSorted(),
    merged: pull?.merged ?? false,
    asked: [...(pull?.requestedReviewerIds ?? [])],
  };
}

function reactionsTo(world: Sandbox['world'], { id, body }: Comment): readonly string[] {
  return world.reactions
    .all()
    .filter(({ subject }) => subject.kind === 'comment' && subject.id === id)
    .map(({ content }) => `${content} on ${body.slice(0, 60)}`);
}

/** The way by which a delivery came may differ: one that was missed came by the list. What a sweep found may not. */
function plain(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/gu, 'forge')
    .replaceAll(/issuecomment-\d+/gu, 'issuecomment-n')
    .replaceAll(/[0-9a-f]{12,64}/gu, 'hash')
    .replaceAll(/`[0-9a-f]{6,11}…?`/gu, '`hash`')
    .replaceAll(/\b(?:webhook|catch_up)\b/gu, 'delivery');
}

/** What differs, in a few lines; empty when nothing does. */
export function compareEnds(expected: EndState, found: EndState): readonly string[] {
  return [
    ...compareLists('events', expected.events, found.events),
    ...compareLists('issues', expected.issues.flatMap(linesOf), found.issues.flatMap(linesOf)),
    ...compareLists('checks', expected.checks, found.checks),
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
