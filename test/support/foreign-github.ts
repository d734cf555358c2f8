/** The forge of `foreign-world.ts` as a server, and what people do in it. `missing` takes more addresses away. */
import { createVerify, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { foreignRoutes } from './foreign-routes.ts';
import { foreignWorld, Missing, now } from './foreign-world.ts';
import type { Comment, ForeignWorld, Given, Issue, Options } from './foreign-world.ts';

export type Foreign = Awaited<ReturnType<typeof startForeign>>;

export async function startForeign(options: Options) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const world = foreignWorld(options);
  const routes = foreignRoutes(world);
  const { at, tokens } = world;
  const asked: string[] = [];
  const refused: string[] = [];
  const isKnown = (request: IncomingMessage, path: string): boolean => {
    const [, token = ''] = (request.headers.authorization ?? '').split(' ');
    const [head = '', claims = '', signature = ''] = token.split('.');
    const asApp =
      signature !== '' &&
      createVerify('sha256')
        .update(`${head}.${claims}`)
        .verify(publicKey, signature, 'base64url') &&
      Number((JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: unknown }).iss) ===
        options.appId;
    return path.startsWith('/app') ? asApp : tokens.has(token);
  };
  const answer = async (request: IncomingMessage): Promise<readonly [number, unknown]> => {
    const { pathname, searchParams } = new URL(request.url ?? '', at.url);
    const path = decodeURIComponent(pathname.replace(/^\/api\/v3/u, ''));
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    if (!pathname.startsWith('/api/v3/')) return [404, { message: 'Not Found' }];
    if (!isKnown(request, path)) return [401, { message: 'Bad credentials' }];
    const gone =
      options.missing?.some((one) => one.test(`${request.method ?? ''} ${path}`)) === true;
    for (const [method, pattern, handle] of gone ? [] : routes) {
      const found = method === request.method ? pattern.exec(path) : null;
      if (found === null) continue;
      try {
        return handle(found.slice(1), (text === '' ? {} : JSON.parse(text)) as Given, searchParams);
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
      }
    }
    return [404, { message: 'Not Found' }];
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void answer(request).then(([status, body]) => {
      const line = `${request.method ?? ''} ${request.url ?? ''} ${String(status)}`;
      (status < 400 ? asked : refused).push(line);
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  at.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  return {
    host: at.url.slice('http://'.length),
    privateKey,
    asked,
    refused,
    sent: world.sent,
    issues: world.issues,
    comments: world.comments,
    checks: world.checks,
    labels: world.labels,
    hookTo: (address: string) => {
      at.hook = address;
    },
    as: (login: string) => actsOf(world, login),
    ciSays: (pull: Issue, conclusion: string): void => {
      ciSays(world, pull, conclusion);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function ciSays(
  { bot, checkJson, checks, next, tell }: ForeignWorld,
  pull: Issue,
  conclusion: string,
): void {
  const run = {
    id: next(),
    name: 'test',
    head_sha: pull.head ?? '',
    status: 'completed',
    conclusion,
    output: { title: '', summary: '' },
    app: 1,
  };
  checks.push(run);
  void tell('check_run', bot, { action: 'completed', check_run: checkJson(run) });
}

function actsOf(world: ForeignWorld, login: string) {
  const {
    addComment,
    addIssue,
    editComment,
    editIssue,
    issueJson,
    next,
    person,
    pullJson,
    reviewJson,
    reviews,
    tell,
  } = world;
  const user = person(login);
  return {
    opens: (title: string, body: string, names: readonly string[]): Issue => {
      const issue = addIssue(user, { title, body, labels: names });
      void tell('issues', user, { action: 'opened', issue: issueJson(issue) });
      return issue;
    },
    labels: (issue: Issue, name: string): void => {
      issue.labels.push(name);
      void tell('issues', user, { action: 'labeled', issue: issueJson(issue), label: { name } });
    },
    says: (issue: Issue, body: string): Comment => addComment(user, issue, body),
    edits: (comment: Comment, body: string): void => {
      editComment(user, comment, body);
    },
    rewrites: (issue: Issue, body: string): void => {
      editIssue(user, issue, { body });
    },
    proposes: (title: string, body: string): Issue => {
      const pull = addIssue(user, {
        title,
        body,
        labels: [],
        head: randomUUID().replaceAll('-', '').padEnd(40, '0'),
      });
      void tell('pull_request', user, {
        action: 'opened',
        number: pull.number,
        pull_request: pullJson(pull),
      });
      return pull;
    },
    reviews: (pull: Issue, state: 'APPROVED' | 'CHANGES_REQUESTED', body: string): void => {
      const review = {
        id: next(),
        number: pull.number,
        user,
        state,
        body,
        commit_id: pull.head ?? '',
        submitted_at: now(),
      };
      reviews.push(review);
      void tell('pull_request_review', user, {
        action: 'submitted',
        review: { ...reviewJson(review), state: state.toLowerCase() },
        pull_request: pullJson(pull),
      });
    },
  };
}
