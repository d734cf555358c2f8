/*
 * Check runs, written by installed apps only, and what people do with them: asking for a re-run and pressing
 * the buttons of a finished run. The button's event reaches only the app that owns the run.
 */
import type {
  CheckAction,
  CheckConclusion,
  CheckOutput,
  CheckRun,
  CheckStatus,
} from '../state/checks.ts';
import { nodeId } from '../state/ids.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { checkRunPayloadJson } from '../json/checks.ts';
import { repoOf } from '../json/conversations.ts';
import { advanceQueue } from './queue.ts';
import { forbidden, unprocessable } from './refuse.ts';
import { demand } from './rights.ts';
import { settleSuite, suiteFor, tellSuite } from './suites.ts';
import { tellRepository } from './tell.ts';

export type CheckInput = {
  readonly name?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: CheckConclusion;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly workflow?: string;
  readonly output?: CheckOutput;
  readonly actions?: readonly CheckAction[];
};

const textLimit = 65_535;

function demandApp(
  scene: Scene,
  repo: Repository,
): Extract<Scene['actor'], { readonly kind: 'installation' }> {
  if (scene.actor.kind !== 'installation')
    throw forbidden('You must authenticate via a GitHub App.');
  demand(scene, repo, { role: 'admin', permission: ['checks', 'write'], what: 'Writing a check' });
  return scene.actor;
}

function demandOutput(output: CheckOutput): void {
  if (output.title === null || output.summary === null) {
    throw unprocessable(
      'Invalid request.\n\n"title" and "summary" weren\'t supplied for "output".',
    );
  }
  if (output.summary.length > textLimit || (output.text?.length ?? 0) > textLimit) {
    throw unprocessable(
      `Invalid request.\n\nOnly ${textLimit} characters are allowed; more were supplied for "output".`,
    );
  }
}

function demandShape(input: CheckInput): void {
  if (input.status === 'completed' && input.conclusion === undefined) {
    throw unprocessable(
      'Invalid request.\n\nMissing required key "conclusion" for a completed check run.',
    );
  }
  if (input.output !== undefined) demandOutput(input.output);
  const actions = input.actions ?? [];
  const tooLong = actions.some(
    ({ label, description, identifier }) =>
      label.length > 20 || description.length > 40 || identifier.length > 20,
  );
  if (actions.length > 3 || tooLong) {
    throw unprocessable(
      'Invalid request.\n\nNo more than 3 actions; label and identifier take 20 characters, description 40.',
    );
  }
}

/** A conclusion alone completes the run. */
function outcomeOf(input: CheckInput, now: string): Partial<CheckRun> {
  if (input.conclusion === undefined)
    return input.status === undefined
      ? {}
      : { status: input.status, conclusion: null, completedAt: null };
  return {
    status: 'completed',
    conclusion: input.conclusion,
    completedAt: input.completedAt ?? now,
  };
}

function tellRun(
  scene: Scene,
  run: CheckRun,
  telling: { readonly action: string; readonly extra?: JsonObject; readonly onlyOwner?: boolean },
): void {
  tellRepository(scene, repoOf(scene.world, run), {
    event: 'check_run',
    action: telling.action,
    body: { check_run: checkRunPayloadJson(scene.world, run), ...telling.extra },
    ...(telling.onlyOwner === true ? { onlyAppId: run.appId } : {}),
  });
}

function finish(scene: Scene, run: CheckRun): void {
  settleSuite(scene, run.suiteId);
  if (run.status !== 'completed') return;
  tellRun(scene, run, { action: 'completed' });
  advanceQueue(scene, repoOf(scene.world, run), run.headSha);
}

export function createCheckRun(
  scene: Scene,
  repo: Repository,
  input: CheckInput & { readonly name: string; readonly headSha: string },
): CheckRun {
  const { world } = scene;
  const { app } = demandApp(scene, repo);
  demandShape(input);
  if (world.commits.find(`${repo.id}:${input.headSha}`) === undefined)
    throw unprocessable(`No commit found for SHA: ${input.headSha}`);
  const suite = suiteFor(world, repo, { appId: app.id, sha: input.headSha, branch: null });
  const id = world.ids.next('checkRun');
  const now = stamp(world);
  const run = world.checkRuns.put({
    id,
    nodeId: nodeId('checkRun', id),
    repoId: repo.id,
    suiteId: suite.id,
    appId: app.id,
    name: input.name,
    headSha: input.headSha,
    status: 'queued',
    conclusion: null,
    startedAt: input.startedAt ?? now,
    completedAt: null,
    externalId: input.externalId ?? '',
    detailsUrl: input.detailsUrl ?? null,
    workflow: input.workflow ?? null,
    output: input.output ?? { title: null, summary: null, text: null },
    actions: input.actions ?? [],
    ...outcomeOf(input, now),
  });
  tellRun(scene, run, { action: 'created' });
  finish(scene, run);
  return run;
}

export function updateCheckRun(scene: Scene, run: CheckRun, input: CheckInput): CheckRun {
  const { world } = scene;
  const { app } = demandApp(scene, repoOf(world, run));
  if (run.appId !== app.id)
    throw forbidden(
      'Invalid app_id `' +
        String(run.appId) +
        '` - check run can only be modified by the GitHub App that created it.',
    );
  demandShape(input);
  const after = world.checkRuns.patch(run.id, {
    name: input.name ?? run.name,
    startedAt: input.startedAt ?? run.startedAt,
    externalId: input.externalId ?? run.externalId,
    detailsUrl: input.detailsUrl ?? run.detailsUrl,
    output: { ...run.output, ...input.output },
    actions: input.actions ?? run.actions,
    ...outcomeOf(input, stamp(world)),
  });
  finish(scene, after);
  return after;
}

export function rerequestRun(scene: Scene, run: CheckRun): void {
  const repo = repoOf(scene.world, run);
  demand(scene, repo, {
    role: 'write',
    permission: ['checks', 'write'],
    what: 'Asking for a re-run',
  });
  scene.world.checkSuites.patch(run.suiteId, { status: 'queued', conclusion: null });
  tellRun(scene, run, { action: 'rerequested', onlyOwner: true });
}

export function rerequestSuite(scene: Scene, suiteId: number): void {
  const suite = scene.world.checkSuites.patch(suiteId, { status: 'queued', conclusion: null });
  demand(scene, repoOf(scene.world, suite), {
    role: 'write',
    permission: ['checks', 'write'],
    what: 'Asking for a re-run',
  });
  tellSuite(scene, suite, 'rerequested');
}

/** Pressing a button in the Checks tab. Buttons show only once the run is completed. */
export function pressButton(scene: Scene, run: CheckRun, identifier: string): void {
  const repo = repoOf(scene.world, run);
  demand(scene, repo, {
    role: 'write',
    permission: ['checks', 'write'],
    what: 'Pressing a check button',
  });
  if (
    run.status !== 'completed' ||
    !run.actions.some((action) => action.identifier === identifier)
  ) {
    throw unprocessable(`The check run ${run.name} shows no button ${identifier}.`);
  }
  tellRun(scene, run, {
    action: 'requested_action',
    extra: { requested_action: { identifier } },
    onlyOwner: true,
  });
}
