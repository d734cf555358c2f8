/**
 * A pipeline that asks the gate: over HTTP, with a key, about a change that was approved and runs, so that every gate says
 * yes. The forge was asked just before, as it is when several jobs of a pipeline ask.
 */
import { createHash, randomBytes } from 'node:crypto';
import { operations, type Company } from '../../src/demo/company.ts';
import { narrator } from '../../src/demo/narrator.ts';
import { openStory } from '../../src/demo/storyteller.ts';
import { addApiToken } from '../../src/store/api-tokens.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { changeBody, type Answers } from '../../test/core/plan/change-body.ts';
import { medianOf, timesOf } from './measure.ts';

const ONE_BY_ONE = 200;
const TOGETHER = 2_000;
const AT_ONCE = 16;
/** A key is answered 600 times a minute. */
const KEYS = 8;

/** When the change that is asked about runs. */
export const RUNS_AT = '2026-11-21T12:01:00Z';
export const GATE_START = '2026-11-20T11:00:00+01:00';

export type GateSpeed = { readonly median: number; readonly rate: number };

/** The first of its workspace. */
export async function startChange(company: Company, answers: Answers = {}): Promise<void> {
  const window = '2026-11-21T12:00/2026-11-21T18:00';
  const body = changeBody({ steps_before: '', timezone: 'UTC', window, ...answers });
  const at = '2026-11-20T10:05:00Z';
  const opening = { at, who: 'mara-ops', repo: operations, title: 'Rotate', body };
  const story = await openStory(
    company,
    narrator(() => undefined, false),
    opening,
  );
  company.clock.moveTo('2026-11-20T10:06:00Z');
  await story.says('mara-ops', '/chg submit');
  company.clock.moveTo('2026-11-20T10:07:00Z');
  await story.says('tomas-sre', '/chg approve');
  company.clock.moveTo(RUNS_AT);
  await story.says('mara-ops', '/chg start');
}

export async function gateSpeed(company: Company, port: number): Promise<GateSpeed> {
  const keys = await Promise.all(Array.from({ length: KEYS }, () => key(company)));
  const ask = asker(`http://127.0.0.1:${String(port)}/api/v1/gate`, keys);
  const asks = Array.from({ length: ONE_BY_ONE }, () => ask);
  await timesOf(asks);
  return { median: medianOf(await timesOf(asks)), rate: await rateOf(ask) };
}

async function key({ application, workspace, clock }: Company): Promise<string> {
  const token = `hp_${randomBytes(32).toString('base64url')}`;
  const row = {
    id: randomBytes(6).toString('hex'),
    hash: createHash('sha256').update(token).digest(),
    createdAt: clock.now().toISOString(),
  };
  await inWorkspace(application().house.db, workspace, (tx) =>
    addApiToken(tx, { ...row, name: 'bench', scopes: ['gate'], expiresAt: null }),
  );
  return token;
}

function asker(url: string, keys: readonly string[]): () => Promise<void> {
  const question = { change: 'CHG-00001', repository: operations, environment: 'production' };
  const body = JSON.stringify({ ...question, sha: 'a'.repeat(40) });
  let asked = 0;
  return async () => {
    asked += 1;
    const authorization = `Bearer ${keys[asked % keys.length] ?? ''}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`the gate said ${String(answer.status)}: ${text}`);
  };
}

async function rateOf(ask: () => Promise<void>): Promise<number> {
  let left = TOGETHER;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return TOGETHER / ((performance.now() - began) / 1_000);
}
