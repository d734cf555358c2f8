/**
 * A comment is created exactly once, although forges lose answers: the intent is written down first; when the
 * answer never came, all pages of comments are read back, ours are found by their marker, the oldest is adopted
 * and any other of ours with the same marker is removed. Nothing is posted again while an earlier post may
 * still become visible.
 */
import type { CommentSeen } from '../core/intent/notice.ts';
import { ForgeFault } from '../forge/fault.ts';
import { blankRow, type SurfaceRow } from './book.ts';
import { carriesMarker, surfaceMarker } from './marker.ts';
import { ComeBack } from './outcome.ts';
import { waitedSince, type Run } from './run.ts';
import { doubtedBy, formerSurface, RECORD, seenSurface } from './surface-names.ts';
import { textDigest } from './text-digest.ts';

export type CommentJob = {
  readonly surface: string;
  readonly body: string;
  /** Digest of what it showed when it was looked at; null when nobody but us is expected to write there. */
  readonly shown: string | null;
};

type Job = CommentJob & { readonly run: Run; readonly row: SurfaceRow };

/** Creates the comment, or adopts it, or edits it. Returns how many writes it took. */
export async function writeComment(run: Run, given: CommentJob): Promise<number> {
  const row = run.page.surfaces.get(given.surface) ?? blankRow(given.surface);
  const job: Job = { ...given, run, row };
  if (row.forgeId !== null && !isDoubtful(job) && (await edit(job, row.forgeId))) return 1;
  const [oldest, ...copies] = await findOurs(job);
  for (const copy of copies) await run.forge.deleteComment(run.repo, copy.id);
  if (oldest !== undefined) return adopt(job, oldest, copies.length);
  if (row.forgeId !== null) await giveUp(job, row.forgeId);
  waitForEarlierAttempt(job);
  await create(job);
  return 1;
}

/** Somebody touched it, or a copy of it was seen: then all of ours are looked at. */
function isDoubtful({ run, surface }: Job): boolean {
  return [...run.page.surfaces.keys()].some((name) => doubtedBy(name) === surface);
}

/** False: the comment was deleted on the forge, so it is made again. */
async function edit(job: Job, id: string): Promise<boolean> {
  const { run, shown, body } = job;
  try {
    if (shown !== null) await requireUnmoved(job, id, shown);
    await announceText(job);
    await run.forge.editComment(run.repo, id, body);
  } catch (error) {
    if (!(error instanceof ForgeFault) || error.code !== 'not_found') throw error;
    return false;
  }
  await remember(job, id);
  return true;
}

/** No forge compares before it sets. Reading again right before keeps the gap, in which a tick is lost, short. */
async function requireUnmoved({ run }: Job, id: string, shown: string): Promise<void> {
  const fresh = await run.forge.observeComment(run.repo, id);
  if (fresh !== null && textDigest(fresh.body) !== shown)
    throw new ComeBack(0, 'the record was edited while the rest was read');
}

/**
 * Noted before it is written: should the answer be lost, or this process end, then the text that stands there is
 * ours, and not an edit that somebody made and nobody explained.
 */
async function announceText({ run, surface, body }: Job): Promise<void> {
  if (surface !== RECORD) return;
  const coming = { ...blankRow(seenSurface(body)), digest: textDigest(body) };
  await run.book.write(run.page.change.number, coming);
}

/**
 * It is gone. What we wrote a moment ago may only be late, so that is waited for. Deliveries about the deleted
 * comment may still come, and must find out what it was.
 */
async function giveUp({ run, row, surface }: Job, id: string): Promise<void> {
  const rest = row.writtenAt === null ? 0 : run.pace.settleMs - waitedSince(run, row.writtenAt);
  if (rest > 0) throw new ComeBack(rest, `${surface} was written just now and is not found`);
  const former = { ...blankRow(formerSurface(id)), forgeId: id, problem: surface };
  await run.book.write(run.page.change.number, former);
}

/** The one we know is ours also when somebody took the marker out of it. */
async function findOurs({ run, row, surface }: Job): Promise<readonly CommentSeen[]> {
  const marker = surfaceMarker(run.page.markerKey, run.page.change.number, surface);
  const all = await run.forge.observeComments(run.repo, run.issue);
  return all
    .filter(({ ours, id, body }) => ours && (id === row.forgeId || carriesMarker(body, marker)))
    .toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
}

async function adopt(job: Job, comment: CommentSeen, removed: number): Promise<number> {
  const { run, body } = job;
  const same = textDigest(comment.body) === textDigest(body);
  if (!same) {
    await announceText(job);
    await run.forge.editComment(run.repo, comment.id, body);
  }
  await remember(job, comment.id);
  return removed + (same ? 0 : 1);
}

function waitForEarlierAttempt({ run, row, surface }: Job): void {
  if (row.intentAt === null) return;
  const rest = run.pace.settleMs - waitedSince(run, row.intentAt);
  if (rest > 0) throw new ComeBack(rest, `an earlier post of ${surface} may still appear`);
}

async function create(job: Job): Promise<void> {
  const { run, row, body } = job;
  const { number } = run.page.change;
  const nothing = { ...row, forgeId: null, digest: null };
  await run.book.write(number, { ...nothing, intentAt: run.waitClock() });
  try {
    const created = await run.forge.createComment(run.repo, run.issue, body);
    await remember(job, created.id);
  } catch (error) {
    // A clear no: nothing can appear later, so nothing has to be waited for.
    const refused = error instanceof ForgeFault && error.code !== 'ambiguous';
    if (refused) await run.book.write(number, nothing);
    throw error;
  }
}

async function remember({ run, row, body }: Job, id: string): Promise<void> {
  const digest = textDigest(body);
  await run.book.write(run.page.change.number, {
    ...row,
    forgeId: id,
    digest,
    intentAt: null,
    writtenAt: run.waitClock(),
    attempts: digest === row.digest ? row.attempts + 1 : 0,
    problem: null,
  });
}
