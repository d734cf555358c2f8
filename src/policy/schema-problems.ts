/**
 * Asks a schema, the same file that editors load, and says what it found in words of ours: where, expected, found, and
 * what to do, with the nearest name for one that is not known.
 */
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { nearest } from '../core/plan/nearest.ts';
import { quote } from '../core/plan/quote.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import type { Path, Places } from './places.ts';

type Said = Pick<PolicyProblem, 'code' | 'expected' | 'found' | 'remedy'>;

const MOST_EDITS = 3;

/** The data if the schema has nothing to say against it; otherwise every problem, in the order of the file. */
type ShapeReading<T> =
  { readonly data: T } | { readonly problems: readonly Omit<PolicyProblem, 'file'>[] };

/** Compiling takes longer than reading a file; whoever never reads one does not wait for it. */
export function shapeOf<T>(schema: object): (value: unknown, places: Places) => ShapeReading<T> {
  let compiled: ValidateFunction<T> | null = null;
  return (value, places) => {
    const validate = (compiled ??= compile<T>(schema));
    return validate(value) ? { data: value } : { problems: problemsOf(validate, value, places) };
  };
}

function problemsOf(
  { errors }: ValidateFunction,
  value: unknown,
  places: Places,
): readonly Omit<PolicyProblem, 'file'>[] {
  const problems = (errors ?? []).filter(isOwn).map((error) => {
    const path = pathOf(error, value);
    const place = isAboutKey(error)
      ? places.nearest(path)
      : (places.value(path) ?? places.nearest(path));
    return { line: place?.line ?? 1, column: place?.column ?? 1, ...say(error) };
  });
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function compile<T>(schema: object): ValidateFunction<T> {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile<T>(schema);
}

/** What is wrong with a name is told once, by `propertyNames`. */
function isOwn({ propertyName }: ErrorObject): boolean {
  return propertyName === undefined;
}

function isAboutKey({ keyword }: ErrorObject): boolean {
  return KEY_KEYWORDS.includes(keyword);
}

const KEY_KEYWORDS = ['additionalProperties', 'propertyNames', 'required', 'dependentRequired'];

/** A JSON pointer as a path; of a key that should not be there, with the key. */
function pathOf({ instancePath, params }: ErrorObject, root: unknown): Path {
  const parts = instancePath.split('/').slice(1);
  const path: (string | number)[] = [];
  let value = root;
  for (const part of parts.map((one) => one.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    path.push(Array.isArray(value) ? Number(part) : part);
    value = childOf(value, part);
  }
  const extra: unknown = params['additionalProperty'] ?? params['propertyName'];
  return typeof extra === 'string' ? [...path, extra] : path;
}

/** Costs the same in a long list as in a short one: a file may be nothing but mistakes. */
function childOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;
}

function say(error: ErrorObject): Said {
  const { keyword, params, data } = error;
  const extra = textOf(params['additionalProperty']) ?? textOf(params['propertyName']);
  if (keyword === 'additionalProperties' && extra !== null)
    return unknownKey(extra, keysOf(error.parentSchema?.['properties']));
  if (keyword === 'propertyNames' && extra !== null)
    return {
      code: 'unknown_key',
      expected: 'a name of small letters, digits and _',
      found: quote(extra),
      remedy: 'choose such a name',
    };
  const missing = textOf(params['missingProperty']);
  if (missing !== null)
    return {
      code: 'missing',
      expected: `the key ${quote(missing)}`,
      found: `only ${listOf(keysOf(data))}`,
      remedy: 'add it',
    };
  const expected = expectedBy(error);
  const found = shown(data);
  const near = nearest(textOf(data) ?? '', allowedBy(error), MOST_EDITS);
  const remedy = near === null ? 'correct the value' : `did you mean ${quote(near)}?`;
  return { code: 'wrong_value', expected, found, remedy };
}

function unknownKey(key: string, known: readonly string[]): Said {
  const near = nearest(key, known, MOST_EDITS);
  return {
    code: 'unknown_key',
    expected: `one of ${listOf(known)}`,
    found: quote(key),
    remedy: near === null ? 'take it out' : `did you mean ${quote(near)}?`,
  };
}

function allowedBy({ keyword, params }: ErrorObject): readonly string[] {
  const allowed: unknown = keyword === 'enum' ? params['allowedValues'] : [];
  return Array.isArray(allowed) ? allowed.map(String) : [];
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['object', 'a map'],
  ['array', 'a list'],
  ['string', 'a text'],
  ['integer', 'a whole number'],
  ['boolean', 'true or false'],
  ['null', 'null'],
]);

function expectedBy(error: ErrorObject): string {
  const { keyword, params, parentSchema } = error;
  const limit = String(params['limit']);
  switch (keyword) {
    case 'type':
      return [params['type']]
        .flat()
        .map((type) => TYPE_WORDS.get(String(type)) ?? String(type))
        .join(' or ');
    case 'enum':
      return `one of ${listOf(allowedBy(error))}`;
    case 'const':
      return String(params['allowedValue']);
    case 'minimum':
      return `at least ${limit}`;
    case 'maximum':
      return `at most ${limit}`;
    case 'minItems':
    case 'minLength':
      return Array.isArray(error.data) ? `at least ${limit} in the list` : 'a text';
    case 'maxLength':
      return `at most ${limit} characters`;
    case 'minProperties':
      return `one of ${listOf(keysOf(parentSchema?.['properties']))}`;
    case 'maxProperties':
      return limit === '1'
        ? 'exactly one key; several are put together with "and"'
        : `at most ${limit} keys`;
    case 'format':
      return 'a date such as 2026-11-21';
    default:
      return asClause(textOf(parentSchema?.['description']) ?? error.message ?? keyword);
  }
}

/** "A login of the forge." as a part of a sentence. */
function asClause(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1).replace(/\.$/u, '');
}

function shown(data: unknown): string {
  if (Array.isArray(data)) return data.length === 0 ? 'an empty list' : 'a list';
  if (typeof data === 'object' && data !== null)
    return keysOf(data).length === 0 ? 'an empty map' : `a map with ${listOf(keysOf(data))}`;
  return typeof data === 'string' ? quote(data) : String(data);
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

const LISTED = 40;

function listOf(names: readonly string[]): string {
  const some = names.slice(0, LISTED).map((name) => quote(name).slice(1, -1));
  return names.length > LISTED ? `${some.join(', ')}, …` : some.join(', ');
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
