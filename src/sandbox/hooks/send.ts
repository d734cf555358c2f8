/*
 * One HTTP attempt to deliver one webhook, with GitHub's headers and its patience of ten seconds. The
 * signature is an HMAC over exactly the bytes sent. Never retries.
 */
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export type Envelope = {
  readonly url: string;
  readonly guid: string;
  readonly event: string;
  readonly body: string;
  readonly secret: string;
  readonly hookId: number;
  readonly appId: number;
  readonly timeoutMs: number;
};

export type Outcome = {
  readonly status: string;
  readonly statusCode: number;
  readonly durationSeconds: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
};

function sign(algorithm: 'sha1' | 'sha256', envelope: Envelope): string {
  return `${algorithm}=${createHmac(algorithm, envelope.secret).update(envelope.body, 'utf8').digest('hex')}`;
}

export function headersOf(envelope: Envelope): Readonly<Record<string, string>> {
  return {
    Accept: '*/*',
    'Content-Type': 'application/json',
    'User-Agent': 'GitHub-Hookshot/8d33975',
    'X-GitHub-Delivery': envelope.guid,
    'X-GitHub-Event': envelope.event,
    'X-GitHub-Hook-ID': String(envelope.hookId),
    'X-GitHub-Hook-Installation-Target-ID': String(envelope.appId),
    'X-GitHub-Hook-Installation-Target-Type': 'integration',
    'X-Hub-Signature': sign('sha1', envelope),
    'X-Hub-Signature-256': sign('sha256', envelope),
  };
}

async function readAnswer(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString('utf8');
}

function flatten(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function attempt(envelope: Envelope): Promise<Omit<Outcome, 'durationSeconds'>> {
  return new Promise((resolve) => {
    const bytes = Buffer.from(envelope.body, 'utf8');
    const ask = envelope.url.startsWith('https:') ? requestHttps : requestHttp;
    const fail = (status: string, statusCode: number): void => {
      resolve({ status, statusCode, responseHeaders: {}, responseBody: '' });
    };
    const outgoing = ask(
      envelope.url,
      { method: 'POST', headers: { ...headersOf(envelope), 'Content-Length': bytes.length } },
      (response) => {
        readAnswer(response).then(
          (responseBody) => {
            const statusCode = response.statusCode ?? 0;
            const status =
              statusCode >= 200 && statusCode < 300 ? 'OK' : `Invalid HTTP Response: ${statusCode}`;
            resolve({
              status,
              statusCode,
              responseHeaders: flatten(response.headers),
              responseBody,
            });
          },
          () => {
            fail('failed to read the response', 502);
          },
        );
      },
    );
    outgoing.setTimeout(envelope.timeoutMs, () => {
      fail('timed out', 504);
      outgoing.destroy();
    });
    outgoing.on('error', () => {
      fail('failed to connect to host', 502);
    });
    outgoing.end(bytes);
  });
}

export async function send(envelope: Envelope): Promise<Outcome> {
  const started = performance.now();
  const outcome = await attempt(envelope);
  return { ...outcome, durationSeconds: Math.round(performance.now() - started) / 1000 };
}
