/**
 * How long it takes to read a plan: a large honest one, and the worst that somebody could send.
 *
 * What must stay true: the worst is the slowest of all hostile texts, each by its median of five readings, so that a
 * pause of the machine is not taken for a slow parser, nor a slow text hidden in a mean.
 */
import { FORMS } from '../src/core/plan/forms.ts';
import { readPlan } from '../src/core/plan/read-plan.ts';
import { CHANGE_FORM } from '../src/core/plan/change-form.ts';
import { printForm } from '../src/core/plan/print-plan.ts';
import { loadExample } from '../test/support/examples.ts';
import { hostileBodies, hostileTexts } from '../test/support/hostile-texts.ts';

export type BenchResult = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number | null;
  readonly pass: boolean;
};

const LARGE = 60_000;
const LONGEST = 65_536;

export function run(): Promise<BenchResult[]> {
  const body = largeBody();
  const hostile = [...hostileTexts(LONGEST), ...hostileBodies(LONGEST)];
  const slowest = hostile
    .map(([name, text]) => ({ name, ms: medianOf(text, 5) }))
    .reduce((worst, next) => (next.ms > worst.ms ? next : worst));
  return Promise.resolve([
    result('read a plan of 60 kB, median', medianOf(body, 201), 5),
    result(`read 65,536 hostile characters, slowest (${slowest.name})`, slowest.ms, 50),
  ]);
}

function result(name: string, ms: number, limit: number): BenchResult {
  return { name, value: Math.round(ms * 1000) / 1000, unit: 'ms', limit, pass: ms <= limit };
}

function medianOf(text: string, rounds: number): number {
  const times = Array.from({ length: rounds }, () => timeOf(text)).sort((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? 0;
}

function timeOf(text: string): number {
  const start = performance.now();
  readPlan(text, FORMS);
  return performance.now() - start;
}

/** An example grown to the size: steps up to the limit, the rest as words. */
function largeBody(): string {
  const { answers } = loadExample('postgres-major-upgrade');
  const step =
    '1. Do the next thing on the next node\n' +
    '   - expect: it answers as before, and says so in the log within a minute\n' +
    '   - rollback: take it back, and look again\n   - time: 5m\n';
  const print = (words: string) =>
    printForm(CHANGE_FORM, (field) => {
      if (field.id === 'steps_execute') return step.repeat(180).trim();
      return `${(answers[field.id] ?? '').trim()}${field.id === 'what' ? words : ''}`;
    });
  const words = ' and so on, line by line,\nas people do';
  return print(words.repeat(Math.floor((LARGE - print('').length) / words.length)));
}
