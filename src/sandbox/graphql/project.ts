/*
 * Answers a selection from resolvers: an object type is a name and one function per field. What was not asked
 * for is not computed; a field the type does not have is an error, as on the forge.
 */
import type { Json, JsonObject } from '../state/json-value.ts';
import type { Field, Fragment, Operation, Selection } from './parse.ts';
import { GraphqlProblem } from './parse.ts';

export type Resolved = Json | Thing | readonly Resolved[];
export type Thing = {
  readonly typename: string;
  /** Interfaces and unions the type belongs to, for fragments on them. */
  readonly isAlso: readonly string[];
  readonly fields: Readonly<Record<string, (args: JsonObject) => Resolved>>;
};

function isThing(value: Resolved): value is Thing {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    'typename' in value &&
    'fields' in value
  );
}

type Fragments = Operation['fragments'];

function projectValue(value: Resolved, field: Field, fragments: Fragments): Json {
  if (Array.isArray(value))
    return (value as readonly Resolved[]).map((item) => projectValue(item, field, fragments));
  if (!isThing(value)) return value as Json;
  if (field.selection === null) {
    throw new GraphqlProblem(
      `Field must have selections (field '${field.name}' returns ${value.typename} but has no selections)`,
      'selectionMismatch',
    );
  }
  return projectSelection(value, field.selection, fragments);
}

function namedFragment(fragments: Fragments, name: string): Fragment {
  const found = fragments.get(name);
  if (found === undefined)
    throw new GraphqlProblem(`Fragment ${name} was used, but not defined`, 'useAndDefineFragment');
  return found;
}

function fieldsOf(
  thing: Thing,
  selection: readonly Selection[],
  fragments: Fragments,
): readonly Field[] {
  return selection.flatMap((one) => {
    if (one.kind === 'field') return [one];
    const { on, selection: inner } =
      one.kind === 'spread' ? namedFragment(fragments, one.name) : one;
    const applies = on === null || on === thing.typename || thing.isAlso.includes(on);
    return applies ? fieldsOf(thing, inner, fragments) : [];
  });
}

function projectSelection(
  thing: Thing,
  selection: readonly Selection[],
  fragments: Fragments,
): JsonObject {
  const answer: Record<string, Json> = {};
  for (const field of fieldsOf(thing, selection, fragments)) {
    if (field.name === '__typename') {
      answer[field.as] = thing.typename;
      continue;
    }
    const known = Object.hasOwn(thing.fields, field.name) ? thing.fields[field.name] : undefined;
    if (known === undefined)
      throw new GraphqlProblem(`Field '${field.name}' doesn't exist on type '${thing.typename}'`);
    answer[field.as] = projectValue(known(field.args), field, fragments);
  }
  return answer;
}

export function project(root: Thing, operation: Operation): JsonObject {
  return projectSelection(root, operation.selection, operation.fragments);
}
