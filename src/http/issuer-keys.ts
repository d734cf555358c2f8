/**
 * The public keys of those who sign the tokens of workflows: found by discovery, kept for a while, and asked for anew when
 * a key is met that is not among them.
 *
 * What must stay true: only issuers from the settings are ever asked, each seldom, and no more is read of an answer than
 * keys take; whoever makes up key ids makes nobody ask more often.
 */
import type { Clock } from '../clock.ts';
import { readJwk, type JwsKey } from './jws.ts';

const KEPT_MS = 600_000;
const PAUSE_MS = 60_000;
const TIMEOUT_MS = 5_000;
const MOST_BYTES = 256 * 1024;
const MOST_KEYS = 50;

/** Null: the issuer has no such key. Rejects when the issuer does not answer as it should. */
export type IssuerKeys = (issuer: string, kid: string) => Promise<JwsKey | null>;

type Kept = { readonly at: number; readonly keys: Promise<readonly JwsKey[]> };

export function issuerKeys(clock: Clock): IssuerKeys {
  const kept = new Map<string, Kept>();
  const read = (issuer: string): Promise<readonly JwsKey[]> => {
    const one = { at: clock.now().getTime(), keys: fetchKeys(issuer) };
    kept.set(issuer, one);
    return one.keys;
  };
  return async (issuer, kid) => {
    const known = kept.get(issuer);
    const age = known === undefined ? Infinity : Math.abs(clock.now().getTime() - known.at);
    const keys = await (known === undefined || age > KEPT_MS ? read(issuer) : known.keys).catch(
      (error: unknown) => {
        if (age <= PAUSE_MS || known === undefined) throw error;
        return read(issuer);
      },
    );
    const found = keys.find((key) => key.kid === kid) ?? null;
    if (found !== null || age <= PAUSE_MS || known === undefined || age > KEPT_MS) return found;
    return (await read(issuer)).find((key) => key.kid === kid) ?? null;
  };
}

async function fetchKeys(issuer: string): Promise<readonly JwsKey[]> {
  const about = await fetchJson(`${issuer}/.well-known/openid-configuration`);
  if (about['issuer'] !== issuer) throw new Error(`${issuer} calls itself something else`);
  const { jwks_uri: address } = about;
  if (typeof address !== 'string' || !isBeside(address, issuer))
    throw new Error(`${issuer} names no address of its keys on its own host`);
  const { keys } = await fetchJson(address);
  if (!Array.isArray(keys)) throw new Error(`${issuer} publishes no keys`);
  return keys.slice(0, MOST_KEYS).flatMap((jwk: unknown) => readJwk(jwk) ?? []);
}

function isBeside(address: string, issuer: string): boolean {
  return URL.canParse(address) && new URL(address).origin === new URL(issuer).origin;
}

async function fetchJson(url: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok || answer.body === null)
    throw new Error(`${url} answered with ${String(answer.status)}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error(`${url} answered with too much`);
    chunks.push(chunk);
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null) throw new Error(`${url} is no JSON object`);
  return value as Readonly<Record<string, unknown>>;
}
