// Asking GitHub who is at a browser: what is sent where, what is believed, and that nothing secret leaves by a side door.
import nock from 'nock';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ForgeFault } from '../../../src/forge/fault.ts';
import { githubSignIn } from '../../../src/forge/github/sign-in.ts';
import type { SignIn } from '../../../src/forge/sign-in.ts';

const SECRET = 'a-client-secret-of-forty-characters-or-so';
const TOKEN = 'ghu_16C7e42F292c6912E7710c838347Ae178B4a';
const CALLBACK = 'https://holdpoint.example.com/confirm/callback';
const ANSWER = { code: 'abc123', verifier: 'v'.repeat(43), callback: CALLBACK };
const ASK = { state: 's.t', challenge: 'c'.repeat(43), callback: CALLBACK, login: 'mara-ops' };

let logged = '';
beforeEach(() => {
  logged = '';
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

function signIn(baseUrl = 'https://api.github.com'): SignIn {
  const log = pino({ level: 'trace' }, { write: (line: string) => (logged += line) });
  const client = { clientId: 'Iv23liAbC', clientSecret: SECRET };
  return githubSignIn({ ...client, baseUrl, log, fetchTimeoutMs: 1_000 });
}

function gives(answer: object, status = 200): nock.Scope {
  return nock('https://github.com').post('/login/oauth/access_token').reply(status, answer);
}

function revokes(status = 204): nock.Scope {
  const basic = Buffer.from(`Iv23liAbC:${SECRET}`).toString('base64');
  return nock('https://api.github.com', { reqheaders: { authorization: `Basic ${basic}` } })
    .delete('/applications/Iv23liAbC/token', { access_token: TOKEN })
    .reply(status);
}

function isUser(body: object, status = 200): nock.Scope {
  return nock('https://api.github.com', { reqheaders: { authorization: `Bearer ${TOKEN}` } })
    .get('/user')
    .reply(status, body);
}

async function codeOf(asked: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await asked);
  } catch (error) {
    expect(String(error)).not.toMatch(/abc123|ghu_|a-client-secret|v{43}/u);
    return error instanceof ForgeFault ? error.code : 'another error';
  }
}

describe('the address of the forge', () => {
  it.each([
    ['https://api.github.com', 'https://github.com/login/oauth/authorize'],
    ['https://ghe.example.com/api/v3', 'https://ghe.example.com/login/oauth/authorize'],
    ['http://127.0.0.1:8080/api/v3', 'http://127.0.0.1:8080/login/oauth/authorize'],
    ['https://api.octo.ghe.com', 'https://octo.ghe.com/login/oauth/authorize'],
  ])('follows from %s', (baseUrl, expected) => {
    const address = new URL(signIn(baseUrl).addressOf(ASK));
    expect(`${address.origin}${address.pathname}`).toBe(expected);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: 'Iv23liAbC',
      redirect_uri: CALLBACK,
      state: 's.t',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
      prompt: 'select_account',
      allow_signup: 'false',
      login: 'mara-ops',
    });
  });
});

describe('whose a code is', () => {
  it('is asked with the secret and the verifier, once; and the token is given back', async () => {
    const scopes = [
      nock('https://github.com')
        .post('/login/oauth/access_token', {
          client_id: 'Iv23liAbC',
          client_secret: SECRET,
          code: 'abc123',
          redirect_uri: CALLBACK,
          code_verifier: 'v'.repeat(43),
        })
        .reply(200, { access_token: TOKEN, token_type: 'bearer', scope: '' }),
      isUser({ id: 9001, login: 'mara-ops', type: 'User' }),
      revokes(),
    ];
    const who = await signIn().identify(ANSWER);
    expect(who).toEqual({ id: '9001', login: 'mara-ops', kind: 'human' });
    expect(scopes.every((scope) => scope.isDone())).toBe(true);
    expect(logged).toBe('');
  });

  it('is nobody’s when the code was used, and the log says so without it', async () => {
    gives({ error: 'bad_verification_code', error_description: 'The code passed is incorrect.' });
    expect(await codeOf(signIn().identify(ANSWER))).toBe('null');
    expect(logged).toContain('bad_verification_code');
    expect(logged).not.toMatch(/abc123|ghu_|a-client-secret/u);
  });

  it('is nobody’s when it is a machine, and the token is given back all the same', async () => {
    gives({ access_token: TOKEN });
    isUser({ id: 1, login: 'b[bot]', type: 'Bot' });
    const back = revokes();
    expect(await codeOf(signIn().identify(ANSWER))).toBe('null');
    expect(back.isDone()).toBe(true);
  });

  it.each([
    ['our own secret is wrong', { error: 'incorrect_client_credentials' }, 200, 'unauthorised'],
    ['it fails', { message: 'x' }, 502, 'server_error'],
    ['it asks to wait', { message: 'x' }, 429, 'rate_limited'],
  ] as const)('cannot be told when %s', async (...[, answer, status, code]) => {
    gives(answer, status);
    expect(await codeOf(signIn().identify(ANSWER))).toBe(code);
  });

  it('cannot be told when nobody answers, or not in JSON; no error repeats what was sent', async () => {
    nock('https://github.com').post('/login/oauth/access_token').replyWithError('reset abc123');
    expect(await codeOf(signIn().identify(ANSWER))).toBe('unreachable');
    nock('https://github.com').post('/login/oauth/access_token').reply(200, '<html>abc123');
    expect(await codeOf(signIn().identify(ANSWER))).toBe('server_error');
  });

  it('is not asked of another host: a redirect is never followed', async () => {
    nock('https://github.com')
      .post('/login/oauth/access_token')
      .reply(307, '', { location: 'https://evil.test/login/oauth/access_token' });
    const evil = nock('https://evil.test').post('/login/oauth/access_token').reply(200, {});
    expect(await codeOf(signIn().identify(ANSWER))).toBe('server_error');
    expect(evil.isDone()).toBe(false);
  });

  it('is known although the token could not be given back, which is told without it', async () => {
    gives({ access_token: TOKEN });
    isUser({ id: 9001, login: 'mara-ops', type: 'User' });
    revokes(500);
    expect(await signIn().identify(ANSWER)).toMatchObject({ id: '9001' });
    expect(logged).toContain('token_not_revoked');
    expect(logged).not.toMatch(/ghu_|a-client-secret/u);
  });
});
