/**
 * The check `holdpoint/policy`, on the head of a pull request that edits the policy: a dry run over the repository's
 * last changes, with no writer attached. It decides nothing; what holds a merge up is the gate of the linked change.
 */
import { isInvalid } from '../core/policy/invalid-policy.ts';
import { loosenings } from '../core/policy/loosenings.ts';
import { reviewDueSince } from '../core/policy/review-due.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Change } from '../core/change/state.ts';
import { replay } from '../core/gate/replay.ts';
import { changesNamed } from '../core/intent/changes-named.ts';
import type { NoticeFact, RepoRef } from '../core/intent/notice.ts';
import type { CheckContent, Forge } from '../forge/port.ts';
import { buttonsOf } from '../render/check-buttons.ts';
import { renderPolicyCheck, type PolicyCheckView } from '../render/policy-check.ts';
import { isoNow } from '../clock.ts';
import { findChangesByPull, listLastChanges } from '../store/changes.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { loadChanges } from '../store/load-change.ts';
import type { House } from './house.ts';
import { POLICY_PATH, readFile, type FileRead } from './policy-files.ts';
import { putAnswer } from './put-answer.ts';
import { editsPolicy } from './weigh-pulls.ts';

export const POLICY_CHECK = 'holdpoint/policy';
const REPLAYED = 200;

type Pull = Extract<NoticeFact, { readonly kind: 'pull_changed' }>['pull'];
/** `again`: somebody asked for it anew. */
type Proposal = { readonly repo: RepoRef; readonly pull: Pull; readonly again?: boolean };

export async function checkPolicyPull(
  house: House,
  forge: Forge,
  { repo, pull, again = false }: Proposal,
): Promise<void> {
  if (!pull.open) return;
  const { policy: from, policyPeople: people } = await house.policies.inForce(forge, repo);
  const file = await readFile(forge, repo, { ref: pull.head });
  if (isSame(from, repo, file)) return;
  const seen = await forge.observePullFacts(repo, pull.number);
  if (seen === null || !(await editsPolicy(forge, repo, seen))) return;
  const to = await house.policies.proposed(forge, repo, file);
  const changes = await inWorkspace(house.db, forge.workspace, (tx) => lastChanges(tx, repo));
  const linked = await inWorkspace(house.db, forge.workspace, (tx) => linkedTo(tx, repo, pull));
  const now = isoNow(house.clock);
  const isComparable = !isInvalid(from) && !isInvalid(to);
  const view: PolicyCheckView = {
    problems: to.problems,
    loosened: isComparable ? loosenings(from, to) : [],
    isPartOfSignificant: linked.some(({ category }) => category === 'significant'),
    fromFork: seen.detail?.fork ?? false,
    replay: isComparable ? replay(changes, { from, to, now, ...(people && { people }) }) : null,
    reviewDue: reviewDueSince(to, now),
  };
  const content = contentOf(view, pull);
  await putAnswer(house, forge, { repo, sha: pull.head, content, again });
}

/** As it stands on the default branch: a branch that only lags behind proposes nothing. */
function isSame({ sources, problems }: Policy, { name }: RepoRef, file: FileRead): boolean {
  if (problems.some(({ code }) => code === 'unreadable')) return false;
  const own = sources.find((one) => one.file === `${name}:${POLICY_PATH}`)?.blob ?? null;
  return file === null ? own === null : 'blob' in file && file.blob === own;
}

async function lastChanges(tx: Tx, { id }: RepoRef): Promise<readonly Change[]> {
  return loadChanges(tx, await listLastChanges(tx, id, REPLAYED));
}

/** Linked already, or about to be by what its description says: what holds it up in earnest is the change's own gate. */
async function linkedTo(tx: Tx, repo: RepoRef, { number, body }: Pull): Promise<readonly Change[]> {
  const numbers = new Set([
    ...(await findChangesByPull(tx, repo.id, number)),
    ...changesNamed(body),
  ]);
  const linked = await loadChanges(tx, [...numbers]);
  return linked.filter(({ ended }) => ended === null);
}

function contentOf(view: PolicyCheckView, { number }: Pull): CheckContent {
  return {
    ...{ ...renderPolicyCheck(view), name: POLICY_CHECK, buttons: buttonsOf(null) },
    ...{ externalId: `policy/${String(number)}`, detailsUrl: null },
  };
}
