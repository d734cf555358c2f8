/**
 * By which words two refusals are the same one. A person is answered once per obstacle and plan revision, whatever
 * verb or step it was met with; repeats are recorded without an answer, and only up to a number. So nobody can fill
 * the issue or the log by trying one command after the other.
 */
import type { RefusalCode } from './refusal.ts';

export const MAX_REFUSALS_RECORDED = 50;

export type RefusalKey = {
  readonly actor: string;
  readonly code: RefusalCode;
  readonly revision: number;
};

export function seenKey({ actor, code, revision }: RefusalKey): string {
  return `${countKey(actor, code)}|${String(revision)}`;
}

export function countKey(actor: string, code: RefusalCode): string {
  return `${actor}|${code}`;
}
