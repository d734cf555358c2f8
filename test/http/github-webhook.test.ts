// The door for deliveries: who is let in, what it costs to be turned away, and that nothing is acknowledged
// before it is stored.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BODY, headersFor, openPlace, PREVIOUS, rawHead, SECRET, sendRaw } from './support.ts';
import type { Place } from './support.ts';

const PATH = '/api/github/webhooks';

async function post(place: Place, headers: Record<string, string>, body: string | Buffer = BODY) {
  const answer = await fetch(`${place.url}${PATH}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: answer.status, body: await answer.text() };
}

function without(name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headersFor(BODY)).filter(([each]) => each !== name));
}

describe('a delivery from GitHub', () => {
  test('is stored byte for byte, then acknowledged, then somebody is woken', async () => {
    const place = await openPlace();
    const body = '{"action":"created","text":"\\u0000 \\ud800 ä"}';
    expect(
      await post(place, { ...headersFor(body), cookie: 'a=b', authorization: 'Bearer x' }, body),
    ).toEqual({
      status: 202,
      body: '{"status":"stored"}\n',
    });
    expect(place.stored).toHaveLength(1);
    const [delivery] = place.stored;
    expect(Buffer.from(delivery?.body ?? []).toString()).toBe(body);
    expect(delivery).toMatchObject({
      forge: 'github',
      guid: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      event: 'issue_comment',
      action: 'created',
      receivedAt: '2026-11-22T04:36:00.000Z',
      source: 'webhook',
    });
    expect(Buffer.from(delivery?.bodySha256 ?? []).toString('hex')).toBe(
      createHash('sha256').update(body).digest('hex'),
    );
    expect(Object.keys(delivery?.headers ?? {}).toSorted()).toEqual([
      'user-agent',
      'x-github-hook-id',
      'x-github-hook-installation-target-id',
      'x-github-hook-installation-target-type',
    ]);
    expect(place.woken()).toBe(1);
    await place.server.close();
  });

  test('that came before is acknowledged too, because it is stored', async () => {
    const place = await openPlace();
    await post(place, headersFor(BODY));
    expect(await post(place, headersFor(BODY))).toEqual({
      status: 202,
      body: '{"status":"duplicate"}\n',
    });
    expect(place.stored).toHaveLength(1);
    await place.server.close();
  });

  test('signed with the previous secret is taken while the secret is being changed', async () => {
    const place = await openPlace();
    expect((await post(place, headersFor(BODY, PREVIOUS))).status).toBe(202);
    await place.server.close();
  });

  test('of 25 MB is taken', async () => {
    const place = await openPlace();
    const large = Buffer.alloc(25 * 1024 * 1024, 'x');
    expect((await post(place, headersFor(large), large)).status).toBe(202);
    expect(place.stored[0]?.body.length).toBe(large.length);
    await place.server.close();
  });

  test('that arrives in many pieces, without a length, is put together', async () => {
    const place = await openPlace();
    const pieces = [...BODY].map((letter) => `1\r\n${letter}\r\n`).join('');
    const head = rawHead({ ...headersFor(BODY), 'transfer-encoding': 'chunked' });
    expect(await sendRaw(place.port, [head, `${pieces}0\r\n\r\n`])).toMatch(/^HTTP\/1\.1 202 /);
    expect(Buffer.from(place.stored[0]?.body ?? []).toString()).toBe(BODY);
    await place.server.close();
  });

  test('that only asks whether somebody is here is answered and not kept', async () => {
    const place = await openPlace();
    expect(await post(place, { ...headersFor(BODY), 'x-github-event': 'ping' })).toEqual({
      status: 202,
      body: '{"status":"pong"}\n',
    });
    expect(place.stored).toEqual([]);
    await place.server.close();
  });

  test.each([
    ['{"action":"created"}', 'created'],
    ['{"zen":"x","action":"created"}', null],
    ['{"action":17}', null],
    ['{"action":"<script>"}', null],
    [`{"action":"${'a'.repeat(60)}"}`, null],
    ['not json', null],
  ])('%s begins with the action %s', async (body, action) => {
    const place = await openPlace();
    await post(place, headersFor(body), body);
    expect(place.stored[0]?.action).toBe(action);
    await place.server.close();
  });
});

describe('whoever is not GitHub', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
  });
  afterAll(async () => {
    expect(place.stored).toEqual([]);
    expect(place.woken()).toBe(0);
    await place.server.close();
  });

  test.each<[string, Record<string, string>, number]>([
    ['without a signature', without('x-hub-signature-256'), 401],
    [
      'with a signature of another kind',
      { ...headersFor(BODY), 'x-hub-signature-256': `sha1=${'0'.repeat(40)}` },
      401,
    ],
    [
      'with a signature cut short',
      { ...headersFor(BODY), 'x-hub-signature-256': 'sha256=abc' },
      401,
    ],
    ['with the signature of another body', { ...headersFor('{}') }, 401],
    ['with another secret', headersFor(BODY, 'development'), 401],
    ['without a delivery id', without('x-github-delivery'), 400],
    ['with a delivery id that is none', { ...headersFor(BODY), 'x-github-delivery': 'a b' }, 400],
    ['without an event name', without('x-github-event'), 400],
    [
      'with an event name that is none',
      { ...headersFor(BODY), 'x-github-event': '__proto__; drop' },
      400,
    ],
    [
      'with a form',
      { ...headersFor(BODY), 'content-type': 'application/x-www-form-urlencoded' },
      415,
    ],
    ['with something like JSON', { ...headersFor(BODY), 'content-type': 'application/jsonp' }, 415],
    ['compressed', { ...headersFor(BODY), 'content-encoding': 'gzip' }, 415],
    [
      'meant for another app',
      { ...headersFor(BODY), 'x-github-hook-installation-target-id': '4712' },
      403,
    ],
  ])('is turned away %s', async (_how, headers, status) => {
    expect((await post(place, headers)).status).toBe(status);
  });

  test('is turned away when one bit of the body or of the signature differs', async () => {
    for (let bit = 0; bit < BODY.length; bit += 1) {
      const body = Buffer.from(BODY);
      body[bit] = (body[bit] ?? 0) ^ 1;
      expect((await post(place, headersFor(BODY), body)).status).toBe(401);
    }
    const signature = headersFor(BODY)['x-hub-signature-256'] ?? '';
    for (let at = 'sha256='.length; at < signature.length; at += 1) {
      const flipped = signature[at] === '0' ? '1' : '0';
      const headers = {
        ...headersFor(BODY),
        'x-hub-signature-256': signature.slice(0, at) + flipped + signature.slice(at + 1),
      };
      expect((await post(place, headers)).status).toBe(401);
    }
  });

  test('may not use another method or another path', async () => {
    const get = await fetch(`${place.url}${PATH}`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    const elsewhere = await fetch(`${place.url}/api/github/webhook`, {
      method: 'POST',
      headers: headersFor(BODY),
      body: BODY,
    });
    expect(elsewhere.status).toBe(404);
  });

  test('hears 401 before a byte of a huge body is read', async () => {
    const head = rawHead({
      ...without('x-hub-signature-256'),
      'content-length': String(20 * 1024 * 1024),
    });
    const answer = await sendRaw(place.port, [head]);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  test('hears 413 before a byte of a body above the cap is read, signed or not', async () => {
    const length = { 'content-length': String(27 * 1024 * 1024) };
    expect(await sendRaw(place.port, [rawHead({ ...headersFor(BODY), ...length })])).toMatch(
      /^HTTP\/1\.1 413 /,
    );
    expect(
      await sendRaw(place.port, [rawHead({ ...without('x-hub-signature-256'), ...length })]),
    ).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('is cut off when a body without a length grows above the cap', async () => {
    const megabyte = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(0x100000, 'x'),
      Buffer.from('\r\n'),
    ]);
    const head = rawHead({ ...headersFor(BODY), 'transfer-encoding': 'chunked' });
    const answer = await sendRaw(place.port, [head, ...Array.from({ length: 40 }, () => megabyte)]);
    // A sender who goes on sending may lose the connection before the answer arrives; that it ended is what counts.
    expect(answer).toMatch(/^HTTP\/1\.1 413 |^$/);
  });

  test('is not told anything of the inside', async () => {
    const { body } = await post(place, headersFor(BODY, 'wrong'));
    expect(body).toBe('{"error":"the signature does not fit"}\n');
    expect(place.logged()).not.toContain(SECRET);
    expect(place.logged()).not.toContain('sha256=');
  });
});

describe('slow senders', () => {
  test('hear 408 when the body does not come', async () => {
    const place = await openPlace({
      github: { appId: '4711', secrets: [SECRET], bodyTimeoutMs: 100 },
    });
    const answer = await sendRaw(place.port, [
      rawHead({ ...headersFor(BODY), 'content-length': '1000' }),
      'half',
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(place.stored).toEqual([]);
    await place.server.close();
  });

  test('who go away in the middle leave nothing behind', async () => {
    const place = await openPlace();
    await sendRaw(
      place.port,
      [rawHead({ ...headersFor(BODY), 'content-length': '1000' }), 'half'],
      100,
    );
    expect((await post(place, headersFor(BODY))).status).toBe(202);
    expect(place.stored).toHaveLength(1);
    await place.server.close();
  });
});

describe('when the store', () => {
  test('fails, the sender hears 503 and nothing of why', async () => {
    const place = await openPlace({
      receive: () => Promise.reject(new Error('connect ECONNREFUSED user:s3cret@db')),
    });
    const answer = await post(place, headersFor(BODY));
    expect(answer).toEqual({
      status: 503,
      body: '{"error":"the delivery could not be stored; send it again"}\n',
    });
    expect(place.woken()).toBe(0);
    expect(place.logged()).toContain('delivery_not_stored');
    await place.server.close();
  });

  test('fails at once, the sender hears 503 as well', async () => {
    const place = await openPlace({
      receive: () => {
        throw new Error('no pool');
      },
    });
    expect((await post(place, headersFor(BODY))).status).toBe(503);
    await place.server.close();
  });

  test('takes too long, the sender hears 503 and is never told 2xx for what may not be there', async () => {
    const place = await openPlace({
      github: { appId: '4711', secrets: [SECRET], storeTimeoutMs: 50 },
      receive: () => new Promise(() => undefined),
    });
    expect((await post(place, headersFor(BODY))).status).toBe(503);
    expect(place.woken()).toBe(0);
    await place.server.close();
  });

  test('is still committing, nothing is acknowledged', async () => {
    const commit = Promise.withResolvers<'stored'>();
    const place = await openPlace({ receive: () => commit.promise });
    let answered = false;
    const answer = post(place, headersFor(BODY)).finally(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(answered).toBe(false);
    commit.resolve('stored');
    expect((await answer).status).toBe(202);
    await place.server.close();
  });
});

test.each([
  ['throws', () => Promise.reject(new Error('nobody home'))],
  [
    'fails at once',
    () => {
      throw new Error('nobody home');
    },
  ],
  ['never returns', () => new Promise<void>(() => undefined)],
])('a wake-up that %s does not turn a stored delivery away', async (_how, wake) => {
  const place = await openPlace({ wake });
  expect((await post(place, headersFor(BODY))).status).toBe(202);
  await place.server.close();
});
