// Concerns by name and the hold that anybody who may label can set: by command and by label, and what the record says.
import { describe, expect, it } from 'vitest';
import {
  BOT,
  DEE,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  SORA,
  stage,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { inReview, approved, pass } = scene;
const HOLD = 'chg-flag/hold';

function labels(tale: Tale, who: string, what: 'on' | 'off'): Promise<void> {
  const { sandbox } = scene.world().company;
  return tale.does(who, `takes the hold ${what}`, () => {
    if (what === 'on') sandbox.as(who).addLabel(tale.issue, HOLD);
    else sandbox.as(who).removeLabel(tale.issue, HOLD);
  });
}

async function stateOf(tale: Tale): Promise<string> {
  return (await tale.change()).state;
}

describe('named concerns', () => {
  it('stand in the record with who and since when, and hold the approval until none is open', async () => {
    const tale = await inReview();
    await tale.says(LIN, '/chg concern old-clients who has asked the carriers?');
    await tale.says(SORA, '/chg concern key-on-host the key must not stay there');
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('review');
    expect(tale.record()).toContain('raised the concern `old-clients`');
    expect(tale.record()).toContain('who has asked the carriers?');
    expect(tale.record()).toContain('`/chg resolve old-clients`');
    expect(tale.labels()).toContain('chg-flag/blocked');
    expect(tale.announcements().at(-1)?.body).toContain(`@${MARA}`);
    await tale.says(LIN, '/chg resolve old-clients all three answered');
    await tale.says(DEE, '/chg resolve key-on-host');
    expect(await tale.refusals()).toEqual(['resolve reason_required']);
    await tale.says(DEE, '/chg resolve key-on-host it is wiped at the end, see V2');
    expect(await stateOf(tale)).toBe('approved');
    expect(tale.labels()).not.toContain('chg-flag/blocked');
  });

  it('that nobody knows by that name are answered with those that are open', async () => {
    const tale = await inReview();
    await tale.says(LIN, '/chg concern Old-Clients who has asked?');
    await tale.says(LIN, '/chg resolve old-client');
    expect(await tale.refusals()).toEqual(['resolve concern_unknown']);
    expect(tale.replies().at(-1)?.body).toContain('`old-clients`');
    await tale.says(LIN, '/chg concern');
    expect((await tale.refusals()).at(-1)).toBe('misread command_incomplete');
  });
});

describe('the hold label', () => {
  it('is there to be put on, holds the start, and takes nothing away', async () => {
    const tale = await approved();
    await labels(tale, LIN, 'on');
    expect(tale.record()).toContain(`on hold by \`${LIN}\``);
    pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(await tale.refusals()).toEqual(['start on_hold']);
    expect(await stateOf(tale)).toBe('approved');
    await labels(tale, SORA, 'off');
    expect((await tale.change()).hold?.lifted?.by.login).toBe(SORA);
    expect(tale.labels()).not.toContain(HOLD);
    expect((await tale.says(MARA, '/chg start')).reaction).toBe('+1');
  });

  it('is put on and taken off by the command as well', async () => {
    const tale = await inReview();
    await tale.says(NINA, '/chg hold');
    await tale.says(LIN, '/chg hold the network team works there');
    expect(tale.labels()).toContain(HOLD);
    expect(tale.record()).toContain(`**On hold** by \`${LIN}\``);
    expect(tale.record()).toContain('the network team works there');
    await tale.says(NINA, '/chg unhold');
    expect(await tale.refusals()).toEqual(['hold not_permitted', 'unhold not_permitted']);
    await tale.says(LIN, '/chg unhold');
    expect(tale.labels()).not.toContain(HOLD);
  });

  it('moved by a machine holds nothing, lifts nothing, and is put back', async () => {
    const tale = await inReview();
    await labels(tale, BOT, 'on');
    expect((await tale.change()).hold).toBeNull();
    expect(tale.labels()).not.toContain(HOLD);
    await labels(tale, LIN, 'on');
    await labels(tale, BOT, 'off');
    expect((await tale.change()).hold?.lifted).toBeNull();
    expect(tale.labels()).toContain(HOLD);
    const found = (await tale.change()).exceptions.filter(({ kind }) => kind === 'tampering');
    expect(found).toHaveLength(2);
  });

  it('put on and off many times within a second stays on, and writes little', async () => {
    const tale = await inReview();
    const before = (await tale.events()).length;
    const { sandbox } = scene.world().company;
    await tale.does(LIN, 'cannot decide', () => {
      for (let time = 0; time < 10; time += 1) {
        sandbox.as(LIN).addLabel(tale.issue, HOLD);
        sandbox.as(LIN).removeLabel(tale.issue, HOLD);
      }
    });
    expect((await tale.change()).hold?.lifted).toBeNull();
    expect(tale.labels()).toContain(HOLD);
    expect((await tale.events()).length - before).toBe(1);
  });
});

leavesATrace(scene);
