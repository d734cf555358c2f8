// Deliveries that are poison, were sent by others, or were given up. Whatever cannot be understood stands where people
// see it and shuts the gate it concerns; what the forge did not send shuts none; what was given up can be tried again.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readGateClient } from '../../src/config.ts';
import { run } from '../../src/cli/run.ts';
import { countInbox, listDeadLetters, redriveDelivery } from '../../src/store/dead-letters.ts';
import { wakeRoute } from '../../src/worker/wakes.ts';
import { groundOfFaults, lastComment, post } from './fault-ground.ts';

const ground = groundOfFaults();

const house = () => ground.company.application().house;

describe('poison', () => {
  it('with NUL, lone surrogates and deep nesting is read like anything else, and stops nobody', async () => {
    const sheet = await ground.draft('A change');
    ground.later();
    ground.company.sandbox.as('tomas-sre').comment(sheet.ref, 'Fine so far');
    await ground.company.settle();
    const { body } = lastComment(ground, sheet);
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const id = /"comment":\{"id":\d+|"id":\d+,"node_id":"IC_/u;
    const poisons = [
      '\\u0000/chg \\u0000',
      '/chg block \\ud800 \\udfff \\u0000 no',
      '/chg \\u202e tsub',
    ];
    for (const [index, words] of poisons.entries()) {
      const other = body
        .replace('"Fine so far"', `"${words}"`)
        .replace(id, (found) => found.replace(/\d+/u, String(800_000 + index)));
      expect(await post(ground, other.replace('{', `{"deep":${deep},`))).toBe(202);
    }
    ground.later();
    ground.company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    await ground.company.settle();
    expect(await sheet.events()).toContain('mara-ops submitted');
    expect(await ground.world.isIntact()).toBe(true);
  });

  it('that no database takes as text is kept byte for byte, and put aside', async () => {
    const before = await countInbox(house().db);
    for (const body of [Buffer.from([0, 0xff, 0xfe]), '{"a":', '[]', '"text"', '{}', 'null'])
      expect(await post(ground, body)).toBe(202);
    await ground.company.settle();
    expect(await countInbox(house().db)).toEqual({ new: 0, routed: 0, dead: before.dead + 6 });
  });

  it('that was signed as another event is refused, and no gate is shut by it', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A change');
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg block not yet');
    await company.settle();
    const before = await sheet.events();
    const { body } = lastComment(ground, sheet);
    const names = ['issues', 'pull_request', 'pull_request_review', 'label', 'status'];
    for (const event of names) expect(await post(ground, body, { event })).toBe(202);
    await company.settle();
    expect(await sheet.events()).toEqual(before);
    const dead = (await listDeadLetters(house().db, 100)).slice(-names.length);
    for (const [index, event] of names.entries())
      expect(dead[index]).toMatchObject({
        event,
        lane: null,
        problem: expect.stringContaining('does not fit') as string,
      });
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg unblock');
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    await company.settle();
    expect(await sheet.events()).toContain('mara-ops submitted');
  });

  it('sent under the id of a delivery that is still to come does not take its place', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A change');
    later();
    company.sandbox.faults.onDelivery({ trouble: { kind: 'fail' } });
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    company.sandbox.faults.clear();
    const { body } = lastComment(ground, sheet);
    const guid = randomUUID();
    expect(await post(ground, body, { event: 'issues', guid })).toBe(202);
    await company.settle();
    expect(await post(ground, body, { guid })).toBe(202);
    await company.settle();
    expect(await sheet.events()).toContain('mara-ops submitted');
  });

  it('that nobody understands is a dead letter, shuts the gates of its change, and holds up nobody', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A change');
    const neighbour = await ground.draft('Its neighbour');
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg block not yet');
    await company.settle();
    const { body } = lastComment(ground, sheet);
    expect(await post(ground, body.replaceAll('"created_at":', '"made_at":'))).toBe(202);
    for (const { ref } of [sheet, neighbour]) {
      later();
      company.sandbox.as('mara-ops').comment(ref, '/chg submit');
    }
    await company.settle();
    expect(await neighbour.events()).toContain('mara-ops submitted');
    expect(await sheet.events()).toContain('holdpoint processing_stopped');
    expect(await sheet.events()).not.toContain('mara-ops submitted');
    expect(sheet.labels()).toContain('chg-flag/blocked');
    const dead = (await listDeadLetters(house().db, 100)).at(-1);
    expect(dead).toMatchObject({
      event: 'issue_comment',
      problem: expect.stringContaining('cannot be read') as string,
    });
  });

  it('that was given up and is tried again with success opens the gates again', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A change');
    const trouble = { kind: 'refuse', status: 422 } as const;
    const path = '/repos/{owner}/{repo}/collaborators/{username}/permission';
    company.sandbox.faults.onRequest({ path, trouble });
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    await company.settle();
    expect(await sheet.events()).toContain('holdpoint processing_stopped');
    company.sandbox.faults.clear();
    const dead = (await listDeadLetters(house().db, 100)).at(-1);
    expect(dead?.problem).toContain('invalid');
    expect(await redriveDelivery(house().db, dead?.id ?? 0)).toBe(true);
    await wakeRoute(house().db);
    await company.settle();
    expect((await sheet.events()).slice(-2)).toEqual(['holdpoint restated', 'mara-ops submitted']);
    expect((await ground.world.change(sheet.number)).stopped).toEqual([]);
    expect(sheet.labels()).not.toContain('chg-flag/blocked');
  });
});

