/*
 * Every request the forge was asked, for tests and benches that count what the app does to it. A content write
 * is what the forge's secondary limits count: something people can see was created or changed.
 */
import type { JsonObject } from '../state/json-value.ts';

export type LoggedRequest = {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** The route's pattern, or null when no route was found. */
  readonly pattern: string | null;
  /** `mara-ops`, `holdpoint[bot]`, `app:holdpoint`, or `nobody`. */
  readonly actor: string;
  readonly status: number;
  /** It asked only: by GET, or by a question of GraphQL. */
  readonly read: boolean;
  readonly contentWrite: boolean;
};

export type RequestCounts = {
  readonly total: number;
  readonly reads: number;
  readonly writes: number;
  readonly contentWrites: number;
  readonly notModified: number;
};

export type RequestLog = {
  all(): readonly LoggedRequest[];
  /** Counts, of everybody or of one actor. */
  counts(actor?: string): RequestCounts;
  clear(): void;
};

export type RequestRecorder = RequestLog & {
  record(request: Omit<LoggedRequest, 'read' | 'contentWrite'>, body: JsonObject): void;
};

const quietWrites = ['/access_tokens', '/attempts', '/reactions'];

type Asked = { readonly method: string; readonly path: string; readonly body: JsonObject };

/** GraphQL has one address and one method for both: what changes something begins with the word. */
export function isRead({ method, path, body }: Asked): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  const { query } = body;
  return path === '/graphql' && !(typeof query === 'string' && query.trim().startsWith('mutation'));
}

export function isContentWrite(asked: Asked): boolean {
  return !isRead(asked) && !quietWrites.some((part) => asked.path.includes(part));
}

export function createRequestLog(): RequestRecorder {
  let requests: LoggedRequest[] = [];
  return {
    all: () => requests,
    clear: () => {
      requests = [];
    },
    record: (request, body) => {
      const asked = { ...request, body };
      requests.push({ ...request, read: isRead(asked), contentWrite: isContentWrite(asked) });
    },
    counts: (actor) => {
      const mine =
        actor === undefined ? requests : requests.filter((request) => request.actor === actor);
      const count = (test: (request: LoggedRequest) => boolean): number => mine.filter(test).length;
      return {
        total: mine.length,
        reads: count(({ read }) => read),
        writes: count(({ read }) => !read),
        contentWrites: count((request) => request.contentWrite),
        notModified: count((request) => request.status === 304),
      };
    },
  };
}
