/** What the gates did, as a table for a terminal: the busy ones in rows, who let them pass, and those that were idle. */
import { FATES, weight } from '../evidence/insights.ts';
import type { Insights, Pass, GateInsight } from '../evidence/insights.ts';
import type { Period } from '../evidence/manifest.ts';
import { counted, oneLine } from './terminal.ts';

const COLUMNS: readonly (readonly [string, (gate: GateInsight) => string])[] = [
  ['asked', ({ asked }) => (asked === null ? '–' : String(asked))],
  ['stopped', ({ stopped }) => figure(stopped)],
  ['overridden', ({ overridden }) => figure(overridden)],
  ['bypassed', ({ bypassed }) => figure(bypassed)],
  ['emergency', ({ emergency }) => figure(emergency)],
  ['merged', ({ merged }) => figure(merged)],
];

export function insightsText({ decisions, gates }: Insights, { from, to }: Period): string {
  const busy = gates.filter((gate) => weight(gate) > 0);
  const quiet = gates.filter((gate) => weight(gate) === 0);
  const when = [from === null ? '' : ` since ${from}`, to === null ? '' : ` until ${to}`].join('');
  const title = `Gates${when}: ${counted(decisions, 'decision')}`;
  const said = busy.length === 0 ? ['', 'No gate stopped anybody, and none was passed.'] : [];
  const table = busy.length === 0 ? [] : ['', ...tableOf(busy), '', ...LEGEND];
  const passed = busy.flatMap(passLines);
  const who = passed.length === 0 ? [] : ['', 'Who let it pass', ...passed];
  const idle =
    quiet.length === 0 ? [] : ['', 'Asked, and stopped nobody', ...wrapped(quiet.map(quietText))];
  return `${[title, ...said, ...table, ...who, ...idle].join('\n')}\n`;
}

const LEGEND: readonly string[] = [
  '  asked: at decisions that gates stand before, said yes or no; – where no gate asks it.',
  '  stopped: refusals. emergency: would have stopped one. merged: although it was not met.',
];

function tableOf(gates: readonly GateInsight[]): readonly string[] {
  const widest = Math.max(...gates.map(({ code }) => code.length), 'gate'.length);
  const line = (code: string, cells: readonly string[]): string =>
    `  ${code.padEnd(widest)}${cells.map((cell, at) => `  ${cell.padStart(COLUMNS[at]?.[0].length ?? 0)}`).join('')}`;
  const head = line(
    'gate',
    COLUMNS.map(([name]) => name),
  );
  const rows = gates.map((gate) =>
    line(
      gate.code,
      COLUMNS.map(([, cell]) => cell(gate)),
    ),
  );
  return [head, `  ${'─'.repeat(head.length - 2)}`, ...rows];
}

/** Zeros would hide what is there. */
function figure(count: number): string {
  return count === 0 ? '·' : String(count);
}

const WAYS: Readonly<Record<Pass['way'], string>> = {
  override: 'overrode it',
  bypass_list: 'bypassed it',
  bypass_request: 'granted a bypass',
};

function passLines({ code, passes, requests }: GateInsight): readonly string[] {
  const people = passes.map(({ by, way, times, askers }) => {
    const asked = askers.length === 0 ? '' : `, asked by ${askers.map(oneLine).join(', ')}`;
    return `    ${oneLine(by)} ${WAYS[way]} ${counted(times, 'time')}${asked}`;
  });
  const fates = FATES.filter((fate) => requests[fate] > 0).map(
    (fate) => `${String(requests[fate])} ${fate}`,
  );
  const asked = fates.length === 0 ? [] : [`    requests: ${fates.join(', ')}`];
  return people.length + asked.length === 0 ? [] : [`  ${code}`, ...people, ...asked];
}

function quietText({ code, asked }: GateInsight): string {
  return `${code} ${String(asked ?? 0)}`;
}

/** Two spaces in, at most 100 wide. */
function wrapped(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 96)
      lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}