describe('a delivery that was given up', () => {
  it('is tried again when the forge sends it again, as it was kept', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A change');
    const trouble = { kind: 'refuse', status: 422 } as const;
    const path = '/repos/{owner}/{repo}/collaborators/{username}/permission';
    company.sandbox.faults.onRequest({ path, trouble });
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    await company.settle();
    expect(await sheet.events()).toContain('holdpoint processing_stopped');
    company.sandbox.faults.clear();
    const { guid } = (await listDeadLetters(house().db, 100)).at(-1) ?? { guid: '' };
    // The id is not signed: whatever else is signed cannot be put in its place.
    expect(await post(ground, '{"action":"x"}', { guid, event: 'label' })).toBe(202);
    await company.settle();
    expect((await sheet.events()).slice(-2)).toEqual(['holdpoint restated', 'mara-ops submitted']);
    const events = await ground.world.events(sheet.number);
    expect(events.at(-1)).toMatchObject({ type: 'submitted', source: 'redelivery' });
    expect(await post(ground, lastComment(ground, sheet).body, { guid })).toBe(202);
    await company.settle();
    expect((await sheet.events()).at(-1)).toBe('mara-ops submitted');
  });

  it('is set aside by name and with a reason, which opens the gates that only it kept shut', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A change');
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, 'Nothing of importance');
    await company.settle();
    const { body } = lastComment(ground, sheet);
    for (let copy = 0; copy < 2; copy += 1)
      expect(await post(ground, body.replaceAll('"created_at":', '"made_at":'))).toBe(202);
    await company.settle();
    const [first, second] = (await listDeadLetters(house().db, 100)).slice(-2);
    expect(await setsAside(first?.id)).toContain(`delivery ${String(first?.id)}: set aside`);
    await company.settle();
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    await company.settle();
    expect((await sheet.events()).at(-1)).toBe('mara-ops refused evidence_unavailable');
    await setsAside(second?.id);
    await company.settle();
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    await company.settle();
    expect((await sheet.events()).at(-1)).toBe('mara-ops submitted');
    const aside = (await ground.world.events(sheet.number)).filter(
      ({ type }) => type === 'delivery_set_aside',
    );
    expect(aside.map(({ data, texts }) => [data['delivery'], texts['note']])).toEqual(
      [first, second].map((letter) => [letter?.guid, 'dee-lead: nothing can be made of it']),
    );
    expect(sheet.record().body).toContain('set aside by whoever runs Holdpoint');
    // It is over: sent again, it is not tried again.
    expect(await post(ground, body, { guid: first?.guid ?? '' })).toBe(202);
    await company.settle();
    expect((await sheet.events()).at(-1)).toBe('mara-ops submitted');
  });
});

async function setsAside(id: number | undefined): Promise<string> {
  const said = { out: '', err: '' };
  const why = ['--by', 'dee-lead', '--reason', 'nothing can be made of it'];
  await run(['redrive', '--set-aside', String(id), ...why], {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    openStore: () => Promise.resolve({ db: house().db, close: () => Promise.resolve() }),
    openForge: () => ({ app: house().app, web: 'https://github.com', unset: [] }),
    now: () => ground.company.clock.now().toISOString(),
    gateClient: () => readGateClient({}),
    version: '0.0.0-test',
  });
  expect(said.err).toBe('');
  return said.out;
}
