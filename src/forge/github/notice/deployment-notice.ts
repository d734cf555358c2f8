/**
 * `deployment`, `deployment_status` and `deployment_protection_rule` deliveries. Which run waits stands only in the
 * address to call back; nothing is ever sent to that address, and no other is taken from a delivery.
 */
import type { DeploymentSeen } from '../../../core/intent/notice.ts';
import { actorSeen } from '../seen.ts';
import {
  fieldOf,
  idAt,
  instantAt,
  instantOrNullAt,
  isRecord,
  plainTextAt,
  recordAt,
  ShapeError,
  textAt,
  textOrNullAt,
} from '../shape.ts';
import type { Json } from '../shape.ts';
import { nothing } from './told.ts';
import type { Delivered, Told } from './told.ts';

/** Nobody names a change further down in what they write into a deployment. */
const LONGEST_WORDS = 20_000;

export function deploymentTold({ payload, action }: Delivered): Told {
  if (action !== 'created') return nothing('this act on a deployment changes nothing');
  const deployment = deploymentSeen(recordAt(payload, 'deployment'));
  return { fact: { kind: 'deployment_created', deployment }, at: deployment.createdAt };
}

export function deploymentStatusTold({ payload, action }: Delivered): Told {
  if (action !== 'created') return nothing('this act on a deployment changes nothing');
  const status = recordAt(payload, 'deployment_status');
  const seen = deploymentSeen(recordAt(payload, 'deployment'));
  const state = textAt(status, 'state');
  const at = instantOrNullAt(status, 'created_at');
  const page = pageOf(status, recordAt(payload, 'repository'));
  const deployment = page === null ? seen : { ...seen, page };
  return { fact: { kind: 'deployment_moved', deployment, state }, at };
}

export function protectionRuleTold({ payload, action }: Delivered): Told {
  if (action !== 'requested') return nothing('this act on a waiting deployment changes nothing');
  const deployment = deploymentSeen(recordAt(payload, 'deployment'));
  const environment = plainTextAt(payload, 'environment');
  const run = runIn(textAt(payload, 'deployment_callback_url'));
  const waiting = { ...deployment, environment: environment || deployment.environment };
  return { fact: { kind: 'deployment_asked', deployment: waiting, run }, at: null };
}

function runIn(url: string): string {
  const parts = url.split('/');
  const run = parts[parts.lastIndexOf('runs') + 1] ?? '';
  if (!parts.includes('runs') || !/^\d{1,20}$/u.test(run))
    throw new ShapeError('deployment_callback_url', 'the address of a run');
  return run;
}

function deploymentSeen(json: Json): DeploymentSeen {
  return {
    id: idAt(json, 'id'),
    sha: textAt(json, 'sha'),
    ref: plainTextAt(json, 'ref'),
    environment: plainTextAt(json, 'environment'),
    words: `${payloadText(fieldOf(json, 'payload'))} ${plainTextAt(json, 'description')}`.slice(
      0,
      LONGEST_WORDS,
    ),
    transient: fieldOf(json, 'transient_environment') === true,
    creator: actorSeen(fieldOf(json, 'creator')),
    createdAt: instantAt(json, 'created_at'),
  };
}

/** What whoever reports it says, where that is a page at all; else the list of all of them. */
function pageOf(status: Json, repository: Json): string | null {
  const said = textOrNullAt(status, 'log_url');
  if (said?.startsWith('https://') === true) return said;
  const home = textOrNullAt(repository, 'html_url');
  return home === null ? null : `${home}/deployments`;
}

/** Ids beyond 2^53 are no names of changes. */
function payloadText(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  if (!isRecord(payload)) return '';
  return JSON.stringify(payload, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
