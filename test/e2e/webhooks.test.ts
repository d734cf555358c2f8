// The door: bodies that are not signed, not ours, too large, sent twice or under another name. Each gets its status
// code; none has an effect; no answer and no log line gives anything away.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { sign } from '../../src/http/verify-signature.ts';
import { leavesATrace, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

type Sent = { readonly event: string; readonly body: string };

const seen: Sent[] = [];
const scene = stage({
  sandbox: {
    onPayload: (event, payload) => {
      seen.push({ event, body: JSON.stringify(payload) });
    },
  },
});
const { inReview } = scene;
const answers: string[] = [];

function address(): URL {
  return new URL('/api/github/webhooks', scene.world().company.application().url);
}

function secret(): string {
  return scene.world().company.sandbox.app.webhookSecret;
}

function headersOf(event: string, body: string | Buffer): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-github-hook-installation-target-id': String(scene.world().company.sandbox.app.id),
    'x-hub-signature-256': sign(Buffer.from(body), secret()),
  };
}

/** Sends a delivery, signed and complete unless the headers say otherwise; null takes a header away. */
async function delivers(
  sent: Sent,
  headers: Readonly<Record<string, string | null>> = {},
): Promise<number> {
  const all = { ...headersOf(sent.event, sent.body), ...headers };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const answer = await fetch(address(), { method: 'POST', headers: given, body: sent.body });
  answers.push(await answer.text());
  await scene.world().company.settle();
  return answer.status;
}

async function trace(tale: Tale): Promise<readonly string[]> {
  return (await tale.events()).map(({ seq, type }) => `${String(seq)} ${type}`);
}

/** The delivery of a comment that was said for real, as the forge sent it. */
async function comment(tale: Tale, who: string, text: string): Promise<Sent> {
  await tale.says(who, text);
  const found = seen.findLast(
    ({ event, body }) => event === 'issue_comment' && body.includes(JSON.stringify(text)),
  );
  if (found === undefined) throw new Error(`the forge sent nothing about ${text}`);
  return found;
}

/** The same comment as if it were another one that nobody has sent yet. */
function fresh({ event, body }: Sent, text: string): Sent {
  const payload = JSON.parse(body) as { comment: { id: number; body: string } };
  payload.comment.id += 7_000_000;
  payload.comment.body = text;
  return { event, body: JSON.stringify(payload) };
}

