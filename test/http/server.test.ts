// The server around the door: what it says of itself, how it fails, how it ends.
import { afterEach, describe, expect, test } from 'vitest';
import { openPlace, rawHead, sendRaw, headersFor, BODY } from './support.ts';
import type { Place } from './support.ts';

let place: Place;
afterEach(() => place.server.close());

async function get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(`${place.url}${path}`);
  return { status: answer.status, body: await answer.json() };
}

describe('health and readiness', () => {
  test('alive is alive, even when nothing is ready', async () => {
    place = await openPlace({ readiness: () => Promise.reject(new Error('down')) });
    expect(await get('/healthz')).toEqual({ status: 200, body: { status: 'alive' } });
  });

  test('ready names nothing that is missing', async () => {
    place = await openPlace();
    expect(await get('/readyz')).toEqual({ status: 200, body: { status: 'ready', missing: [] } });
  });

  test('not ready names what is missing', async () => {
    place = await openPlace({
      readiness: () => Promise.resolve({ database: true, migrated: false, worker: false }),
    });
    expect(await get('/readyz')).toEqual({
      status: 503,
      body: { status: 'not ready', missing: ['migrated', 'worker'] },
    });
  });

  test('a readiness that cannot be asked is not ready', async () => {
    place = await openPlace({
      readiness: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.1')),
    });
    expect(await get('/readyz')).toEqual({
      status: 503,
      body: { status: 'not ready', missing: ['database', 'migrated', 'worker'] },
    });
  });

  test('a query does not change the path, and HEAD is answered', async () => {
    place = await openPlace();
    expect((await get('/healthz?verbose=1')).status).toBe(200);
    expect((await fetch(`${place.url}/readyz`, { method: 'HEAD' })).status).toBe(200);
  });

  test('the front page says what this is', async () => {
    place = await openPlace();
    expect(await get('/')).toMatchObject({
      status: 200,
      body: { holdpoint: expect.any(String) as string },
    });
  });
});

describe('requests', () => {
  test('to nowhere are answered with 404, also when the path is strange', async () => {
    place = await openPlace();
    for (const path of ['/nowhere', '//', '/..%2f..%2fetc/passwd', '/__proto__', '/constructor']) {
      expect((await get(path)).status).toBe(404);
    }
  });

  test('that a handler fails on are answered with a bare 500, and logged', async () => {
    place = await openPlace({
      routes: [
        {
          path: '/broken',
          methods: ['GET'],
          handle: () => {
            throw new Error('s3cret');
          },
        },
      ],
    });
    expect(await get('/broken')).toEqual({ status: 500, body: { error: 'internal' } });
    expect(place.logged()).toContain('request_failed');
  });

  test('with headers above the limit are refused', async () => {
    place = await openPlace();
    const answer = await sendRaw(place.port, [
      rawHead({ ...headersFor(BODY), 'x-large': 'x'.repeat(20_000) }),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('the end', () => {
  test('lets a running answer finish and takes no new one', async () => {
    const commit = Promise.withResolvers<'stored'>();
    const started = Promise.withResolvers<undefined>();
    place = await openPlace({
      receive: () => {
        started.resolve(undefined);
        return commit.promise;
      },
    });
    const running = fetch(`${place.url}/api/github/webhooks`, {
      method: 'POST',
      headers: headersFor(BODY),
      body: BODY,
    });
    await started.promise;
    const closed = place.server.close();
    await expect(fetch(`${place.url}/healthz`)).rejects.toThrow();
    commit.resolve('stored');
    expect((await running).status).toBe(202);
    await closed;
  });

  test('cuts what does not finish within the grace', async () => {
    const started = Promise.withResolvers<undefined>();
    place = await openPlace({
      receive: () => {
        started.resolve(undefined);
        return new Promise(() => undefined);
      },
    });
    const running = fetch(`${place.url}/api/github/webhooks`, {
      method: 'POST',
      headers: headersFor(BODY),
      body: BODY,
    });
    const cut = expect(running).rejects.toThrow();
    await started.promise;
    await place.server.close(50);
    await cut;
  });
});
