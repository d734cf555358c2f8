/**
 * Where a stored delivery belongs before anybody has looked at what it says: the tenant by the account that owns
 * the repository, the lane by the issue, pull request or repository it is about. Deliveries of one lane are taken
 * in order of arrival. Nothing here trusts the event's name or decides anything; a body that cannot be read at
 * all is a dead letter from the start.
 */
import { fieldOf, idAt, isRecord, numberAt, recordOrNullAt, ShapeError, type Json } from './shape.ts';

export type Route = { readonly workspace: string; readonly lane: string };

export function routeOf(body: Uint8Array): Route | { readonly dead: string } {
  let payload: unknown;
  try {
    payload = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return { dead: 'the body is not JSON' };
  }
  if (!isRecord(payload)) return { dead: 'the body is not a JSON object' };
  try {
    const account = ownerId(payload);
    return { workspace: `github:${account}`, lane: laneOf(payload, account) };
  } catch (error) {
    if (error instanceof ShapeError) return { dead: `the body names no account: ${error.message}` };
    throw error;
  }
}

function ownerId(payload: Json): string {
  const repository = recordOrNullAt(payload, 'repository');
  const installation = recordOrNullAt(payload, 'installation');
  const owner =
    (repository === null ? null : recordOrNullAt(repository, 'owner')) ??
    recordOrNullAt(payload, 'organization') ??
    (installation === null ? null : recordOrNullAt(installation, 'account'));
  if (owner === null) throw new ShapeError('repository.owner', 'an account');
  return idAt(owner, 'id');
}

/** `issue:<repo>:<n>`, `pull:<repo>:<n>`, `repo:<repo>` or `account:<id>`. */
function laneOf(payload: Json, account: string): string {
  const repository = recordOrNullAt(payload, 'repository');
  if (repository === null) return `account:${account}`;
  const repo = idAt(repository, 'id');
  const pull = recordOrNullAt(payload, 'pull_request');
  if (pull !== null) return `pull:${repo}:${String(numberAt(pull, 'number'))}`;
  const issue = recordOrNullAt(payload, 'issue');
  if (issue === null) return `repo:${repo}`;
  const kind = isRecord(fieldOf(issue, 'pull_request')) ? 'pull' : 'issue';
  return `${kind}:${repo}:${String(numberAt(issue, 'number'))}`;
}
