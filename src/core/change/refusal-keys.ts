/**
 * By which words two refusals are the same one. A person is answered once per obstacle and plan revision; repeats are
 * recorded without an answer, and only up to a number, so that nobody can fill the log by repeating a command.
 */
import type { RefusalCode } from './refusal.ts';

export const MAX_REFUSALS_RECORDED = 50;

export type RefusalKey = {
  readonly actor: string;
  readonly code: RefusalCode;
  readonly verb: string;
  readonly step: string | null;
  readonly revision: number;
};

export function seenKey({ actor, code, verb, step, revision }: RefusalKey): string {
  return [actor, code, verb, step ?? '-', String(revision)].join('|');
}

export function countKey(actor: string, code: RefusalCode): string {
  return `${actor}|${code}`;
}
