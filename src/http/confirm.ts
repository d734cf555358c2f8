/**
 * Where somebody shows that an approval is theirs: `/confirm` sends the browser to the forge, which asks who is there
 * and sends it back to `/confirm/callback`. What came of it is recorded by the worker; here it is only handed on.
 *
 * What must stay true: before the forge has said who somebody is, nothing is read and nothing told of any change; a
 * sign-in ends in the browser in which it began (the cookie holds the secret of PKCE), once, and soon. Nobody is sent
 * anywhere but to the forge.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { ForgeFault } from '../forge/fault.ts';
import type { SignIn, SignInProof, SignInRecorded } from '../forge/sign-in.ts';
import { changeName } from '../core/change/state.ts';
import { renderConfirmPage } from '../render/confirm-page.ts';
import type { ConfirmFacts, ConfirmOutcome } from '../render/confirm-page.ts';
import type { Route } from './route.ts';
import { signInDoor, type SignInDoor } from './sign-in-once.ts';
import { openState, sealState, stateKey } from './sign-in-state.ts';
import type { SignInState } from './sign-in-state.ts';

const CONFIRM_PATH = '/confirm';
const CALLBACK_PATH = '/confirm/callback';
const COOKIE = 'holdpoint_sign_in';
const LIFE_MS = 600_000;

/** Of one change. */
type ConfirmSubject = Pick<SignInState, 'workspace' | 'change'>;

export type Confirming = {
  readonly publicUrl: string | null;
  /** From which the key of the state is derived. */
  readonly secret: string | null;
  readonly signIn: SignIn | null;
  readonly record: (proof: SignInProof) => Promise<SignInRecorded>;
  readonly clock: Clock;
  readonly log: Logger;
};

export function confirmAddress(publicUrl: string, { workspace, change }: ConfirmSubject): string {
  return `${publicUrl}${CONFIRM_PATH}?workspace=${workspace}&change=${changeName(change)}`;
}

export function confirmRoutes(given: Confirming): readonly Route[] {
  const { publicUrl, secret, signIn } = given;
  const house =
    publicUrl === null || secret === null || signIn === null
      ? null
      : { ...given, publicUrl, signIn, key: stateKey(secret), door: signInDoor(given.clock) };
  const handle =
    (work: (house: House, visit: Visit) => Promise<void> | void): Route['handle'] =>
    (request, response) => {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      if (house === null) return show(response, 'not_set_up');
      return work(house, { request, response, query });
    };
  return [
    { path: CONFIRM_PATH, methods: ['GET'], handle: handle(begin) },
    { path: CALLBACK_PATH, methods: ['GET'], handle: handle(comeBack) },
  ];
}

type House = Omit<Confirming, 'publicUrl' | 'signIn' | 'secret'> & {
  readonly publicUrl: string;
  readonly signIn: SignIn;
  readonly key: Uint8Array;
  readonly door: SignInDoor;
};

type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
};

function begin(house: House, { response, query }: Visit): void {
  const subject = subjectIn(query);
  if (subject === null) {
    show(response, 'link_unknown');
    return;
  }
  const verifier = randomBytes(32).toString('base64url');
  const challenge = challengeOf(verifier);
  const nonce = randomBytes(16).toString('base64url');
  const until = house.clock.now().getTime() + LIFE_MS;
  const state = sealState(house.key, { ...subject, nonce, challenge, until });
  const callback = `${house.publicUrl}${CALLBACK_PATH}`;
  const login = loginIn(query);
  response.writeHead(303, {
    ...HEADERS,
    location: house.signIn.addressOf({ state, challenge, callback, login }),
    'set-cookie': cookie(house.publicUrl, verifier, LIFE_MS / 1_000),
  });
  response.end();
}

