// The least a webhook receiver can do and still be right: read, check the signature, insert one row like the
// inbox's, answer. The benchmark's yardstick; started by bench/receive.ts in a process of its own.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pg from 'pg';
import { announce, given } from './child.ts';

const { databaseUrl, secret, poolSize } = given();
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
pool.on('error', () => undefined);

const INSERT = `INSERT INTO bare_deliveries (forge, guid, event, action, headers, body, body_sha256, received_at, source, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'new') ON CONFLICT DO NOTHING`;
const NO_DIGEST = Buffer.alloc(32);

function rowOf({ headers }: IncomingMessage, body: Buffer): readonly unknown[] {
  const {
    'x-github-delivery': guid,
    'x-github-event': event,
    'user-agent': agent,
    'x-github-hook-id': hook,
  } = headers;
  const kept = JSON.stringify({ 'user-agent': agent, 'x-github-hook-id': hook });
  return ['github', guid, event, null, kept, body, NO_DIGEST, new Date().toISOString(), 'webhook'];
}

const ANSWER = '{"status":"stored"}\n';

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  const ours = createHmac('sha256', secret).update(body).digest();
  const claimed = Buffer.from(
    String(request.headers['x-hub-signature-256']).slice('sha256='.length),
    'hex',
  );
  if (claimed.length !== ours.length || !timingSafeEqual(ours, claimed)) {
    response.writeHead(401).end();
    return;
  }
  await pool.query({ name: 'bare', text: INSERT, values: [...rowOf(request, body)] });
  response
    .writeHead(202, { 'content-type': 'application/json', 'content-length': ANSWER.length })
    .end(ANSWER);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    take(request, response, Buffer.concat(chunks)).catch(() => response.writeHead(500).end());
  });
});
server.listen(0, '127.0.0.1', () => {
  announce(server.address());
});
