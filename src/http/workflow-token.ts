/**
 * The token by which a workflow shows which repository it runs in (OpenID Connect): signed by an issuer of the settings,
 * meant for this server, and fresh.
 *
 * What must stay true: whose workspace and repository it is comes from ids in it, never from names; a token whose times
 * cannot be right by our clock counts for nothing, and whoever shows it is told both clocks.
 */
import type { Clock } from '../clock.ts';
import { openJws, readJwsHeader, type Claims } from './jws.ts';
import type { ApiFault } from './api-fault.ts';
import type { IssuerKeys } from './issuer-keys.ts';

export type WorkflowCaller = {
  readonly kind: 'workflow';
  readonly workspace: string;
  readonly repository: { readonly id: string; readonly name: string };
  /** Who set it off; null: no person, or it does not say. */
  readonly actor: { readonly id: string; readonly login: string } | null;
};

export type WorkflowDoor = {
  readonly issuers: readonly string[];
  readonly keys: IssuerKeys;
  readonly audience: string;
  readonly clock: Clock;
};

const TOLERANCE_S = 30;

export async function readWorkflowToken(
  door: WorkflowDoor,
  token: string,
): Promise<WorkflowCaller | ApiFault> {
  const header = readJwsHeader(token);
  if (header === null) return notAToken('text that is neither');
  const { kid, issuer } = header;
  if (issuer === null || !door.issuers.includes(issuer))
    return notAToken(`a token of the issuer ${JSON.stringify(issuer ?? '').slice(0, 200)}`);
  try {
    const key = await door.keys(issuer, kid);
    if (key === null || key.alg === 'EdDSA') return notAToken('a token of an unknown key');
    const claims = openJws(token, key);
    return claims === null ? notAToken('a signature that does not fit') : judge(door, claims);
  } catch {
    return {
      ...{ status: 503, error: 'issuer_silent', expected: `the keys of ${issuer}` },
      found: 'no answer that could be used',
      next: 'try again in a minute; until then take it for a no',
    };
  }
}

function judge({ audience, clock }: WorkflowDoor, claims: Claims): WorkflowCaller | ApiFault {
  const meant = [claims['aud']].flat();
  if (!meant.includes(audience))
    return refused('audience_foreign', {
      expected: `a token for the audience ${audience}`,
      found: `one for ${JSON.stringify(meant).slice(0, 200)}`,
      next: `ask for it with audience=${audience}`,
    });
  const times = timesOf(claims, Math.floor(clock.now().getTime() / 1_000));
  return times ?? callerOf(claims);
}

function timesOf({ iat, nbf, exp }: Claims, now: number): ApiFault | null {
  const clocks = `now is ${instant(now)} here`;
  if (!isSeconds(exp) || !isSeconds(iat) || (nbf !== undefined && !isSeconds(nbf)))
    return refused('token_undated', {
      expected: 'a token with iat and exp',
      found: 'one without',
      next: 'ask for a new one',
    });
  const from = Math.max(iat, nbf ?? iat);
  if (from > now + TOLERANCE_S)
    return refused('clock_skew', {
      expected: `a token of the past, and ${clocks}`,
      found: `one that begins to count at ${instant(from)}`,
      next: 'set the clock of whichever machine is wrong, and ask again',
    });
  if (exp > now) return null;
  return refused('token_expired', {
    expected: `a token that still counts, and ${clocks}`,
    found: `one that ended at ${instant(exp)}`,
    next: 'ask for a new one right before the question; if it was new, compare the clocks',
  });
}

function callerOf(claims: Claims): WorkflowCaller | ApiFault {
  const { repository_id: id, repository: name, repository_owner_id: owner } = claims;
  if (isId(id) && isId(owner) && typeof name === 'string' && name.length <= 201)
    return {
      ...{ kind: 'workflow', workspace: `github:${owner}`, repository: { id, name } },
      actor: actorOf(claims),
    };
  return refused('token_foreign', {
    expected: 'repository, repository_id and repository_owner_id, as GitHub Actions says them',
    found: 'a token without one of them',
    next: 'ask from a workflow of a repository, or use a key (holdpoint token create)',
  });
}

function actorOf({ actor: login, actor_id: id }: Claims): WorkflowCaller['actor'] {
  const isNamed = typeof login === 'string' && login.length <= 100 && !login.endsWith('[bot]');
  return isNamed && isId(id) ? { id, login } : null;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9]{1,20}$/.test(value);
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11;
}

function instant(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

function refused(error: string, said: Pick<ApiFault, 'expected' | 'found' | 'next'>): ApiFault {
  return { status: 401, error, ...said };
}

function notAToken(found: string): ApiFault {
  return refused('not_authenticated', {
    expected: 'a key of the workspace (hp_…), or the OpenID Connect token of a workflow',
    found,
    next: 'make a key with `holdpoint token create`, or give the job the permission id-token: write',
  });
}
