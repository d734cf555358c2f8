/**
 * Our own check on a commit. GitHub lets only the app that made a check run change it, and lets several runs of
 * one name stand on a commit; the newest is the one that counts, and the one we go on with.
 */
import type { CheckContent, Forge } from '../port.ts';
import {
  fieldOf,
  idAt,
  listAt,
  parseRecord,
  plainTextAt,
  recordAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

/** Required by branch rules under this name: it never changes. */
export const CHECK_NAME = 'holdpoint';

type CheckVerbs = Pick<Forge, 'observeCheck' | 'createCheck' | 'updateCheck'>;

export function checkVerbs({ api, appId, appUrl }: Site): CheckVerbs {
  return {
    observeCheck: async (repo, sha) => {
      const runs = await api.readAll(
        'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
        {
          ...named(repo),
          ref: sha,
          check_name: CHECK_NAME,
          app_id: Number(appId),
          filter: 'latest',
        },
        (data) =>
          listAt(parseRecord(data, 'check runs'), 'check_runs').map((run) =>
            parseRecord(run, 'check run'),
          ),
      );
      const ours = runs
        .filter((run) => isOf(run, appId))
        .toSorted((a, b) => Number(BigInt(idAt(b, 'id')) - BigInt(idAt(a, 'id'))));
      const newest = ours[0];
      const content = newest === undefined ? null : contentOf(newest, appUrl);
      return newest === undefined || content === null ? null : { id: idAt(newest, 'id'), content };
    },
    createCheck: (repo, sha, content) =>
      api.write(
        { kind: 'create', urgency: 'gate' },
        {
          route: 'POST /repos/{owner}/{repo}/check-runs',
          params: { ...named(repo), name: CHECK_NAME, head_sha: sha, ...wireOf(content) },
        },
        ({ data }) => ({ id: idAt(parseRecord(data, 'check run'), 'id') }),
      ),
    updateCheck: (repo, id, content) =>
      api.write(
        { kind: 'repeatable', urgency: 'gate' },
        {
          route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
          params: { ...named(repo), check_run_id: id, ...wireOf(content) },
        },
        () => undefined,
      ),
  };
}

export function isOf(run: Json, appId: string): boolean {
  const app = fieldOf(run, 'app');
  return typeof app === 'object' && app !== null && idAt(parseRecord(app, 'app'), 'id') === appId;
}

function wireOf(content: CheckContent): Json {
  return {
    status: 'completed',
    conclusion: content.conclusion,
    external_id: content.externalId,
    output: { title: content.title, summary: content.summary },
    ...(content.detailsUrl === null ? {} : { details_url: content.detailsUrl }),
  };
}

/** Null for a run that says nothing of ours (`stale`, or never completed): then there is none, and one is made. */
function contentOf(run: Json, appUrl: string | null): CheckContent | null {
  const conclusion = textOrNullAt(run, 'conclusion');
  if (conclusion !== 'success' && conclusion !== 'failure' && conclusion !== 'action_required')
    return null;
  const output = recordAt(run, 'output');
  const detailsUrl = textOrNullAt(run, 'details_url');
  return {
    conclusion,
    title: plainTextAt(output, 'title'),
    summary: plainTextAt(output, 'summary'),
    externalId: textOrNullAt(run, 'external_id') ?? '',
    // A check that names no page is shown with the app's, or with its own.
    detailsUrl:
      detailsUrl === appUrl || detailsUrl === textOrNullAt(run, 'html_url') ? null : detailsUrl,
  };
}
