/**
 * The signed answer to "may this be deployed there now?": what it says, for how long, and what is believed of one that
 * comes back.
 *
 * What must stay true: an answer lives a minute at most. Whoever shows one is told what is wrong with it; one whose times
 * cannot be right counts for nothing, in either direction.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { canonicalize } from '../core/audit/canonical.ts';
import { ed25519Of, openJws, readJwsHeader, signJws, type Claims } from './jws.ts';
import type { DeployAnswer } from '../core/deploy/answer.ts';

const TYPE = 'holdpoint-gate+jwt';
export const GATE_LIFE_S = 60;
/** Between two machines of ours. */
const TOLERANCE_S = 5;

export type GateClaims = {
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly workspace: string;
  /** `CHG-00012`; null: no change was found for it. */
  readonly change: string | null;
  /** `owner/name` */
  readonly repository: string;
  readonly sha: string;
  readonly environment: string;
  readonly verdict: DeployAnswer['answer'];
  /** Of what every gate said. */
  readonly reasons: string;
  /** The environment only wants a receipt: the verdict is yes, whatever it would have been. */
  readonly receipt?: true;
  readonly would?: DeployAnswer['answer'];
};

export type GateKey = { readonly kid: string; readonly key: KeyObject };
export type PublicJwk = Readonly<Record<'kty' | 'crv' | 'x' | 'kid' | 'alg' | 'use', string>>;

export type SigningKey = GateKey & { readonly jwk: PublicJwk };

/** `pem`: a private key that stays secret; for this purpose alone, whatever else it is used for. */
export function gateKeyFrom(pem: string): SigningKey {
  const secret = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const seed = hkdfSync('sha256', secret, '', 'holdpoint gate answers v1', 32);
  return named(ed25519Of(new Uint8Array(seed)));
}

/** By its thumbprint (RFC 7638). */
function named(key: KeyObject): SigningKey {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const parts = { crv: 'Ed25519', kty: 'OKP', x };
  const kid = createHash('sha256').update(canonicalize(parts)).digest('base64url');
  return { kid, key, jwk: { ...parts, kid, alg: 'EdDSA', use: 'sig' } };
}

export function signGateAnswer(key: GateKey, claims: GateClaims): string {
  return signJws(key, TYPE, claims);
}

export type GateTokenRead =
  | { readonly kind: 'read'; readonly claims: GateClaims }
  | { readonly kind: 'not_ours' | 'expired' | 'clock_skew' | 'not_a_yes' };

/** `now`: seconds since 1970. */
export function readGateToken(
  { kid, key }: GateKey,
  token: string,
  { issuer, now }: { readonly issuer: string; readonly now: number },
): GateTokenRead {
  if (readJwsHeader(token)?.typ !== TYPE) return { kind: 'not_ours' };
  const claims = claimsIn(openJws(token, { kid, alg: 'EdDSA', key: createPublicKey(key) }));
  if (claims?.iss !== issuer) return { kind: 'not_ours' };
  if (claims.iat > now + TOLERANCE_S || claims.exp - claims.iat > GATE_LIFE_S)
    return { kind: 'clock_skew' };
  if (claims.exp <= now) return { kind: 'expired' };
  return claims.verdict === 'yes' ? { kind: 'read', claims } : { kind: 'not_a_yes' };
}

const TEXTS = [
  'iss',
  'aud',
  'jti',
  'workspace',
  'repository',
  'sha',
  'environment',
  'reasons',
] as const;

/** What we signed has this shape; another version of ours may have signed another. */
function claimsIn(claims: Claims | null): GateClaims | null {
  if (claims === null) return null;
  const areTexts = TEXTS.every((name) => typeof claims[name] === 'string');
  const areTimes = Number.isSafeInteger(claims['iat']) && Number.isSafeInteger(claims['exp']);
  const { change, verdict } = claims;
  const isNamed = change === null || typeof change === 'string';
  const isWord = verdict === 'yes' || verdict === 'no' || verdict === 'cannot_tell';
  return areTexts && areTimes && isNamed && isWord ? (claims as GateClaims) : null;
}
