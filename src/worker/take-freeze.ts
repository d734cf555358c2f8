/**
 * Freezes said in issues that are no change: `/chg freeze`, `/chg thaw`, and the closing of the issue.
 *
 * What must stay true: who may is asked of the forge at the moment, and of the policy of the repository in which it is
 * said; the same act counts once. Whoever has no part in the repository gets a sign that they were heard, and no reply.
 */
import type { EventSource } from '../core/audit/event.ts';
import type { Facts } from '../core/change/facts.ts';
import { refuse, type Refusal } from '../core/change/refusal.ts';
import { lineKey } from '../core/intent/key.ts';
import { readFreeze } from '../core/intent/read-freeze.ts';
import type { CommandLine } from '../core/intent/read-command.ts';
import type { NoticeFact } from '../core/intent/notice.ts';
import { parseSlash } from '../core/intent/slash.ts';
import { findVerb, isFreezing } from '../core/intent/verbs.ts';
import type { Role } from '../core/policy/holders.ts';
import { decideFreeze, decideThaw, mayNotFreeze } from '../core/time/decide-opened.ts';
import type { FreezeEvent } from '../core/time/freeze-event.ts';
import { asFreeze, isOver, type OpenedFreeze } from '../core/time/opened-freeze.ts';
import type { Forge } from '../forge/port.ts';
import { carriesMarker, namedMarker } from '../reconcile/marker.ts';
import { renderRefusalReply } from '../render/refusal.ts';
import { markerLine } from '../render/safe-text.ts';
import { isoNow } from '../clock.ts';
import { claimAct, knownActs } from '../store/acts.ts';
import { findChangeByIssue } from '../store/changes.ts';
import { findFreezeIn, listFreezes, nextFreezeNumber } from '../store/freezes.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { lockHead } from '../store/lock.ts';
import { readMarkerKey } from '../store/workspaces.ts';
import { factsAside } from './facts-aside.ts';
import type { House } from './house.ts';
import type { Placed } from './own-pulls.ts';
import { isOrganisationHome } from './policy-files.ts';
import { recordFreeze } from './record-freeze.ts';

type Told = Pick<EventSource, 'kind' | 'delivery'>;
type Said = Placed & { readonly fact: Extract<NoticeFact, { readonly kind: 'comment_created' }> };
type Closed = Placed & { readonly fact: Extract<NoticeFact, { readonly kind: 'issue_closed' }> };

/** Roles that come with reading alone. */
const OUTSIDE: readonly Role[] = ['viewer', 'auditor'];
const OLDEST_MS = 72 * 3_600_000;

/** As it was first written, by whoever wrote it. */
export function saysFreeze({ fact, actor }: Said): boolean {
  const { onPull, comment } = fact;
  const isOwn = comment.author.id === actor.id && !comment.ours;
  return (
    !onPull && isOwn && comment.createdAt === comment.updatedAt && linesIn(comment.body).length > 0
  );
}

function linesIn(body: string): readonly CommandLine[] {
  return parseSlash(body).filter(
    (line): line is CommandLine => line.kind === 'command' && isFreezing(line.verb),
  );
}

export async function takeFreeze(house: House, notice: Said, told: Told): Promise<void> {
  const { workspace, repo, fact, occurredAt } = notice;
  const { issue, comment } = fact;
  if (house.clock.now().getTime() - Date.parse(occurredAt) > OLDEST_MS) return;
  const change = await inWorkspace(house.db, workspace, (tx) =>
    findChangeByIssue(tx, repo.id, issue),
  );
  if (change !== null) return;
  const forge = await house.app.forge(workspace);
  const facts = await factsOf(house, forge, notice);
  for (const line of linesIn(comment.body)) {
    const key = lineKey(comment, line.line);
    const url = comment.url.split('#')[0] ?? comment.url;
    const said = {
      key,
      issue: { number: issue, url },
      url: comment.url,
      ref: `comment:${comment.id}`,
    };
    const refusal = await say(house, { notice, told, facts, said, line });
    if (refusal !== null) {
      await forge.react(repo, comment.id, 'confused');
      await reply(house, forge, { notice, issue, key, facts, refusal, verb: line.verb });
      return;
    }
  }
  await forge.react(repo, comment.id, '+1');
}

/** Whoever may not end it finds the issue open again. */
export async function takeFreezeClosed(house: House, notice: Closed, told: Told): Promise<void> {
  const { workspace, repo, fact, occurredAt } = notice;
  const { id, number, url } = fact.issue;
  const known = await inWorkspace(house.db, workspace, (tx) => findFreezeIn(tx, repo.id, number));
  if (known === null || isOver(known, isoNow(house.clock))) return;
  const forge = await house.app.forge(workspace);
  const facts = await factsOf(house, forge, notice);
  const key = `thaw:${id}:${occurredAt}`;
  const said = { key, issue: { number, url }, url, ref: null };
  const refusal = await say(house, { notice, told, facts, said, line: null });
  if (refusal === null) return;
  await forge.reopenIssue(repo, number);
  await reply(house, forge, { notice, issue: number, key, facts, refusal, verb: 'thaw' });
}

