// Any CI asks whether it may deploy: with a key, over real HTTP, of the application that hears the forge. Whatever is not
// a clear yes is no, and a yes is used once.
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readGateClient } from '../../src/config.ts';
import { run } from '../../src/cli/run.ts';
import { operations } from '../../src/demo/company.ts';
import { gateAnswerer } from '../../src/worker/answer-gate.ts';
import { freePort } from '../support/browser.ts';
import { ciSays, proposes, pullOf } from '../support/pulls.ts';
import { MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

const port = await freePort();
const home = `http://127.0.0.1:${String(port)}`;
const scene = stage({ signIn: { port } });

type Told = { readonly code: number; readonly out: string; readonly err: string };

async function holdpoint(args: readonly string[], token = ''): Promise<Told> {
  const { house } = scene.world().company.application();
  const said = { out: '', err: '' };
  const code = await run(args, {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    openStore: () => Promise.resolve({ db: house.db, close: () => Promise.resolve() }),
    openForge: () => ({ app: house.app, web: '', unset: [] }),
    gateClient: () => readGateClient({ HOLDPOINT_URL: home, HOLDPOINT_TOKEN: token }),
    now: () => scene.now().toISOString(),
    version: '0',
  });
  return { ...said, code };
}

async function key(...args: readonly string[]): Promise<string> {
  const { out } = await holdpoint(['token', 'create', 'pipeline', ...args]);
  return out.trim();
}

type Body = Readonly<Record<string, unknown>>;

async function post(
  path: string,
  token: string,
  body: Body,
): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${home}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

async function withPull(branch: string): Promise<{ tale: Tale; sha: string }> {
  const tale = await scene.opens();
  const pull = await proposes(scene, tale, { branch });
  await ciSays(scene, tale, { pull, state: 'success' });
  await tale.says(MARA, '/chg submit');
  await tale.says(TOMAS, '/chg approve');
  return { tale, sha: pullOf(scene, pull).headSha };
}

function name({ number }: Tale): string {
  return `CHG-${String(number).padStart(5, '0')}`;
}

describe('a pipeline that asks', () => {
  it('is told no with every reason, yes once the change runs, and may use that yes once', async () => {
    const token = await key();
    const { tale, sha } = await withPull('gate');
    const asks = ['gate', '--sha', sha, '--environment', 'production', '--repository', operations];
    const early = await holdpoint(asks, token);
    expect(early).toMatchObject({ code: 1, err: '' });
    expect(early.out).toContain(`no ${name(tale)}`);
    expect(early.out).toContain('(not_in_state)');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect((await tale.change()).state).toBe('in_progress');
    expect(await holdpoint(asks, token)).toEqual({ code: 0, out: `yes ${name(tale)}\n`, err: '' });

    const question = { change: name(tale), sha, environment: 'production', repository: operations };
    const { status, body } = await post('/api/v1/gate', token, question);
    expect([status, body['answer'], body['reasons']]).toEqual([200, 'yes', []]);
    const answer = String(body['token']);
    const claim = { token: answer, claim_id: 'run-1' };
    const used = await post('/api/v1/gate/redeem', token, claim);
    expect(used).toMatchObject({ status: 200, body: { redeemed: true, change: name(tale), sha } });
    expect(await post('/api/v1/gate/redeem', token, claim)).toEqual(used);
    const replayed = await post('/api/v1/gate/redeem', token, { ...claim, claim_id: 'run-2' });
    expect([replayed.status, replayed.body['error']]).toEqual([409, 'token_replayed']);
    await verifiedOffline(answer, { change: name(tale), sha, verdict: 'yes', iss: home });
  });

  it('is told no for another commit, another environment, and a change that is not there', async () => {
    const token = await key();
    const { tale, sha } = await withPull('other');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    const about = { change: name(tale), sha, environment: 'production', repository: operations };
    const why = async (other: Body): Promise<unknown> => {
      const { status, body } = await post('/api/v1/gate', token, { ...about, ...other });
      const reasons = body['reasons'] as readonly { readonly code: string }[];
      return [status, body['answer'], reasons.map(({ code }) => code)];
    };
    expect(await why({})).toEqual([200, 'yes', []]);
    expect(await why({ sha: 'a'.repeat(40) })).toEqual([409, 'no', ['deployment_foreign']]);
    expect(await why({ environment: 'staging' })).toEqual([409, 'no', ['deployment_foreign']]);
    expect(await why({ repository: 'lighthouse-freight/payments' })).toEqual([
      ...[409, 'no', ['deployment_foreign']],
    ]);
    expect(await why({ change: 'CHG-00999' })).toEqual([409, 'no', ['deployment_unmatched']]);
    const misspelt = await post('/api/v1/gate', token, { ...about, enviroment: 'production' });
    expect([misspelt.status, misspelt.body['found']]).toEqual([
      400,
      expect.stringContaining('"enviroment" is not known') as string,
    ]);
  });

  it('for another repository is not told whether there is such a change', async () => {
    const { tale, sha } = await withPull('foreign');
    const { company } = scene.world();
    const answer = gateAnswerer(company.application().house);
    const { workspace } = company;
    const asked = { change: tale.number, sha, environment: 'production', by: null };
    const told = async (repoId: string, change = tale.number): Promise<unknown> => {
      const repository = { id: repoId, name: 'lighthouse-freight/any' };
      const said = await answer({ workspace, question: { ...asked, change, repository } });
      return said === 'crowded' ? said : [said.change?.number ?? null, said.verdicts.length];
    };
    expect(await told('777')).toEqual(await told('777', 999));
    expect(await told('777')).toEqual([null, 1]);
    expect(await told((await tale.change()).repoId)).toMatchObject([
      tale.number,
      expect.any(Number),
    ]);
  });

  it('is heard with a key that counts, and with no other', async () => {
    const reading = await key('--scope', 'read');
    const { body: shut } = await post('/api/v1/gate', reading, {});
    expect(shut['error']).toBe('scope_missing');
    const made = await key('--json');
    const { id, token } = JSON.parse(made) as { readonly id: string; readonly token: string };
    const { out } = await holdpoint(['token', 'list', '--json']);
    expect(out).toContain(id);
    expect(out).not.toContain(token);
    expect((await post('/api/v1/gate', token, {})).status).toBe(400);
    expect(await holdpoint(['token', 'revoke', id])).toMatchObject({ code: 0 });
    expect(await holdpoint(['token', 'revoke', id])).toMatchObject({ code: 1 });
    for (const bad of [token, `hp_${'a'.repeat(43)}`, 'nonsense']) {
      const { status, body } = await post('/api/v1/gate', bad, {});
      expect([status, typeof body['next']]).toEqual([401, 'string']);
    }
    const lost = await holdpoint(['gate', '--sha', 'a'.repeat(40), '--environment', 'x'], token);
    expect(lost.code).toBe(3);
    expect(lost.err).toContain('key_unknown');
  });
});

describe('a tool that reads', () => {
  it('is told where can be deployed, and whom a change meets', async () => {
    const token = await key('--scope', 'read');
    const tale = await scene.opens();
    const get = async (path: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${home}${path}`, { headers });
      return [answer.status, await answer.json()];
    };
    expect(await get(`/api/v1/where?repository=${operations}`)).toEqual([
      ...[
        200,
        { schema: 'holdpoint.where/v1', repository: operations, asset: null, environments: [] },
      ],
    ]);
    expect(await get('/api/v1/where')).toMatchObject([400, { error: 'malformed' }]);
    expect(await get('/api/v1/where?repository=o/none')).toMatchObject([404, { error: 'unknown' }]);
    expect(await get(`/api/v1/conflicts?change=${name(tale)}`)).toMatchObject([
      ...[200, { change: name(tale), asked: false, conflicts: [], dependencies: [] }],
    ]);
    expect(await get('/api/v1/conflicts?change=CHG-00999')).toMatchObject([404, {}]);
  });
});

/** As somebody does who trusts the published keys and asks nobody else. */
async function verifiedOffline(token: string, expected: Body): Promise<void> {
  const { keys } = (await (await fetch(`${home}/.well-known/jwks.json`)).json()) as {
    readonly keys: readonly Readonly<Record<string, string>>[];
  };
  const [header = '', claims = '', signature = ''] = token.split('.');
  const signed = keys.some((jwk) =>
    verify(
      null,
      Buffer.from(`${header}.${claims}`),
      createPublicKey({ key: jwk, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    ),
  );
  expect(signed).toBe(true);
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Body;
  expect(said).toMatchObject(expected);
  expect(Number(said['exp']) - Number(said['iat'])).toBe(60);
}
