/**
 * Draws what every surface should show, as text: core says what (`desire`), render says how. The answers that acts
 * are owed (reactions, replies) come from the page's own rows.
 */
import type { Facts } from '../core/change/facts.ts';
import type { IssueSeen } from '../core/intent/notice.ts';
import { desire, type Desired } from '../core/desired/desire.ts';
import { isBeforehand } from '../core/desired/risk-view.ts';
import { askPast } from '../core/risk/facets.ts';
import { renderAnnouncement, renderOver } from '../render/announcement.ts';
import { renderEvidence } from '../render/evidence.ts';
import { renderRecord } from '../render/record.ts';
import { owedReactions, owedReplies } from './answers.ts';
import { drawChecks } from './draw-checks.ts';
import type { Run } from './run.ts';
import { surfaceMarker } from './marker.ts';
import type { Target } from './step.ts';
import { editedSurface, RECORD } from './surface-names.ts';

/** `issue`: as it was seen; null: it was not. */
export async function draw(run: Run, facts: Facts, issue: IssueSeen | null): Promise<Target> {
  const { change, markerKey } = run.page;
  const past = isBeforehand(change) ? { past: await run.book.past(askPast(change, facts)) } : {};
  const parts = issue?.parts === undefined ? {} : { parts: issue.parts };
  const desired = desire(change, { facts, titlePrefix: run.titlePrefix, ...past, ...parts });
  const marker = (surface: string): string => surfaceMarker(markerKey, change.number, surface);
  return {
    title: desired.title,
    labels: desired.labels,
    open: desired.issue.open,
    reason: desired.issue.reason,
    comments: [
      { surface: RECORD, body: renderRecord(desired.record, marker(RECORD)) },
      ...(await owedReplies({ run, facts, desired, marker })),
      ...announcements(desired, marker),
      ...overwritten(run, desired, marker),
      ...evidence(desired, marker),
    ],
    checks: await drawChecks(run, facts, desired),
    reviewers: desired.reviewers.map(({ repoId, repo, pull, logins, round }) => ({
      repo: { id: repoId, name: repo },
      pull,
      logins,
      round,
    })),
    reactions: owedReactions(run.page),
    native: desired.native,
  };
}

type Marker = (surface: string) => string;

function announcements(desired: Desired, marker: Marker): Target['comments'] {
  return desired.announcements.map((announcement) => {
    const surface = `milestone:${announcement.key}`;
    return { surface, body: renderAnnouncement(announcement, marker(surface)) };
  });
}

/** What is said no more was edited by somebody: their words do not stay under our name. */
function overwritten({ page }: Run, desired: Desired, marker: Marker): Target['comments'] {
  const said = new Set(desired.announcements.map(({ key }) => `milestone:${key}`));
  const edited = new Set([...page.surfaces.keys()].flatMap((name) => editedSurface(name) ?? []));
  return [...edited]
    .filter((surface) => surface.startsWith('milestone:') && !said.has(surface))
    .map((surface) => ({ surface, body: renderOver(page.change.number, marker(surface)) }));
}

/** Long evidence stands in several comments, `evidence:<seq>:1`, `:2`, … */
function evidence({ evidence: view }: Desired, marker: Marker): Target['comments'] {
  if (view === null) return [];
  const surface = (part: number): string => `${view.key}:${String(part)}`;
  return renderEvidence(view, (part) => marker(surface(part))).map((body, index) => ({
    surface: surface(index + 1),
    body,
  }));
}
