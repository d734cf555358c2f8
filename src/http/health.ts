/**
 * For whoever watches the process: `/healthz` says that it runs, `/readyz` whether it can do its work and, if not,
 * what is missing; `/` says what this is. Nothing here needs a sign-in, so nothing here tells more.
 */
import { sendAnswer } from './route.ts';
import type { Route } from './route.ts';

export type Readiness = {
  /** Answers. */
  readonly database: boolean;
  /** Has the tables of this version. */
  readonly migrated: boolean;
  readonly worker: boolean;
};

const READ_METHODS = ['GET', 'HEAD'];
const PATIENCE_MS = 3_000;
const NOT_KNOWN: Readiness = { database: false, migrated: false, worker: false };

export function healthRoutes(readiness: () => Promise<Readiness>): readonly Route[] {
  return [
    {
      path: '/healthz',
      methods: READ_METHODS,
      handle: (_request, response) => {
        sendAnswer(response, { status: 200, body: { status: 'alive' } });
      },
    },
    {
      path: '/readyz',
      methods: READ_METHODS,
      handle: async (_request, response) => {
        const state = await inTime(readiness);
        const missing = Object.entries(state).flatMap(([part, ready]) => (ready ? [] : [part]));
        sendAnswer(response, {
          status: missing.length === 0 ? 200 : 503,
          body: { status: missing.length === 0 ? 'ready' : 'not ready', missing },
        });
      },
    },
    {
      path: '/',
      methods: READ_METHODS,
      handle: (_request, response) => {
        sendAnswer(response, {
          status: 200,
          body: {
            holdpoint: 'change management inside the forge',
            health: '/healthz',
            readiness: '/readyz',
          },
        });
      },
    },
  ];
}

/** Asking must not hang or fail where the database does. */
async function inTime(readiness: () => Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, NOT_KNOWN);
  });
  try {
    return await Promise.race([readiness(), late]);
  } catch {
    return NOT_KNOWN;
  } finally {
    clearTimeout(timer);
  }
}
