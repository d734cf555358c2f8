/**
 * Who asks the API: a key that a workspace gave out, or a workflow that shows where it runs. Nobody else is answered, and
 * nobody without one of them learns anything, not even which workspaces there are.
 */
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isFault, type ApiFault } from './api-fault.ts';
import { perMinute } from './rate.ts';
import { readWorkflowToken, type WorkflowCaller, type WorkflowDoor } from './workflow-token.ts';

export type KeyCaller = {
  readonly kind: 'key';
  readonly workspace: string;
  readonly id: string;
};
export type Caller = KeyCaller | WorkflowCaller;

/** What a key may be used for. */
export type ApiUse = 'gate' | 'read';

export type KeyFound = {
  readonly workspace: string;
  readonly id: string;
  readonly scopes: readonly ApiUse[];
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
};

export type CallerDoor = WorkflowDoor & {
  readonly findKey: (sha256: Uint8Array) => Promise<KeyFound | null>;
  /** Called once a minute at most for each. */
  readonly noteUsed: (key: KeyCaller) => Promise<void>;
  readonly knowsWorkspace: (workspace: string) => Promise<boolean>;
};

const MOST_A_MINUTE = 600;
const MOST_FAILED_A_MINUTE = 60;
const KEY = /^hp_[A-Za-z0-9_-]{43}$/u;

export type AuthenticateFor = (request: IncomingMessage, use: ApiUse) => Promise<Caller | ApiFault>;

export function authentication(door: CallerDoor): AuthenticateFor {
  const mayAsk = perMinute(door.clock, MOST_A_MINUTE);
  const mayFail = perMinute(door.clock, MOST_FAILED_A_MINUTE);
  const isFirst = perMinute(door.clock, 1);
  return async (request, use) => {
    const from = request.socket.remoteAddress ?? '';
    const known = await callerIn(door, request, use);
    if (isFault(known)) return known.status === 401 && !mayFail(from) ? CROWDED : known;
    if (!mayAsk(nameOf(known))) return CROWDED;
    if (known.kind === 'key' && isFirst(known.id)) await door.noteUsed(known);
    return known;
  };
}

/** As claims and logs name them. */
export function nameOf(caller: Caller): string {
  return caller.kind === 'key' ? `key:${caller.id}` : `repository:${caller.repository.id}`;
}

async function callerIn(
  door: CallerDoor,
  { headers }: IncomingMessage,
  use: ApiUse,
): Promise<Caller | ApiFault> {
  const token = /^bearer +([!-~]{1,8192})$/iu.exec(headers.authorization ?? '')?.[1] ?? '';
  if (token.startsWith('hp_')) return keyIn(door, token, use);
  const caller = await readWorkflowToken(door, token);
  if (isFault(caller) || (await door.knowsWorkspace(caller.workspace))) return caller;
  return {
    ...{ status: 403, error: 'workspace_unknown', expected: 'an account that Holdpoint serves' },
    found: `the account ${caller.workspace}`,
    next: 'install the app there, and let it see one event first',
  };
}

async function keyIn(door: CallerDoor, token: string, use: ApiUse): Promise<Caller | ApiFault> {
  const key = KEY.test(token) ? await door.findKey(hash('sha256', token, 'buffer')) : null;
  if (key === null || key.revokedAt !== null)
    return keyFault('key_unknown', 'one that is not known, or was revoked');
  const now = door.clock.now().getTime();
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= now)
    return keyFault('key_expired', `one that ended at ${key.expiresAt}`);
  if (!key.scopes.includes(use))
    return {
      ...{ status: 403, error: 'scope_missing', expected: `a key with the scope ${use}` },
      found: `one with ${key.scopes.join(', ')}`,
      next: `make one: holdpoint token create <name> --scope ${use}`,
    };
  return { kind: 'key', workspace: key.workspace, id: key.id };
}

function keyFault(error: string, found: string): ApiFault {
  return {
    ...{ status: 401, error, expected: 'a key that counts', found },
    next: 'make a new one with `holdpoint token create`',
  };
}

const CROWDED: ApiFault = {
  ...{ status: 429, error: 'crowded', expected: 'fewer questions a minute' },
  ...{ found: 'more than are answered', next: 'wait a minute; until then take it for a no' },
};
