/*
 * Every request the forge was asked, for tests and benches that count what the app does to it. A content write
 * is what the forge's secondary limits count: something people can see was created or changed.
 */
export type LoggedRequest = {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** The route's pattern, or null when no route was found. */
  readonly pattern: string | null;
  /** `mara-ops`, `holdpoint[bot]`, `app:holdpoint`, or `nobody`. */
  readonly actor: string;
  readonly status: number;
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
  record(request: Omit<LoggedRequest, 'contentWrite'>): void;
};

const quietWrites = ['/access_tokens', '/attempts', '/reactions'];

export function isContentWrite(method: string, path: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && !quietWrites.some((part) => path.includes(part));
}

export function createRequestLog(): RequestRecorder {
  let requests: LoggedRequest[] = [];
  return {
    all: () => requests,
    clear: () => {
      requests = [];
    },
    record: (request) => {
      requests.push({ ...request, contentWrite: isContentWrite(request.method, request.path) });
    },
    counts: (actor) => {
      const mine =
        actor === undefined ? requests : requests.filter((request) => request.actor === actor);
      const count = (test: (request: LoggedRequest) => boolean): number => mine.filter(test).length;
      return {
        total: mine.length,
        reads: count((request) => request.method === 'GET'),
        writes: count((request) => request.method !== 'GET'),
        contentWrites: count((request) => request.contentWrite),
        notModified: count((request) => request.status === 304),
      };
    },
  };
}
