// Signing in again, seen from the door: what is believed of what comes back, where people are sent, what a page may do.
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { ForgeFault } from '../../src/forge/fault.ts';
import type { SignIn, SignInAsk, SignInProof } from '../../src/forge/sign-in.ts';
import { confirmRoutes, type Confirming } from '../../src/http/confirm.ts';
import { openState, sealState, stateKey } from '../../src/http/sign-in-state.ts';
import { openPlace, type Place } from './support.ts';

const SECRET = 'a-client-secret-of-forty-characters-or-so';
const LINK = '/confirm?workspace=github:9812&change=CHG-00012';
const NOW = Date.parse('2026-11-22T04:36:00.000Z');

let place: Place;
afterEach(() => place.server.close());

type Door = Place & { readonly proofs: SignInProof[]; readonly asks: SignInAsk[] };

async function openDoor(given: Partial<Confirming> = {}, login = 'mara-ops'): Promise<Door> {
  const proofs: SignInProof[] = [];
  const asks: SignInAsk[] = [];
  const signIn: SignIn = {
    addressOf: (ask) => {
      asks.push(ask);
      return `https://forge.test/authorize?state=${ask.state}`;
    },
    identify: () => Promise.resolve({ id: '9001', login, kind: 'human' }),
  };
  let log = '';
  const routes = confirmRoutes({
    publicUrl: 'https://holdpoint.example.com',
    secret: SECRET,
    signIn,
    record: (proof) => {
      proofs.push(proof);
      return Promise.resolve({
        kind: 'counts',
        because: null,
        minutes: 60,
        url: 'https://forge.test/o/r/1',
      });
    },
    clock: { now: () => new Date(NOW) },
    log: pino({ level: 'debug' }, { write: (line: string) => (log += line) }),
    ...given,
  });
  place = await openPlace({ routes });
  return { ...place, logged: () => log, proofs, asks };
}

type Came = { readonly status: number; readonly html: string; readonly headers: Headers };

async function get(path: string, cookie = ''): Promise<Came> {
  const answer = await fetch(`${place.url}${path}`, { redirect: 'manual', headers: { cookie } });
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}

