// The five stories of the demo, told to their ends over real HTTP and a real PostgreSQL. What the terminal
// narrates is what is asserted here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playCertificate } from '../../src/demo/stories/certificate.ts';
import { playEmergency } from '../../src/demo/stories/emergency.ts';
import { playOwnPull } from '../../src/demo/stories/own-pull.ts';
import { playRollback } from '../../src/demo/stories/rollback.ts';
import { playSchemaChange } from '../../src/demo/stories/schema-change.ts';
import type { Story } from '../../src/demo/storyteller.ts';
import type { EvidenceRecord } from '../../src/core/desired/evidence-record.ts';
import { readJsonBlocks } from '../../src/render/evidence-json.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const stories: Story[] = [];

beforeAll(async () => {
  world = await openWorld();
  stories.push(await playCertificate(world.company, world.tell));
  stories.push(await playEmergency(world.company, world.tell));
  stories.push(await playRollback(world.company, world.tell));
  stories.push(await playOwnPull(world.company, world.tell));
  stories.push(await playSchemaChange(world.company, world.tell));
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

  it('is one artefact from the intention to the outcome, made without a pipeline or a pull request', async () => {
    expect((await world.change(1)).pulls).toEqual([]);
    const bodies = story(0)
      .comments()
      .map(({ body }) => body);
    const record = readJsonBlocks(bodies, 'CHG-00001 evidence') as EvidenceRecord;
    expect(record).toMatchObject({ change: 'CHG-00001', state: 'completed' });
    expect(record.plan?.answers.find(({ id }) => id === 'what')?.answer).toContain('Replace');
    expect(record.approvals.map(({ by, counted }) => [by.login, counted])).toEqual([
      ['tomas-sre', true],
    ]);
    expect(record.steps.map(({ id, result }) => `${id} ${result}`)).toEqual(
      ['P1', 'P2', 'P3', 'E1', 'E2', 'E3', 'E4', 'E5', 'V1', 'V2', 'V3'].map((id) => `${id} done`),
    );
    expect(record.closure).toMatchObject({ code: 'successful', by: { login: 'mara-ops' } });
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
    for (const { stamp, roles } of Object.values((await world.change(1)).steps).flatMap(
      ({ hold }) => (hold === null ? [] : [{ stamp: hold.stamp, roles: hold.stamp?.roles }]),
    )) {
      expect(stamp?.at).toMatch(/^2026-11-22T0[34]:/u);
      expect(stamp?.url).toMatch(/#issuecomment-\d+$/u);
      expect(roles).toEqual(['engineer', 'maintainer']);
    }
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
    expect(change.rollback).toMatchObject({
      by: { login: 'mara-ops' },
      at: '2026-12-08T13:14:00Z',
    });
    expect(change.rollback?.recovered?.observed).toBe('Refused requests back to zero at 14:15');
    expect(story(2).labels()).toContain('chg/rolled-back');
  });
});

async function refusalsIn(change: number): Promise<readonly unknown[]> {
  const refused = (await world.events(change)).filter(({ type }) => type === 'refused');
  return refused.map(({ actor, data }) => [actor, data['verb'], data['code']]);
}

async function told(change: number, types: readonly string[]): Promise<readonly string[]> {
  const events = await world.events(change);
  return events
    .filter(({ type }) => types.includes(type))
    .map(({ type, actor }) => `${type} ${actor}`);
}

describe('the pull request that is its own change', () => {
  it('is submitted by being ready, started and completed by its merge, and evidenced where it is', async () => {
    expect(await told(4, ['submitted', 'approval_completed', 'started', 'completed'])).toEqual([
      'submitted lin-dev',
      'approval_completed harbour-ci[bot]',
      'started lin-dev',
      'completed lin-dev',
    ]);
    const change = await world.change(4);
    expect(change).toMatchObject({ state: 'completed', category: 'standard' });
    const bodies = story(3)
      .comments()
      .map(({ body }) => body);
    const record = readJsonBlocks(bodies, 'CHG-00004 evidence') as EvidenceRecord;
    expect(record.approvals.map(({ by, counted }) => [by.login, counted])).toEqual([
      ['omar-dev', true],
    ]);
  });

  it('is not approved by its author, nor opened by a check of the right name from another app', async () => {
    expect(await refusalsIn(4)).toEqual([['lin-dev', 'approve', 'self_approval']]);
    const text = world.told();
    const [, since = ''] = text.split('mirror-ci   reports unit-tests: passed');
    const [between = ''] = since.split('harbour-ci  reports unit-tests: passed');
    expect(between).toContain('Not reported:');
    expect(between).toContain('check holdpoint · red');
    expect(between).not.toContain('green');
  });
});

describe('the schema change', () => {
  it('lacks its backup at first, and names nobody but a lead who had no part in it', async () => {
    expect(await refusalsIn(5)).toEqual([
      ['lin-dev', 'submit', 'plan_rule_unmet'],
      ['omar-dev', 'approve', 'self_approval'],
      ['tomas-sre', 'approve', 'not_permitted'],
    ]);
    expect((await world.change(5)).plan?.steps.map(({ id }) => id)).toContain('P3');
  });

  it('is approved again after a push, and by a lead both times', async () => {
    const { approvals, state, pulls } = await world.change(5);
    expect(approvals.map(({ by, voided }) => [by.login, voided?.reason ?? null])).toEqual([
      ['dee-lead', 'ref_changed'],
      ['dee-lead', null],
    ]);
    expect(state).toBe('completed');
    expect(pulls).toMatchObject([{ merged: true }]);
  });

  it('is not merged by hand in between: the forge asks for the check', () => {
    const [, since = ''] = world.told().split('tries to merge all the same');
    expect(since.split('dee-lead    approves')[0]).toMatch(/the forge refuses: .*holdpoint/u);
  });

  it('waits for its second person before it is merged', async () => {
    expect(await told(5, ['started', 'hold_confirmed', 'pull_merged', 'completed'])).toEqual([
      'started lin-dev',
      'hold_confirmed tomas-sre',
      'pull_merged lin-dev',
      'completed lin-dev',
    ]);
  });
});

describe('the log of all five', () => {
  it('verifies', async () => {
    expect(await world.isIntact()).toBe(true);
  });

  it('numbers the changes without a gap', async () => {
    const opened = (await world.events()).filter((event) => event.type === 'change_opened');
    expect(opened).toHaveLength(5);
    const issues = world.company.sandbox.world.issues.all();
    const named = issues.flatMap(({ title }) => /^CHG-\d{5}/u.exec(title) ?? []);
    // The fourth is a pull request, whose title is left as people wrote it.
    expect(named).toEqual(['CHG-00001', 'CHG-00002', 'CHG-00003', 'CHG-00005']);
  });

  it('writes one JSON log line for each event, with change, actor and action', async () => {
    const lines = world.logged().map((line) => JSON.parse(line) as Record<string, unknown>);
    const told = lines.filter(({ msg }) => msg === 'event recorded' || msg === 'command refused');
    for (const { change_id, actor, action } of told) {
      expect(change_id).toMatch(/^CHG-0000[1-5]$/u);
      expect(actor).toMatch(/^\S+$/u);
      expect(action).toMatch(/^[a-z_]+$/u);
    }
    const types = told.map(({ event }) => event ?? 'refused');
    const happened = (await world.events()).map(({ type }) => type);
    expect(types.toSorted()).toEqual(happened.toSorted());
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
