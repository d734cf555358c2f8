/**
 * What the forge tells of deployments: each is kept, with the change that it was found to belong to, and told to that
 * change where the policy knows the environment; one that waits for our word is answered.
 *
 * What must stay true: of an environment that no policy names nothing is told to any change, unless it waits for us.
 */
import type { DeploymentTold } from '../core/change/deployment-note.ts';
import { DEPLOYMENT_ENDS } from '../core/change/deployment-note.ts';
import type { Person } from '../core/change/stamp.ts';
import { environmentOf } from '../core/deploy/deployment.ts';
import { deploymentPast, doerOf, type Sighting } from '../core/deploy/unauthorised.ts';
import type { DeploymentMatch } from '../core/deploy/match.ts';
import { windowFor } from '../core/gate/window-for.ts';
import { asking } from '../core/intent/known.ts';
import type { DeploymentSeen, NoticeFact } from '../core/intent/notice.ts';
import type { Policy } from '../core/policy/policy.ts';
import { contains } from '../core/time/window.ts';
import type { Forge } from '../forge/port.ts';
import { isoNow } from '../clock.ts';
import { awaitWord, moveDeployment, saveDeployment } from '../store/deployments.ts';
import type { DeploymentRow } from '../store/deployments.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { findMatch } from '../store/read-deploying.ts';
import { act } from './act.ts';
import { answerDeployment } from './answer-deployment.ts';
import type { House } from './house.ts';
import { noteUnauthorised, type Told } from './note-unauthorised.ts';
import type { Placed } from './own-pulls.ts';

export type DeploymentFact = Extract<
  NoticeFact,
  { readonly kind: 'deployment_created' | 'deployment_moved' | 'deployment_asked' }
>;
export type DeploymentNotice = Placed & { readonly fact: DeploymentFact };

/** `told`: how it was told. */
export async function takeDeployment(
  house: House,
  { forge, told }: { readonly forge: Forge; readonly told: Told },
  notice: DeploymentNotice,
): Promise<void> {
  const seen = await house.policies.inForce(forge, notice.repo);
  const { row, match } = await meet(house, notice, seen.policy);
  const { fact } = notice;
  if (fact.kind === 'deployment_moved') await move(house, notice, fact.state);
  const sighting = pastGates({ notice, row, match });
  if (fact.kind === 'deployment_asked') {
    const asked = { requestedAt: isoNow(house.clock), runId: fact.run };
    await inWorkspace(house.db, forge.workspace, (tx) => awaitWord(tx, row, asked));
  }
  const what = toldBy(fact);
  const isKnown = row.environmentId !== null || fact.kind === 'deployment_asked';
  if (match.kind === 'matched' && what !== null && isKnown)
    await tellChange(house, notice, { match, row, what });
  // Last: where no issue can be opened the change is told all the same.
  if (sighting !== null)
    await noteUnauthorised(house, forge, { repo: notice.repo, sighting, seen, told });
  if (fact.kind === 'deployment_asked')
    await answerDeployment(house, forge, { ...row, runId: row.runId ?? fact.run });
}

type Met = { readonly row: DeploymentRow; readonly match: DeploymentMatch };

/** Told with the state in which it began; by whoever made it or set it off, for whoever moved it is mostly a machine. */
function pastGates({
  notice,
  row,
  match,
}: Met & { readonly notice: DeploymentNotice }): Sighting | null {
  const { fact, occurredAt: at, repo } = notice;
  if (fact.kind !== 'deployment_moved' || row.environmentId === null) return null;
  const { production, decision, receipt, requestedAt, starterId: id, starterLogin: login } = row;
  const starter = id === null || login === null ? null : { id, login };
  const { state, deployment } = fact;
  // A receipt lets pass what its gates never agreed to: it counts as if nobody had been asked.
  const word = receipt === null ? decision : null;
  const asked = requestedAt !== null && receipt === null;
  const ran = { production, decision: word, match, state, at, asked };
  const kind = deploymentPast(ran);
  if (kind === null) return null;
  return {
    ...{ kind, place: row.environmentId, sha: deployment.sha, at },
    ...doerOf(deployment.creator, starter),
    change: match.kind === 'matched' ? match.change.number : null,
    url: deployment.page ?? null,
    key: `unauthorised:deployment:${repo.id}:${deployment.id}`,
  };
}

