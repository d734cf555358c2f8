// `npm run bench [-- name…] [--json]`: runs the benches of this folder one after another, so that none disturbs
// another, and fails when a figure is over its limit. A bench is a file that exports `run`.
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';

import type { BenchResult } from './result.ts';

type Bench = { readonly run: () => Promise<readonly BenchResult[]> };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});

/** Files that are no bench. */
const others = ['main.ts', 'result.ts'];

const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !others.includes(file))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}; there are: ${known.join(', ')}.`);
  process.exit(2);
}

const results: BenchResult[] = [];
const began = performance.now();
for (const name of positionals.length > 0 ? positionals : known) {
  const bench = (await import(`./${name}.ts`)) as Bench;
  const measured = await bench.run();
  results.push(...measured);
  if (!values.json) measured.forEach((result) => console.log(describe(name, result)));
}
if (values.json) console.log(JSON.stringify(results, null, 2));
console.error(`took ${String(Math.round((performance.now() - began) / 1_000))} s`);
process.exitCode = results.every(({ pass }) => pass) ? 0 : 1;

function describe(bench: string, { name, value, unit, limit, pass }: BenchResult): string {
  const bound = limit === null ? '' : ` (limit ${String(limit)})`;
  return `${pass ? 'ok  ' : 'FAIL'}  ${bench}: ${name}: ${String(value)} ${unit}${bound}`;
}
