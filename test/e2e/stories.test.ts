// The three stories of the demo, told to their ends over real HTTP and a real PostgreSQL. What the terminal
// narrates is what is asserted here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playCertificate } from '../../src/demo/stories/certificate.ts';
import { playEmergency } from '../../src/demo/stories/emergency.ts';
import { playRollback } from '../../src/demo/stories/rollback.ts';
import type { Story } from '../../src/demo/storyteller.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const stories: Story[] = [];

beforeAll(async () => {
  world = await openWorld();
  stories.push(await playCertificate(world.company, world.tell));
  stories.push(await playEmergency(world.company, world.tell));
  stories.push(await playRollback(world.company, world.tell));
}, 240_000);

afterAll(async () => {
  await world.close();
});

function story(index: number): Story {
  const found = stories[index];
  if (found === undefined) throw new Error(world.told());
  return found;
}

describe('the certificate rotation', () => {
  it('ends completed, closed as completed, with one state label', async () => {
    const change = await world.change(1);
    expect(change.state).toBe('completed');
    expect(change.closure).toMatchObject({ code: 'successful' });
    expect(
      story(0)
        .labels()
        .filter((name) => name.startsWith('chg/')),
    ).toEqual(['chg/completed']);
    const issue = world.company.sandbox.world.issues.all().find((one) => one.number === 1);
    expect(issue).toMatchObject({
      state: 'closed',
      stateReason: 'completed',
      title: 'CHG-00001: Rotate the TLS certificate on the public API gateway',
    });
  });

  it('has one record comment and one evidence comment, both by the app', () => {
    const comments = story(0).comments();
    expect(comments.filter((one) => one.body.includes('<!-- holdpoint:record '))).toHaveLength(1);
    expect(comments.filter((one) => one.body.includes('<!-- holdpoint:evidence'))).toHaveLength(1);
  });

  it('refuses the author as approver and the operator as second person, and says so once', async () => {
    const refused = (await world.events(1)).filter((event) => event.type === 'refused');
    expect(refused.map((event) => [event.actor, event.data['verb'], event.data['code']])).toEqual([
      ['mara-ops', 'approve', 'self_approval'],
      ['mara-ops', 'start', 'window_not_open'],
      ['mara-ops', 'done', 'out_of_order_step'],
      ['mara-ops', 'confirm', 'second_person_required'],
    ]);
  });

  it('leaves every act attributable: who, in which role, by which comment', async () => {
    const events = await world.events(1);
    const confirmed = events.filter((event) => event.type === 'hold_confirmed');
    expect(
      confirmed.map((event) => [event.actor, event.data['step'], event.texts['observed']]),
    ).toEqual([
      ['tomas-sre', 'E3', 'I see 02:E4 from my phone as well'],
      ['tomas-sre', 'V2', "Read the partner's message, it is the right serial"],
    ]);
    expect(events.every((event) => event.actor !== 'unknown')).toBe(true);
  });
});

describe('the emergency', () => {
  it('starts without approval, says what was bypassed, and is reviewed by somebody who did not execute', async () => {
    const change = await world.change(2);
    expect(change.state).toBe('completed');
    expect(change.emergency?.bypassed).toEqual(['approval_missing']);
    expect(change.emergency?.authorised?.by.login).toBe('dee-lead');
    expect(change.emergency?.review?.by.login).toBe('tomas-sre');
    expect(change.emergency?.reviewDueAt).toBe('2026-12-04T20:13:00.000Z');
  });
});

describe('the rollback', () => {
  it('ends rolled back as unsuccessful, with the reason, and stops its clock at recovered', async () => {
    const change = await world.change(3);
    expect(change.state).toBe('rolled_back');
    expect(change.closure).toMatchObject({ code: 'unsuccessful' });
    expect(change.rollback?.recovered?.observed).toBe('Refused requests back to zero at 14:15');
    expect(story(2).labels()).toContain('chg/rolled-back');
  });
});

describe('the log of all three', () => {
  it('verifies', async () => {
    expect(await world.isIntact()).toBe(true);
  });

  it('numbers the changes without a gap', async () => {
    const opened = (await world.events()).filter((event) => event.type === 'change_opened');
    expect(opened).toHaveLength(3);
  });

  it('writes one JSON log line for each refusal, with the action gate_rejected', () => {
    const lines = world.logged().map((line) => JSON.parse(line) as Record<string, unknown>);
    const rejected = lines.filter((line) => line['action'] === 'gate_rejected');
    expect(rejected.length).toBeGreaterThanOrEqual(4);
    expect(rejected[0]).toMatchObject({
      change_id: 'CHG-00001',
      actor: '9001',
      code: 'self_approval',
    });
  });
});
