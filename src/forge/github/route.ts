/**
 * Whose a stored delivery is, and which lane keeps its order: everything about one issue or pull request stays in
 * the order it came, and nothing waits for another repository. A body that names no account can never be
 * processed; it says why and is put aside.
 */
import { fieldOf, idAt, isRecord, recordOrNullAt, ShapeError } from './shape.ts';
import type { Json } from './shape.ts';

export type Routed =
  { readonly workspace: string; readonly lane: string } | { readonly dead: string };

export function routeDelivery(body: Uint8Array): Routed {
  const payload = parsePayload(Buffer.from(body).toString('utf8'));
  if (!isRecord(payload)) return { dead: 'the body is not a JSON object' };
  const workspace = workspaceOf(payload);
  if (workspace === null) return { dead: 'the body names no account' };
  const lane = [
    workspace,
    idOrNull(recordOrNullAt(payload, 'repository'), 'id'),
    subjectOf(payload),
  ];
  return { workspace, lane: lane.filter((part) => part !== null).join('/') };
}

/** Null when it is no JSON. */
export function parsePayload(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The owner of the repository; else the organisation; else the account of the installation itself. */
export function ownerOf(payload: Json): Json | null {
  const repository = recordOrNullAt(payload, 'repository');
  const installation = recordOrNullAt(payload, 'installation');
  return (
    (repository === null ? null : recordOrNullAt(repository, 'owner')) ??
    recordOrNullAt(payload, 'organization') ??
    (installation === null ? null : recordOrNullAt(installation, 'account'))
  );
}

function workspaceOf(payload: Json): string | null {
  const id = idOrNull(ownerOf(payload), 'id');
  return id === null ? null : `github:${id}`;
}

/** Issues and pull requests share one row of numbers, and so a lane. */
function subjectOf(payload: Json): string | null {
  return idOrNull(
    recordOrNullAt(payload, 'issue') ?? recordOrNullAt(payload, 'pull_request'),
    'number',
  );
}

function idOrNull(of: Json | null, key: string): string | null {
  if (of === null || fieldOf(of, key) === undefined) return null;
  try {
    return idAt(of, key);
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}
