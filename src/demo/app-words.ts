/**
 * What the narrator takes from the app's own comments: the head of the record, the parts of a refusal, and the
 * reason beside a box that was put back. The demo reads them as a person does; it knows nothing else of them.
 */
import { words } from './plain-markdown.ts';

export type Line = { readonly label: string; readonly text: string };

const LABELLED = /^\*\*(Next|Who|Why):\*\* (.*)$/u;

/** The headline, then what is next, from whom, and why. */
export function headOf(record: string): readonly Line[] {
  const lines = record.split(/\r?\n/u);
  const headline = lines.find((line) => line.startsWith('### '))?.slice('### '.length) ?? '';
  return [{ label: '', text: words(headline) }, ...labelled(lines).slice(0, 3)];
}

export type Refused = {
  readonly title: string;
  readonly code: string;
  readonly lines: readonly Line[];
};

/** Null when the comment is not the answer to a refused act. */
export function refusalOf(reply: string): Refused | null {
  if (!reply.includes('<!-- holdpoint:reply:refused')) return null;
  const lines = reply.split(/\r?\n/u);
  const [first = '', ...rest] = lines;
  const title = /\*\*(.+)\*\*$/u.exec(first)?.[1] ?? first;
  const code = lines.find((line) => line.startsWith('<sub>')) ?? '';
  const sentence = rest.filter((line) => line !== '' && !/^(?:\*\*|<)/u.test(line));
  return {
    title: words(title),
    code: words(code),
    lines: [
      ...sentence.map((line) => ({ label: '', text: words(line) })),
      ...labelled(lines).slice(0, 2),
    ],
  };
}

function labelled(lines: readonly string[]): readonly Line[] {
  return lines.flatMap((line) => {
    const [, label = '', text = ''] = LABELLED.exec(line) ?? [];
    return label === '' ? [] : [{ label, text: words(text) }];
  });
}

/** The box of a step: whether it is ticked, and the last refusal that is noted below it. */
export function boxOf(
  record: string,
  step: string,
): { readonly ticked: boolean; readonly refused: string | null } {
  const lines = record.split(/\r?\n/u);
  const at = lines.findIndex((line) => line.includes(`<!-- chg:${step} -->`));
  const below = lines.slice(at + 1);
  const end = below.findIndex((line) => !line.startsWith('  '));
  const notes = below.slice(0, end < 0 ? below.length : end);
  const refused = notes.findLast((line) => /^\s+\*.* was refused: .*\*$/u.test(line));
  return {
    ticked: /^\s*- \[x\]/iu.test(lines[at] ?? ''),
    refused: refused === undefined ? null : words(refused.trim()),
  };
}

/** Whom a milestone comment asks; null for any other comment. */
export function askedIn(comment: string): string | null {
  if (!comment.includes('<!-- holdpoint:milestone')) return null;
  const line = comment.split(/\r?\n/u).find((text) => text.startsWith('@'));
  return line?.split(':')[0] ?? null;
}
