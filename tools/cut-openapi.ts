/*
 * Cuts from GitHub's published descriptions exactly what the sandbox forge claims to speak, so that tests can
 * hold it to them: every route in its table, every webhook it raises. Run by hand when a route or event is
 * added; the two descriptions are npm packages too large to depend on:
 *   npm pack @octokit/openapi@23.0.2 @octokit/openapi-webhooks@12.1.0   (then unpack both)
 *   node tools/cut-openapi.ts <openapi>/generated/api.github.com.json <webhooks>/generated/api.github.com.json
 * Writes test/fixtures/github/{operations,webhooks}.json. Prose and examples are left out, `nullable` becomes
 * plain JSON Schema.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { restRoutes } from '../src/sandbox/rest/routes.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Node = { [key: string]: Json };
type Description = {
  readonly paths?: Readonly<Record<string, Node>>;
  readonly webhooks?: Readonly<Record<string, Node>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Json>>>>;
};

const raisedEvents = [
  /^issues-(opened|edited|closed|reopened|labeled|unlabeled|deleted|locked|unlocked|transferred)$/,
  /^issue-comment-(created|edited|deleted)$/,
  /^pull-request-(opened|edited|synchronize|closed|reopened|ready-for-review|converted-to-draft|labeled|unlabeled|review-requested|review-request-removed|enqueued|dequeued)$/,
  /^pull-request-review-(submitted|edited|dismissed)$/,
  /^check-run-(created|completed|rerequested|requested-action)$/,
  /^check-suite-(requested|rerequested|completed)$/,
  /^merge-group-(checks-requested|destroyed)$/,
  /^installation-created$/,
  /^repository-renamed$/,
  /^label-(created|edited|deleted)$/,
  /^issue-dependencies-(blocked-by|blocking)-(added|removed)$/,
  /^sub-issues-(sub-issue|parent-issue)-added$/,
  /^(push|ping|status|deployment-created|deployment-status-created|deployment-protection-rule-requested)$/,
];

const prose = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
  'deprecated',
  'default',
]);

function isNode(value: Json | undefined): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withNull(schema: Node): Json {
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'nullable'));
  if (typeof rest['type'] !== 'string') return { anyOf: [rest, { type: 'null' }] };
  const { enum: options } = rest;
  return {
    ...rest,
    type: [rest['type'], 'null'],
    ...(Array.isArray(options) ? { enum: [...options, null] } : {}),
  };
}

/** `named` tells that the keys are names given by GitHub (properties), not words of the schema language. */
function plain(value: Json, named = false): Json {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (!isNode(value)) return value;
  const kept = Object.entries(value).filter(
    ([key]) => named || (!prose.has(key) && !key.startsWith('x-')),
  );
  const cut: Node = Object.fromEntries(
    kept.map(([key, inner]) => [key, plain(inner, !named && key === 'properties')]),
  );
  return !named && cut['nullable'] === true ? withNull(cut) : cut;
}

function jsonSchemaOf(holder: Json | undefined): Json | undefined {
  const content = isNode(holder) ? holder['content'] : undefined;
  const media = isNode(content) ? content['application/json'] : undefined;
  return isNode(media) ? media['schema'] : undefined;
}

function resolve(description: Description, value: Json | undefined): Json | undefined {
  if (!isNode(value) || typeof value['$ref'] !== 'string') return value;
  const [, , kind = '', name = ''] = value['$ref'].split('/');
  return description.components[kind]?.[name];
}

/** Every schema the cut refers to, however indirectly. */
function referred(description: Description, roots: readonly Json[]): Node {
  const schemas: Node = {};
  const visit = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value)) return;
    const ref = value['$ref'];
    const name = typeof ref === 'string' ? ref.replace('#/components/schemas/', '') : undefined;
    if (name !== undefined && schemas[name] === undefined) {
      const found = plain(description.components['schemas']?.[name] ?? {});
      schemas[name] = found;
      visit(found);
    }
    Object.values(value).forEach(visit);
  };
  roots.forEach(visit);
  return schemas;
}

