/*
 * How the forge says no. Every refusal carries the HTTP status and the body GitHub answers with, so that a
 * verb called in-process and the same verb over HTTP fail alike.
 */
import type { Json, JsonObject } from '../state/json-value.ts';

const documentation = 'https://docs.github.com/rest';

export class ForgeRefusal extends Error {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    body: JsonObject & { readonly message: string },
    headers: Readonly<Record<string, string>> = {},
  ) {
    const errors = body['errors'] === undefined ? '' : ` ${JSON.stringify(body['errors'])}`;
    super(`${status}: ${body.message}${errors}`);
    this.name = 'ForgeRefusal';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

function refusal(status: number, message: string, errors?: readonly Json[]): ForgeRefusal {
  const body = {
    message,
    ...(errors === undefined ? {} : { errors }),
    documentation_url: documentation,
    status: String(status),
  };
  return new ForgeRefusal(status, body);
}

export function notFound(): ForgeRefusal {
  return refusal(404, 'Not Found');
}

export function badCredentials(): ForgeRefusal {
  return refusal(401, 'Bad credentials');
}

export function unauthorized(message: string): ForgeRefusal {
  return refusal(401, message);
}

export function badRequest(message: string): ForgeRefusal {
  return refusal(400, message);
}

export function forbidden(message: string): ForgeRefusal {
  return refusal(403, message);
}

export function methodNotAllowed(message: string): ForgeRefusal {
  return refusal(405, message);
}

export function conflict(message: string): ForgeRefusal {
  return refusal(409, message);
}

/** 422 with a list of plain sentences, as for reviews and reruns. */
export function unprocessable(message: string, errors?: readonly string[]): ForgeRefusal {
  return refusal(422, message, errors);
}

export type FieldProblem = {
  readonly resource: string;
  readonly field: string;
  readonly code:
    'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly message?: string;
};

export function invalid(...problems: readonly FieldProblem[]): ForgeRefusal {
  const errors = problems.map(({ resource, field, code, message }) => ({
    resource,
    code,
    field,
    ...(message === undefined ? {} : { message }),
  }));
  return refusal(422, 'Validation Failed', errors);
}
