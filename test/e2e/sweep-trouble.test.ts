// A sweep that meets trouble: a repository whose list is refused keeps nobody in the others from being heard, and what
// happened in it meanwhile is found as soon as it can be read again.
import { describe, expect, it } from 'vitest';
import { checkout } from '../../src/sandbox/seed-lighthouse.ts';
import { changeBody } from '../core/plan/change-body.ts';
import { sweepingOn } from '../support/sweeping.ts';
import { MARA, SHORT, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
const { opens } = scene;
const { sandbox, lost, sweeps: sweepsWell } = sweepingOn(scene);

/** How often a sweep met trouble. */
async function sweeps(): Promise<number> {
  const trouble = await sweepsWell().then(
    () => 0,
    (error: unknown) => (error instanceof AggregateError ? error.errors.length : 1),
  );
  await scene.world().company.settle();
  return trouble;
}

function refusesList(repo: string, status: number): () => void {
  const trouble = { kind: 'refuse', status, message: 'no' } as const;
  return sandbox().faults.onRequest({ method: 'GET', path: `${repo}/issues`, trouble });
}

async function submitsUnheard(tale: Tale): Promise<void> {
  await lost(() => {
    sandbox().as(MARA).comment(tale.issue, '/chg submit');
  });
}

function titles(): readonly string[] {
  const { id } = sandbox().repository(checkout);
  return sandbox()
    .world.issues.of(id)
    .map(({ title }) => title);
}

describe('a repository whose issues cannot be listed', () => {
  it.each([403, 500])('keeps nobody elsewhere from being heard (%i)', async (status) => {
    const tale = await opens();
    await sweeps();
    refusesList(checkout, status);
    await submitsUnheard(tale);
    expect(await sweeps()).toBe(1);
    expect((await tale.change()).state).toBe('review');
  });

  it('is no trouble when it has no issues at all', async () => {
    const tale = await opens();
    refusesList(checkout, 410);
    await submitsUnheard(tale);
    expect(await sweeps()).toBe(0);
    expect((await tale.change()).state).toBe('review');
  });

  it('is read back to when it could last be, however often the others were meanwhile', async () => {
    await sweeps();
    const heal = refusesList(checkout, 403);
    const body = changeBody({ ...SHORT, window: scene.window(25 * 60) });
    const opening = { title: 'Nobody heard of it', body, labels: ['change'] };
    await lost(() => {
      sandbox().as(MARA).openIssue(checkout, opening);
    });
    for (let round = 0; round < 3; round += 1) await sweeps();
    heal();
    expect(titles()).toContain('Nobody heard of it');
    await sweeps();
    expect(titles().find((title) => title.endsWith('Nobody heard of it'))).toMatch(/^CHG-\d+: /u);
  });
});

describe('an issue that cannot be judged yet', () => {
  it('keeps nobody from being heard who spoke after it, and is heard when it can be', async () => {
    await sweeps();
    const path = `collaborators/${TOMAS}/permission`;
    const trouble = { kind: 'refuse', status: 403 } as const;
    const heal = sandbox().faults.onRequest({ method: 'GET', path, trouble });
    const body = changeBody({ ...SHORT, window: scene.window(25 * 60) });
    for (const who of [TOMAS, MARA])
      await lost(() => {
        sandbox()
          .as(who)
          .openIssue(checkout, { title: `By ${who}`, body, labels: ['change'] });
      });
    expect(await sweeps()).toBe(1);
    expect(titles().find((title) => title.endsWith(`By ${MARA}`))).toMatch(/^CHG-\d+: /u);
    expect(titles()).toContain(`By ${TOMAS}`);
    await sweeps();
    heal();
    await sweeps();
    expect(titles().find((title) => title.endsWith(`By ${TOMAS}`))).toMatch(/^CHG-\d+: /u);
  });
});
