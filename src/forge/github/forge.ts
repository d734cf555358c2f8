/**
 * The port, seen through one installation: every verb works with that installation's token and in its row.
 */
import type { RepoRef } from '../../core/intent/notice.ts';
import type { Forge } from '../port.ts';
import { checkVerbs } from './check-verbs.ts';
import { commentVerbs } from './comment-verbs.ts';
import { issueVerbs } from './issue-verbs.ts';
import { orWithout } from './lacks.ts';
import { labelVerbs } from './label-verbs.ts';
import { peopleVerbs } from './people-verbs.ts';
import { pullVerbs } from './pull-verbs.ts';
import { repoSeen } from './seen.ts';
import { listAt, parseRecord } from './shape.ts';
import type { Site } from './site.ts';

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
    ...issueVerbs(site),
    ...commentVerbs(site),
    ...labelVerbs(site),
    ...peopleVerbs(site),
    ...pullVerbs(site),
    ...checkVerbs(site),
  };
}

async function listRepositories({ api }: Site): Promise<readonly RepoRef[]> {
  return api.readAll('GET /installation/repositories', {}, (data) =>
    listAt(parseRecord(data, 'repositories'), 'repositories').map(repoSeen),
  );
}
