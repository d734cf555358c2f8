/*
 * What the forge remembers of people who let an app know who they are: codes that wait to be exchanged, and the tokens
 * that were given for them. A code is good once and for ten minutes; a token for eight hours, or until it is revoked.
 */
export type SignInCode = {
  readonly userId: number;
  readonly appId: number;
  readonly redirectUri: string;
  /** SHA-256 of the verifier, base64url; null: the app did not ask for PKCE. */
  readonly challenge: string | null;
  readonly expiresAt: number;
};

export type UserToken = {
  readonly userId: number;
  readonly appId: number;
  readonly expiresAt: number;
};

export type SignIns = {
  readonly codes: Map<string, SignInCode>;
  readonly tokens: Map<string, UserToken>;
};

export function createSignIns(): SignIns {
  return { codes: new Map(), tokens: new Map() };
}
