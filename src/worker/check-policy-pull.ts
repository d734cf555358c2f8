/**
 * The check `holdpoint/policy`, on the head of a pull request that edits the policy or a template: a dry run over the
 * repository's last changes, with no writer attached. It decides nothing; what holds a merge up is the gate of the linked change.
 */
import { isInvalid } from '../core/policy/invalid-policy.ts';
import { loosenings } from '../core/policy/loosenings.ts';
import { reviewDueSince } from '../core/policy/review-due.ts';
import type { Policy, PolicyProblem } from '../core/policy/policy.ts';
import type { Change } from '../core/change/state.ts';
import { replay } from '../core/gate/replay.ts';
import { spellAbout } from '../core/intent/check-about.ts';
import type { NoticeFact, RepoRef } from '../core/intent/notice.ts';
import type { CheckContent, Forge } from '../forge/port.ts';
import { buttonsOf } from '../render/check-buttons.ts';
import { renderPolicyCheck, type PolicyCheckView } from '../render/policy-check.ts';
import { templateLoosenings, versionOf } from '../core/template/compare.ts';
import type { TemplateEdit } from '../core/template/compare.ts';
import { suspensionOf } from '../core/template/standing.ts';
import { TEMPLATE_FOLDER } from '../core/template/template.ts';
import { isoNow } from '../clock.ts';
import { findChangesByPull, listLastChanges } from '../store/changes.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { loadChanges } from '../store/load-change.ts';
import { listSuspensions } from '../store/templates.ts';
import type { House } from './house.ts';
import { POLICY_PATH, readFile, type FileRead } from './policy-files.ts';
import { putAnswer } from './put-answer.ts';
import { among, MOST_EDITED, otherTemplates, readEdits } from './template-pulls.ts';
import type { TouchedTemplate } from './template-pulls.ts';
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
  if (!pull.open || house.policies.isPlain({ ...pull, repoId: repo.id })) return;
  const { policy } = await house.policies.inForce(forge, repo);
  const eyes = { ...forge, ...house.policies.folders(forge) };
  const edited = await editedBy(eyes, { repo, pull }, policy);
  if (edited === null) return;
  const view = edited.fork ? ofFork(edited) : await viewOf(house, forge, { repo, pull, edited });
  const content = contentOf(view, pull);
  await putAnswer(house, forge, { repo, sha: pull.head, content, again });
}

/** Nothing of it is read: it changes no rules, whatever it says. */
function ofFork(edited: Edited): PolicyCheckView {
  const nothing = { problems: [], loosened: [], templates: [], replay: null, reviewDue: null };
  return { ...nothing, edits: wordOf(edited), isPartOfSignificant: false, fromFork: true };
}

async function viewOf(
  house: House,
  forge: Forge,
  { repo, pull, edited }: Proposal & { readonly edited: Edited },
): Promise<PolicyCheckView> {
  const { file, touched } = edited;
  const { policy: from, policyPeople: people } = await house.policies.inForce(forge, repo);
  const to = file === undefined ? from : await house.policies.proposed(forge, repo, file);
  const edits = await readEdits(repo, touched);
  const { changes, linked, resting } = await recordsOf(house, forge, { repo, pull });
  const now = isoNow(house.clock);
  const isComparable = file !== undefined && !isInvalid(from) && !isInvalid(to);
  return {
    edits: wordOf(edited),
    problems: [
      ...(file === undefined ? [] : to.problems),
      ...(edits?.flatMap(({ problems }) => problems) ?? [tooMany(repo, touched.length)]),
    ],
    loosened: [...(isComparable ? loosenings(from, to) : []), ...templateLoosenings(edits ?? [])],
    templates: (edits ?? []).map((edit) => rowOf(edit, { changes, resting })),
    isPartOfSignificant: linked.some(({ category }) => category === 'significant'),
    fromFork: false,
    replay: isComparable ? replay(changes, { from, to, now, ...(people && { people }) }) : null,
    reviewDue: reviewDueSince(to, now),
  };
}

function wordOf({ file, touched }: Edited): PolicyCheckView['edits'] {
  if (file === undefined) return 'templates';
  return touched.length === 0 ? 'policy' : 'both';
}

function tooMany({ name }: RepoRef, found: number): PolicyProblem {
  return {
    ...{ file: `${name}:${TEMPLATE_FOLDER}`, line: null, column: null, code: 'too_large' },
    expected: `at most ${String(MOST_EDITED)} templates in one pull request`,
    found: String(found),
    remedy: 'propose them in several pull requests',
  };
}

type Edited = {
  /** Undefined: the policy is not edited. */
  readonly file: FileRead | undefined;
  readonly touched: readonly TouchedTemplate[];
  readonly fork: boolean;
};

/** Null: neither the policy nor a template. Everything about the pull request is read only where one might be. */
async function editedBy(
  forge: Forge,
  { repo, pull }: Proposal,
  inForce: Policy,
): Promise<Edited | null> {
  const file = await readFile(forge, repo, { ref: pull.head });
  const maybePolicy = !isSame(inForce, repo, file);
  const others = await otherTemplates(forge, repo, pull.head);
  if (!maybePolicy && others.length === 0) return null;
  const seen = await forge.observePullFacts(repo, pull.number);
  if (seen === null) return null;
  const isPolicy = maybePolicy && (await editsPolicy(forge, repo, seen));
  const { files = null, fork = false } = seen.detail ?? {};
  const touched = among(files, others);
  if (!isPolicy && touched.length === 0) return null;
  return { file: isPolicy ? file : undefined, touched, fork };
}

type Records = {
  readonly changes: readonly Change[];
  readonly linked: readonly Change[];
  readonly resting: Awaited<ReturnType<typeof listSuspensions>>;
};

function recordsOf(house: House, forge: Forge, { repo, pull }: Proposal): Promise<Records> {
  return inWorkspace(house.db, forge.workspace, async (tx) => ({
    changes: await lastChanges(tx, repo),
    linked: await linkedTo(tx, repo, pull),
    resting: await listSuspensions(tx, repo.id),
  }));
}

/** With the changes of late that rest on another version, and the failure that a new version puts behind it. */
function rowOf(
  { id, from, to }: TemplateEdit,
  { changes, resting }: Pick<Records, 'changes' | 'resting'>,
): PolicyCheckView['templates'][number] {
  const open = changes.filter(({ ended, plan }) => {
    const used = ended === null ? plan?.template : undefined;
    return used !== undefined && used.id === id && used.version !== to?.version;
  });
  const failed = suspensionOf({ id, version: from?.version ?? 0 }, resting);
  return {
    id,
    from: versionOf(from),
    to: versionOf(to),
    open: open.map(({ number }) => number),
    failed: failed?.change ?? null,
  };
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

/** What its description names was linked before this, or refused: a name alone is no part of anything. */
async function linkedTo(tx: Tx, repo: RepoRef, { number }: Pull): Promise<readonly Change[]> {
  const linked = await loadChanges(tx, await findChangesByPull(tx, repo.id, number));
  return linked.filter(({ ended }) => ended === null);
}

function contentOf(view: PolicyCheckView, { number }: Pull): CheckContent {
  return {
    ...{ ...renderPolicyCheck(view), name: POLICY_CHECK, buttons: buttonsOf(null) },
    ...{ externalId: spellAbout({ kind: 'policy', number }), detailsUrl: null },
  };
}
