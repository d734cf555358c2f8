/**
 * From what should be there and what is there to the fewest writes. Pure. Gate answers come first, then the
 * answers to people, closing the issue last, so that a run that stops in the middle has done what matters. Labels are touched one by one and
 * only in our own namespace: a person's labels are never set or removed.
 */
import { isOurLabel, LABELS_FOR_PEOPLE } from '../core/desired/labels.ts';
import type { CheckContent } from '../forge/port.ts';
import { diffNative } from './native.ts';
import { statusOf } from './status-line.ts';
import type { Seen, Step, Target } from './step.ts';
import { textDigest } from './text-digest.ts';

export function diff(target: Target, seen: Seen): readonly Step[] {
  return [
    ...reopening(target, seen),
    ...checks(target, seen),
    ...statuses(target, seen),
    ...target.reactions.map((wanted): Step => ({ kind: 'react', ...wanted })),
    ...comments(target, seen),
    ...labels(target, seen),
    ...title(target, seen),
    ...reviewers(target, seen),
    ...diffNative(target.native, seen.native),
    ...retired(target, seen),
    ...closing(target, seen),
  ];
}

function reopening(target: Target, seen: Seen): readonly Step[] {
  return target.open === true && !seen.open ? [{ kind: 'reopen_issue' }] : [];
}

function closing(target: Target, seen: Seen): readonly Step[] {
  return target.open === false && seen.open
    ? [{ kind: 'close_issue', reason: target.reason ?? 'completed' }]
    : [];
}

function checks(target: Target, seen: Seen): readonly Step[] {
  return target.checks.flatMap(({ repo, sha, content }): readonly Step[] => {
    const there = seen.checks.get(`${repo.id}:${sha}`);
    if (there === undefined) return [{ kind: 'create_check', repo, sha, content }];
    return sameCheck(there.content, content) && seen.redraw !== true
      ? []
      : [{ kind: 'update_check', repo, sha, id: there.id, content }];
  });
}

function statuses(target: Target, seen: Seen): readonly Step[] {
  return target.checks.flatMap(({ repo, sha, content }): readonly Step[] => {
    const there = seen.statuses?.get(`${repo.id}:${sha}`);
    if (there === undefined) return [];
    const wanted = statusOf(content);
    const isSaid = there.ours && there.says === wanted.says && there.text === wanted.text;
    if (isSaid) return [];
    return [{ kind: 'write_status', repo, sha, content: wanted, over: !there.ours }];
  });
}

function sameCheck(a: CheckContent, b: CheckContent): boolean {
  return (
    a.conclusion === b.conclusion &&
    a.title === b.title &&
    // Stands for the buttons, which no forge shows.
    a.externalId === b.externalId &&
    textDigest(a.summary) === textDigest(b.summary)
  );
}

function comments(target: Target, seen: Seen): readonly Step[] {
  return target.comments
    .filter(({ surface, body }) => {
      const there = seen.comments.get(surface)?.digest ?? null;
      return there === null || (!isSaidOnce(surface) && there !== textDigest(body));
    })
    .map(({ surface, body }) => ({ kind: 'write_comment', surface, body }));
}

/** An announcement is not said again in other words; it stays as it was posted until it is taken away. */
function isSaidOnce(surface: string): boolean {
  return surface.startsWith('milestone:');
}

/** Comments that said something which no longer needs saying are minimised, never deleted. */
function retired(target: Target, seen: Seen): readonly Step[] {
  const wanted = new Set(target.comments.map((comment) => comment.surface));
  return [...seen.comments]
    .filter(([surface, there]) => !wanted.has(surface) && !there.retired && isRetirable(surface))
    .map(([surface]) => ({ kind: 'minimise_comment', surface }));
}

function isRetirable(surface: string): boolean {
  return surface.startsWith('milestone:') || surface.startsWith('evidence:');
}

/** A forge takes `Chg/Review` and `chg/review` for one label: told apart here, it would be put on and off for ever. */
function labels(target: Target, seen: Seen): readonly Step[] {
  const wanted = new Set(target.labels.map((label) => label.name.toLowerCase()));
  const there = new Set(seen.labels.map((name) => name.toLowerCase()));
  const missing = target.labels.filter((label) => !there.has(label.name.toLowerCase()));
  const known = new Set(seen.registry.map((name) => name.toLowerCase()));
  // People set this one themselves, and many of them may put on only what is there.
  const toBeThere = missing.length > 0 ? new Set([...missing, ...LABELS_FOR_PEOPLE]) : [];
  const steps: Step[] = [...toBeThere]
    .filter((label) => !known.has(label.name.toLowerCase()))
    .map((label) => ({ kind: 'create_label', label }));
  if (missing.length > 0)
    steps.push({ kind: 'add_labels', labels: missing.map((label) => label.name) });
  for (const name of seen.labels) {
    if (isOurLabel(name) && !wanted.has(name.toLowerCase()))
      steps.push({ kind: 'remove_label', label: name });
  }
  return steps;
}

function title(target: Target, seen: Seen): readonly Step[] {
  const { title: wanted } = target;
  return wanted === null || wanted === seen.title ? [] : [{ kind: 'set_title', title: wanted }];
}

function reviewers(target: Target, seen: Seen): readonly Step[] {
  return target.reviewers.flatMap(({ repo, pull, logins, round }): readonly Step[] => {
    const asked = seen.requested.get(`${repo.id}:${String(pull)}:${round}`) ?? [];
    const fresh = logins.filter((login) => !asked.includes(login));
    return fresh.length === 0
      ? []
      : [{ kind: 'request_reviewers', repo, pull, logins: fresh, round }];
  });
}
