/**
 * The few ways in which we talk to GitHub's API with one identity (the app, or one installation): a read, all
 * pages of a list, a write in turn, a GraphQL query. Reads are repeated twice at most; writes never. Answers are
 * unknown until a parser has looked at them, and an answer that cannot be parsed counts as no answer.
 */
import type { ProbotOctokit } from 'probot';
import { ForgeFault } from '../fault.ts';
import type { Pace, Urgency } from './pace.ts';
import { isRecord, ShapeError } from './shape.ts';
import type { Machine } from './machine.ts';
import { toFault } from './translate-fault.ts';
import type { RequestKind } from './translate-fault.ts';
import { keepAnswers } from './unchanged.ts';

export type Octokit = InstanceType<typeof ProbotOctokit>;

export type Params = Readonly<Record<string, unknown>>;

export type Answer = {
  readonly data: unknown;
  /** After redirects. */
  readonly url: string;
  readonly link: string;
};

export type Write = {
  readonly kind: 'repeatable' | 'create';
  readonly urgency?: Urgency;
};

export type Api = {
  readonly read: <T>(route: string, params: Params, parse: (answer: Answer) => T) => Promise<T>;
  /** Like `read`; null when the forge answers that there is no such thing, or not for us. */
  readonly readOrNull: <T>(
    route: string,
    params: Params,
    parse: (answer: Answer) => T,
  ) => Promise<T | null>;
  /** Every page. `parse` gets the body of one page and returns its items. */
  readonly readAll: <T>(
    route: string,
    params: Params,
    parse: (data: unknown) => readonly T[],
  ) => Promise<readonly T[]>;
  readonly write: <T>(how: Write, request: Request, parse: (answer: Answer) => T) => Promise<T>;
  readonly query: <T>(text: string, variables: Params, parse: (data: unknown) => T) => Promise<T>;
  readonly mutate: (text: string, variables: Params) => Promise<void>;
};

export type Request = { readonly route: string; readonly params: Params };

export type ApiParts = {
  readonly octokit: Octokit;
  readonly pace: Pace;
  readonly machine: Machine;
  /** Gets a fresh token, after the forge refused the one in hand. */
  readonly renewToken: () => Promise<void>;
  /** Called when the forge no longer knows our token. */
  readonly onUnauthorised: () => void;
};

const READ_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
export const PER_PAGE = 100;
/** A list that does not end is a forge gone wrong; 1,000 pages are far beyond anything real. */
const MOST_PAGES = 1_000;

export function makeApi(parts: ApiParts): Api {
  const { octokit, pace } = parts;
  const ask = makeAsk(parts);

  const readOnce = conditionalRead(octokit);

  const read: Api['read'] = (route, params, parse) =>
    ask({ what: route, kind: 'read' }, () => readOnce(route, params, parse));

  const readAll: Api['readAll'] = async <T>(
    route: string,
    params: Params,
    parse: (data: unknown) => readonly T[],
  ) => {
    const all: T[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const asked = { per_page: PER_PAGE, ...params, page };
      const { items, more } = await read(route, asked, ({ data, link }) => ({
        items: parse(data),
        more: hasNext(link),
      }));
      all.push(...items);
      if (!more) return all;
    }
    throw new ForgeFault('server_error', `${route}: the list has no end`);
  };

  return {
    read,
    readAll,
    readOrNull: async (route, params, parse) => {
      try {
        return await read(route, params, parse);
      } catch (error) {
        if (error instanceof ForgeFault && error.code === 'not_found') return null;
        throw error;
      }
    },
    write: ({ kind, urgency = 'surface' }, { route, params }, parse) =>
      pace.inTurn(urgency, () =>
        ask({ what: route, kind }, async () =>
          parse(answerOf(await octokit.request(route, params))),
        ),
      ),
    query: (text, variables, parse) =>
      ask({ what: 'POST /graphql (query)', kind: 'read' }, async () =>
        parse(await octokit.graphql<unknown>(text, { ...variables })),
      ),
    mutate: (text, variables) =>
      pace.inTurn('surface', () =>
        ask({ what: 'POST /graphql (mutation)', kind: 'repeatable' }, async () => {
          await octokit.graphql<unknown>(text, { ...variables });
        }),
      ),
  };
}

/** Asks with the mark of the answer in hand, and takes that answer again when the forge says that it still holds. */
function conditionalRead(octokit: Octokit): Api['read'] {
  const answers = keepAnswers<Answer>();
  return async (route, params, parse) => {
    const key = `${route} ${JSON.stringify(params)}`;
    const kept = answers.find(key);
    const marked = kept === null ? {} : { headers: { 'if-none-match': kept.etag } };
    try {
      const response = await octokit.request(route, { ...params, ...marked });
      const answer = answerOf(response);
      const value = parse(answer);
      const etag = isRecord(response.headers) ? response.headers.etag : null;
      // Only what could be read is worth having again.
      if (typeof etag === 'string' && !mayGoOn(answer, params)) answers.keep(key, { etag, answer });
      return value;
    } catch (error) {
      if (kept !== null && isUnchanged(error)) return parse(kept.answer);
      throw error;
    }
  };
}

/** A full last page: it stays the same, mark and all, when a page is added after it. */
function mayGoOn({ data, link }: Answer, { per_page: most }: Params): boolean {
  if (typeof most !== 'number' || hasNext(link)) return false;
  const lists: readonly unknown[] = isRecord(data) ? Object.values(data) : [data];
  return lists.some((list) => Array.isArray(list) && list.length >= most);
}

function isUnchanged(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 304;
}

type Asked = { readonly what: string; readonly kind: RequestKind };

function makeAsk({ pace, machine, renewToken, onUnauthorised }: ApiParts) {
  let tokenRefused = false;

  const once = async <T>(asked: Asked, send: () => Promise<T>): Promise<T> => {
    pace.respect();
    try {
      if (tokenRefused) {
        await renewToken();
        tokenRefused = false;
      }
      return await send();
    } catch (error) {
      const fault = faultOf(error, asked, machine.nowMs());
      pace.heed(fault);
      if (fault.code === 'unauthorised') {
        tokenRefused = true;
        onUnauthorised();
      }
      throw fault;
    }
  };

  return async <T>(asked: Asked, send: () => Promise<T>): Promise<T> => {
    const attempts = asked.kind === 'read' ? READ_ATTEMPTS : 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(asked, send);
      } catch (error) {
        if (attempt >= attempts || !isWorthRepeating(error)) throw error;
        // Jittered, so that many readers who failed together do not come back together.
        await machine.wait(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + machine.random()));
      }
    }
  };
}

function faultOf(error: unknown, asked: Asked, nowMs: number): ForgeFault {
  if (!(error instanceof ShapeError)) return toFault(error, { ...asked, nowMs });
  // A proxy's page or a torn body instead of JSON. For a create that is a lost answer.
  const code = asked.kind === 'create' ? 'ambiguous' : 'server_error';
  return new ForgeFault(code, `${asked.what}: the answer cannot be read: ${error.message}`, {
    cause: error,
  });
}

function isWorthRepeating(error: unknown): boolean {
  return (
    error instanceof ForgeFault && (error.code === 'server_error' || error.code === 'unreachable')
  );
}

function answerOf(response: {
  readonly data: unknown;
  readonly url: string;
  readonly headers: unknown;
}): Answer {
  const link = isRecord(response.headers) ? response.headers.link : null;
  return { data: response.data, url: response.url, link: typeof link === 'string' ? link : '' };
}

export function hasNext(link: string): boolean {
  return link.includes('rel="next"');
}
