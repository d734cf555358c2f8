// Whom a plan names: a second person who could confirm nothing is said to be one while there is time to name another,
// and a start by somebody else than the plan's operator is shown as what it is.
import { describe, expect, it } from 'vitest';
import { leavesATrace, LIN, MARA, NINA, stage, TOMAS } from '../support/tale.ts';

const scene = stage();
const { inReview, running } = scene;

describe('a second person who could confirm nothing', () => {
  it.each([
    ['nobody-at-all', 'is nobody with access to this repository'],
    [NINA, 'may not confirm hold points'],
  ])('is named in the record before the night: %s', async (login, why) => {
    const tale = await inReview({ answers: { second_person: `@${login}` } });
    expect((await tale.change()).state).toBe('review');
    expect(tale.record()).toContain(
      `**Second person:** \`${login}\`, whom the plan names, ${why}.`,
    );
  });

  it('is not looked for where the plan names somebody who can, or nobody', async () => {
    for (const second_person of [`@${TOMAS}`, `@${LIN.toUpperCase()}`, ''])
      expect((await inReview({ answers: { second_person } })).record()).not.toContain(
        'Second person:',
      );
  });
});

describe('a start by somebody else than the operator of the plan', () => {
  it('is shown beside who started it, to the end', async () => {
    const tale = await running({ answers: { operator: `@${LIN}` } });
    const shown = `by \`${MARA}\`, **not the plan’s operator** (\`${LIN}\`)`;
    expect(tale.record()).toContain(shown);
    await tale.says(MARA, '/chg rollback it burns');
    await tale.says(MARA, '/chg recovered all is as before');
    expect(tale.record()).toContain(shown);
  });

  it('is nothing to mention when it is the operator, however the name was written', async () => {
    const tale = await running({ answers: { operator: `@${MARA.toUpperCase()}` } });
    expect(tale.record()).not.toContain('not the plan’s operator');
  });
});

leavesATrace(scene);
