/** What was found out about one log, and how it is said. */
import { counted, oneLine } from './terminal.ts';

export type Witness = { readonly seq: number; readonly hash: string };

export type LogReport =
  | {
      readonly result: 'intact';
      readonly source: string;
      readonly workspace: string;
      readonly events: number;
      /** Above 1: the file begins in the middle, and what came before is not proven by it. */
      readonly from: number;
      /** Texts and names that were erased; their commitments are still proven. */
      readonly redacted: number;
      readonly head: { readonly seq: number; readonly hash: string };
      /** How many hashes from elsewhere were found again. */
      readonly witnesses: number;
      /** What the proof does not cover. */
      readonly caveat?: string;
    }
  | {
      readonly result: 'broken';
      readonly source: string;
      readonly workspace: string | null;
      /** Intact events before the damage. */
      readonly events: number;
      readonly problem: string;
    }
  | {
      readonly result: 'unknown';
      readonly source: string;
      readonly workspace: null;
      readonly events: 0;
      readonly problem: string;
    };

/** A table has no chain: it is what its manifest describes, or not. */
export type TableReport = {
  readonly source: string;
  readonly workspace: string;
  readonly table: string;
} & (
  | { readonly result: 'as_described'; readonly rows: number; readonly sha256: string }
  | { readonly result: 'not_as_described'; readonly problem: string }
);

export type Report = LogReport | TableReport;

/** Null when every hash from elsewhere is found at its place. */
export function witnessProblem(
  witnesses: readonly Witness[],
  seen: ReadonlyMap<number, string>,
): string | null {
  for (const { seq, hash } of witnesses) {
    const found = seen.get(seq);
    if (found === undefined)
      return `event ${String(seq)}: a witness saw it with hash ${hash}, but there is no such event`;
    if (!found.startsWith(hash))
      return `event ${String(seq)}: a witness saw the hash ${hash}, found ${found}`;
  }
  return null;
}

export function reportText(report: Report): string {
  if (report.result === 'as_described')
    return `${report.source}: as its manifest describes it, ${counted(report.rows, 'row')}\n  sha256 ${report.sha256}\n`;
  if (report.result === 'not_as_described')
    return `${report.source}: NOT AS DESCRIBED\n  ${oneLine(report.problem)}\n`;
  const name = report.workspace === null ? report.source : oneLine(report.workspace);
  if (report.result === 'unknown') return `${name}: ${oneLine(report.problem)}\n`;
  if (report.result === 'broken') {
    return `${name}: BROKEN after ${counted(report.events, 'intact event')}\n  ${oneLine(report.problem)}\n`;
  }
  const { events, from, redacted, head, witnesses, caveat } = report;
  const begin = from > 1 ? ` from event ${String(from)}` : '';
  const erased = redacted > 0 ? `, ${counted(redacted, 'text')} erased with proof` : '';
  const seen = witnesses > 0 ? `, ${counted(witnesses, 'witness', 'witnesses')} found again` : '';
  const note = caveat === undefined ? '' : `  note: ${caveat}\n`;
  return `${name}: intact, ${counted(events, 'event')}${begin}${erased}${seen}\n  head ${String(head.seq)} ${head.hash}\n${note}`;
}
