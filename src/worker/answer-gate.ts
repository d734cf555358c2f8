/**
 * "May this be deployed there now?" for whoever asks from outside: which change is meant, what the forge and the record
 * say of it, and what its gates make of that.
 *
 * What must stay true: the change, its neighbours, locks and earlier deployments are those of this moment; what only the
 * forge knows is at most seconds old, and so many may ask as like: the forge is asked so often a minute and no more.
 */
import { isoNow } from '../clock.ts';
import { answerDeploy, answerWithoutChange } from '../core/deploy/answer.ts';
import type {
  DeployAnswer,
  DeployQuestion,
  GateAnswered,
  GateAsked,
  NoChange,
} from '../core/deploy/answer.ts';
import type { Person } from '../core/change/stamp.ts';
import type { Environment } from '../core/policy/catalogue.ts';
import type { Deploying } from '../core/deploy/deploying.ts';
import { environmentOf, namesOf } from '../core/deploy/deployment.ts';
import { matchDeployment } from '../core/deploy/match.ts';
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import { aroundOf } from '../core/time/around.ts';
import type { Forge } from '../forge/port.ts';
import { listRepositories } from '../store/changes.ts';
import { findDeployable, listDeployedTo } from '../store/deployments.ts';
import { listLocks } from '../store/environment-locks.ts';
import { noteGateAsk } from '../store/gate-asks.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { loadChange, loadChanges } from '../store/load-change.ts';
import { readNeighbours } from '../store/neighbours.ts';
import type { House } from './house.ts';
import { lookAt } from './look-at.ts';
import { looksOf, type Looks } from './looks.ts';

type Asking = Pick<
  House,
  'app' | 'clock' | 'clockSkewMs' | 'db' | 'policies' | 'templates' | 'signInAt'
>;

/** One for a process: what it has seen lately is shared by all who ask. */
export function gateAnswerer(house: Asking): (asked: GateAsked) => Promise<GateAnswered> {
  const looks = looksOf<Facts>(house.clock);
  return async ({ workspace, question }) => {
    const forge = await house.app.forge(workspace);
    const meant = await meantBy(house, forge, question);
    if (typeof meant === 'string')
      return answerWithoutChange(question, meant, await placeIn(house, forge, question));
    return answerFor({ house, forge, looks }, meant, question);
  };
}

type Judging = { readonly house: Asking; readonly forge: Forge; readonly looks: Looks<Facts> };

async function answerFor(
  { house, forge, looks }: Judging,
  found: Change,
  question: DeployQuestion,
): Promise<DeployAnswer | 'crowded'> {
  const { workspace } = forge;
  const key = `${workspace} ${String(found.number)} ${String(found.lastSeq)}`;
  const seen = await looks.at(workspace, key, () => lookAt(house, forge, found));
  if (seen === 'crowded') return 'crowded';
  return inWorkspace(house.db, workspace, async (tx) => {
    // Moved while the forge was asked: what stands now is judged by what was seen of it, and a moved commit does not fit.
    const change = (await loadChange(tx, found.number)) ?? found;
    const now = isoNow(house.clock);
    const fresh = { ...seen, now, occurredAt: now, clockSkewMs: house.clockSkewMs() };
    const deploying = await deployingOf(tx, { change, facts: fresh, question });
    const neighbours = await readNeighbours(tx, aroundOf(change, fresh), now);
    return answerDeploy(change, { ...fresh, neighbours, deploying });
  });
}

async function meantBy(
  house: Asking,
  forge: Forge,
  question: DeployQuestion,
): Promise<Change | NoChange> {
  const { change: number, sha, environment: name, repository } = question;
  const { workspace } = forge;
  if (number !== null) {
    const change = await inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
    return change !== null && concerns(change, repository.id) ? change : 'named';
  }
  const repo = await inWorkspace(house.db, workspace, (tx) => repositoryOf(tx, question));
  if (repo === null) return 'none';
  const { policy } = await house.policies.inForce(forge, repo);
  return inWorkspace(house.db, workspace, async (tx) => {
    const found = await findDeployable(tx, { repoId: repo.id, sha });
    const [ofCommit, running] = [
      await loadChanges(tx, found.ofCommit),
      await loadChanges(tx, found.running),
    ];
    const environment = environmentOf(policy.catalogue, name);
    const deployment = { repoId: repo.id, sha, environment: name, words: '' };
    const now = isoNow(house.clock);
    const match = matchDeployment(
      { named: [], ofCommit, running },
      { deployment, environment, now },
    );
    return match.kind === 'matched' ? match.change : match.why;
  });
}

/** Whoever speaks for one repository is told of no change that has nothing to do with it. */
function concerns({ repoId, pulls }: Change, repository: string | null): boolean {
  return repository === null || [repoId, ...pulls.map((pull) => pull.repoId)].includes(repository);
}

/** What the policy of the repository knows of the environment. */
async function placeIn(
  house: Asking,
  forge: Forge,
  question: DeployQuestion,
): Promise<Environment | null> {
  const repo = await inWorkspace(house.db, forge.workspace, (tx) => repositoryOf(tx, question));
  if (repo === null) return null;
  const { policy } = await house.policies.inForce(forge, repo);
  return environmentOf(policy.catalogue, question.environment);
}

async function repositoryOf(
  tx: Tx,
  { repository: { id, name } }: DeployQuestion,
): Promise<{ readonly id: string; readonly name: string } | null> {
  if (id !== null) return { id, name };
  const known = await listRepositories(tx);
  return known.find((one) => isSameName(one.name, name)) ?? null;
}

function isSameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

type Scene = {
  readonly change: Change;
  readonly facts: Facts;
  readonly question: DeployQuestion;
};

async function deployingOf(tx: Tx, { change, facts, question }: Scene): Promise<Deploying> {
  const { sha, environment: name, repository } = question;
  const environment = environmentOf(facts.policy.catalogue, name);
  const repo = { id: repository.id ?? placeOf(change, repository.name), name: repository.name };
  const locks = await listLocks(tx, namesOf(environment, name));
  const deployedTo = repo.id === null ? [] : await listDeployedTo(tx, { repoId: repo.id, sha });
  const ask = { change: change.number, repository: repo.name.toLowerCase(), sha };
  const asked = { ...ask, environment: environment?.id ?? name, askedAt: facts.now };
  const waits = (environment?.waitMinutes ?? 0) > 0;
  const askedAt = waits ? await noteGateAsk(tx, asked) : facts.now;
  const by = starterOf(question, facts);
  return { repo, sha, name, environment, locks, deployedTo, by, askedAt };
}

/** A name alone is looked up among the people of the repository. */
function starterOf({ by }: DeployQuestion, { people }: Facts): Person | null {
  if (by === null) return null;
  const { id, login } = by;
  if (id !== null) return { id, login };
  const found = people?.find((one) => one.kind === 'human' && isSameName(one.login, login));
  return found === undefined ? null : { id: found.id, login: found.login };
}

/** A name is looked up among the places of the change alone. */
function placeOf(change: Change, name: string): string | null {
  const places = [change, ...change.pulls];
  return places.find(({ repo }) => isSameName(repo, name))?.repoId ?? null;
}
