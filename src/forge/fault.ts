/**
 * Trouble with a forge, thrown. The code is closed and decides what may be done next; the text is for logs
 * only. `ambiguous` is the dangerous one: a write whose answer was lost may have been carried out, so it is
 * resolved by reading back and never repeated blindly.
 */
export type FaultCode =
  | 'unreachable'
  | 'rate_limited'
  | 'unauthorised'
  | 'forbidden'
  | 'not_found'
  | 'invalid'
  | 'conflict'
  | 'server_error'
  | 'ambiguous';

export class ForgeFault extends Error {
  readonly code: FaultCode;
  /** Milliseconds to stay away, when the forge said so. */
  readonly retryAfterMs: number | null;
  readonly status: number | null;

  constructor(
    code: FaultCode,
    what: string,
    more: { retryAfterMs?: number | null; status?: number | null; cause?: unknown } = {},
  ) {
    super(what, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'ForgeFault';
    this.code = code;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.status = more.status ?? null;
  }
}

/** Whether trying again later can help: nothing about the request itself was wrong. */
export function isTransient(code: FaultCode): boolean {
  return (
    code === 'unreachable' ||
    code === 'rate_limited' ||
    code === 'server_error' ||
    code === 'ambiguous' ||
    code === 'unauthorised'
  );
}