/** Heard as it was said. */
async function factsOf(house: House, forge: Forge, notice: Placed): Promise<Facts> {
  return { ...(await factsAside(house, forge, notice)), witnessed: true };
}

type Saying = {
  readonly notice: Placed;
  readonly told: Told;
  readonly facts: Facts;
  readonly said: {
    readonly key: string;
    readonly issue: { readonly number: number; readonly url: string };
    readonly url: string;
    readonly ref: string | null;
  };
  /** Null: the issue was closed. */
  readonly line: CommandLine | null;
};

/** Null: it counts, or did before. */
async function say({ db, log }: House, saying: Saying): Promise<Refusal | null> {
  const { notice, told, facts, said } = saying;
  const { id, login, kind, roles } = facts.actor;
  return inWorkspace(db, notice.workspace, async (tx) => {
    const lock = await lockHead(tx);
    if ((await knownActs(tx, [said.key])).has(said.key)) return null;
    const known = await findFreezeIn(tx, notice.repo.id, said.issue.number);
    const standing = known === null || isOver(known, facts.now) ? null : known;
    const decided = await decideIn(tx, {
      ...saying,
      standing,
      number: await nextFreezeNumber(lock),
    });
    const fields = { actor: id, issue: said.issue.number, repository: notice.repo.id };
    if ('kind' in decided) {
      log.info({ ...fields, action: 'freeze_refused', code: decided.code }, 'a freeze was refused');
      return decided;
    }
    await claimAct(lock, said.key);
    log.info({ ...fields, action: decided.type }, 'a freeze was opened, changed or ended');
    await recordFreeze(lock, decided.type === 'freeze_opened' ? null : standing, {
      ...decided,
      actor: { id, login, kind, roles },
      source: { ...told, ref: said.ref, url: said.url },
      occurredAt: facts.occurredAt,
      observedAt: facts.now,
      policy: facts.policy.version,
    });
    return null;
  });
}

type Deciding = Saying & { readonly standing: OpenedFreeze | null; readonly number: number };

async function decideIn(tx: Tx, deciding: Deciding): Promise<FreezeEvent | Refusal> {
  const { line, facts, standing } = deciding;
  const verb = line === null || findVerb(line.verb)?.command === 'thaw' ? 'thaw' : 'freeze';
  const barred = mayNotFreeze(facts, verb);
  if (barred !== null) return barred;
  if (line === null || verb === 'thaw') return decideThaw(standing, line?.text ?? '');
  // Another end or scope sets something free, perhaps.
  const bound = standing === null ? null : mayNotFreeze(facts, 'thaw');
  return bound ?? openOrChange(tx, deciding, line);
}

async function openOrChange(
  tx: Tx,
  { notice: { repo }, facts, said, standing, number }: Deciding,
  line: CommandLine,
): Promise<FreezeEvent | Refusal> {
  const zone = standing?.terms.zone ?? 'UTC';
  const reading = readFreeze(line.rest, line.text, { zone, now: facts.occurredAt });
  if (reading.kind === 'problem') return refuse(reading.code, reading.facts);
  const opened = (await listFreezes(tx, facts.now)).filter((one) => !isOver(one, facts.now));
  const others = opened.filter((one) => one.number !== standing?.number);
  return decideFreeze({
    wish: reading.wish,
    ...{ standing, number, facts, owner: facts.actor.login },
    others: [...facts.policy.calendar.freezes, ...others.flatMap((one) => asFreeze(one) ?? [])],
    place: { repoId: repo.id, repo: repo.name, issue: said.issue.number, url: said.issue.url },
    everywhere: isOrganisationHome(repo),
  });
}

type Replying = {
  readonly notice: Placed;
  readonly issue: number;
  readonly key: string;
  readonly facts: Facts;
  readonly refusal: Refusal;
  readonly verb: string;
};

/** Once: it is looked for before it is posted. */
async function reply(house: House, forge: Forge, replying: Replying): Promise<void> {
  const { notice, issue, key, facts, refusal, verb } = replying;
  const { actor } = facts;
  if (actor.kind !== 'human' || !actor.roles.some((role) => !OUTSIDE.includes(role))) return;
  const marker = await inWorkspace(house.db, notice.workspace, async (tx) =>
    namedMarker(await readMarkerKey(tx), key.replace(/[^\w:.-]/gu, '-'), 'reply'),
  );
  const there = await forge.observeComments(notice.repo, issue);
  if (there.some(({ ours, body }) => ours && carriesMarker(body, marker))) return;
  const act = { code: refusal.code, facts: refusal.facts, login: actor.login, verb };
  await forge.createComment(notice.repo, issue, renderRefusalReply(act, markerLine(marker)));
}
