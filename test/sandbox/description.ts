/*
 * GitHub's own description of its API and webhooks, cut to what the sandbox speaks, as a judge: every exchange
 * and every payload of a test is held against it. Refused requests may be wrong on purpose and are not judged;
 * their answers are.
 */
import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Exchange } from '../../src/sandbox/http/answer-api.ts';

type Operation = {
  readonly request?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
};
type Operations = {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly undocumented: readonly string[];
};
type Webhooks = { readonly events: Readonly<Record<string, unknown>> };

function read<Shape>(name: string): Shape {
  const path = new URL(`../fixtures/github/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Shape;
}

const operations = read<Operations>('operations');
const webhooks = read<Webhooks>('webhooks');

const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
addFormats.default(ajv, { mode: 'full' });
ajv.addFormat('timestamp', true);
ajv.addFormat('repo.nwo', true);
ajv.addSchema(operations, 'operations');
ajv.addSchema(webhooks, 'webhooks');

const compiled = new Map<string, ValidateFunction>();

function schemaAt(pointer: string): ValidateFunction {
  const known = compiled.get(pointer) ?? ajv.compile({ $ref: pointer });
  compiled.set(pointer, known);
  return known;
}

function escape(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** Where the description itself is behind or wrong, and what the forge really answers. */
const holes: readonly {
  readonly why: string;
  readonly excuses: (title: string, error: ErrorObject) => boolean;
}[] = [
  {
    why: 'an account that installed the app is a user or an enterprise, not both at once',
    excuses: (title, { instancePath }) =>
      title.startsWith('get /app/installations 200') && /^\/\d+\/account$/.test(instancePath),
  },
  {
    why: 'the list of events inside a check suite is older than merge queues',
    excuses: (_title, { instancePath, keyword }) =>
      /\/check_suite\/app\/events\/\d+$/.test(instancePath) && keyword === 'enum',
  },
  {
    why: 'an address that was not given is an empty text, which the examples show and the format forbids',
    excuses: (_title, { instancePath, data }) =>
      /\/(log_url|target_url|environment_url)$/.test(instancePath) && data === '',
  },
];

function problems(title: string, pointer: string, value: unknown): readonly string[] {
  const validate = schemaAt(pointer);
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .filter((error) => !holes.some((hole) => hole.excuses(title, error)))
    .slice(0, 6)
    .map(
      ({ instancePath, message, params }) =>
        `${title} ${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
}

export function judgeExchange(exchange: Exchange): readonly string[] {
  const { operation: name, status, requestBody, responseBody } = exchange;
  const operation = operations.operations[name];
  if (operation === undefined)
    return operations.undocumented.includes(name) ? [] : [`${name} is not in the description`];
  const pointer = `operations#/operations/${escape(name)}`;
  const accepted = status >= 200 && status < 300;
  if (accepted && !(String(status) in operation.responses))
    return [`${name} answers ${status}, which is not described`];
  const asked =
    accepted && operation.request !== undefined
      ? problems(`${name} request`, `${pointer}/request`, requestBody)
      : [];
  const described = operation.responses[String(status)] ?? null;
  if (described === null) return asked;
  return [
    ...asked,
    ...problems(`${name} ${status}`, `${pointer}/responses/${status}`, responseBody),
  ];
}

export function judgePayload(event: string, payload: unknown): readonly string[] {
  const name = eventName(event, payload);
  if (!(name in webhooks.events)) return [`the webhook ${name} is not in the description`];
  return problems(`webhook ${name}`, `webhooks#/events/${escape(name)}`, payload);
}

/** The webhooks of the cut, spelled `issues-opened`. */
export function knownEvents(): readonly string[] {
  return Object.keys(webhooks.events);
}

function eventName(event: string, payload: unknown): string {
  const action = (payload as { readonly action?: unknown }).action;
  return (typeof action === 'string' ? `${event}-${action}` : event).replaceAll('_', '-');
}

export type Judge = {
  readonly onExchange: (exchange: Exchange) => void;
  readonly onPayload: (event: string, payload: unknown) => void;
  /** Everything that was not as described so far, each once. */
  readonly complaints: () => readonly string[];
  readonly seen: () => {
    readonly operations: ReadonlySet<string>;
    readonly events: ReadonlySet<string>;
  };
};

export function createJudge(): Judge {
  const found = new Set<string>();
  const seenOperations = new Set<string>();
  const seenEvents = new Set<string>();
  return {
    onExchange: (exchange) => {
      if (exchange.status < 300) seenOperations.add(exchange.operation);
      for (const problem of judgeExchange(exchange)) found.add(problem);
    },
    onPayload: (event, payload) => {
      seenEvents.add(eventName(event, payload));
      for (const problem of judgePayload(event, payload)) found.add(problem);
    },
    complaints: () => [...found],
    seen: () => ({ operations: seenOperations, events: seenEvents }),
  };
}
