// Counts every statement and every request of this process, and ends it with SIGKILL at the wanted one. Nothing in
// the application knows of it: the driver's and the platform's own functions are wrapped.
import { appendFileSync } from 'node:fs';
import pg from 'pg';
import { noteDeath, readControl, type Kill, type When } from './control.ts';

export type Watch = { readonly control: string; readonly trace: string | null };

export function watchCalls(watch: Watch): void {
  let act = -1;
  let passed = 0;
  const begin = (key: string): ((when: When) => void) => {
    const { act: now, kill } = readControl(watch.control);
    if (now !== act) [act, passed] = [now, 0];
    if (watch.trace !== null) appendFileSync(watch.trace, `${String(act)}\t${key}\n`);
    const isIt = kill !== null && matches(kill, act, key) && passed === kill.skip;
    if (kill !== null && matches(kill, act, key)) passed += 1;
    return (when) => {
      if (!isIt || kill.when !== when) return;
      noteDeath(watch.control, kill);
      process.kill(process.pid, 'SIGKILL');
    };
  };
  wrapQuery(begin);
  wrapFetch(begin);
}

function matches(kill: Kill, act: number, key: string): boolean {
  return kill.act === act && (kill.key === null || kill.key === key);
}

type Begin = (key: string) => (when: When) => void;
type Query = (this: object, ...given: unknown[]) => unknown;

function wrapQuery(begin: Begin): void {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  const previous = new WeakMap<object, string>();
  prototype.query = function wrapped(this: object, ...given: unknown[]): unknown {
    const text = textOf(given[0]);
    const after = previous.get(this) ?? 'nothing';
    previous.set(this, text);
    // All commits read alike; what they commit tells them apart.
    const reach = begin(text === 'COMMIT' ? `sql COMMIT after ${after}` : `sql ${text}`);
    reach('before');
    const last = given.at(-1);
    if (typeof last === 'function') {
      const back = last as (...answer: unknown[]) => unknown;
      const noticed = (...answer: unknown[]): unknown => {
        reach('after');
        return back(...answer);
      };
      return query.apply(this, [...given.slice(0, -1), noticed]);
    }
    const answer = query.apply(this, given);
    return answer instanceof Promise ? noticing(answer, reach) : answer;
  };
}

async function noticing<T>(answer: Promise<T>, reach: (when: When) => void): Promise<T> {
  try {
    return await answer;
  } finally {
    reach('after');
  }
}

/** By its text; names, numbers and addresses in it are the same for every run of a story. */
function textOf(asked: unknown): string {
  const text = typeof asked === 'string' ? asked : (asked as { readonly text?: string }).text;
  return (text ?? 'a cursor').replaceAll(/\s+/gu, ' ').trim();
}

function wrapFetch(begin: Begin): void {
  const fetched = globalThis.fetch;
  globalThis.fetch = async (...given: Parameters<typeof fetch>): Promise<Response> => {
    const [address, init] = given;
    const url = new URL(address instanceof Request ? address.url : address);
    const method = init?.method ?? (address instanceof Request ? address.method : 'GET');
    const reach = begin(`http ${method} ${routeOf(url.pathname)}`);
    reach('before');
    return noticing(fetched(...given), reach);
  };
}

function routeOf(path: string): string {
  return path
    .replace(/^\/api\/v3/u, '')
    .replace(/\/labels\/[^/]+$/u, '/labels/*')
    .replace(/\/collaborators\/[^/]+\//u, '/collaborators/*/')
    .replaceAll(/\/[0-9a-f]{40}(?=\/|$)/gu, '/sha')
    .replaceAll(/\/\d+(?=\/|$)/gu, '/n');
}
