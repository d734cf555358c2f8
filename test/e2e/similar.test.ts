// Whoever plans a change meets what became of the ones before it: in the record, in an answer, on the command line.
import { expect, it } from 'vitest';
import { readGateClient } from '../../src/config.ts';
import { run } from '../../src/cli/run.ts';
import { leavesATrace, MARA, NINA, stage } from '../support/tale.ts';

const scene = stage();

async function asked(...args: readonly string[]): Promise<readonly [string, number]> {
  const { house } = scene.world().company.application();
  let said = '';
  const code = await run(['similar', ...args], {
    ...{ out: (text) => (said += text), err: () => undefined },
    ...{ now: () => scene.now().toISOString(), version: '0' },
    openStore: () => Promise.resolve({ db: house.db, close: () => Promise.resolve() }),
    gateClient: () => readGateClient({}),
    openForge: () => {
      throw new Error('the forge is not asked');
    },
  });
  return [said, code];
}

it('a change that was rolled back is shown with its measured times to those who plan and decide on one like it', async () => {
  const first = await scene.running();
  await first.says(MARA, '/chg rollback handshakes fail');
  scene.pass(6);
  await first.says(MARA, '/chg recovered old certificate served');
  expect((await first.change()).ended).not.toBeNull();

  const next = await scene.inReview();
  expect(next.record()).toContain('Similar changes that have ended: 1');
  expect(next.record()).toMatch(/rolled back .* going back took \d+ min/u);
  expect(next.record()).toContain('How the last changes like this ended');

  const said = await next.says(NINA, '/chg similar');
  expect(said.reaction).toBe('+1');
  const reply = next.replies().at(-1)?.body ?? '';
  expect(reply).toContain('changes like it that have ended');
  expect(reply).toContain('going back took');

  const [text, code] = await asked(String(next.number));
  expect([text.includes('rolled back'), code]).toEqual([true, 0]);
  const [json] = await asked(String(next.number), '--json');
  expect(JSON.parse(json)).toMatchObject({
    similar: [{ number: first.number, outcome: 'rolled_back' }],
  });
  expect((await asked('99999'))[1]).toBe(1);
});

leavesATrace(scene);
