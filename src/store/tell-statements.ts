/**
 * Statements in the program's own log, for whoever looks for a slow or a failing one (`LOG_LEVEL=debug`).
 *
 * What must stay true: values never get there. Words of people, names and secrets travel as parameters, and of those
 * only the number is told; of an error only its code, because its text quotes what it choked on.
 */
import type pg from 'pg';
import type { StoreLog } from './store-log.ts';

type Query = (...given: readonly unknown[]) => unknown;

/** Before the first statement of a connection. */
export function tellStatements(client: pg.PoolClient, log: StoreLog): void {
  // The overloads are many; whatever was given is passed on as it came.
  const query = client.query.bind(client) as Query;
  const telling: Query = (...given) => {
    const told = { action: 'sql', ...describe(given) };
    const begun = performance.now();
    const end = (error: unknown, result: unknown): void => {
      const ms = Math.round((performance.now() - begun) * 10) / 10;
      log.debug({ ...told, ms, ...outcome(error, result) }, 'statement');
    };
    const last = given.at(-1);
    if (typeof last !== 'function') return overheard(query(...given), end);
    return query(...given.slice(0, -1), (error: unknown, result: unknown) => {
      end(error, result);
      (last as Query)(error, result);
    });
  };
  client.query = telling as typeof client.query;
}

type End = (error: unknown, result: unknown) => void;

function overheard(answer: unknown, end: End): unknown {
  if (answer instanceof Promise)
    answer.then(
      (result: unknown) => {
        end(null, result);
      },
      (error: unknown) => {
        end(error, null);
      },
    );
  return answer;
}

function describe([query, values]: readonly unknown[]): object {
  const { text, values: own } = (typeof query === 'string' ? { text: query } : query) as {
    readonly text?: string;
    readonly values?: readonly unknown[];
  };
  const parameters = Array.isArray(values) ? values.length : (own?.length ?? 0);
  return { statement: (text ?? '').replaceAll(/\s+/gu, ' ').trim(), parameters };
}

function outcome(error: unknown, result: unknown): object {
  if (error !== null && error !== undefined)
    return { code: (error as { readonly code?: string }).code ?? 'unknown' };
  return { rows: (result as { readonly rowCount?: number | null } | null)?.rowCount ?? 0 };
}
