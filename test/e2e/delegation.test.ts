// An approver who cannot be there gives their voice to somebody by name, for one plan, and the record says so.
import { describe, expect, it } from 'vitest';
import { BOT, DEE, leavesATrace, LIN, MARA, NINA, stage, TOMAS } from '../support/tale.ts';

const scene = stage();
const { inReview } = scene;

describe('a voice given to somebody by name', () => {
  it('approves in the place of its giver, stands in the record, and is taken back by withdrawing', async () => {
    const tale = await inReview({ answers: { category: 'Significant', risk_level: 'High' } });
    await tale.says(LIN, '/chg approve');
    await tale.says(DEE, `/chg delegate @${LIN} on a plane until Thursday`);
    expect(tale.record()).toContain(`\`${DEE}\` gave their voice to \`${LIN}\``);
    expect(tale.record()).toContain('on a plane until Thursday');
    expect((await tale.says(LIN, '/chg approve I read the rollback twice')).reaction).toBe('+1');
    expect((await tale.change()).state).toBe('approved');
    await tale.says(DEE, '/chg withdraw');
    expect((await tale.change()).state).toBe('review');
    expect(tale.record()).not.toContain('gave their voice');
    expect(await tale.refusals()).toEqual(['approve not_permitted']);
  });

  it('goes to no machine, to nobody without write access, and not to the author', async () => {
    const tale = await inReview();
    for (const to of [BOT, NINA, MARA, 'nobody-here']) {
      await tale.says(TOMAS, `/chg delegate @${to} I am away`);
    }
    await tale.says(TOMAS, '/chg delegate');
    expect(new Set(await tale.refusals())).toEqual(
      new Set([
        'delegate not_permitted',
        'delegate command_incomplete',
        'misread command_incomplete',
      ]),
    );
    expect((await tale.change()).delegations).toEqual([]);
  });
});

leavesATrace(scene);
