/**
 * Takes one stored delivery from the inbox to the log: replay it through the adapter to get a notice, find the
 * changes it is about, ask `intend` what it requests, and act. A delivery that asks for nothing is simply done.
 * Commands older than three days are recorded as seen and not executed; a redelivery of an old comment must not
 * start last week's change.
 */
import { intend, type Known } from '../core/intent/intend.ts';
import type { Intention } from '../core/intent/intention.ts';
import type { Notice } from '../core/intent/notice.ts';
import { ForgeFault } from '../forge/fault.ts';
import { wantLook } from '../store/dirty.ts';
import type { InboxRow } from '../store/inbox.ts';
import { finishDelivery } from '../store/lanes.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { ensureWorkspace } from '../store/workspaces.ts';
import { textDigest } from '../reconcile/diff.ts';
import { RECORD_SEEN } from '../reconcile/observe.ts';
import { act } from './act.ts';
import { answerMergeGroup } from './answer-merge-group.ts';
import { findSubject, type Found } from './find-subject.ts';
import { isoNow } from '../clock.ts';
import type { House } from './house.ts';
import { noteSeen } from './project.ts';
import { wakeReconcile } from './wakes.ts';

const COMMAND_MAX_AGE_MS = 72 * 3_600_000;

/** The numbers of the changes that were touched. Throws `ForgeFault` when the forge could not be read. */
export async function takeDelivery(house: House, row: InboxRow): Promise<readonly number[]> {
  const payload = Buffer.from(row.body).toString('utf8');
  const notice = await house.app.receive({ id: row.guid, name: row.event, payload });
  const source = { kind: row.source, delivery: row.guid } as const;
  return takeNotice(house, notice, { source, finish: (tx) => finishDelivery(tx, row.id), finishAlone: () => inWorkspace(house.db, notice.workspace, (tx) => finishDelivery(tx, row.id)) });
}

export type Taking = {
  readonly source: { readonly kind: 'webhook' | 'redelivery' | 'catch_up' | 'sweep'; readonly delivery: string | null };
  readonly finish?: (tx: Tx) => Promise<void>;
  readonly finishAlone?: () => Promise<void>;
};

export async function takeNotice(house: House, notice: Notice, taking: Taking): Promise<readonly number[]> {
  if (notice.repo === null || notice.fact.kind === 'nothing') {
    await taking.finishAlone?.();
    return [];
  }
  await ensureWorkspace(house.db, notice.workspace, notice.account);
  if (notice.fact.kind === 'merge_group_formed') await answerMergeGroup(await house.app.forge(notice.workspace), notice.repo, notice.fact.headSha);
  const found = await findSubject(house, notice, notice.repo);
  const requests = requestsOf(house, notice, found);
  const touched = new Set<number>(found.looked);
  const last = requests.length - 1;
  const forge = requests.length === 0 ? null : await house.app.forge(notice.workspace);
  for (const [index, { change, intentions }] of requests.entries()) {
    if (forge === null) break;
    const finish = index === last ? taking.finish : undefined;
    const numbers = await act(house, { forge, repo: notice.repo, actor: notice.actor, change, intentions, source: taking.source, occurredAt: notice.occurredAt, ...(finish === undefined ? {} : { inSameTransaction: finish }) });
    for (const number of numbers) touched.add(number);
  }
  await noteRecordSeen(house, notice, found);
  if (requests.length === 0) await taking.finishAlone?.();
  await inWorkspace(house.db, notice.workspace, async (tx) => {
    for (const number of touched) await wantLook(tx, number, isoNow(house.clock));
  });
  for (const number of touched) await wakeReconcile(house.db, { workspace: notice.workspace, change: number });
  return [...touched];
}

type Request = { readonly change: number | null; readonly intentions: readonly Intention[] };

/** One request per change concerned; an act on a pull request may concern several. */
function requestsOf(house: House, notice: Notice, found: Found): readonly Request[] {
  const known: Known = { ...found.known, forms: house.forms };
  const intentions = intend(notice, known).filter((intention) => !isTooOld(house, notice, intention));
  const byChange = Map.groupBy(intentions, (intention) => intention.change);
  return [...byChange].map(([change, asked]) => ({ change, intentions: asked }));
}

function isTooOld(house: House, notice: Notice, intention: Intention): boolean {
  if (intention.ref === null) return false;
  const tooOld = house.clock.now().getTime() - Date.parse(notice.occurredAt) > COMMAND_MAX_AGE_MS;
  if (tooOld) house.log.warn({ action: 'command_too_old', actor: notice.actor.id, key: intention.key }, 'a command older than 72 hours was not executed');
  return tooOld;
}

/** The reconciler may rewrite the record only when every edit in it went through here. */
async function noteRecordSeen(house: House, notice: Notice, found: Found): Promise<void> {
  const { fact } = notice;
  if (fact.kind !== 'comment_edited' || fact.comment.id !== found.known.recordComment) return;
  const number = found.known.change?.number;
  if (number === undefined) return;
  await inWorkspace(house.db, notice.workspace, (tx) => noteSeen(tx, number, { surface: RECORD_SEEN, digest: textDigest(fact.comment.body) }));
}

/** Whether a failed delivery is worth another try; `null` means never again. */
export function retryDelayMs(error: unknown, attempts: number): number | null {
  if (attempts >= 8) return null;
  const asked = error instanceof ForgeFault ? error.retryAfterMs : null;
  return asked ?? Math.min(3_600_000, 1_000 * 4 ** attempts);
}

