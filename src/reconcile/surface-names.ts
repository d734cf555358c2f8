/**
 * The names under which the notebook keeps what is no surface itself: texts of the record that a delivery has
 * explained, doubts whether a comment still is as it was written, comments that were deleted and made again.
 * Acts write these rows and runs read them, so the names stand in one place.
 */
import { textDigest } from './text-digest.ts';

export const RECORD = 'record';
/** When an edit that nothing explains was first met. */
export const UNEXPLAINED = 'unexplained';
/** Since when the issue cannot be found. */
export const MISSING = 'missing';
/** Somebody asked for the check anew: a forge leaves that open until it is written, though it says the same. */
export const REDRAW = 'redraw';
/** The title and text of the issue that were recorded last. */
export const ISSUE_READ = 'issue:read';

const SEEN = 'seen:';
const DOUBT = 'doubt:';
const EDITED = 'edited ';
const FORMER = 'former:';
const FIGHT = 'fight:';

/** A text of the record comment that a processed delivery carried. */
export function seenSurface(body: string): string {
  return `${SEEN}${textDigest(body)}`;
}

export function isSeen(surface: string): boolean {
  return surface.startsWith(SEEN);
}

/** Another text was found in it; `why` makes the name unique: two doubts about one comment are two rows. */
export function editedDoubt(surface: string, why: string): string {
  return doubtSurface(surface, `${EDITED}${why}`);
}

/** The surface in which another text than ours was found; null when the row is something else. */
export function editedSurface(name: string): string | null {
  return name.includes(`|${EDITED}`) ? doubtedBy(name) : null;
}

/** `why` makes the name unique, as above. */
export function doubtSurface(surface: string, why: string): string {
  return `${DOUBT}${surface}|${why}`;
}

/** The surface that is in doubt; null when the row is something else. */
export function doubtedBy(name: string): string | null {
  if (!name.startsWith(DOUBT)) return null;
  return name.slice(DOUBT.length, name.indexOf('|'));
}

/** A comment of ours that was deleted by somebody; its `problem` names the surface that it was. */
export function formerSurface(forgeId: string): string {
  return `${FORMER}${forgeId}`;
}

export function isFormer(surface: string): boolean {
  return surface.startsWith(FORMER);
}

export function fightSurface(about: string): string {
  return `${FIGHT}${about}`;
}