async function comeBack(house: House, { request, response, query }: Visit): Promise<void> {
  const state = openState(house.key, query.get('state') ?? '');
  const forget = cookie(house.publicUrl, '', 0);
  if (state === null) {
    show(response, 'forged');
    return;
  }
  const facts = { change: state.change, again: confirmAddress(house.publicUrl, state) };
  const verifier = verifierIn(request);
  const refused = whyNot(house, { state, verifier, query });
  if (refused !== null || verifier === null) {
    const isOurs = refused !== null && refused !== 'other_browser';
    show(response, refused ?? 'other_browser', isOurs ? { ...facts, forget } : facts);
    return;
  }
  const code = query.get('code') ?? '';
  const settled = await house.door.once(state, () => settle(house, { state, code, verifier }));
  const { outcome, ...told } = typeof settled === 'string' ? { outcome: settled } : settled;
  show(response, outcome, { ...facts, ...told, forget });
}

type Returned = {
  readonly state: SignInState;
  readonly verifier: string | null;
  readonly query: URLSearchParams;
};

/** Before the forge is asked anything. */
function whyNot(house: House, { state, verifier, query }: Returned): ConfirmOutcome | null {
  if (house.clock.now().getTime() > state.until) return 'expired';
  if (verifier === null || challengeOf(verifier) !== state.challenge) return 'other_browser';
  if (query.get('error') !== null) return 'denied';
  return /^[\w.-]{1,200}$/.test(query.get('code') ?? '') ? null : 'denied';
}

type Settling = {
  readonly state: SignInState;
  readonly code: string;
  readonly verifier: string;
};
type Settled = Partial<ConfirmFacts> & { readonly outcome: ConfirmOutcome };

/** Trouble is told to whoever is waiting; the log has no more of it than its kind. */
async function settle(house: House, { state, code, verifier }: Settling): Promise<Settled> {
  const { workspace, change, nonce } = state;
  const fields = { action: 'sign_in', change_id: changeName(change), workspace };
  try {
    const callback = `${house.publicUrl}${CALLBACK_PATH}`;
    const actor = await house.signIn.identify({ code, verifier, callback });
    if (actor?.kind !== 'human') return { outcome: 'not_taken' };
    const { id, login } = actor;
    const at = house.clock.now().toISOString();
    const said = await house.record({ workspace, change, person: { id, login }, nonce, at });
    house.log.info({ ...fields, actor: id, outcome: said.kind }, 'somebody signed in again');
    const { kind: outcome, ...told } = said;
    return { outcome, login, ...told };
  } catch (error) {
    const isForge = error instanceof ForgeFault;
    house.log.error({ ...fields, err: error }, 'a sign-in could not be recorded');
    return { outcome: isForge ? 'forge_silent' : 'not_recorded' };
  }
}

function subjectIn(query: URLSearchParams): ConfirmSubject | null {
  const workspace = query.get('workspace') ?? '';
  const change = /^CHG-([0-9]{5,9})$/.exec(query.get('change') ?? '')?.[1];
  if (!/^[a-z]{1,20}:[0-9]{1,20}$/.test(workspace) || change === undefined) return null;
  return { workspace, change: Number(change) };
}

/** A hint for the forge, or nothing. */
function loginIn(query: URLSearchParams): string | null {
  const login = query.get('as') ?? '';
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(login) ? login : null;
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function verifierIn({ headers }: IncomingMessage): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${COOKIE}=`));
  const value = found?.slice(COOKIE.length + 1) ?? '';
  return /^[\w-]{43}$/.test(value) ? value : null;
}

/** `Lax`: it comes along when the forge sends the browser back, and with nothing that another page asks for. */
function cookie(publicUrl: string, value: string, seconds: number): string {
  const { pathname, protocol } = new URL(`${publicUrl}${CONFIRM_PATH}`);
  const secure = protocol === 'https:' ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=${pathname}; Max-Age=${String(seconds)}; HttpOnly; SameSite=Lax${secure}`;
}

/** The address of a callback holds a code: it is told to nobody. */
const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

type Shown = Partial<ConfirmFacts> & {
  /** Ends the cookie. */
  readonly forget?: string;
};

function show(
  response: ServerResponse,
  outcome: ConfirmOutcome,
  { forget, ...facts }: Shown = {},
): void {
  const { status, html, styleHash } = renderConfirmPage(outcome, facts);
  response.writeHead(status, {
    ...HEADERS,
    ...(forget === undefined ? {} : { 'set-cookie': forget }),
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'content-security-policy': `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  });
  response.end(html);
}