async function begun(link = LINK): Promise<{ readonly state: string; readonly cookie: string }> {
  const { headers } = await get(link);
  const state = new URL(headers.get('location') ?? 'x:').searchParams.get('state') ?? '';
  return { state, cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

describe('the way out', () => {
  test('leads to the forge, with a state that is ours and a secret that stays in the browser', async () => {
    const { asks } = await openDoor();
    const { status, headers } = await get(`${LINK}&as=mara-ops`);
    expect(status).toBe(303);
    expect(headers.get('location')).toMatch(/^https:\/\/forge\.test\/authorize\?/u);
    expect(headers.get('cache-control')).toBe('no-store');
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^holdpoint_sign_in=[\w-]{43}; Path=\/confirm; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/u,
    );
    const verifier = /=([\w-]{43});/u.exec(cookie)?.[1] ?? '';
    const [ask] = asks;
    expect(ask).toMatchObject({
      callback: 'https://holdpoint.example.com/confirm/callback',
      login: 'mara-ops',
      challenge: createHash('sha256').update(verifier).digest('base64url'),
    });
    expect(JSON.stringify(ask)).not.toContain(verifier);
    const state = openState(stateKey(SECRET), ask?.state ?? '');
    expect(state).toMatchObject({ workspace: 'github:9812', change: 12, until: NOW + 600_000 });
  });

  test.each([
    ['another address to come back to', `${LINK}&redirect_uri=https://evil.test&next=//evil.test`],
    ['a name that is none', `${LINK}&as=${encodeURIComponent('mara&redirect_uri=//evil.test')}`],
  ])('takes no %s from the link', async (_name, link) => {
    const { asks } = await openDoor();
    const { headers } = await get(link);
    expect(new URL(headers.get('location') ?? 'x:').origin).toBe('https://forge.test');
    expect(asks).toMatchObject([
      { callback: 'https://holdpoint.example.com/confirm/callback', login: null },
    ]);
  });

  test.each([
    '/confirm',
    '/confirm?workspace=github:9812',
    '/confirm?workspace=github:9812&change=12',
    '/confirm?workspace=github:9812&change=CHG-00012x',
    '/confirm?workspace=https://evil.test&change=CHG-00012',
    '/confirm?workspace=github:9812%0d%0aset-cookie:x&change=CHG-00012',
  ])('is not taken for %s', async (link) => {
    const { asks } = await openDoor();
    const came = await get(link);
    expect(came.status).toBe(400);
    expect(came.html).toContain('This link leads nowhere');
    expect([asks, came.headers.get('location')]).toEqual([[], null]);
  });

  test('says which settings are missing where nobody can sign in', async () => {
    await openDoor({ signIn: null });
    const came = await get(LINK);
    expect(came.status).toBe(503);
    expect(came.html).toContain('GITHUB_CLIENT_SECRET');
  });
});

describe('the way back', () => {
  test('in the same browser is recorded once, for the change of the link', async () => {
    const { proofs } = await openDoor();
    const { state, cookie } = await begun();
    const came = await get(`/confirm/callback?code=abc123&state=${state}`, cookie);
    expect(came.status).toBe(200);
    expect(came.html).toContain('You are <b>mara-ops</b>. Your approval of CHG-00012 counts now.');
    expect(proofs).toMatchObject([
      { workspace: 'github:9812', change: 12, person: { id: '9001', login: 'mara-ops' } },
    ]);
    expect(came.headers.get('set-cookie')).toContain(
      'holdpoint_sign_in=; Path=/confirm; Max-Age=0',
    );
  });

  test.each([
    ['nothing', () => ''],
    ['no signature', (state: string) => state.split('.')[0] ?? ''],
    ['another signature', (state: string) => `${state.slice(0, -3)}AAA`],
    ['another text', (state: string) => `A${state.slice(1)}`],
    ['a state for another change, signed by somebody else', () => forgedState()],
    ['a very long text', () => `${'A'.repeat(5_000)}.B`],
  ])('with %s for a state is believed in nothing', async (_name, forge) => {
    const { proofs } = await openDoor();
    const { state, cookie } = await begun();
    const came = await get(`/confirm/callback?code=abc123&state=${forge(state)}`, cookie);
    expect(came.status).toBe(400);
    expect(came.html).toContain('This sign-in did not begin here');
    expect(proofs).toEqual([]);
  });

  test.each([
    ['without the cookie', ''],
    ['with the cookie of another sign-in', `holdpoint_sign_in=${'A'.repeat(43)}`],
    ['with a cookie that is none', 'holdpoint_sign_in=short; other=1'],
  ])('%s ends nowhere: nobody can be made to sign what another began', async (_name, cookie) => {
    const { proofs } = await openDoor();
    const { state } = await begun();
    const came = await get(`/confirm/callback?code=abc123&state=${state}`, cookie);
    expect(came.status).toBe(400);
    expect(came.html).toContain('This sign-in began elsewhere');
    expect(proofs).toEqual([]);
  });

  test('after ten minutes is too late', async () => {
    const clock = { at: NOW };
    const { proofs } = await openDoor({ clock: { now: () => new Date(clock.at) } });
    const { state, cookie } = await begun();
    clock.at += 600_001;
    const came = await get(`/confirm/callback?code=abc123&state=${state}`, cookie);
    expect(came.html).toContain('That took too long');
    expect(proofs).toEqual([]);
  });

  test('with a no of the person, or a code that is none, is a no', async () => {
    const { proofs } = await openDoor();
    const { state, cookie } = await begun();
    for (const said of ['error=access_denied&code=abc', 'code=', 'code=a%20b'])
      expect((await get(`/confirm/callback?${said}&state=${state}`, cookie)).status).toBe(403);
    expect(proofs).toEqual([]);
  });

  test.each([
    ['the forge takes no such code', () => Promise.resolve(null), 403],
    [
      'a machine is at the browser',
      () => Promise.resolve({ id: '1', login: 'b[bot]', kind: 'bot' as const }),
      403,
    ],
    ['the forge is silent', () => Promise.reject(new ForgeFault('unreachable', 'gone')), 503],
  ])('records nothing where %s', async (_name, identify, status) => {
    const addressOf: SignIn['addressOf'] = ({ state }) => `https://forge.test/?state=${state}`;
    const { proofs } = await openDoor({ signIn: { addressOf, identify } });
    const { state, cookie } = await begun();
    const came = await get(`/confirm/callback?code=abc123&state=${state}`, cookie);
    expect(came.status).toBe(status);
    expect(proofs).toEqual([]);
  });

  test('asks the forge once for each sign-in, whatever it answers', async () => {
    const asked: string[] = [];
    const identify: SignIn['identify'] = ({ code }) => {
      asked.push(code);
      return Promise.resolve(null);
    };
    const addressOf: SignIn['addressOf'] = ({ state }) => `https://forge.test/?state=${state}`;
    await openDoor({ signIn: { addressOf, identify } });
    const { state, cookie } = await begun();
    const first = await get(`/confirm/callback?code=abc&state=${state}`, cookie);
    const second = await get(`/confirm/callback?code=def&state=${state}`, cookie);
    expect([first.status, second.status, asked]).toEqual([403, 409, ['abc']]);
  });

  test('asks the forge for few sign-ins at once, and for so many in a minute', async () => {
    const waiting: (() => void)[] = [];
    let asked = 0;
    const identify: SignIn['identify'] = async () => {
      asked += 1;
      if (asked <= 8) await new Promise<void>((answered) => waiting.push(answered));
      return null;
    };
    const addressOf: SignIn['addressOf'] = ({ state }) => `https://forge.test/?state=${state}`;
    const time = { at: NOW };
    await openDoor({ signIn: { addressOf, identify }, clock: { now: () => new Date(time.at) } });
    const comes = async (): Promise<number> => {
      const { state, cookie } = await begun();
      return (await get(`/confirm/callback?code=abc&state=${state}`, cookie)).status;
    };
    const first = Array.from({ length: 8 }, comes);
    while (waiting.length < 8) await new Promise((soon) => setImmediate(soon));
    expect(await comes()).toBe(503);
    for (const answered of waiting) answered();
    expect(new Set(await Promise.all(first))).toEqual(new Set([403]));
    while (asked < 60) expect(await comes()).toBe(403);
    expect(await comes()).toBe(503);
    expect(asked).toBe(60);
    time.at += 60_000;
    expect(await comes()).toBe(403);
  });

  test('tells the log who signed in for what, and neither code, state nor cookie', async () => {
    const { logged } = await openDoor({ record: () => Promise.reject(new Error('disk full')) });
    const { state, cookie } = await begun();
    const came = await get(`/confirm/callback?code=abc123secret&state=${state}`, cookie);
    expect(came.html).toContain('This could not be recorded');
    expect(came.html).not.toContain('disk full');
    expect(logged()).toContain('CHG-00012');
    for (const secret of ['abc123secret', state, cookie.split('=')[1] ?? '-'])
      expect(logged()).not.toContain(secret);
  });
});

describe('the page', () => {
  test('may do nothing: no script, nothing from outside, in no frame, and it tells nobody its address', async () => {
    await openDoor();
    const { state, cookie } = await begun();
    const { headers, html } = await get(`/confirm/callback?code=abc&state=${state}`, cookie);
    const style = /<style>([\s\S]*?)<\/style>/u.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(html).not.toContain('<script');
  });

  test('shows a hostile name as text', async () => {
    await openDoor({}, `"><img src=x onerror='alert(1)'>{{login}}&amp;`);
    const { state, cookie } = await begun();
    const { html } = await get(`/confirm/callback?code=abc&state=${state}`, cookie);
    expect(html).toContain(
      '&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;{{login}}&amp;amp;',
    );
    expect(html).not.toContain('<img');
  });

  test('links nowhere but to the web', async () => {
    const url = 'javascript:alert(1)';
    await openDoor({
      record: () => Promise.resolve({ kind: 'ahead', because: null, minutes: 60, url }),
    });
    const { state, cookie } = await begun();
    const { html } = await get(`/confirm/callback?code=abc&state=${state}`, cookie);
    expect(html).not.toContain('javascript:');
    expect(html).toContain('Now give your word on CHG-00012');
  });
});

function forgedState(): string {
  const [workspace, change, nonce] = ['github:9812', 13, 'n'] as const;
  const state = { workspace, change, nonce, challenge: 'c', until: NOW + 1_000 };
  return sealState(stateKey('the-secret-of-somebody-else-entirely'), state);
}
