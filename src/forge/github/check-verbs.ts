/**
 * Our own check on a commit. GitHub lets only the app that made a check run change it, and lets several runs of
 * one name stand on a commit; the newest is the one that counts. When that one is ours we go on with it; when it is
 * another app's, ours is not there, and is made anew.
 */
import type { RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import type { CheckContent, Forge, StatusContent } from '../port.ts';
import { isNoSuchAddress } from './lacks.ts';
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

type CheckVerbs = Pick<Forge, 'observeCheck' | 'createCheck' | 'updateCheck' | 'writeStatus'>;

export function checkVerbs(site: Site): CheckVerbs {
  const { api, appId, appUrl } = site;
  const made = rememberMade(site);
  return {
    observeCheck: async (repo, sha, other) => {
      const name = other ?? CHECK_NAME;
      const list = api.readAll(
        'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
        {
          ...named(repo),
          ref: sha,
          check_name: name,
          filter: 'latest',
        },
        (data) =>
          listAt(parseRecord(data, 'check runs'), 'check_runs').map((run) =>
            parseRecord(run, 'check run'),
          ),
      );
      const runs = await list.catch((error: unknown) => made.insteadOf(error));
      if (runs === null) return made.last(`${name} ${sha}`);
      // A forge may answer with every name there is: what CI says is not said under ours.
      const [newest] = runs
        .filter((run) => (textOrNullAt(run, 'name') ?? name) === name)
        .toSorted((a, b) => Number(BigInt(idAt(b, 'id')) - BigInt(idAt(a, 'id'))));
      // Another app spoke last under our name: ours is not what people see, and has to be said anew.
      if (newest === undefined || !isOf(newest, appId)) return null;
      const content = contentOf(newest, appUrl);
      return content === null ? null : { id: idAt(newest, 'id'), content };
    },
    createCheck: async (repo, sha, content) => {
      const name = content.name ?? CHECK_NAME;
      const { id } = await api.write(
        { kind: 'create', urgency: 'gate' },
        {
          route: 'POST /repos/{owner}/{repo}/check-runs',
          params: { ...named(repo), name, head_sha: sha, ...wireOf(content) },
        },
        ({ data }) => ({ id: idAt(parseRecord(data, 'check run'), 'id') }),
      );
      made.note(`${name} ${sha}`, { id, content });
      return { id };
    },
    updateCheck: async (repo, id, content) => {
      await api.write(
        { kind: 'repeatable', urgency: 'gate' },
        {
          route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
          params: { ...named(repo), check_run_id: id, ...wireOf(content) },
        },
        () => undefined,
      );
      made.renew(id, content);
    },
    writeStatus: (repo, sha, content) => writeStatus(site, { repo, sha }, content),
  };
}

const STATUSES = 'POST /repos/{owner}/{repo}/statuses/{sha}';

/** Posted twice it says the same twice. An installation that was not given the right is told once in the log. */
async function writeStatus(
  { api, lacks }: Site,
  { repo, sha }: { readonly repo: RepoRef; readonly sha: string },
  { name, says, text, url }: StatusContent,
): Promise<boolean> {
  const said = { context: name, state: says, description: text };
  const params = { ...named(repo), sha, ...said, ...(url === null ? {} : { target_url: url }) };
  try {
    const urgent = { kind: 'repeatable', urgency: 'gate' } as const;
    await api.write(urgent, { route: STATUSES, params }, () => undefined);
    return true;
  } catch (error) {
    const isRefused = error instanceof ForgeFault && error.code === 'forbidden';
    if (!isRefused && !isNoSuchAddress(error)) throw error;
    lacks(STATUSES);
    return false;
  }
}

type Made = { readonly id: string; readonly content: CheckContent };

/** Where a forge takes checks but does not list them, what we made last stands for what is there. */
function rememberMade({ lacks }: Site): {
  readonly insteadOf: (error: unknown) => null;
  readonly last: (sha: string) => Made | null;
  readonly note: (sha: string, made: Made) => void;
  readonly renew: (id: string, content: CheckContent) => void;
} {
  let unlisted = false;
  const bySha = new Map<string, Made>();
  return {
    insteadOf: (error) => {
      if (!isNoSuchAddress(error)) throw error;
      lacks('GET /repos/{owner}/{repo}/commits/{ref}/check-runs');
      unlisted = true;
      return null;
    },
    last: (sha) => bySha.get(sha) ?? null,
    note: (sha, made) => {
      if (unlisted) bySha.set(sha, made);
    },
    renew: (id, content) => {
      for (const [sha, made] of bySha) if (made.id === id) bySha.set(sha, { id, content });
    },
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
    ...(content.buttons === undefined ? {} : { actions: content.buttons }),
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
