/**
 * Signed tokens in compact form (RFC 7515), as far as they are needed: ours are signed with Ed25519, those of workflows
 * with RS256 or ES256. Hand-made on `node:crypto`: it is little, and all of it can be read here.
 *
 * What must stay true: the key says which algorithm is meant, never the token; nothing of a token is believed before its
 * signature was verified, apart from the id of the key to verify it with.
 */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

export const JWS_ALGORITHMS = ['EdDSA', 'RS256', 'ES256'] as const;
export type JwsAlgorithm = (typeof JWS_ALGORITHMS)[number];

export type JwsKey = {
  readonly kid: string;
  readonly alg: JwsAlgorithm;
  readonly key: KeyObject;
};

export type Claims = Readonly<Record<string, unknown>>;

/** More than a token of a forge ever has. */
const LONGEST = 8_192;
const BASE64URL = /^[A-Za-z0-9_-]+$/u;
const LEAST_RSA_BITS = 2_048;

export function signJws(
  { kid, key }: Pick<JwsKey, 'kid' | 'key'>,
  typ: string,
  claims: Claims,
): string {
  const said = `${encode({ alg: 'EdDSA', typ, kid })}.${encode(claims)}`;
  return `${said}.${sign(null, Buffer.from(said), key).toString('base64url')}`;
}

/** Unverified: only to find the key by. Null: this is no token, or one that asks for what is not done here. */
export function readJwsHeader(
  token: string,
): { readonly kid: string; readonly typ: string | null; readonly issuer: string | null } | null {
  const parts = partsOf(token);
  if (parts === null) return null;
  const header = decode(parts.header);
  const claims = decode(parts.claims);
  if (header === null || claims === null) return null;
  const { kid, typ, crit } = header;
  if (typeof kid !== 'string' || kid === '' || crit !== undefined) return null;
  const { iss } = claims;
  return {
    kid,
    typ: typeof typ === 'string' ? typ : null,
    issuer: typeof iss === 'string' ? iss : null,
  };
}

/** Null: it was not signed with this key. */
export function openJws(token: string, { kid, alg, key }: JwsKey): Claims | null {
  const parts = partsOf(token);
  if (parts === null) return null;
  const header = decode(parts.header);
  if (header?.['alg'] !== alg || header['kid'] !== kid) return null;
  const said = Buffer.from(`${parts.header}.${parts.claims}`);
  const signature = Buffer.from(parts.signature, 'base64url');
  return isSigned({ alg, key }, said, signature) ? decode(parts.claims) : null;
}

/** A key as an issuer publishes it; null: one that cannot be used here. */
export function readJwk(jwk: unknown): JwsKey | null {
  if (!isRecord(jwk) || typeof jwk['kid'] !== 'string' || jwk['kid'] === '') return null;
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return null;
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const alg = algorithmOf(key);
    const isMeant = jwk['alg'] === undefined || jwk['alg'] === alg;
    return alg !== null && isMeant ? { kid: jwk['kid'], alg, key } : null;
  } catch {
    return null;
  }
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key. */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export function ed25519Of(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([ED25519_PREFIX, seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function algorithmOf(key: KeyObject): JwsAlgorithm | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return 'EdDSA';
  if (type === 'ec') return details?.namedCurve === 'prime256v1' ? 'ES256' : null;
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= LEAST_RSA_BITS ? 'RS256' : null;
  return null;
}

function isSigned(
  { alg, key }: Pick<JwsKey, 'alg' | 'key'>,
  said: Uint8Array,
  signature: Uint8Array,
): boolean {
  const hash = alg === 'EdDSA' ? null : 'sha256';
  // The signature of a token is the two numbers side by side, not the DER that OpenSSL writes.
  return verify(hash, said, alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key, signature);
}

type Parts = { readonly header: string; readonly claims: string; readonly signature: string };

function partsOf(token: string): Parts | null {
  if (token.length > LONGEST) return null;
  const [header = '', claims = '', signature = '', ...more] = token.split('.');
  const areParts = [header, claims, signature].every((part) => BASE64URL.test(part));
  return more.length === 0 && areParts ? { header, claims, signature } : null;
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Claims | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
