/*
 * Check runs and suites over REST.
 */
import type { CheckAction, CheckOutput, CheckRun, CheckSuite } from '../state/checks.ts';
import { checkConclusions } from '../state/checks.ts';
import type { Json } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { Commit } from '../state/repositories.ts';
import type { CheckInput } from '../acts/checks.ts';
import { createCheckRun, rerequestRun, rerequestSuite, updateCheckRun } from '../acts/checks.ts';
import { resolveRef } from '../acts/find.ts';
import { latestRuns } from '../acts/protection.ts';
import { notFound, unprocessable } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import {
  author,
  created,
  defined,
  numberParam,
  ok,
  optionalChoice,
  optionalText,
  param,
  repository,
  requiredText,
} from '../http/call.ts';
import { listedUnder } from '../http/page.ts';
import { checkRunJson, restCheckSuiteJson } from '../json/checks.ts';

const about = { resource: 'CheckRun' };

function readOutput(value: Json | undefined): CheckOutput | undefined {
  if (!isJsonObject(value)) return undefined;
  const text = (field: string): string | null => {
    const given = value[field];
    return typeof given === 'string' ? given : null;
  };
  return { title: text('title'), summary: text('summary'), text: text('text') };
}

function readActions(value: Json | undefined): readonly CheckAction[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return (value as readonly Json[]).map((item) => {
    const { label, description, identifier } = isJsonObject(item) ? item : {};
    if (
      typeof label === 'string' &&
      typeof description === 'string' &&
      typeof identifier === 'string'
    )
      return { label, description, identifier };
    throw unprocessable(
      'Invalid request.\n\n"label", "description", "identifier" weren\'t supplied for "actions".',
    );
  });
}

function readCheck(call: Call): CheckInput {
  return defined({
    name: optionalText(call, 'name', about),
    status: optionalChoice(call, 'status', {
      ...about,
      among: ['queued', 'in_progress', 'completed'],
    }),
    conclusion: optionalChoice(call, 'conclusion', { ...about, among: checkConclusions }),
    startedAt: optionalText(call, 'started_at', about),
    completedAt: optionalText(call, 'completed_at', about),
    externalId: optionalText(call, 'external_id', about),
    detailsUrl: optionalText(call, 'details_url', about),
    output: readOutput(call.body['output']),
    actions: readActions(call.body['actions']),
  });
}

function run(call: Call): CheckRun {
  const found = call.world.checkRuns.get(numberParam(call, 'check_run_id'));
  if (found?.repoId !== repository(call).id) throw notFound();
  return found;
}

function suite(call: Call): CheckSuite {
  const found = call.world.checkSuites.get(numberParam(call, 'check_suite_id'));
  if (found?.repoId !== repository(call).id) throw notFound();
  return found;
}

function createRun(call: Call): Reply {
  const input = {
    ...readCheck(call),
    name: requiredText(call, 'name', about),
    headSha: requiredText(call, 'head_sha', about),
  };
  return created(checkRunJson(call.world, createCheckRun(author(call), repository(call), input)));
}

export function commitOf(call: Call): Commit {
  const found = resolveRef(call.world, repository(call), param(call, 'ref'));
  if (found === undefined) throw unprocessable(`No commit found for SHA: ${param(call, 'ref')}`);
  return found;
}

function runsOfCommit(call: Call): Reply {
  const { world, query } = call;
  const { repoId, sha } = commitOf(call);
  const all =
    query.get('filter') === 'all'
      ? world.checkRuns.of(`${repoId}:${sha}`)
      : latestRuns(world, repoId, sha);
  const [name, app, status] = [query.get('check_name'), query.get('app_id'), query.get('status')];
  const rows = all.filter(
    (row) =>
      (name === null || row.name === name) &&
      (app === null || row.appId === Number(app)) &&
      (status === null || row.status === status),
  );
  return listedUnder(call, rows.toReversed(), {
    key: 'check_runs',
    present: (row) => checkRunJson(world, row),
  });
}

function suitesOfCommit(call: Call): Reply {
  const { repoId, sha } = commitOf(call);
  const app = call.query.get('app_id');
  const rows = call.world.checkSuites
    .of(`${repoId}:${sha}`)
    .filter((row) => app === null || row.appId === Number(app));
  return listedUnder(call, rows, {
    key: 'check_suites',
    present: (row) => restCheckSuiteJson(call.world, row),
  });
}

function runsOfSuite(call: Call): Reply {
  const { id, repoId, headSha } = suite(call);
  const rows = call.world.checkRuns.of(`${repoId}:${headSha}`).filter((row) => row.suiteId === id);
  return listedUnder(call, rows, {
    key: 'check_runs',
    present: (row) => checkRunJson(call.world, row),
  });
}

function rerun(call: Call): Reply {
  rerequestRun(author(call), run(call));
  return created({});
}

function rerunSuite(call: Call): Reply {
  rerequestSuite(author(call), suite(call).id);
  return created({});
}

const repo = '/repos/{owner}/{repo}';

export const checkRoutes: readonly Route[] = [
  { method: 'POST', pattern: `${repo}/check-runs`, handle: createRun },
  {
    method: 'GET',
    pattern: `${repo}/check-runs/{check_run_id}`,
    handle: (call) => ok(checkRunJson(call.world, run(call))),
  },
  {
    method: 'PATCH',
    pattern: `${repo}/check-runs/{check_run_id}`,
    handle: (call) =>
      ok(checkRunJson(call.world, updateCheckRun(author(call), run(call), readCheck(call)))),
  },
  { method: 'POST', pattern: `${repo}/check-runs/{check_run_id}/rerequest`, handle: rerun },
  {
    method: 'GET',
    pattern: `${repo}/check-suites/{check_suite_id}`,
    handle: (call) => ok(restCheckSuiteJson(call.world, suite(call))),
  },
  {
    method: 'GET',
    pattern: `${repo}/check-suites/{check_suite_id}/check-runs`,
    handle: runsOfSuite,
  },
  {
    method: 'POST',
    pattern: `${repo}/check-suites/{check_suite_id}/rerequest`,
    handle: rerunSuite,
  },
  { method: 'GET', pattern: `${repo}/commits/{ref}/check-runs`, handle: runsOfCommit },
  { method: 'GET', pattern: `${repo}/commits/{ref}/check-suites`, handle: suitesOfCommit },
];
