// What a job of a pipeline does with the gate: it signs in as itself, and takes nothing for a yes that is not one.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { runHere } from './transcript.ts';

let asked: string[] = [];
let answer: { readonly status: number; readonly body: unknown } = { status: 500, body: {} };
const server = createServer((request, response) => {
  void told(request).then((body) => {
    asked.push(`${request.headers.authorization ?? ''} ${request.url ?? ''} ${body}`.trim());
    const isToken = request.url?.startsWith('/token') === true;
    response.statusCode = isToken ? 200 : answer.status;
    response.end(JSON.stringify(isToken ? { value: 'the.jobs.token' } : answer.body));
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
});

async function told(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

const JOB = {
  HOLDPOINT_URL: url,
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REPOSITORY: 'o/r',
  ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?version=1`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-way-in',
};
const GATE = ['gate', '--environment', 'production'];
const yes = { schema: 'holdpoint.gate/v1', answer: 'yes', change: 'CHG-00007', reasons: [] };

test('a job of GitHub Actions finds its commit, its repository and its own token by itself', async () => {
  answer = { status: 200, body: yes };
  expect(await runHere(GATE, JOB)).toEqual({ out: 'yes CHG-00007\n', err: '', code: 0 });
  const question = { sha: 'a'.repeat(40), environment: 'production', repository: 'o/r' };
  expect(asked).toEqual([
    `Bearer the-way-in /token?version=1&audience=${encodeURIComponent(url)}`,
    `Bearer the.jobs.token /api/v1/gate ${JSON.stringify(question)}`,
  ]);
});

test.each([
  ['a yes with another status', { status: 202, body: yes }, 3],
  ['a yes of something else', { status: 200, body: { answer: 'yes' } }, 3],
  ['a page', { status: 200, body: 'yes' }, 3],
  ['a fault', { status: 503, body: { error: 'cannot_tell', next: 'take it for a no' } }, 3],
  ['a no', { status: 409, body: { ...yes, answer: 'no' } }, 1],
])('%s is no yes', async (_name, given, code) => {
  answer = given;
  expect((await runHere(GATE, { ...JOB, HOLDPOINT_TOKEN: 'hp_secret' })).code).toBe(code);
});

test('a receipt lets the pipeline go on, and prints what the gates would have said', async () => {
  const reason = {
    ...{ title: 'Approved', code: 'approval_missing', text: 'One is missing.' },
    ...{ next: '/chg approve', who: 'a lead' },
  };
  answer = { status: 200, body: { ...yes, receipt: true, would: 'no', reasons: [reason] } };
  const given = [...GATE, '--started-by', 'lin-dev'];
  const { code, out } = await runHere(given, { ...JOB, HOLDPOINT_TOKEN: 'hp_secret' });
  expect(code).toBe(0);
  expect(out).toContain('receipt: let through CHG-00007; would have been: no, because\n- Approved');
  expect(asked[0]).toContain('"started_by":"lin-dev"');
});

test('whatever goes wrong, no key is printed, and none is sent without encryption', async () => {
  const key = { ...JOB, HOLDPOINT_TOKEN: 'hp_secret' };
  const far = await runHere([...GATE, '--url', 'http://holdpoint.example.com'], key);
  const gone = await runHere([...GATE, '--url', 'http://127.0.0.1:1'], key);
  expect([far.code, gone.code]).toEqual([2, 3]);
  expect(`${far.err}${gone.err}`).not.toContain('hp_secret');
  expect(asked).toEqual([]);
  const nothing = await runHere(GATE, { HOLDPOINT_URL: url, GITHUB_SHA: 'a'.repeat(40) });
  expect(nothing.code).toBe(2);
  expect(nothing.err).toContain('id-token: write');
});
