/**
 * The issue in which somebody answers for what went past the gates: opened once, kept as the record stands, closed with
 * the answer. Done where the delivery is taken, which comes again until it is done.
 *
 * What must stay true: an issue is opened once, although forges lose answers: the intent is written down first, and
 * while an earlier one may still appear none is opened. It is found again by its marker, in what our own account wrote.
 */
import type { RepoRef } from '../core/intent/notice.ts';
import { ForgeFault } from '../forge/fault.ts';
import type { Forge } from '../forge/port.ts';
import { carriesMarker, surfaceMarker } from '../reconcile/marker.ts';
import { renderUnauthorised } from '../render/unauthorised.ts';
import { isoNow, systemClock } from '../clock.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import {
  claimIssue,
  dropIssueClaim,
  forgetIssue,
  keepIssue,
  noteShown,
  readUnauthorised,
  type UnauthorisedRow,
} from '../store/unauthorised.ts';
import { readMarkerKey } from '../store/workspaces.ts';
import type { House } from './house.ts';

const LABEL = 'unauthorised-change';
/** How long an issue whose answer was lost may take to appear. */
const APPEARS_MS = 30_000;
/** Somebody counts it up while it is shown. */
const LOOKS = 5;

type Page = {
  readonly repo: RepoRef;
  readonly row: UnauthorisedRow;
  readonly title: string;
  readonly body: string;
  readonly marker: string;
};

export async function showUnauthorised(
  { db }: Pick<House, 'db'>,
  forge: Forge,
  { repo, seq }: { readonly repo: RepoRef; readonly seq: number },
): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const page = await inWorkspace(db, forge.workspace, async (tx) => {
      const row = await readUnauthorised(tx, seq);
      if (row === null || (row.issue !== null && row.shown === row.version)) return null;
      // No change is numbered 0.
      const marker = surfaceMarker(await readMarkerKey(tx), 0, `unauthorised:${String(seq)}`);
      return { repo, row, marker, ...renderUnauthorised(row, marker) };
    });
    if (page === null) return;
    await write(db, forge, page);
    await inWorkspace(db, forge.workspace, (tx) => noteShown(tx, seq, page.row.version));
  }
}

async function write(db: House['db'], forge: Forge, page: Page): Promise<void> {
  const { repo, row, body } = page;
  if (row.issue === null) {
    await openOnce(db, forge, page);
    return;
  }
  const isOpen = row.state === 'open';
  try {
    await forge.rewriteIssue(repo, row.issue, { body, reopens: isOpen });
  } catch (error) {
    if (!(error instanceof ForgeFault) || error.code !== 'not_found') throw error;
    if (isOpen) await openAnew(db, forge, page);
    return;
  }
  if (isOpen) return;
  await forge.closeIssue(repo, row.issue, row.state === 'justified' ? 'completed' : 'not_planned');
}

/** Somebody took the issue away. What nobody has answered for keeps a place to do so. */
async function openAnew(db: House['db'], forge: Forge, page: Page): Promise<void> {
  await inWorkspace(db, forge.workspace, (tx) => forgetIssue(tx, page.row.seq));
  await openOnce(db, forge, { ...page, row: { ...page.row, issue: null, intentAt: null } });
}

async function openOnce(db: House['db'], forge: Forge, page: Page): Promise<void> {
  const { row, repo, title, body } = page;
  const there = row.intentAt === null ? null : await findOurs(forge, page);
  const issue = there ?? (await open());
  await inWorkspace(db, forge.workspace, (tx) => keepIssue(tx, row.seq, issue));

  async function open(): Promise<number> {
    await claim(db, forge, row);
    try {
      return await forge.createIssue(repo, { title, body, label: LABEL });
    } catch (error) {
      const isRefused = error instanceof ForgeFault && error.code !== 'ambiguous';
      if (isRefused) await inWorkspace(db, forge.workspace, (tx) => dropIssueClaim(tx, row.seq));
      throw error;
    }
  }
}

/** Throws what passes while somebody else, or an earlier try of ours, may have opened it. */
async function claim(db: House['db'], { workspace }: Forge, row: UnauthorisedRow): Promise<void> {
  const now = isoNow(systemClock);
  const { intentAt: stale } = row;
  const isFresh = stale !== null && Date.parse(now) - Date.parse(stale) < APPEARS_MS;
  const isMine =
    !isFresh && (await inWorkspace(db, workspace, (tx) => claimIssue(tx, row.seq, { now, stale })));
  if (isMine) return;
  throw new ForgeFault('ambiguous', 'an issue that is being opened may still appear', {
    retryAfterMs: APPEARS_MS,
  });
}

async function findOurs(forge: Forge, { repo, marker }: Page): Promise<number | null> {
  const issues = await forge.observeOurIssues(repo, LABEL);
  return issues.find(({ body }) => carriesMarker(body, marker))?.number ?? null;
}
