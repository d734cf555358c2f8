/**
 * The web application flow of a GitHub App, for one question: which account is at this browser? PKCE binds the code to
 * the browser that began; the account is chosen anew each time (`prompt`). GitHub decides how strong its own sign-in is.
 *
 * What must stay true: the person's token lives for one question and is revoked; no secret and no token is part of an
 * address, an error or a log line. A redirect is never followed, or a secret would go along with it.
 *
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
import type { Logger } from 'pino';
import type { NoticeActor } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import type { SignIn, SignInAnswer, SignInAsk } from '../sign-in.ts';
import { actorSeen } from './seen.ts';
import { parseRecord, ShapeError, textOrNullAt } from './shape.ts';
import type { Json } from './shape.ts';
import { webOf } from './web.ts';

export type SignInConfig = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the REST API, without a slash at its end. */
  readonly baseUrl: string;
  readonly log: Logger;
  readonly fetchTimeoutMs: number;
};

export function githubSignIn(config: SignInConfig): SignIn {
  return {
    addressOf: (ask) => addressOf(config, ask),
    identify: async (answer) => {
      const token = await exchange(config, answer);
      if (token === null) return null;
      try {
        return await whose(config, token);
      } finally {
        await revoke(config, token);
      }
    },
  };
}

function addressOf({ baseUrl, clientId }: SignInConfig, ask: SignInAsk): string {
  const address = new URL('/login/oauth/authorize', webOf(baseUrl));
  const asked = {
    client_id: clientId,
    redirect_uri: ask.callback,
    state: ask.state,
    code_challenge: ask.challenge,
    code_challenge_method: 'S256',
    prompt: 'select_account',
    allow_signup: 'false',
    ...(ask.login === null ? {} : { login: ask.login }),
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return address.href;
}

/** A code that was used, is too old or belongs to another browser is answered with 200 and an error. */
async function exchange(config: SignInConfig, answer: SignInAnswer): Promise<string | null> {
  const { clientId, clientSecret, baseUrl } = config;
  const form = new URLSearchParams({
    client_id: clientId,
    client_secret: clientSecret,
    code: answer.code,
    redirect_uri: answer.callback,
    code_verifier: answer.verifier,
  });
  const address = new URL('/login/oauth/access_token', webOf(baseUrl)).href;
  const response = await ask(config, address, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: form,
  });
  const json = await readJson(response);
  const token = textOrNullAt(json, 'access_token');
  if (token !== null && token !== '') return token;
  const error = textOrNullAt(json, 'error') ?? 'no token';
  const fields = { action: 'sign_in_refused', status: response.status, error: error.slice(0, 80) };
  config.log.warn(fields, 'GitHub gave no token for a sign-in');
  if (error === 'incorrect_client_credentials')
    throw new ForgeFault('unauthorised', 'GitHub does not accept our client id and secret');
  return null;
}

async function whose(config: SignInConfig, token: string): Promise<NoticeActor | null> {
  const response = await ask(config, `${config.baseUrl}/user`, {
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
  });
  if (response.status === 401 || response.status === 403) return null;
  const person = actorIn(await readJson(response));
  return person.kind === 'human' ? person : null;
}

function actorIn(json: Json): NoticeActor {
  try {
    return actorSeen(json);
  } catch (error) {
    throw error instanceof ShapeError ? unreadable(error.message) : error;
  }
}

/** It is worth nothing any more in our hands; where that fails it ends by itself. */
async function revoke(config: SignInConfig, token: string): Promise<void> {
  const { clientId, clientSecret, baseUrl } = config;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  try {
    const response = await ask(config, `${baseUrl}/applications/${clientId}/token`, {
      method: 'DELETE',
      headers: {
        accept: 'application/vnd.github+json',
        'content-type': 'application/json',
        authorization: `Basic ${basic}`,
      },
      body: JSON.stringify({ access_token: token }),
    });
    if (response.status === 204) return;
    const fields = { action: 'token_not_revoked', status: response.status };
    config.log.warn(fields, 'the token of a sign-in was not revoked; it ends by itself');
  } catch (error) {
    config.log.warn(
      { action: 'token_not_revoked', err: error },
      'the token of a sign-in was not revoked; it ends by itself',
    );
  }
}

async function ask(config: SignInConfig, address: string, what: RequestInit): Promise<Response> {
  let response: Response;
  try {
    const signal = AbortSignal.timeout(config.fetchTimeoutMs);
    response = await fetch(address, { ...what, redirect: 'manual', signal });
  } catch {
    // The error may quote what was sent.
    throw new ForgeFault('unreachable', 'GitHub did not answer a sign-in');
  }
  if (response.status >= 500) throw new ForgeFault('server_error', 'GitHub failed at a sign-in');
  if (response.status === 429) throw new ForgeFault('rate_limited', 'GitHub asks to wait');
  return response;
}

async function readJson(response: Response): Promise<Json> {
  try {
    return parseRecord(JSON.parse(await response.text()), 'sign-in');
  } catch {
    throw unreadable(`status ${String(response.status)}`);
  }
}

function unreadable(found: string): ForgeFault {
  return new ForgeFault('server_error', `GitHub answered a sign-in unreadably: ${found}`);
}
