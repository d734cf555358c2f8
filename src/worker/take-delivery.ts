/**
 * Takes one stored delivery from the inbox to the log: replay it through the adapter to get a notice, find the
 * changes it is about, ask `intend` what it requests, and act. A delivery that asks for nothing is simply done.
 * Requests older than three days are not executed; a redelivery of an old comment must not start last week's
 * change.
 */
import type { Command } from '../core/change/command.ts';
import type { Change } from '../core/change/state.ts';
import { intend } from '../core/intent/intend.ts';
import type { Intention } from '../core/intent/intention.ts';
import type { Notice } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import type { InboxRow } from '../store/inbox.ts';
import { knownActs } from '../store/acts.ts';
import { finishDelivery } from '../store/lanes.ts';
import { observeHome } from '../reconcile/observe.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { isoNow } from '../clock.ts';
import { act } from './act.ts';
import { findSubject, isStillFree, isStillRead, type Found } from './find-subject.ts';
import type { House } from './house.ts';
import { answerUnlinked, mayBeUnlinked, ownPullsFor, type Placed } from './own-pulls.ts';
import { meetWorkspace } from './meet-workspace.ts';
import { OVERTAKEN } from './perform.ts';
import { editedText, issueDigest, rememberNotice } from './remember-notice.ts';
import { RefusedDeliveryError, UnreadableDeliveryError } from './retry.ts';
import { restate } from './stopped.ts';
import { asideOf } from './take-aside.ts';
import { wakeSweep } from './wakes.ts';

const REQUEST_MAX_AGE_MS = 72 * 3_600_000;
const LOOKS = 5;

/**
 * Throws `ForgeFault` when the forge could not be read, `UnreadableDeliveryError` when nothing can be made of it, and
 * `RefusedDeliveryError` when the forge cannot have sent it so.
 */
export async function takeDelivery(house: House, row: InboxRow): Promise<void> {
  const notice = await house.app.receive({
    id: row.guid,
    name: row.event,
    payload: Buffer.from(row.body).toString('utf8'),
    receivedAt: row.receivedAt,
  });
  const { fact } = notice;
  if (fact.kind === 'nothing' && fact.trouble === 'refused')
    throw new RefusedDeliveryError(fact.why);
  if (fact.kind === 'nothing' && fact.trouble === 'unreadable')
    throw new UnreadableDeliveryError(fact.why);
  const finish = (tx: Tx): Promise<void> => finishDelivery(tx, row.id);
  const workspace = row.workspace ?? notice.workspace;
  if (fact.kind === 'installation_changed') await wakeSweep(house.db);
  const { repo } = notice;
  if (repo === null || fact.kind === 'nothing') {
    await inWorkspace(house.db, workspace, finish);
    return;
  }
  const source = { kind: row.source, delivery: row.guid } as const;
  await takeNotice(house, { ...notice, repo }, { source, finish });
}

export type Taking = {
  readonly source: {
    readonly kind: 'webhook' | 'redelivery' | 'catch_up' | 'sweep';
    readonly delivery: string | null;
  };
  readonly finish?: (tx: Tx) => Promise<void>;
};

export async function takeNotice(house: House, notice: Placed, taking: Taking): Promise<void> {
  const { workspace, repo, fact } = notice;
  // Our own write coming back asks for nothing and tells nothing new; only a comment may be one too many.
  if (notice.echo && fact.kind !== 'comment_created') {
    if (taking.finish !== undefined) await inWorkspace(house.db, workspace, taking.finish);
    return;
  }
  await meetWorkspace(house.db, workspace, notice.account);
  // Forgotten before anything is judged, and before anybody is told to look again.
  if (fact.kind === 'policy_pushed') await house.policies.forget(workspace);
  const aside = asideOf(house, notice, taking.source);
  for (let look = 0; look < LOOKS; look += 1) {
    const found = await findSubject(house, notice, repo);
    const isUnlinked = mayBeUnlinked(notice) && found.others.length === 0;
    const later = isUnlinked || aside !== null;
    const { source, finish } = taking;
    const now = later ? { source } : taking;
    if ((await takeFound(house, { notice, taking: now, found })) === OVERTAKEN) continue;
    if (isUnlinked) await answerUnlinked(house, notice);
    await aside?.();
    if (later && finish !== undefined) await inWorkspace(house.db, workspace, finish);
    await unstop(house, found, { workspace, delivery: taking.source.delivery });
    return;
  }
  throw new Error('the text of an issue was recorded anew every time it was read');
}

type Finding = { readonly notice: Placed; readonly taking: Taking; readonly found: Found };

/** `OVERTAKEN`: another text of the issue was recorded in the meantime, and nothing was done. */
async function takeFound(
  house: House,
  { notice, taking, found }: Finding,
): Promise<typeof OVERTAKEN | void> {
  const requests = await requestsOf(house, notice, { found, taking });
  const read = requests.some(({ intentions }) =>
    intentions.some(({ command }) => command.type === 'record_plan'),
  );
  const beside = async (tx: Tx): Promise<void> => {
    if (taking.source.kind !== 'sweep' || requests.length > 0)
      await rememberNotice(tx, notice, {
        found,
        asked: read,
        now: isoNow(house.clock),
        gatherMs: house.gatherMs,
      });
    await taking.finish?.(tx);
  };
  if (requests.length === 0) return inWorkspace(house.db, notice.workspace, beside);
  const opens = requests.some(({ intentions }) => intentions.some(opensOwn));
  const holds =
    read || opens
      ? async (tx: Tx): Promise<boolean> =>
          (!read || (await isStillRead(tx, found))) && (!opens || (await isStillFree(tx, notice)))
      : undefined;
  return actAll(house, { notice, taking, requests, beside, holds });
}

