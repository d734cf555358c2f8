/*
 * The GraphQL endpoint. Problems with the query are answered with 200 and an `errors` list, as GraphQL does.
 */
import type { JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import { ForgeRefusal } from '../acts/refuse.ts';
import { GraphqlProblem, parseOperation } from '../graphql/parse.ts';
import { project } from '../graphql/project.ts';
import { mutationThing, queryThing } from '../graphql/schema.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { author, ok } from '../http/call.ts';

function problemJson(error: unknown): JsonObject {
  if (error instanceof GraphqlProblem) return { type: error.type, message: error.message };
  if (error instanceof ForgeRefusal)
    return { type: error.status === 404 ? 'NOT_FOUND' : 'FORBIDDEN', message: error.message };
  throw error;
}

function answer(call: Call): Reply {
  const scene = author(call);
  const { query, variables } = call.body;
  if (typeof query !== 'string')
    return ok({
      errors: [{ message: 'A query attribute must be specified and must be a string.' }],
    });
  try {
    const operation = parseOperation(query, isJsonObject(variables) ? variables : {});
    const root = operation.type === 'query' ? queryThing(scene) : mutationThing(scene);
    return ok({ data: project(root, operation) });
  } catch (error) {
    return ok({ data: null, errors: [problemJson(error)] });
  }
}

export const graphqlRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/graphql', handle: answer },
];
