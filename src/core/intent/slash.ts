/**
 * Finds the commands in a comment: `/chg <verb> …`, and `E3: what I saw` for steps that are known, each on a line of
 * its own where a reader sees plain text (open-lines.ts). What the words mean is decided elsewhere.
 *
 * What must stay true: linear in the length of the comment; the same text always gives the same lines, because a
 * command is known for ever by the number of its line.
 */
import { splitLines } from '../plan/body.ts';
import { findOpenLines } from './open-lines.ts';
import { findVerb } from './verbs.ts';

export type SlashLine =
  | {
      readonly kind: 'command';
      /** From 0. */
      readonly line: number;
      /** The verb as typed; empty when the line is only `/chg`. */
      readonly verb: string;
      /** What follows the verb on its line. */
      readonly rest: string;
      /** The same with the lines below, for verbs whose last argument is free text. */
      readonly text: string;
    }
  | {
      readonly kind: 'observation';
      readonly line: number;
      readonly step: string;
      readonly text: string;
    }
  | {
      /** The last of all, where there were more than are read. */
      readonly kind: 'left_out';
      /** Where the first of them stands. */
      readonly line: number;
      readonly count: number;
      readonly first: Exclude<SlashLine, { readonly kind: 'left_out' }>;
    };

/** More in one comment than anybody means; the rest is not read but counted, so that one comment cannot fill the log. */
export const MOST_COMMANDS = 60;

type Head =
  | {
      readonly kind: 'command';
      readonly line: number;
      readonly verb: string;
      readonly rest: string;
    }
  | {
      readonly kind: 'observation';
      readonly line: number;
      readonly step: string;
      readonly rest: string;
    };

/** `steps`: ids in the spelling of the plan. */
export function parseSlash(body: string, steps: readonly string[] = []): readonly SlashLine[] {
  const lines = splitLines(body);
  const { open, cuts } = findOpenLines(lines);
  const byId = new Map(steps.map((step) => [step.toLowerCase(), step]));
  const heads: Head[] = [];
  for (const [line, text] of lines.entries()) {
    const head =
      open[line] === true ? (commandHead(line, text) ?? stepHead(line, text, byId)) : null;
    if (head !== null) heads.push(head);
  }
  const read = heads.slice(0, MOST_COMMANDS + 1).map((head, index) => {
    const until = heads[index + 1]?.line ?? lines.length;
    return complete(
      head,
      ownLines(lines.slice(head.line + 1, until), { cuts, from: head.line + 1 }),
    );
  });
  const first = read[MOST_COMMANDS];
  if (first === undefined) return read;
  const count = heads.length - MOST_COMMANDS;
  return [...read.slice(0, MOST_COMMANDS), { kind: 'left_out', line: first.line, count, first }];
}

function commandHead(line: number, source: string): Head | null {
  const text = source.trim();
  const slash = firstWord(text);
  if (slash.word.toLowerCase() !== '/chg') return null;
  const { word, rest } = firstWord(slash.rest);
  return { kind: 'command', line, verb: word, rest };
}

function stepHead(line: number, source: string, byId: ReadonlyMap<string, string>): Head | null {
  const text = source.trim();
  const colon = text.indexOf(':');
  const step = colon < 0 || colon > 8 ? undefined : byId.get(text.slice(0, colon).toLowerCase());
  return step === undefined
    ? null
    : { kind: 'observation', line, step, rest: text.slice(colon + 1).trim() };
}

function complete(
  head: Head,
  below: readonly string[],
): Exclude<SlashLine, { readonly kind: 'left_out' }> {
  const text = [head.rest, ...below].join('\n').trim();
  if (head.kind === 'observation')
    return { kind: 'observation', line: head.line, step: head.step, text };
  const takesText = findVerb(head.verb)?.takesText === true;
  return { ...head, text: takesText ? text : head.rest };
}

/** The sender's own words end where a mail begins to quote, or at the signature. */
function ownLines(
  lines: readonly string[],
  { cuts, from }: { readonly cuts: ReadonlySet<number>; readonly from: number },
): readonly string[] {
  const cut = lines.findIndex((_line, index) => cuts.has(from + index));
  return cut < 0 ? lines : lines.slice(0, cut);
}

/** The first word and what follows it, without the white space around them. */
export function firstWord(text: string): { readonly word: string; readonly rest: string } {
  const trimmed = text.trimStart();
  let end = 0;
  while (end < trimmed.length && trimmed.charAt(end).trim() !== '') end += 1;
  return { word: trimmed.slice(0, end), rest: trimmed.slice(end).trim() };
}