function opensOwn({ command }: Intention): boolean {
  return command.type === 'open' && command.pull !== undefined;
}

type Asked = {
  readonly notice: Placed;
  readonly taking: Taking;
  readonly requests: readonly Request[];
  readonly beside: (tx: Tx) => Promise<void>;
  readonly holds: ((tx: Tx) => Promise<boolean>) | undefined;
};

/** The delivery is finished with its last act; the acts before it are known when it comes again. */
async function actAll(
  house: House,
  { notice, taking, requests, beside, holds }: Asked,
): Promise<typeof OVERTAKEN | void> {
  const { workspace, repo, actor, occurredAt } = notice;
  const forge = await house.app.forge(workspace);
  const { source } = taking;
  const shared = { workspace, forge, repo, actor, occurredAt, source, ...(holds && { holds }) };
  for (const [index, { change, intentions, restates }] of requests.entries()) {
    const last = index === requests.length - 1 ? { beside } : {};
    const done = await act(house, { ...shared, change, intentions, restates, ...last });
    if (done === OVERTAKEN) return OVERTAKEN;
  }
}

type Request = {
  readonly change: number | null;
  readonly intentions: readonly Intention[];
  readonly restates: readonly string[];
};
type Heard = { readonly found: Found; readonly taking: Taking };

/** One request per change concerned; an act on a pull request may concern several. */
async function requestsOf(
  house: House,
  notice: Placed,
  { found, taking }: Heard,
): Promise<readonly Request[]> {
  const ownPulls = await ownPullsFor(house, notice, found.known.change);
  const { change: own } = found.known;
  const forge = (): Promise<Forge> => house.app.forge(notice.workspace);
  const templates = await house.templates.forTexts(forge, { ...notice, change: own });
  const asked = intend(notice, { ...found.known, forms: house.forms, templates, ownPulls });
  const heard = asked.filter((intention) => !isTooOld(house, notice, intention));
  if (heard.length < asked.length) {
    const late = asked.filter((intention) => !heard.includes(intention));
    await tellTooOld(house, notice, late);
  }
  if (heard.length === 0) return [];
  // An older text is not recorded any more, but whose it was may still be news.
  const older = await isOvertaken(house, notice, found);
  const intentions = older ? heard.filter(({ command }) => command.type !== 'record_plan') : heard;
  const byChange = Map.groupBy(intentions, (intention) => intention.change);
  const { delivery } = taking.source;
  const stopped = stoppedBy(found, delivery);
  return [...byChange].map(([change, asked]) => ({
    change,
    intentions: asked,
    restates:
      delivery !== null && stopped.some(({ number }) => number === change) ? [delivery] : [],
  }));
}

function stoppedBy(found: Found, delivery: string | null): readonly Change[] {
  return concerned(found).filter(({ stopped }) => stopped.some((one) => one.delivery === delivery));
}

function concerned({ known }: Found): readonly Change[] {
  const { change, linked } = known;
  return change === null || linked.some(({ number }) => number === change.number)
    ? linked
    : [change, ...linked];
}

function isTooOld(house: House, notice: Notice, { command }: Intention): boolean {
  const age = house.clock.now().getTime() - Date.parse(notice.occurredAt);
  return isRequest(command) && age > REQUEST_MAX_AGE_MS;
}

/** A sweep finds old comments again and again; of those that counted in their time there is nothing to tell. */
async function tellTooOld(
  house: House,
  { workspace, actor }: Notice,
  late: readonly Intention[],
): Promise<void> {
  const keys = late.map(({ key }) => key);
  const known = await inWorkspace(house.db, workspace, (tx) => knownActs(tx, keys));
  for (const key of keys.filter((one) => !known.has(one))) {
    const fields = { action: 'request_too_old', actor: actor.id, key };
    house.log.warn(fields, 'a request older than 72 hours was not executed');
  }
}

/** What a person wants, as against what has happened, which is recorded however late we hear of it. */
function isRequest({ type }: Command): boolean {
  return !type.startsWith('note_') && !['open', 'record_plan', 'reconsider'].includes(type);
}

/**
 * Edits may arrive in another order than they were made. When the issue shows what was recorded last, and the
 * delivery shows something else, then the delivery is about an older text: recording it would bring that back.
 */
async function isOvertaken(house: House, notice: Placed, found: Found): Promise<boolean> {
  const { fact, workspace, repo } = notice;
  const text = editedText(fact);
  const { change } = found.known;
  if (text === null || change === null || found.read === null) return false;
  if (issueDigest(text) === found.read) return false;
  const forge: Forge = await house.app.forge(workspace);
  const current = await observeHome(forge, repo, change);
  return current !== null && issueDigest(current) === found.read;
}

type Settled = { readonly workspace: string; readonly delivery: string | null };

/** A delivery that had stopped the processing of a change was worked off after all. */
async function unstop(house: House, found: Found, settled: Settled): Promise<void> {
  const { workspace, delivery } = settled;
  for (const { number } of stoppedBy(found, delivery)) await restate(house, workspace, number);
}
