/*
 * How an app learns who is at a browser: a page that asks the person chosen above for a yes, and the exchange of what
 * the browser brings back for a token of that person. Answers and errors are spelled as GitHub's; the page stands for
 * its sign-in, which may ask for more.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PageReply, PageRoute, Visit } from '../http/page-route.ts';
import type { App } from '../state/accounts.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { SignInCode } from '../state/sign-ins.ts';
import { html } from './html.ts';
import { page, seeOther } from './layout.ts';
import { actingAs, field, isSameSite } from './visitor.ts';

const CODE_LIFE_MS = 600_000;
const TOKEN_LIFE_S = 28_800;
const PATH = '/login/oauth/authorize';

export const signInPages: readonly PageRoute[] = [
  { method: 'GET', pattern: PATH, handle: (visit) => askPage(visit) },
  { method: 'POST', pattern: PATH, handle: (visit) => answered(visit) },
  { method: 'POST', pattern: '/login/oauth/access_token', handle: (visit) => exchange(visit) },
];

type Asked = {
  readonly app: App;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string | null;
};

function appOf(visit: Visit, clientId: string | null): App | undefined {
  return visit.world.apps.all().find((app) => app.clientId === clientId);
}

/** A reply instead, where the app asked for something that it may not. */
function readAsked(visit: Visit): Asked | PageReply {
  const given = visit.url.searchParams;
  const app = appOf(visit, given.get('client_id'));
  const [home] = app?.callbackUrls ?? [];
  if (app === undefined || home === undefined)
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not Found' };
  const redirectUri = given.get('redirect_uri') ?? home;
  const state = given.get('state') ?? '';
  if (!app.callbackUrls.includes(redirectUri)) {
    const text = 'The redirect_uri MUST match the registered callback URL for this application.';
    return back(home, { error: 'redirect_uri_mismatch', error_description: text, state });
  }
  return { app, redirectUri, state, challenge: given.get('code_challenge') };
}

function askPage(visit: Visit): PageReply {
  const asked = readAsked(visit);
  if ('body' in asked) return asked;
  const me = actingAs(visit)?.login ?? 'nobody';
  const main = html`<h1>Sign in to ${asked.app.name}</h1>
    <p>${asked.app.name} wants to know who you are. You are <b>${me}</b>.</p>
    <form method="post" action="${`${PATH}${visit.url.search}`}">
      <button name="decision" value="authorize">Authorize</button>
      <button name="decision" value="cancel">Cancel</button>
    </form>`;
  const reply = page({ visit, settings: {}, repo: null }, { title: 'Sign in', main });
  // A browser holds the way back to this rule as well.
  const policy = reply.headers['content-security-policy'] ?? '';
  const open = policy.replace(
    "form-action 'self'",
    `form-action 'self' ${new URL(asked.redirectUri).origin}`,
  );
  return { ...reply, headers: { ...reply.headers, 'content-security-policy': open } };
}

function answered(visit: Visit): PageReply {
  if (!isSameSite(visit))
    return { status: 403, headers: {}, body: 'This form was sent from another site.' };
  const asked = readAsked(visit);
  if ('body' in asked) return asked;
  const { app, redirectUri, state, challenge } = asked;
  const me = actingAs(visit);
  if (field(visit, 'decision') !== 'authorize' || me === null) {
    const text = 'The user has denied your application access.';
    return back(redirectUri, { error: 'access_denied', error_description: text, state });
  }
  const code = randomBytes(10).toString('hex');
  const { world } = visit;
  const expiresAt = world.credentialClock.now().getTime() + CODE_LIFE_MS;
  const waiting = { userId: me.id, appId: app.id, redirectUri, challenge, expiresAt };
  world.signIns.codes.set(code, waiting);
  return back(redirectUri, { code, state });
}

function back(to: string, said: Readonly<Record<string, string>>): PageReply {
  const address = new URL(to);
  for (const [name, value] of Object.entries(said)) address.searchParams.set(name, value);
  return seeOther(address.href);
}

/** As on GitHub, a no is a 200 with an error in it. */
function exchange(visit: Visit): PageReply {
  const { world } = visit;
  const given = new URLSearchParams(visit.body);
  const app = appOf(visit, given.get('client_id'));
  const secret = given.get('client_secret') ?? '';
  if (app === undefined || !isSame(secret, app.clientSecret))
    return json({
      error: 'incorrect_client_credentials',
      error_description: 'The client_id and/or client_secret passed are incorrect.',
    });
  const code = given.get('code') ?? '';
  const waiting = world.signIns.codes.get(code);
  world.signIns.codes.delete(code);
  if (waiting === undefined || !fits(visit, waiting, { app, given }))
    return json({
      error: 'bad_verification_code',
      error_description: 'The code passed is incorrect or expired.',
    });
  const token = `ghu_${randomBytes(18).toString('hex')}`;
  const expiresAt = world.credentialClock.now().getTime() + TOKEN_LIFE_S * 1_000;
  world.signIns.tokens.set(token, { userId: waiting.userId, appId: app.id, expiresAt });
  return json({
    access_token: token,
    expires_in: TOKEN_LIFE_S,
    refresh_token: `ghr_${randomBytes(36).toString('hex')}`,
    refresh_token_expires_in: 15_897_600,
    scope: '',
    token_type: 'bearer',
  });
}

type Given = { readonly app: App; readonly given: URLSearchParams };

function fits(visit: Visit, waiting: SignInCode, { app, given }: Given): boolean {
  const redirect = given.get('redirect_uri') ?? waiting.redirectUri;
  const isFresh = visit.world.credentialClock.now().getTime() < waiting.expiresAt;
  if (!isFresh || waiting.appId !== app.id || redirect !== waiting.redirectUri) return false;
  const verifier = given.get('code_verifier') ?? '';
  const digest = createHash('sha256').update(verifier).digest('base64url');
  return waiting.challenge === null || waiting.challenge === digest;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function json(body: JsonObject): PageReply {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  };
  return { status: 200, headers, body: JSON.stringify(body) };
}
