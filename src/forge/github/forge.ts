/**
 * The port, seen through one installation: every verb works with that installation's token and in its row.
 */
import type { RepoRef } from '../../core/intent/notice.ts';
import type { Forge } from '../port.ts';
import { checkVerbs } from './check-verbs.ts';
import { commentVerbs } from './comment-verbs.ts';
import { deploymentVerbs } from './deployment-verbs.ts';
import { fileVerbs } from './file-verbs.ts';
import { gateVerbs } from './gate-verbs.ts';
import { issueVerbs } from './issue-verbs.ts';
import { orWithout } from './lacks.ts';
import { labelVerbs } from './label-verbs.ts';
import { nativeVerbs } from './native-verbs.ts';
import { peopleVerbs } from './people-verbs.ts';
import { pullVerbs } from './pull-verbs.ts';
import { repoSeen } from './seen.ts';
import { fieldOf, listAt, parseRecord } from './shape.ts';
import { named, type Site } from './site.ts';

export function makeForge(workspace: string, site: Site): Forge {
  return {
    kind: 'github',
    workspace,
    self: site.self,
    observeRepositories: () =>
      orWithout(() => listRepositories(site), {
        lacks: site.lacks,
        what: 'GET /installation/repositories',
        otherwise: [],
      }),
    showsIssues: (repo) => showsIssues(site, repo),
    ...issueVerbs(site),
    ...commentVerbs(site),
    ...labelVerbs(site),
    ...peopleVerbs(site),
    ...pullVerbs(site),
    ...checkVerbs(site),
    ...fileVerbs(site),
    ...gateVerbs(site),
    ...deploymentVerbs(site),
    ...nativeVerbs(site),
  };
}

async function showsIssues({ api }: Site, repo: RepoRef): Promise<boolean> {
  const shown = await api.readOrNull('GET /repos/{owner}/{repo}', named(repo), ({ data }) => {
    const json = parseRecord(data, 'repository');
    return repoSeen(json).id === repo.id && fieldOf(json, 'has_issues') !== false;
  });
  return shown === true;
}

async function listRepositories({ api }: Site): Promise<readonly RepoRef[]> {
  return api.readAll('GET /installation/repositories', {}, (data) =>
    listAt(parseRecord(data, 'repositories'), 'repositories').map(repoSeen),
  );
}
