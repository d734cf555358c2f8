/*
 * Reads the part of the GraphQL language that clients of a forge use: one operation with variables and their
 * defaults, nested selections, aliases, arguments, inline and named fragments. Directives are refused by name,
 * so that nothing is silently left out of an answer.
 */
import type { Json, JsonObject } from '../state/json-value.ts';

export type Field = {
  readonly kind: 'field';
  readonly name: string;
  readonly as: string;
  readonly args: JsonObject;
  readonly selection: readonly Selection[] | null;
};
export type Fragment = {
  readonly kind: 'fragment';
  readonly on: string | null;
  readonly selection: readonly Selection[];
};
export type Selection = Field | Fragment | Spread;
/** A named fragment in its place; `project` finds it in the operation. */
export type Spread = { readonly kind: 'spread'; readonly name: string };
export type Operation = {
  readonly type: 'query' | 'mutation';
  readonly selection: readonly Selection[];
  readonly fragments: ReadonlyMap<string, Fragment>;
};

export class GraphqlProblem extends Error {
  readonly type: string;

  constructor(message: string, type = 'undefinedField') {
    super(message);
    this.name = 'GraphqlProblem';
    this.type = type;
  }
}

const token =
  /\s+|,|#[^\n]*|(\.\.\.|[{}()[\]:$!=@]|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*)|(.)/gy;

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  for (const [, good, bad] of text.matchAll(token)) {
    if (bad !== undefined) throw new GraphqlProblem(`Parse error on "${bad}"`, 'parseError');
    if (good !== undefined) tokens.push(good);
  }
  return tokens;
}

type Reader = {
  readonly tokens: readonly string[];
  readonly variables: Map<string, Json>;
  at: number;
};

function peek(reader: Reader): string | undefined {
  return reader.tokens[reader.at];
}

function take(reader: Reader, expected?: string): string {
  const next = peek(reader);
  if (next === undefined || (expected !== undefined && next !== expected)) {
    throw new GraphqlProblem(
      `Parse error on "${next ?? 'end of document'}"${expected === undefined ? '' : `, expected "${expected}"`}`,
      'parseError',
    );
  }
  reader.at += 1;
  return next;
}

function takeIf(reader: Reader, wanted: string): boolean {
  if (peek(reader) !== wanted) return false;
  reader.at += 1;
  return true;
}

const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function readList(reader: Reader): Json {
  const items: Json[] = [];
  while (!takeIf(reader, ']')) items.push(readValue(reader));
  return items;
}

function readObject(reader: Reader, end: '}' | ')'): JsonObject {
  const fields: [string, Json][] = [];
  while (!takeIf(reader, end)) {
    const name = take(reader);
    take(reader, ':');
    fields.push([name, readValue(reader)]);
  }
  return Object.fromEntries(fields);
}

function readValue(reader: Reader): Json {
  const next = take(reader);
  if (next === '$') return reader.variables.get(take(reader)) ?? null;
  if (next === '[') return readList(reader);
  if (next === '{') return readObject(reader, '}');
  if (next.startsWith('"')) return JSON.parse(next) as string;
  const word = words.get(next);
  if (word !== undefined) return word;
  return /^-?\d/.test(next) ? Number(next) : next;
}

function readField(reader: Reader): Field {
  const first = take(reader);
  const name = takeIf(reader, ':') ? take(reader) : first;
  const args = takeIf(reader, '(') ? readObject(reader, ')') : {};
  if (peek(reader) === '@') throw new GraphqlProblem('Directives are not supported', 'parseError');
  const selection = peek(reader) === '{' ? readSelection(reader) : null;
  return { kind: 'field', name, as: first, args, selection };
}

function readFragment(reader: Reader): Fragment | Spread {
  if (peek(reader) === '{') return { kind: 'fragment', on: null, selection: readSelection(reader) };
  if (!takeIf(reader, 'on')) return { kind: 'spread', name: take(reader) };
  return { kind: 'fragment', on: take(reader), selection: readSelection(reader) };
}

function readSelection(reader: Reader): readonly Selection[] {
  take(reader, '{');
  const found: Selection[] = [];
  while (!takeIf(reader, '}'))
    found.push(takeIf(reader, '...') ? readFragment(reader) : readField(reader));
  return found;
}

/** `($id: ID!, $count: Int = 10)`: types are skipped, defaults fill what was not given. */
function readVariables(reader: Reader): void {
  if (!takeIf(reader, '(')) return;
  while (!takeIf(reader, ')')) {
    take(reader, '$');
    const name = take(reader);
    take(reader, ':');
    while (!['=', '$', ')', undefined].includes(peek(reader))) take(reader);
    if (!takeIf(reader, '=')) continue;
    const fallback = readValue(reader);
    if (!reader.variables.has(name)) reader.variables.set(name, fallback);
  }
}

function readOperation(reader: Reader, word: string | null): Omit<Operation, 'fragments'> {
  if (word === null) return { type: 'query', selection: readSelection(reader) };
  if (word !== 'query' && word !== 'mutation')
    throw new GraphqlProblem(`Parse error on "${word}"`, 'parseError');
  if (peek(reader) !== '(' && peek(reader) !== '{') take(reader);
  readVariables(reader);
  return { type: word, selection: readSelection(reader) };
}

export function parseOperation(text: string, variables: JsonObject): Operation {
  const reader: Reader = {
    tokens: tokenize(text),
    variables: new Map(Object.entries(variables)),
    at: 0,
  };
  const fragments = new Map<string, Fragment>();
  const operations: Omit<Operation, 'fragments'>[] = [];
  while (peek(reader) !== undefined) {
    const word = peek(reader) === '{' ? null : take(reader);
    if (word !== 'fragment') operations.push(readOperation(reader, word));
    else {
      const name = take(reader);
      take(reader, 'on');
      fragments.set(name, { kind: 'fragment', on: take(reader), selection: readSelection(reader) });
    }
  }
  const [operation, ...others] = operations;
  if (operation === undefined || others.length > 0) {
    throw new GraphqlProblem('A document must hold exactly one operation', 'parseError');
  }
  return { ...operation, fragments };
}
