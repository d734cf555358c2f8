/**
 * The question of a CI, read strictly by its schema: whatever is misspelt is refused and named, never ignored, because
 * a question that was half understood must not be answered with yes.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv';
import schema from '../../schemas/gate-request.schema.json' with { type: 'json' };

export type GateRequest = {
  readonly change?: string;
  readonly repository?: string;
  readonly sha: string;
  readonly environment: string;
  readonly audience?: string;
  readonly started_by?: string;
};

/** Null: not JSON, or not an object. */
export function readJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** Compiling takes longer than answering; whoever is never asked does not wait for it. */
let compiled: ValidateFunction<GateRequest> | null = null;

export function readGateRequest(
  value: unknown,
): { readonly asked: GateRequest } | { readonly problems: readonly string[] } {
  const validate = (compiled ??= new Ajv2020({ allErrors: true }).compile<GateRequest>(schema));
  if (validate(value)) return { asked: value };
  return { problems: (validate.errors ?? []).map(problemOf) };
}

const MEANINGS: Readonly<Record<string, { readonly description: string }>> = schema.properties;

function problemOf({ instancePath, keyword, params, message = '' }: ErrorObject): string {
  const field = instancePath.slice(1);
  const missing: unknown = params['missingProperty'];
  if (typeof missing === 'string') return `${missing} is missing: ${meaning(missing)}`;
  if (keyword === 'additionalProperties')
    return `${JSON.stringify(params['additionalProperty']).slice(0, 80)} is not known; known are ${Object.keys(MEANINGS).join(', ')}`;
  return field === '' ? `the body ${message}` : `${field} ${message}: ${meaning(field)}`;
}

function meaning(field: string): string {
  return MEANINGS[field]?.description ?? '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