async function meet(house: House, notice: DeploymentNotice, policy: Policy): Promise<Met> {
  const { repo, fact, workspace } = notice;
  const { deployment } = fact;
  const now = isoNow(house.clock);
  return inWorkspace(house.db, workspace, async (tx) => {
    const asked = { ...deployment, repoId: repo.id };
    const match = await findMatch(tx, asked, { policy, now });
    const environment = environmentOf(policy.catalogue, deployment.environment);
    const { words: _, creator, ...seen } = deployment;
    const starter = starterOf(notice);
    const row = await saveDeployment(tx, {
      ...seen,
      ...{ repoId: repo.id, repoName: repo.name },
      ...{ creatorId: creator.id, creatorLogin: creator.login },
      ...{ starterId: starter?.id ?? null, starterLogin: starter?.login ?? null },
      ...{ environmentId: environment?.id ?? null, production: environment?.production ?? false },
      ...matchedAs(match, deployment),
    });
    return { row, match };
  });
}

/** A person: its creator, or whoever set off what created it. What is told later may be told by somebody else. */
function starterOf({ fact, actor }: DeploymentNotice): Person | null {
  const { creator } = fact.deployment;
  if (creator.kind === 'human') return creator;
  return fact.kind !== 'deployment_moved' && actor.kind === 'human' ? actor : null;
}

function matchedAs(
  match: DeploymentMatch,
  { createdAt }: DeploymentSeen,
): Pick<DeploymentRow, 'matchedChange' | 'matchMethod' | 'inWindow' | 'changeState'> {
  if (match.kind === 'unmatched')
    return { matchedChange: null, matchMethod: null, inWindow: null, changeState: null };
  const { change, by } = match;
  const window = windowFor(change);
  return {
    matchedChange: change.number,
    matchMethod: by,
    inWindow: window === null ? null : contains(window, createdAt),
    changeState: change.state,
  };
}

/** That another one took its place is no state of its own: it was deployed all the same. */
async function move(house: House, notice: DeploymentNotice, state: string): Promise<void> {
  if (state === 'inactive') return;
  const { repo, fact, workspace, occurredAt } = notice;
  const ended = DEPLOYMENT_ENDS.some((end) => end === state);
  await inWorkspace(house.db, workspace, (tx) =>
    moveDeployment(
      tx,
      { repoId: repo.id, id: fact.deployment.id },
      { state, stateAt: occurredAt, ended },
    ),
  );
}

function toldBy(fact: DeploymentFact): DeploymentTold['what'] | null {
  if (fact.kind === 'deployment_asked') return { kind: 'requested' };
  if (fact.kind === 'deployment_created') return null;
  const end = DEPLOYMENT_ENDS.find((one) => one === fact.state);
  return end === undefined ? null : { kind: 'finished', end };
}

type Telling = {
  readonly match: Extract<DeploymentMatch, { readonly kind: 'matched' }>;
  readonly row: DeploymentRow;
  readonly what: DeploymentTold['what'];
};

async function tellChange(
  house: House,
  { workspace, repo, actor, occurredAt }: DeploymentNotice,
  { match: { change, by }, row, what }: Telling,
): Promise<void> {
  const { id: deployment, environment, sha } = row;
  const told = { what, repoId: repo.id, repo: repo.name, deployment, environment, sha, by };
  const spelled = what.kind === 'finished' ? what.end : what.kind;
  const key = `deployment:${repo.id}:${deployment}:${spelled}:${occurredAt}`;
  await act(house, {
    ...{ workspace, forge: null, repo: { id: change.repoId, name: change.repo }, actor },
    change: change.number,
    intentions: [asking(change.number, { type: 'note_deployment', told }, { key, url: null })],
    source: { kind: 'system', delivery: null },
    occurredAt,
  });
}
