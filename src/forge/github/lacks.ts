/**
 * A forge that calls itself GitHub may lack a part of its API: an older server, or one that only speaks like it. What
 * can be done without is done without, and said once in the log, so that nobody looks for it in vain.
 */
import type { Logger } from 'pino';
import { ForgeFault } from '../fault.ts';

export type Lacks = (what: string) => void;

export function makeLacks(log: Logger): Lacks {
  const said = new Set<string>();
  return (what) => {
    if (said.has(what)) return;
    said.add(what);
    log.warn({ action: 'forge_lacks', what }, 'the forge does not offer this; going on without it');
  };
}

/** The address itself was not found. A GraphQL answer about a thing that is gone carries no status. */
export function isNoSuchAddress(error: unknown): boolean {
  return error instanceof ForgeFault && error.status === 404;
}

/** `otherwise` when the forge has no such address. */
export async function orWithout<T>(
  ask: () => Promise<T>,
  {
    lacks,
    what,
    otherwise,
  }: { readonly lacks: Lacks; readonly what: string; readonly otherwise: T },
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isNoSuchAddress(error)) throw error;
    lacks(what);
    return otherwise;
  }
}
