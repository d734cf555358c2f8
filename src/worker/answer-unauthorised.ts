/**
 * `/chg justify` and `/chg dismiss` in the issue that was opened for what went past the gates. The answer is shown in
 * that issue, whether it counts or not.
 *
 * What must stay true: whether it counts is decided by the roles of the moment, read from the forge; the same comment
 * counts once.
 */
import type { NewEvent } from '../core/audit/event.ts';
import type { Facts } from '../core/change/facts.ts';
import {
  answerRefusal,
  answersIn,
  type AnswerRefusal,
  type UnauthorisedAnswer,
} from '../core/deploy/answer-unauthorised.ts';
import type { NoticeFact } from '../core/intent/notice.ts';
import { claimAct } from '../store/acts.ts';
import { append } from '../store/event-log.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { lockHead, type HeadLock } from '../store/lock.ts';
import {
  findUnauthorisedByIssue,
  refuseAnswer,
  settleUnauthorised,
  type UnauthorisedRow,
} from '../store/unauthorised.ts';
import { factsAside } from './facts-aside.ts';
import type { House } from './house.ts';
import type { Told } from './note-unauthorised.ts';
import type { Placed } from './own-pulls.ts';
import { showUnauthorised } from './show-unauthorised.ts';

type Said = Extract<NoticeFact, { readonly kind: 'comment_created' }>;
type Answering = Placed & { readonly fact: Said };

/** Nobody else's comment is looked at any further. */
export function answersUnauthorised({ onPull, comment }: Said): boolean {
  return !onPull && !comment.ours && answersIn(comment.body).length > 0;
}

export async function answerUnauthorised(
  house: House,
  notice: Answering,
  told: Told,
): Promise<void> {
  const { workspace, repo, fact } = notice;
  const row = await inWorkspace(house.db, workspace, (tx) =>
    findUnauthorisedByIssue(tx, repo.id, fact.issue),
  );
  if (row === null) return;
  const forge = await house.app.forge(workspace);
  const facts = await factsAside(house, forge, notice);
  for (const answer of answersIn(fact.comment.body)) {
    const given = { row, answer, facts, notice, told };
    const refusal = await inWorkspace(house.db, workspace, (tx) => judge(tx, given));
    if (refusal === 'known') continue;
    const { verb } = answer;
    const fields = { action: 'unauthorised_answered', verb, refusal, actor: facts.actor.id };
    house.log.info(
      { ...fields, record: row.seq },
      'somebody answered for what went past the gates',
    );
    await forge.react(repo, fact.comment.id, refusal === null ? '+1' : 'confused');
  }
  await showUnauthorised(house, forge, { repo, seq: row.seq });
}

type Given = {
  readonly row: UnauthorisedRow;
  readonly answer: UnauthorisedAnswer;
  readonly facts: Facts;
  readonly notice: Answering;
  readonly told: Told;
};

/** Null: it counts. `known`: it counted, or did not, before. */
async function judge(tx: Tx, given: Given): Promise<AnswerRefusal | 'known' | null> {
  const { answer, facts, notice } = given;
  const { repo, fact } = notice;
  const lock = await lockHead(tx);
  const key = `comment:${fact.comment.id}:${String(answer.line)}:unauthorised`;
  if (!(await claimAct(lock, key))) return 'known';
  const row = await findUnauthorisedByIssue(tx, repo.id, fact.issue);
  if (row === null) return 'known';
  const changeIsKnown = answer.change === null || (await loadChange(tx, answer.change)) !== null;
  const code = answerRefusal({ ...row, changeIsKnown }, answer, facts);
  if (code === null) await settle(lock, { ...given, row });
  else await refuseAnswer(lock, row, { code, login: facts.actor.login });
  return code;
}

async function settle(lock: HeadLock, given: Given): Promise<void> {
  const { row, answer, facts, notice } = given;
  const { actor } = facts;
  await append(lock, [eventOf(given)]);
  const by = { id: actor.id, login: actor.login };
  await settleUnauthorised(lock, row.seq, { answer, by, at: notice.occurredAt });
}

function eventOf({ row, answer, facts, notice, told }: Given): NewEvent {
  const { id, login, kind, roles } = facts.actor;
  const { comment } = notice.fact;
  return {
    type: answer.verb === 'justify' ? 'unauthorised_justified' : 'unauthorised_dismissed',
    change: null,
    actor: { id, login, kind, roles },
    source: { ...told, ref: `comment:${comment.id}`, url: comment.url },
    occurredAt: notice.occurredAt,
    observedAt: facts.now,
    policy: facts.policy.version,
    data: { record: row.seq, change: answer.change },
    texts: { reason: answer.reason },
  };
}
