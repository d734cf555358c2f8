/**
 * Octokit's errors as `ForgeFault`. What matters is what may be done next, so the kind of request decides:
 * only a create is `ambiguous` when its answer was lost, because repeating it would make a second one. A refused
 * token exchange is about us and never about the thing that was asked for: it must not read as "gone".
 */
import { ForgeFault } from '../fault.ts';
import type { FaultCode } from '../fault.ts';
import { fieldOf, isRecord, listAt, recordOrNullAt, textOrNullAt } from './shape.ts';
import type { Json } from './shape.ts';

/** `read` and `repeatable` do no harm when done twice; a `create` does. */
export type RequestKind = 'read' | 'repeatable' | 'create';

type Failed = {
  readonly what: string;
  readonly kind: RequestKind;
  readonly nowMs: number;
};

const MINUTE_MS = 60_000;
const SOONEST_MS = 1_000;

/** Faults pass through; what is not an answer of the forge (a bug of ours) is thrown on unchanged. */
export function toFault(error: unknown, failed: Failed): ForgeFault {
  if (error instanceof ForgeFault) return error;
  if (!(error instanceof Error))
    throw new TypeError(`${failed.what}: something other than an error was thrown`);
  const thrown = shapeOf(error);
  if (thrown.graphql !== null) return graphqlFault(thrown, failed, error);
  if (thrown.status === null) throw error;
  if (thrown.headers === null) return networkFault(error, failed, thrown.exchange);
  return answerFault(
    { status: thrown.status, headers: thrown.headers, data: thrown.data },
    failed,
    {
      cause: error,
      exchange: thrown.exchange,
    },
  );
}

type Thrown = {
  readonly status: number | null;
  readonly headers: Json | null;
  readonly data: unknown;
  /** The request was for a token, not for what the caller wanted. */
  readonly exchange: boolean;
  readonly graphql: readonly unknown[] | null;
};

function shapeOf(error: Error): Thrown {
  const bag: Json = { ...error };
  const status = fieldOf(bag, 'status');
  const response = recordOrNullAt(bag, 'response');
  const request = recordOrNullAt(bag, 'request');
  const url = request === null ? null : textOrNullAt(request, 'url');
  return {
    status: typeof status === 'number' ? status : null,
    // What GraphQL refuses stands in an answer that is otherwise a good one, and its headers beside it.
    headers: (response && recordOrNullAt(response, 'headers')) ?? recordOrNullAt(bag, 'headers'),
    data: response === null ? null : fieldOf(response, 'data'),
    exchange: url?.endsWith('/access_tokens') === true,
    graphql:
      error.name === 'GraphqlResponseError' && Array.isArray(bag.errors)
        ? listAt(bag, 'errors')
        : null,
  };
}

/** Before a connection stood nothing can have been carried out; afterwards anything can. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function networkFault(error: Error, { what, kind }: Failed, exchange: boolean): ForgeFault {
  const lost = kind === 'create' && !exchange && !wasNeverSent(error);
  const code: FaultCode = lost ? 'ambiguous' : 'unreachable';
  return new ForgeFault(code, `${what}: no answer from GitHub (${error.message.slice(0, 300)})`, {
    cause: error,
  });
}

function wasNeverSent(error: Error): boolean {
  let at: unknown = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth += 1) {
    const code: unknown = 'code' in at ? at.code : null;
    if (typeof code === 'string' && NEVER_SENT.has(code)) return true;
    at = at.cause;
  }
  return false;
}

type AnswerSeen = { readonly status: number; readonly headers: Json; readonly data: unknown };
type Blame = { readonly cause: Error; readonly exchange: boolean };

function answerFault(answer: AnswerSeen, failed: Failed, { cause, exchange }: Blame): ForgeFault {
  const { status } = answer;
  const limit = limitOf(answer, failed.nowMs);
  const text = `${failed.what}: GitHub answered ${String(status)} (${cause.message.slice(0, 300)})`;
  if (limit !== null)
    return new ForgeFault('rate_limited', text, { retryAfterMs: limit, status, cause });
  return new ForgeFault(codeOf(status, failed.kind, exchange), text, { status, cause });
}

function codeOf(status: number, kind: RequestKind, exchange: boolean): FaultCode {
  if (exchange && status < 500) return 'unauthorised';
  if (status >= 500) return kind === 'create' && !exchange ? 'ambiguous' : 'server_error';
  switch (status) {
    case 401:
      return 'unauthorised';
    case 403:
    case 451:
      return 'forbidden';
    case 404:
    case 410:
      return 'not_found';
    case 409:
      return 'conflict';
    case 408:
      return kind === 'create' ? 'ambiguous' : 'server_error';
    default:
      return 'invalid';
  }
}

/** Milliseconds to stay away; null when this was no limit. */
function limitOf({ status, headers, data }: AnswerSeen, nowMs: number): number | null {
  if (status !== 403 && status !== 429) return null;
  return waitIn(headers, nowMs) ?? (status === 429 || speaksOfLimit(data) ? MINUTE_MS : null);
}

/** What the headers ask for; null when they name no limit. */
function waitIn(headers: Json, nowMs: number): number | null {
  const retryAfterS = Number(textOrNullAt(headers, 'retry-after') ?? Number.NaN);
  if (Number.isFinite(retryAfterS)) return Math.max(SOONEST_MS, retryAfterS * 1_000);
  if (textOrNullAt(headers, 'x-ratelimit-remaining') !== '0') return null;
  const resetS = Number(textOrNullAt(headers, 'x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(resetS) ? Math.max(SOONEST_MS, resetS * 1_000 - nowMs) : MINUTE_MS;
}

/** A secondary limit may come as a bare 403; only its text tells it from a missing permission. */
function speaksOfLimit(data: unknown): boolean {
  const message = isRecord(data) ? (textOrNullAt(data, 'message') ?? '') : '';
  return message.toLowerCase().includes('rate limit');
}

const GRAPHQL_CODES: ReadonlyMap<string, FaultCode> = new Map([
  ['NOT_FOUND', 'not_found'],
  ['FORBIDDEN', 'forbidden'],
  ['INSUFFICIENT_SCOPES', 'forbidden'],
  ['RATE_LIMITED', 'rate_limited'],
  ['RATE_LIMIT', 'rate_limited'],
]);

function graphqlFault({ graphql, headers }: Thrown, failed: Failed, cause: Error): ForgeFault {
  const { what, nowMs } = failed;
  const first = graphql?.find(isRecord);
  const type = first === undefined ? null : textOrNullAt(first, 'type');
  const code = (type === null ? undefined : GRAPHQL_CODES.get(type)) ?? 'invalid';
  const asked = headers === null ? null : waitIn(headers, nowMs);
  const retryAfterMs = code === 'rate_limited' ? (asked ?? MINUTE_MS) : null;
  return new ForgeFault(code, `${what}: GitHub answered ${cause.message.slice(0, 300)}`, {
    retryAfterMs,
    cause,
  });
}
