/**
 * Texts made to hurt a parser: runs of everything that starts, ends or nests something in Markdown or in our forms.
 *
 * What must stay true: each is exactly as long as asked, so that times can be compared.
 */
import { CHANGE_FORM } from '../../src/core/plan/change-form.ts';

const UNITS: Readonly<Record<string, string>> = {
  hashes: '#',
  spaces: ' ',
  tabs: '\t',
  backticks: '`',
  tildes: '~',
  newlines: '\n',
  carriageReturns: '\r',
  mixedLineEnds: '\r\r\n',
  brackets: '[',
  closingBrackets: ']',
  stars: '*',
  nul: '\0',
  loneSurrogates: '\ud800',
  combiningMarks: 'a\u0301\u0327',
  emptyHeadings: '### \n',
  headings: '### a\n',
  knownHeadings: '### 35 · Category\n',
  closedHeadings: `### a ${'#'.repeat(200)}\n`,
  prototypeHeadings: '### __proto__\n\n### constructor\n\n',
  items: '- [',
  itemLines: '- [\n',
  boxes: '- [x] ',
  boxLines: '- [ ] a\n',
  tags: '[hold]',
  tagLines: '1. [hold] a\n',
  wrongTagLines: '1. [hodl] a\n',
  linkStarts: '[hold](',
  linkLines: '1. [a](b "c") [hold](\n',
  stepLines: '1. a\n   - expect: b\n   - rollback: c\n',
  detailLines: '1. a\n   - expct: b\n',
  afterLines: '1. a\n   - expect: b\n   - rollback: c\n   - after: E200 E199 E198 E197 E196\n',
  repeatedDetails: '   - expect: b\n',
  notes: '   a\n',
  fences: '```\n',
  nestedFences: '   ````\n   ```\n',
  openFences: '1. a\n   ```\n',
  commas: ',',
  commaLines: 'a,\n',
  digits: '1',
  numbered: '1) ',
  dates: '2026-11-22T04:30/',
  toWords: ' to ',
  zones: 'Europe/',
  at: '@a',
  dots: '.',
  windows: '2026-11-22 04:30 to ',
};

/** Names with texts of that many UTF-16 units. */
export function hostileTexts(length: number): readonly (readonly [string, string])[] {
  return Object.entries(UNITS).map(([name, unit]) => [name, fill(unit, length)]);
}

/** The same, each as the answer to a question of the form, so that the inner readers meet it. */
export function hostileBodies(length: number): readonly (readonly [string, string])[] {
  const bodies: (readonly [string, string])[] = [];
  for (const [name, unit] of Object.entries(UNITS)) {
    for (const target of ['what', 'assets', 'environments', 'steps_execute', 'window', 'attest']) {
      const empty = bodyWith(target, '');
      bodies.push([
        `${name} in ${target}`,
        bodyWith(target, fill(unit, Math.max(0, length - empty.length))),
      ]);
    }
  }
  return bodies;
}

function bodyWith(target: string, text: string): string {
  return CHANGE_FORM.fields
    .map((field) => `### ${field.label}\n\n${field.id === target ? text : ''}\n\n`)
    .join('');
}

function fill(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}
