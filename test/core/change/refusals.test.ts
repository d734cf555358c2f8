/** What a refusal leaves behind: one event, one reply, and no way to fill the log. */
import { describe, expect, it } from 'vitest';
import { parseCanonical } from '../../../src/core/audit/canonical.ts';
import type { Decision } from '../../../src/core/change/decide.ts';
import { REFUSAL_FACTS } from '../../../src/core/change/refusal-facts.ts';
import { REFUSAL_CODES } from '../../../src/core/change/refusal.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT } from '../../support/change-people.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';

function replies(...decisions: readonly Decision[]): readonly unknown[] {
  return decisions.flatMap(({ events }) =>
    events.map((event) => (event.type === 'refused' ? event.data.reply : event.type)),
  );
}

describe('a refusal', () => {
  it('is an event with verb, code, step and revision; the words of the person stand in its text', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    const decision = stage.mara.skips('E1');
    expect(decision.events).toEqual([
      {
        type: 'refused',
        data: { verb: 'skip', code: 'step_not_optional', step: 'E1', revision: 1, reply: true },
        texts: { facts: '{"step":"E1"}' },
      },
    ]);
  });

  it('is answered once for each person, obstacle and revision, whatever verb met it', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(
      replies(
        stage.lin.approves(),
        stage.lin.approves(),
        stage.sora.approves(),
        stage.lin.rejects(),
        stage.mara.approves(),
      ),
    ).toEqual([true, false, true, false, true]);
    accepted(stage.mara.edits(withAnswer(CERT_ROTATION, 'why', 'It expires on Monday.')));
    expect(replies(stage.lin.approves(), stage.lin.approves())).toEqual([true, false]);
  });

  it('of a passer-by who tries every verb on every step is one reply and one mark', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    const steps = ['E1', 'E2', 'E3', 'V1'];
    const tries = steps.flatMap((step) => [
      stage.nina.does(step),
      stage.nina.confirms(step),
      stage.nina.skips(step),
    ]);
    expect(replies(...tries).filter((reply) => reply === true)).toHaveLength(1);
    const marked = Object.values(stage.change.steps).filter(({ refused }) => refused !== null);
    expect(marked).toHaveLength(1);
  });

  it('repeated without end is recorded fifty times and no more', () => {
    const stage = setTheStage();
    stage.given.inReview();
    for (let time = 0; time < 60; time += 1) stage.lin.approves();
    const last = stage.lin.approves();
    expect(last).toMatchObject({ kind: 'refused', refusal: { code: 'not_permitted' }, events: [] });
    expect(stage.types.filter((type) => type === 'refused')).toHaveLength(50);
    expect(stage.sora.approves().events).toHaveLength(1);
  });

  it('of a machine is never answered', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const decision = stage.act(DEPLOYBOT, {
      type: 'approve',
      note: '',
      channel: 'command',
      commit: null,
    });
    expect(decision).toMatchObject({ refusal: { facts: { why: 'not_human' } } });
    expect(replies(decision)).toEqual([false]);
  });

  it('of words that could not be understood keeps the words out of the hashed part', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const verb = 'aprove\u0000\ud800';
    const decision = stage.tomas.says({
      type: 'misread',
      verb,
      code: 'command_unknown',
      facts: { nearest: 'approve' },
    });
    const [event] = decision.events;
    expect(event?.data).toEqual({
      verb: 'misread',
      code: 'command_unknown',
      step: null,
      revision: 1,
      reply: true,
    });
    expect(parseCanonical((event?.texts as { facts: string }).facts)).toEqual({
      nearest: 'approve',
      verb: 'aprove\ufffd\ufffd',
    });
  });

  it('remembers the last two hundred answers and forgets older ones', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const first = stage.lin.approves();
    for (let round = 0; round < 45; round += 1) {
      accepted(stage.mara.edits(withAnswer(CERT_ROTATION, 'why', `Take ${String(round)}.`)));
      for (const name of ['lin', 'sora', 'nina', 'rex', 'mara'] as const) stage[name].rejects();
    }
    expect(replies(first)).toEqual([true]);
    expect(stage.change.refusalsSeen).toHaveLength(200);
    expect(stage.change.refusalsSeen.some((key) => key.endsWith('|1'))).toBe(false);
  });
});

describe('the facts of refusals', () => {
  it('are named for every code, and for no other', () => {
    expect(Object.keys(REFUSAL_FACTS).sort()).toEqual([...REFUSAL_CODES].sort());
  });
});
