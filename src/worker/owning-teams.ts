/**
 * Who is in the teams that own changed files: the policy does not name them, so they are looked up where a rule asks for
 * owners, and nowhere else.
 *
 * What must stay true: a CODEOWNERS file of thousands of teams costs no thousands of questions. Who was not looked up is
 * unknown, and whatever rests on them cannot be told.
 */
import type { PullFacts } from '../core/change/facts.ts';
import { isPull } from '../core/change/pull-key.ts';
import type { Change } from '../core/change/state.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { asksOwners, owningTeams } from '../core/policy/code-owners.ts';
import type { Policy } from '../core/policy/policy.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { Forge } from '../forge/port.ts';
import { aged } from './aged.ts';
import type { Reading } from './aged.ts';
import type { PolicySource } from './policy-source.ts';

type OwnerTeams = NonNullable<PullFacts['ownerTeams']>;

const MOST_TEAMS = 20;

/** Wherever pull requests are looked at by these policies, the teams that own their files are known too. */
export function knowingOwners(policies: PolicySource, reading: Reading): PolicySource {
  const teams = aged<readonly string[] | null | undefined>(reading);
  const members = async (forge: Forge, names: readonly string[]): Promise<OwnerTeams> => {
    const asked = names.map(async (team) => {
      const { value } = await teams(forge, team, async (at) => ({
        at,
        value: await membersOf(forge, team),
      }));
      return value === undefined ? [] : [[team, value] as const];
    });
    return Object.fromEntries((await Promise.all(asked)).flat());
  };
  /** By the rules of the change, and by those of the repository that it would be merged into. */
  const look = async (forge: Forge, change: Change, pull: PullFacts): Promise<PullFacts> => {
    if (!pull.open || typeof pull.detail?.owners !== 'string') return pull;
    const repos = reposOf(change, pull);
    const seen = await Promise.all(repos.map((repo) => policies.inForce(forge, repo)));
    const names = teamsToAsk(
      seen.map(({ policy }) => policy),
      pull,
    );
    return names.length === 0 ? pull : { ...pull, ownerTeams: await members(forge, names) };
  };
  const weigher: PolicySource['weigher'] = (forge) => async (change, pulls) => {
    const known = await Promise.all(pulls.map((pull) => look(forge, change, pull)));
    return policies.weigher(forge)(change, known);
  };
  return { ...policies, weigher };
}

function reposOf({ repoId, repo, pulls }: Change, pull: PullFacts): readonly RepoRef[] {
  const home = { id: repoId, name: repo };
  const linked = pulls.find((one) => isPull(one, pull));
  if (linked === undefined || linked.repoId === repoId) return [home];
  return [home, { id: linked.repoId, name: linked.repo }];
}

/** Names of the teams to look up, sorted; none where no rule asks for owners. */
function teamsToAsk(policies: readonly Policy[], pull: PullFacts): readonly string[] {
  return policies.some(asksOwners) ? owningTeams(pull).toSorted().slice(0, MOST_TEAMS) : [];
}

/** Undefined: the forge would not say. */
async function membersOf(
  forge: Pick<Forge, 'observeTeam'>,
  team: string,
): Promise<readonly string[] | null | undefined> {
  try {
    return (await forge.observeTeam(team))?.map(({ id }) => id) ?? null;
  } catch (error) {
    if (error instanceof ForgeFault && !isTransient(error.code)) return undefined;
    throw error;
  }
}
