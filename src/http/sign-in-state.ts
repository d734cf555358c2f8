/**
 * What travels through the forge and back while somebody signs in: for which change, until when, and by which browser.
 * It is signed, so that nobody else can begin a sign-in in our name; it says nothing that the address did not say.
 *
 * What must stay true: the signature is compared in constant time, and before anything in it is believed.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export type SignInState = {
  readonly workspace: string;
  readonly change: number;
  /** Known for ever as the act that it becomes: once. */
  readonly nonce: string;
  /** Of the secret in the browser's cookie. */
  readonly challenge: string;
  /** Milliseconds since 1970. */
  readonly until: number;
};

const LONGEST = 600;

/** For this purpose alone, whatever else the secret is used for. */
export function stateKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'holdpoint sign-in state v1', 32));
}

export function sealState(key: Uint8Array, state: SignInState): string {
  const { workspace, change, nonce, challenge, until } = state;
  const said = Buffer.from(JSON.stringify([workspace, change, nonce, challenge, until]), 'utf8');
  const text = said.toString('base64url');
  return `${text}.${sign(key, text)}`;
}

/** Null: we did not make it so. How old it is, is not asked here. */
export function openState(key: Uint8Array, sealed: string): SignInState | null {
  const dot = sealed.indexOf('.');
  if (sealed.length > LONGEST || dot === -1) return null;
  const text = sealed.slice(0, dot);
  const [given, expected] = [Buffer.from(sealed.slice(dot + 1)), Buffer.from(sign(key, text))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return read(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
}

function sign(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function read(said: unknown): SignInState | null {
  if (!Array.isArray(said)) return null;
  const [workspace, change, nonce, challenge, until] = said as readonly unknown[];
  const areTexts =
    typeof workspace === 'string' && typeof nonce === 'string' && typeof challenge === 'string';
  if (!areTexts || typeof change !== 'number' || typeof until !== 'number') return null;
  return { workspace, change, nonce, challenge, until };
}
