/**
 * The second net: reads every issue with our label that moved, pull requests that nobody told of, and open changes whole (sweep-change.ts; which ones,
 * sweep-rota.ts says), and hands what it finds to the same door as deliveries. It comes after the first net: the
 * forge's own list of deliveries is asked before, because what a delivery witnessed is better known than what is merely
 * found.
 *
 * One workspace, repository or change in trouble does not keep the sweep from the others.
 */
import { MARKER_LABEL } from '../core/intent/intend-issue.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { isoNow } from '../clock.ts';
import { findChangeByIssue } from '../store/changes.ts';
import { countInbox } from '../store/dead-letters.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { listWatermarks, writeWatermark } from '../store/watermarks.ts';
import { meetWorkspace } from './meet-workspace.ts';
import { catchUp } from './catch-up.ts';
import type { House } from './house.ts';
import { sweepChange } from './sweep-change.ts';
import { hand, type Place } from './sweep-hand.ts';
import { handUnopened, unopenedPulls } from './sweep-own.ts';
import { chooseChanges, noteTried } from './sweep-rota.ts';

const OVERLAP_MS = 10 * 60_000;
const LISTED = 'listed:';
const PATIENCE = 50;
const PAUSE_MS = 100;

/** How many open changes were looked at. Throws after the last one when some could not be. */
export async function sweep(house: House): Promise<number> {
  await catchUp(house);
  await waitForInbox(house);
  const failures: unknown[] = [];
  let looked = 0;
  for (const { workspace, account, installation } of await house.app.observeWorkspaces()) {
    await attempt(house, failures, { workspace }, async () => {
      await meetWorkspace(house.db, workspace, account);
      const forge = await house.app.forge(workspace);
      const place: Place = { house, forge, account, installation };
      looked += await sweepWorkspace(place, failures);
    });
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `the sweep met trouble ${String(failures.length)} times`);
  return looked;
}

/** Deliveries that arrived are to be worked off first, as far as that is a matter of moments. */
async function waitForInbox(house: House): Promise<void> {
  for (let look = 0; look < PATIENCE; look += 1) {
    const { new: fresh, routed } = await countInbox(house.db);
    if (fresh + routed === 0) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

type Fields = Readonly<Record<string, string | number>>;

async function attempt(
  house: House,
  failures: unknown[],
  ...[fields, work]: [Fields, () => Promise<void>]
): Promise<void> {
  try {
    await work();
  } catch (error) {
    failures.push(error);
    house.log.warn({ action: 'sweep_failed', ...fields, err: error }, 'a sweep could not look');
  }
}

/** One watermark a repository: it moves only when its list was read, every new issue in it was handed on, and what moved was looked at. */
async function sweepWorkspace(place: Place, failures: unknown[]): Promise<number> {
  const { house, forge } = place;
  const { workspace } = forge;
  const marks = await listWatermarks(house.db, workspace, LISTED);
  const reached = new Map<string, string>();
  const moved = new Set<number>();
  for (const repo of await forge.observeRepositories()) {
    const startedAt = isoNow(house.clock);
    const failed = failures.length;
    const mark = marks.get(repo.id) ?? null;
    await attempt(house, failures, { workspace, repository: repo.id }, async () => {
      const found = await sweepRepository(place, { repo, mark }, failures);
      for (const change of found) moved.add(change);
    });
    if (failures.length === failed) reached.set(repo.id, startedAt);
  }
  const looked = await sweepOpenChanges(place, moved, failures);
  for (const [id, at] of reached)
    await writeWatermark(house.db, { forge: workspace, name: `${LISTED}${id}`, at });
  return looked;
}

type Listing = { readonly repo: RepoRef; readonly mark: string | null };

/** The changes whose issues moved. At the first sweep of a repository nothing is known of what did. */
async function sweepRepository(
  place: Place,
  { repo, mark }: Listing,
  failures: unknown[],
): Promise<readonly number[]> {
  const { house, forge } = place;
  const since = mark === null ? null : new Date(Date.parse(mark) - OVERLAP_MS).toISOString();
  const moved: number[] = [];
  for (const issue of await forge.observeIssuesSince(repo, since, MARKER_LABEL)) {
    const known = await inWorkspace(house.db, forge.workspace, (tx) =>
      findChangeByIssue(tx, repo.id, issue.number),
    );
    if (known !== null && since !== null) moved.push(known);
    if (known !== null || !issue.open) continue;
    const { author: actor, updatedAt: occurredAt } = issue;
    const fields = { workspace: forge.workspace, repository: repo.id, issue: issue.number };
    await attempt(house, failures, fields, () =>
      hand(place, { repo, actor, occurredAt, fact: { kind: 'issue_opened', issue } }),
    );
  }
  if (since !== null) await sweepUnopened(place, { repo, since }, failures);
  return moved;
}

async function sweepUnopened(
  place: Place,
  { repo, since }: { readonly repo: RepoRef; readonly since: string },
  failures: unknown[],
): Promise<void> {
  const { workspace } = place.forge;
  for (const pull of await unopenedPulls(place, { repo, since })) {
    const fields = { workspace, repository: repo.id, pull: pull.number };
    await attempt(place.house, failures, fields, () => handUnopened(place, repo, pull));
  }
}

async function sweepOpenChanges(
  place: Place,
  moved: ReadonlySet<number>,
  failures: unknown[],
): Promise<number> {
  const { house, forge } = place;
  const { workspace } = forge;
  const rota = { house, workspace };
  const turns = await chooseChanges(rota, moved);
  for (const turn of turns) {
    const { number: change } = turn;
    const failed = failures.length;
    await attempt(house, failures, { workspace, change }, () => sweepChange(place, change));
    await noteTried(rota, turn, failures.length === failed);
  }
  return turns.length;
}