function operationOf(description: Description, operation: Node): Node {
  const request = jsonSchemaOf(resolve(description, operation['requestBody']));
  const responses = Object.entries(
    isNode(operation['responses']) ? operation['responses'] : {},
  ).map(([status, response]) => {
    const schema = jsonSchemaOf(resolve(description, response));
    return [status, schema === undefined ? null : plain(schema)] as const;
  });
  return {
    ...(request === undefined ? {} : { request: plain(request) }),
    responses: Object.fromEntries(responses),
  };
}

function cutOperations(description: Description): void {
  const operations: Node = {};
  const undocumented: string[] = [];
  for (const { method, pattern } of restRoutes) {
    const found = description.paths?.[pattern]?.[method.toLowerCase()];
    const name = `${method.toLowerCase()} ${pattern}`;
    if (isNode(found)) operations[name] = operationOf(description, found);
    else undocumented.push(name);
  }
  const components = { schemas: referred(description, Object.values(operations)) };
  write('operations', { operations, undocumented, components });
  console.log(
    `${Object.keys(operations).length} operations; not described: ${undocumented.join(', ')}`,
  );
}

function cutWebhooks(description: Description): void {
  const events: Node = {};
  for (const [name, webhook] of Object.entries(description.webhooks ?? {})) {
    if (!raisedEvents.some((raised) => raised.test(name))) continue;
    const schema = jsonSchemaOf(
      isNode(webhook['post']) ? webhook['post']['requestBody'] : undefined,
    );
    if (schema !== undefined) events[name] = plain(schema);
  }
  write('webhooks', {
    events,
    components: { schemas: referred(description, Object.values(events)) },
  });
  console.log(`${Object.keys(events).length} webhooks`);
}

const worthSharing = 300;

function isSchema(node: Node): boolean {
  const { type } = node;
  const combined = ['allOf', 'anyOf', 'oneOf'].some((word) => Array.isArray(node[word]));
  return typeof type === 'string' || Array.isArray(type) || combined;
}

function countRepeats(value: Json, counts: Map<string, number>): void {
  if (Array.isArray(value)) for (const item of value) countRepeats(item, counts);
  if (!isNode(value)) return;
  const text = JSON.stringify(value);
  if (text.length < worthSharing) return;
  counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const inner of Object.values(value)) countRepeats(inner, counts);
}

/** Webhook schemas repeat whole users and repositories; what occurs twice is kept once, under `shared`. */
function shareRepeats(value: Node): Node {
  const counts = new Map<string, number>();
  countRepeats(value, counts);
  const names = new Map<string, string>();
  const shared: Node = {};
  const replace = (inner: Json): Json => {
    if (Array.isArray(inner)) return inner.map(replace);
    if (!isNode(inner)) return inner;
    const text = JSON.stringify(inner);
    const repeated = isSchema(inner) && text.length >= worthSharing && (counts.get(text) ?? 0) > 1;
    const known = repeated ? names.get(text) : undefined;
    if (known !== undefined) return { $ref: `#/shared/${known}` };
    const name = `s${names.size}`;
    if (repeated) names.set(text, name);
    const cut = Object.fromEntries(
      Object.entries(inner).map(([key, deeper]) => [key, replace(deeper)]),
    );
    if (!repeated) return cut;
    shared[name] = cut;
    return { $ref: `#/shared/${name}` };
  };
  const cut = replace(value);
  return { ...(isNode(cut) ? cut : {}), shared };
}

function write(name: string, value: Node): void {
  const text = JSON.stringify(shareRepeats(value));
  writeFileSync(new URL(`../test/fixtures/github/${name}.json`, import.meta.url), `${text}\n`);
  console.log(`${name}.json: ${Math.round(text.length / 1000)} kB`);
}

function read(path: string | undefined): Description {
  if (path === undefined)
    throw new Error('Expected two paths: the OpenAPI description and the webhooks description.');
  return JSON.parse(readFileSync(path, 'utf8')) as Description;
}

cutOperations(read(process.argv[2]));
cutWebhooks(read(process.argv[3]));
