/**
 * Our word on deployments that wait for it. Waiting is cheap and a rejection is final: one goes on when all gates of its
 * change are met, is rejected when that change has ended without it, and waits otherwise. Why it waits is reported when
 * that has become another reason, ten times at most, for the forge takes no more.
 *
 * What must stay true: what cannot be told waits, except where the environment only wants a receipt: nothing waits there. A deployment is looked at again whenever a change that it may belong
 * to was looked at.
 */
import type { DeploymentAnswer, MatchedBy, Receipt } from '../core/change/deployment-note.ts';
import type { Change } from '../core/change/state.ts';
import type { Deploying } from '../core/deploy/deploying.ts';
import { NO_CHANGE_RECEIPT, receiptOf, UNSEEN_RECEIPT } from '../core/deploy/receipt.ts';
import { blockers, judge } from '../core/gate/judge.ts';
import type { Verdict } from '../core/gate/verdict.ts';
import { asking } from '../core/intent/known.ts';
import type { Policy } from '../core/policy/policy.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { DeploymentWord, Forge } from '../forge/port.ts';
import { renderDeploymentWord } from '../render/deployment.ts';
import { isoNow } from '../clock.ts';
import {
  claimReport,
  decideDeployment,
  dropReport,
  listWaiting,
  matchAgain,
} from '../store/deployments.ts';
import type { Decision, DeploymentRow } from '../store/deployments.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { findMatch, readDeploying, type DeploymentAsked } from '../store/read-deploying.ts';
import { act } from './act.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';
import { lookAt } from './look-at.ts';

/** A job that waits fails by itself after 30 days. */
const WAITS_MS = 30 * 86_400_000;
const MOST_REPORTS = 10;

/**
 * After a change was looked at: those of its deployments that wait, and those that belong to none yet. When to look
 * again, where one only waits for its time.
 */
export async function answerDeploymentsOf(
  house: House,
  workspace: string,
  number: number,
): Promise<string | null> {
  const since = new Date(Date.parse(isoNow(house.clock)) - WAITS_MS).toISOString();
  const waiting = await inWorkspace(house.db, workspace, (tx) => listWaiting(tx, since));
  const meant = waiting.filter(
    ({ matchedChange }) => matchedChange === null || matchedChange === number,
  );
  if (meant.length === 0) return null;
  const forge = await house.app.forge(workspace);
  const failures: unknown[] = [];
  const untils: (string | null)[] = [];
  for (const row of meant)
    try {
      untils.push(await answerDeployment(house, forge, row));
    } catch (error) {
      if (error instanceof ForgeFault && isTransient(error.code)) failures.push(error);
      else house.log.error({ ...fieldsOf(row), err: error }, 'a deployment cannot be answered');
    }
  if (failures.length > 0) throw new AggregateError(failures, 'deployments were not answered');
  return untils.filter((until) => until !== null).toSorted()[0] ?? null;
}

type Word = {
  readonly answer: DeploymentAnswer | null;
  readonly change: Change | null;
  readonly by: MatchedBy | null;
  readonly blockers: readonly Verdict[];
  /** Null: its gates decide. */
  readonly receipt: Receipt | null;
};

/** When it has waited long enough; null: that is not what it waits for. */
export async function answerDeployment(
  house: House,
  forge: Forge,
  row: DeploymentRow,
): Promise<string | null> {
  const word = await wordFor(house, forge, row);
  const { answer, change, receipt } = word;
  if (answer === null) {
    await report(house, forge, { row, word });
    return waitsUntil(word);
  }
  const comment = renderDeploymentWord({ ...word, last: false });
  if (await say(house, forge, { row, said: { answer, comment } }))
    await decided(house, forge, {
      row: { ...row, matchMethod: word.by },
      ...{ change, decision: { answer, receipt } },
    });
  return null;
}

function waitsUntil({ blockers: stopping }: Word): string | null {
  const until = stopping.find(({ code }) => code === 'environment_waits')?.facts['until'];
  return typeof until === 'string' ? until : null;
}

async function wordFor(house: House, forge: Forge, row: DeploymentRow): Promise<Word> {
  const { policy } = await house.policies.inForce(forge, { id: row.repoId, name: row.repoName });
  const { starterId: id, starterLogin: login } = row;
  const by = id === null || login === null ? null : { id, login };
  const askedAt = row.requestedAt ?? isoNow(house.clock);
  const asked = { ...row, repo: row.repoName, words: '', by, askedAt };
  const found = await inWorkspace(house.db, forge.workspace, async (tx) => ({
    ...(await changeOf(tx, asked, { policy, now: isoNow(house.clock) })),
    deploying: await readDeploying(tx, asked, policy),
  }));
  return found.deploying.environment?.receipt === true
    ? receiptFor(house, forge, found)
    : gatesFor(house, forge, found);
}

