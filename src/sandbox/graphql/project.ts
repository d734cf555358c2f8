/*
 * Answers a selection from resolvers: an object type is a name and one function per field. What was not asked
 * for is not computed; a field the type does not have is an error, as on the forge.
 */
import type { Json, JsonObject } from '../state/json-value.ts';
import type { Field, Selection } from './parse.ts';
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

function projectValue(value: Resolved, field: Field): Json {
  if (Array.isArray(value))
    return (value as readonly Resolved[]).map((item) => projectValue(item, field));
  if (!isThing(value)) return value as Json;
  if (field.selection === null) {
    throw new GraphqlProblem(
      `Field must have selections (field '${field.name}' returns ${value.typename} but has no selections)`,
      'selectionMismatch',
    );
  }
  return project(value, field.selection);
}

function fieldsOf(thing: Thing, selection: readonly Selection[]): readonly Field[] {
  return selection.flatMap((one) => {
    if (one.kind === 'field') return [one];
    const applies = one.on === null || one.on === thing.typename || thing.isAlso.includes(one.on);
    return applies ? fieldsOf(thing, one.selection) : [];
  });
}

export function project(thing: Thing, selection: readonly Selection[]): JsonObject {
  const answer: Record<string, Json> = {};
  for (const field of fieldsOf(thing, selection)) {
    if (field.name === '__typename') {
      answer[field.as] = thing.typename;
      continue;
    }
    const resolver = Object.hasOwn(thing.fields, field.name) ? thing.fields[field.name] : undefined;
    if (resolver === undefined)
      throw new GraphqlProblem(`Field '${field.name}' doesn't exist on type '${thing.typename}'`);
    answer[field.as] = projectValue(resolver(field.args), field);
  }
  return answer;
}
