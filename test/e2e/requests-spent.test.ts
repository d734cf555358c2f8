// What the forge is asked when a machine speaks: checks report far more often than people do, and every answer of the
// forge counts against what the whole account may ask in an hour.
import { describe, expect, it } from 'vitest';
import { ciSays, proposes } from '../support/pulls.ts';
import { BOT, MARA, stage, TOMAS } from '../support/tale.ts';

const scene = stage();

/** What our app asks the forge for while this happens. */
async function asked(act: () => Promise<unknown>): Promise<readonly string[]> {
  const { requests } = scene.world().company.sandbox;
  requests.clear();
  await act();
  const ours = requests.all().filter(({ actor }) => actor.endsWith('[bot]') && actor !== BOT);
  return ours.map(({ method, path }) => `${method} ${path}`);
}

/** A question looks alike whatever it asks for; at the single addresses each look can be told apart. */
function answersNoQuestion(): void {
  const trouble = { kind: 'refuse', status: 404 } as const;
  scene.world().company.sandbox.faults.onRequest({ method: 'POST', path: '/graphql', trouble });
}

/** How often everything about the pull request was read. */
function looks(lines: readonly string[]): number {
  return lines.filter((line) => line.startsWith('GET') && line.endsWith('/reviews')).length;
}

describe('a check that reports', () => {
  it('is one look while nothing waits to be approved, and two while something does', async () => {
    const tale = await scene.opens();
    answersNoQuestion();
    const pull = await proposes(scene, tale, { branch: 'thrifty' });
    await tale.says(MARA, '/chg submit');
    expect(looks(await asked(() => ciSays(scene, tale, { pull, state: 'pending' })))).toBe(2);
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
    expect(looks(await asked(() => ciSays(scene, tale, { pull, state: 'pending' })))).toBe(1);
  });
});

describe('a question', () => {
  it('is one look: nothing is decided by it', async () => {
    const tale = await scene.opens();
    answersNoQuestion();
    await proposes(scene, tale, { branch: 'curious' });
    expect(looks(await asked(() => tale.says(MARA, '/chg status')))).toBe(1);
  });
});