type Found = Pick<Word, 'change' | 'by'> & { readonly deploying: Deploying };

async function gatesFor(house: House, forge: Forge, found: Found): Promise<Word> {
  const { change, by, deploying } = found;
  if (change === null) return { answer: null, change, by, blockers: [], receipt: null };
  const facts = await lookAt(house, forge, change);
  const stopping = blockers(judge(change, { ...facts, deploying }, 'deploy'));
  const isOver = change.ended !== null && stopping.some(({ gate }) => gate === 'state');
  const answer = stopping.length === 0 ? 'approved' : isOver ? 'rejected' : null;
  return { answer, change, by, blockers: stopping, receipt: null };
}

/** It goes on whatever is known of it, also where the forge tells nothing just now. */
async function receiptFor(house: House, forge: Forge, found: Found): Promise<Word> {
  const { change, by, deploying } = found;
  const word = { answer: 'approved', change, by, blockers: [] } as const;
  if (change === null) return { ...word, receipt: NO_CHANGE_RECEIPT };
  try {
    const facts = await lookAt(house, forge, change);
    const verdicts = judge(change, { ...facts, deploying }, 'deploy');
    return { ...word, blockers: blockers(verdicts), receipt: receiptOf(verdicts) };
  } catch (error) {
    const fields = { action: 'receipt_unseen', change: change.number, err: error };
    house.log.error(fields, 'a deployment is let through that could not be looked at');
    return { ...word, receipt: UNSEEN_RECEIPT };
  }
}

/** The one that it was found to belong to stays it; one that belonged to none is looked for again. */
async function changeOf(
  tx: Tx,
  asked: DeploymentRow & DeploymentAsked,
  by: { readonly policy: Policy; readonly now: string },
): Promise<Pick<Word, 'change' | 'by'>> {
  const { matchedChange, matchMethod } = asked;
  if (matchedChange !== null)
    return { change: await loadChange(tx, matchedChange), by: matchMethod };
  const found = await findMatch(tx, asked, by);
  if (found.kind === 'unmatched') return { change: null, by: null };
  await matchAgain(tx, asked, found);
  return found;
}

type Waiting = { readonly row: DeploymentRow; readonly word: Word };

async function report(house: House, forge: Forge, { row, word }: Waiting): Promise<void> {
  const { db } = house;
  const { workspace } = forge;
  const reported = [word.change?.number ?? 0, ...word.blockers.map(({ code }) => code)].join(' ');
  const number = await inWorkspace(db, workspace, (tx) =>
    claimReport(tx, row, { reported, most: MOST_REPORTS }),
  );
  if (number === null) return;
  const comment = renderDeploymentWord({ ...word, last: number === MOST_REPORTS });
  try {
    await say(house, forge, { row, said: { answer: null, comment } });
  } catch (error) {
    await inWorkspace(db, workspace, (tx) => dropReport(tx, row));
    throw error;
  }
}

type Decided = {
  readonly row: DeploymentRow;
  /** Null: of a receipt alone. */
  readonly change: Change | null;
  readonly decision: Decision;
};
type Saying = {
  readonly row: DeploymentRow;
  readonly said: Pick<DeploymentWord, 'answer' | 'comment'>;
};

/** False: nothing waits there any more; what becomes of it is told by its state. */
async function say(house: House, forge: Forge, { row, said }: Saying): Promise<boolean> {
  const { runId: run, environment } = row;
  if (run === null) return false;
  const repo = { id: row.repoId, name: row.repoName };
  const heard = await forge.answerDeployment(repo, { run, environment, ...said });
  if (!heard) house.log.warn(fieldsOf(row), 'no deployment waits there any more');
  return heard;
}

async function decided(
  house: House,
  { workspace }: Forge,
  { row, change, decision }: Decided,
): Promise<void> {
  const { repoId, repoName: repo, id: deployment, environment, sha, matchMethod: by } = row;
  const isNew = await inWorkspace(house.db, workspace, (tx) => decideDeployment(tx, row, decision));
  if (!isNew) return;
  house.log.info({ ...fieldsOf(row), ...decision }, 'a deployment was answered');
  if (by === null || change === null) return;
  const what = { kind: 'decided', ...decision } as const;
  const told = { what, repoId, repo, deployment, environment, sha, by };
  const key = `deployment:${repoId}:${deployment}:decided`;
  await act(house, {
    ...{ workspace, forge: null, repo: { id: change.repoId, name: change.repo } },
    ...{ actor: SYSTEM_ACTOR, change: change.number },
    intentions: [asking(change.number, { type: 'note_deployment', told }, { key, url: null })],
    source: { kind: 'system', delivery: null },
    occurredAt: isoNow(house.clock),
  });
}

function fieldsOf({ repoId, id, environment }: DeploymentRow): Readonly<Record<string, string>> {
  return { action: 'deployment_answered', repository: repoId, deployment: id, environment };
}
