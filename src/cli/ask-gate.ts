/**
 * Asks a Holdpoint server whether a commit may be deployed, by HTTP alone: with a key, or as the workflow that runs this.
 *
 * What must stay true: only a 200 that says yes is a yes; whatever cannot be understood could not be told. Keys and
 * tokens go to the server that was named, over https, and are never printed.
 */
import type { GateClient } from '../config.ts';
import { CannotTellError, UsageError } from './command.ts';

export type GateAsk = {
  readonly change: string | null;
  readonly sha: string | null;
  readonly environment: string;
  readonly repository: string | null;
  readonly url: string | null;
  readonly audience: string | null;
  readonly startedBy: string | null;
  /** Use the yes under this name. */
  readonly claimId: string | null;
  readonly oidc: boolean;
};

type Reason = Readonly<Record<'title' | 'code' | 'text' | 'next' | 'who', string>>;
type Body = Readonly<Record<string, unknown>>;

type Word = 'yes' | 'no' | 'cannot_tell';

export type GateReply = {
  readonly answer: Word;
  /** What it would be, where the environment only wants a receipt; null: it is what it is. */
  readonly would: Word | null;
  readonly change: string | null;
  readonly reasons: readonly Reason[];
  /** As the server sent it. */
  readonly body: Body;
  /** Why it is no answer; null: it is one. */
  readonly fault: string | null;
};

const TIMEOUT_MS = 30_000;

export async function askGate(ask: GateAsk, client: GateClient): Promise<GateReply> {
  const url = serverOf(ask.url ?? client.url);
  const sha = ask.sha ?? client.sha;
  if (sha === null) throw new UsageError('say which commit, with --sha');
  const credential = await credentialOf(ask, client, url);
  const { change, environment, audience, startedBy } = ask;
  const repository = ask.repository ?? client.repository;
  const question = { change, sha, environment, repository, audience, started_by: startedBy };
  const said = Object.entries(question).filter(([, value]) => value !== null);
  const server = { url, credential };
  const reply = replyOf(await post(server, '/api/v1/gate', Object.fromEntries(said)));
  if (ask.claimId === null || reply.answer !== 'yes') return reply;
  return redeemed(
    reply,
    await post(server, '/api/v1/gate/redeem', {
      token: reply.body['token'],
      claim_id: ask.claimId,
    }),
  );
}

function serverOf(text: string | null): string {
  if (text === null) throw new UsageError('say which server, with --url or HOLDPOINT_URL');
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  const isSafe = url?.protocol === 'https:' || (isHere && url?.protocol === 'http:');
  if (isSafe && url.username === '' && url.search === '' && url.hash === '')
    return text.endsWith('/') ? text.slice(0, -1) : text;
  throw new UsageError(
    '--url: expected an https address without a query (http on this machine alone)',
  );
}

async function credentialOf({ oidc }: GateAsk, client: GateClient, url: string): Promise<string> {
  if (client.token !== null && !oidc) return client.token;
  if (client.oidc === null)
    throw new UsageError(
      'there is nothing to sign in with: set HOLDPOINT_TOKEN to a key of `holdpoint token create`, or give the job the permission id-token: write',
    );
  const address = new URL(client.oidc.url);
  address.searchParams.set('audience', url);
  const { status, body } = await send(address.href, {
    headers: { authorization: `Bearer ${client.oidc.token}`, accept: 'application/json' },
  });
  const { value } = body;
  if (status === 200 && typeof value === 'string') return value;
  throw new CannotTellError(
    `the forge gave this job no token; it answered with ${String(status)}.`,
  );
}

type Server = { readonly url: string; readonly credential: string };
type Sent = { readonly status: number; readonly body: Body };

function post({ url, credential }: Server, path: string, body: Body): Promise<Sent> {
  const headers = { authorization: `Bearer ${credential}`, 'content-type': 'application/json' };
  return send(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function send(url: string, init: RequestInit): Promise<Sent> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(url, { ...init, redirect: 'error', signal });
    const body: unknown = await answer.json();
    return { status: answer.status, body: isRecord(body) ? body : {} };
  } catch {
    const { origin } = new URL(url);
    throw new CannotTellError(`${origin} gave no answer that could be read.`);
  }
}

function replyOf({ status, body }: Sent): GateReply {
  const { change, reasons } = body;
  const answer = wordIn(body['answer']);
  const isAnswer = body['schema'] === 'holdpoint.gate/v1' && answer !== null;
  if (!isAnswer || (answer === 'yes' && status !== 200)) return noAnswer({ status, body });
  return {
    ...{ answer, body, fault: null },
    would: body['receipt'] === true ? wordIn(body['would']) : null,
    change: typeof change === 'string' ? change : null,
    reasons: Array.isArray(reasons) ? reasons.filter(isReason) : [],
  };
}

function wordIn(value: unknown): Word | null {
  return value === 'yes' || value === 'no' || value === 'cannot_tell' ? value : null;
}

function redeemed(reply: GateReply, sent: Sent): GateReply {
  if (sent.status === 200 && sent.body['redeemed'] === true) return reply;
  return noAnswer(sent);
}

function noAnswer({ status, body }: Sent): GateReply {
  const said = ['error', 'expected', 'found', 'next'].flatMap((name) => {
    const value = body[name];
    return typeof value === 'string' ? [`${name}: ${value}`] : [];
  });
  const fault = `the server answered with ${String(status)}. ${said.join('; ')}`;
  return { answer: 'cannot_tell', would: null, change: null, reasons: [], body, fault };
}

function isReason(value: unknown): value is Reason {
  const names = ['title', 'code', 'text', 'next', 'who'];
  return isRecord(value) && names.every((name) => typeof value[name] === 'string');
}

function isRecord(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