describe('a body', () => {
  it('is heard when it is signed, complete and ours: so the others are refused for what is wrong with them', async () => {
    const tale = await inReview();
    const sent = fresh(await comment(tale, TOMAS, 'looks good'), '/chg approve');
    expect(await delivers(sent)).toBe(202);
    expect((await tale.change()).state).toBe('approved');
  });

  it('without a signature, or with another one, has no effect', async () => {
    const tale = await inReview();
    const sent = fresh(await comment(tale, TOMAS, 'looks fine'), '/chg approve');
    const before = await trace(tale);
    const own = sign(Buffer.from(sent.body), secret());
    const wrong: readonly (string | null)[] = [
      null,
      '',
      'sha256=',
      `sha256=${'0'.repeat(64)}`,
      sign(Buffer.from(sent.body), 'a-secret-that-is-not-ours-but-long-enough'),
      sign(Buffer.from(`${sent.body} `), secret()),
      own.slice(0, -1),
      own.replace('sha256', 'sha1'),
      own.toUpperCase(),
    ];
    for (const signature of wrong)
      expect([signature, await delivers(sent, { 'x-hub-signature-256': signature })]).toEqual([
        signature,
        401,
      ]);
    expect(await trace(tale)).toEqual(before);
    expect((await tale.change()).state).toBe('review');
  });

  it('that was changed after it was signed has no effect', async () => {
    const tale = await inReview();
    const sent = await comment(tale, MARA, '/chg status');
    const changed = {
      ...sent,
      body: sent.body
        .replaceAll('mara-ops', 'tomas-sre')
        .replaceAll('9001', '9004')
        .replace('/chg status', '/chg approve'),
    };
    expect(changed.body).not.toBe(sent.body);
    const before = await trace(tale);
    expect(
      await delivers(changed, { 'x-hub-signature-256': sign(Buffer.from(sent.body), secret()) }),
    ).toBe(401);
    expect(await trace(tale)).toEqual(before);
  });

  it('sent again counts once, under its own number or under another', async () => {
    const tale = await inReview();
    const sent = await comment(tale, TOMAS, '/chg approve');
    const before = await trace(tale);
    const guid = randomUUID();
    for (const id of [guid, guid, randomUUID()])
      expect(await delivers(sent, { 'x-github-delivery': id })).toBe(202);
    expect(await trace(tale)).toEqual(before);
    await tale.says(TOMAS, '/chg withdraw');
    // Withdrawn is withdrawn: the old word does not come back with its delivery.
    expect(await delivers(sent)).toBe(202);
    expect((await tale.change()).state).toBe('review');
  });

  it('under the name of another event is not taken for one', async () => {
    const tale = await inReview();
    const sent = fresh(await comment(tale, TOMAS, 'all right'), '/chg approve');
    const before = await trace(tale);
    for (const event of [
      'issues',
      'pull_request_review',
      'pull_request',
      'push',
      'installation',
      'label',
      'error',
      'ping',
      'unheard_of',
    ])
      expect([event, await delivers({ ...sent, event })]).toEqual([event, 202]);
    for (const event of ['__proto__x', '', 'issue_comment.created', 'ISSUES'])
      expect(await delivers(sent, { 'x-github-event': event })).toBeGreaterThanOrEqual(
        event === '__proto__x' ? 202 : 400,
      );
    // Not even a gate is shut by it, or a replay could stop anybody's change.
    expect(await trace(tale)).toEqual(before);
    expect((await tale.says(TOMAS, '/chg approve')).reaction).toBe('+1');
  });

  it('in another form or for another app is refused at the door', async () => {
    const tale = await inReview();
    const sent = fresh(await comment(tale, TOMAS, 'fine by me'), '/chg approve');
    const before = await trace(tale);
    expect(await delivers(sent, { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
    expect(await delivers(sent, { 'content-type': 'text/plain' })).toBe(415);
    expect(await delivers(sent, { 'content-encoding': 'gzip' })).toBe(415);
    expect(await delivers(sent, { 'x-github-delivery': null })).toBe(400);
    expect(await delivers(sent, { 'x-github-delivery': '../../etc/passwd' })).toBe(400);
    expect(await delivers(sent, { 'x-github-hook-installation-target-id': '1' })).toBe(403);
    expect((await fetch(address())).status).toBe(405);
    expect(await trace(tale)).toEqual(before);
  });

  it('of another account reaches no change of ours', async () => {
    const tale = await inReview();
    const sent = fresh(await comment(tale, TOMAS, 'I agree'), '/chg approve');
    const before = await trace(tale);
    // Everything but the owner is as in a delivery of ours: the repository, the issue, the comment.
    const foreign = { ...sent, body: sent.body.replaceAll('"id":9812', '"id":5550001') };
    expect(foreign.body).not.toBe(sent.body);
    expect(await delivers(foreign)).toBe(202);
    expect(await trace(tale)).toEqual(before);
    expect((await tale.change()).state).toBe('review');
  });

  it('of a foreign installation that names our account reaches no change of ours', async () => {
    const tale = await inReview();
    const sent = fresh(await comment(tale, TOMAS, 'agreed'), '/chg approve');
    const before = await trace(tale);
    const payload = JSON.parse(sent.body) as { installation: { id: number } };
    payload.installation.id += 1;
    expect(await delivers({ ...sent, body: JSON.stringify(payload) })).toBe(202);
    expect(await trace(tale)).toEqual(before);
  });

  it('that is signed and makes no sense is put aside, and the next one is heard', async () => {
    const tale = await inReview();
    for (const body of [
      '',
      'null',
      '[]',
      '"text"',
      '{',
      '{"action":"created"}',
      '{"__proto__":{"polluted":1}}',
      '\u0000',
    ])
      expect([body, await delivers({ event: 'issue_comment', body })]).toEqual([body, 202]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect((await tale.says(TOMAS, '/chg approve')).reaction).toBe('+1');
  });
});

describe('a body that is too large', () => {
  it('is refused by its announced length, before it is read', async () => {
    expect(await announces(30 * 1024 * 1024)).toBe(413);
  });

  it('is refused while it streams, when it announced nothing', async () => {
    expect(await streams(30)).toBe(413);
  });
});

/** Announces a length and sends nothing of it. */
function announces(length: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { ...headersOf('issues', ''), 'content-length': String(length) };
    const asked = request(address(), { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
      asked.destroy();
    });
    asked.on('error', reject);
    asked.flushHeaders();
  });
}

/** Sends so many megabytes in chunks until it is answered. */
function streams(megabytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const asked = request(
      address(),
      { method: 'POST', headers: headersOf('issues', '') },
      (answer) => {
        answered = true;
        answer.resume();
        resolve(answer.statusCode ?? 0);
        asked.destroy();
      },
    );
    asked.on('error', (error) => {
      if (!answered) reject(error);
    });
    const chunk = Buffer.alloc(1024 * 1024, 32);
    let left = megabytes;
    const send = (): void => {
      while (left > 0 && !answered) {
        left -= 1;
        if (!asked.write(chunk)) {
          asked.once('drain', send);
          return;
        }
      }
      if (!answered) asked.end();
    };
    send();
  });
}

describe('what is given away', () => {
  it('is nothing: not a secret, not a signature, not a path, in any answer or log line', () => {
    const said = [...answers, ...scene.world().logged()].join('\n');
    expect(answers.length).toBeGreaterThan(40);
    expect(said).not.toContain(secret());
    expect(said).not.toMatch(/sha256=[0-9a-f]{64}/u);
    expect(said).not.toContain('PRIVATE KEY');
    for (const answer of answers)
      expect(answer).toMatch(/^(?:\{"(?:error|status)":"[^"]{1,80}"\}\n?)?$/u);
  });
});

leavesATrace(scene, ['delivery_dead', 'delivery_failed']);
