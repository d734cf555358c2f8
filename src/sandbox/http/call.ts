/*
 * One API request as handlers see it, the replies they give, and careful reading of request bodies: a field of
 * the wrong type is GitHub's 422, never a crash.
 */
import type { Actor } from '../state/accounts.ts';
import type { Issue } from '../state/conversations.ts';
import type { Json, JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { findIssue, findRepository } from '../acts/find.ts';
import { invalid, notFound, unauthorized } from '../acts/refuse.ts';
import type { Mailroom } from '../hooks/mailroom.ts';

export type Call = {
  readonly world: World;
  readonly mailroom: Mailroom;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Path and query as asked, for Link headers. */
  readonly url: URL;
  readonly body: JsonObject;
  /** The Accept header, for the few answers that come raw. */
  readonly accept: string;
};

export type Reply = {
  readonly status: number;
  readonly body?: Json;
  /** Raw text instead of JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Spelled as in GitHub's API description. */
  readonly pattern: string;
  readonly handle: (call: Call) => Reply;
};

export function ok(body: Json): Reply {
  return { status: 200, body };
}

export function created(body: Json): Reply {
  return { status: 201, body };
}

export const noContent: Reply = { status: 204 };

export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw notFound();
  return value;
}

export function numberParam(call: Call, name: string): number {
  const value = Number(param(call, name));
  if (!Number.isSafeInteger(value)) throw notFound();
  return value;
}

/** The actor as somebody who may author things; an app token or nobody is refused. */
export function author(call: Call): Scene {
  const { world, actor } = call;
  if (actor.kind === 'person' || actor.kind === 'installation') return { world, actor };
  throw unauthorized('Requires authentication');
}

export function repository(call: Call): Repository {
  return findRepository(call, param(call, 'owner'), param(call, 'repo'));
}

export function issue(call: Call): Issue {
  return findIssue(call.world, repository(call), numberParam(call, 'issue_number'));
}

type Resource = { readonly resource: string };

export function optionalText(
  call: Call,
  field: string,
  { resource }: Resource,
): string | undefined {
  const value = call.body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw invalid({ resource, field, code: 'invalid', message: `${field} must be a string` });
  return value;
}

export function requiredText(call: Call, field: string, about: Resource): string {
  const value = optionalText(call, field, about);
  if (value === undefined)
    throw invalid({ resource: about.resource, field, code: 'missing_field' });
  return value;
}

/** Undefined when absent, null when given as null. */
export function nullableText(
  call: Call,
  field: string,
  about: Resource,
): string | null | undefined {
  return call.body[field] === null ? null : optionalText(call, field, about);
}

export function optionalBoolean(call: Call, field: string): boolean | undefined {
  const value = call.body[field];
  return typeof value === 'boolean' ? value : undefined;
}

export function optionalChoice<Choice extends string>(
  call: Call,
  field: string,
  options: Resource & { readonly among: readonly Choice[] },
): Choice | undefined {
  const value = optionalText(call, field, options);
  if (value === undefined) return undefined;
  const choice = options.among.find((option) => option === value);
  if (choice === undefined)
    throw invalid({
      resource: options.resource,
      field,
      code: 'invalid',
      message: `${field} is not one of ${options.among.join(', ')}`,
    });
  return choice;
}

/** Strings, or objects with a name, as label lists may be given. */
export function textList(
  value: Json | undefined,
  { resource, field }: Resource & { readonly field: string },
): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw invalid({ resource, field, code: 'invalid' });
  return (value as readonly Json[]).map((item) => {
    const text = isJsonObject(item) ? item['name'] : item;
    if (typeof text !== 'string') throw invalid({ resource, field, code: 'invalid' });
    return text;
  });
}

/** Leaves out what is undefined, so that an absent field stays absent. */
export function defined<Shape extends object>(
  shape: Shape,
): { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> } {
  const kept = Object.entries(shape).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };
}
