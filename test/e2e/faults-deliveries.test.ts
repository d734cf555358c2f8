// Deliveries that do not arrive, arrive twice, late, in another order, or are poison. Nothing is lost, nothing
// counts twice, and whatever cannot be understood stands where people see it and shuts the gate it concerns.
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { catchUp } from '../../src/worker/catch-up.ts';
import { sweep } from '../../src/worker/sweep.ts';
import { countInbox, listDeadLetters, redriveDelivery } from '../../src/store/dead-letters.ts';
import { wakeRoute } from '../../src/worker/wakes.ts';
import { openGround, type Ground, type Sheet } from './fault-ground.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
}, 60_000);

afterEach(async () => {
  ground.company.sandbox.faults.clear();
  await ground.company.settle();
});

afterAll(async () => {
  await ground.close();
});

const house = () => ground.company.application().house;

/** What a person who reads the issue, and one who reads the log, can know. */
async function shown(sheet: Sheet): Promise<object> {
  return {
    events: await sheet.events(),
    labels: sheet.labels().toSorted(),
    open: sheet.issue().state,
    title: sheet.issue().title.replace(/CHG-\d+/u, 'CHG'),
    comments: sheet.comments().map(({ body }) => body.split('\n')[0]?.replace(/CHG-\d+/gu, 'CHG')),
    reactions: sheet.comments().map(({ id }) => sheet.reactions(id)),
  };
}

const ACTS: readonly (readonly [string, string])[] = [
  ['mara-ops', '/chg approve I wrote it'],
  ['mara-ops', '/chg submit'],
  ['tomas-sre', '/chg approve Good to go'],
  ['mara-ops', '/chg start'],
];

const isNoRequest = (line: unknown): boolean => line !== '**👀 CHG · please review**';

async function undisturbed(): Promise<{ readonly sheet: Sheet; readonly look: object }> {
  const sheet = await ground.draft('A change');
  for (const [who, text] of ACTS) {
    ground.later();
    ground.company.sandbox.as(who).comment(sheet.ref, text);
    await ground.company.settle();
  }
  return { sheet, look: await shown(sheet) };
}

describe('deliveries that the forge could not bring', () => {
  it.each(['fail', 'drop'] as const)(
    'are found afterwards and lead to the same end (%s)',
    async (kind) => {
      const { look } = await undisturbed();
      const sheet = await ground.draft('A change');
      ground.company.sandbox.faults.onDelivery({ trouble: { kind } });
      for (const [who, text] of ACTS) {
        ground.later();
        ground.company.sandbox.as(who).comment(sheet.ref, text);
      }
      await ground.company.settle();
      expect(await sheet.events()).toHaveLength(2);
      ground.company.sandbox.faults.clear();
      // What was recorded as failed stands in the forge's list; what was never sent is only to be seen.
      if (kind === 'fail') expect(await catchUp(house())).toBe(ACTS.length);
      else await sweep(house());
      await ground.company.settle();
      const { comments, reactions, ...rest } = (await shown(sheet)) as Record<string, unknown[]>;
      const { comments: said, reactions: given, ...others } = look as Record<string, unknown[]>;
      // All the questions come before all the answers now; what was said is the same, but that nobody is asked to
      // review what was approved before the application came to ask.
      expect(comments?.filter(isNoRequest).toSorted()).toEqual(
        said?.filter(isNoRequest).toSorted(),
      );
      expect(comments?.filter((line) => !isNoRequest(line)).length).toBeLessThanOrEqual(1);
      expect(reactions?.flat().toSorted()).toEqual(given?.flat().toSorted());
      expect(rest).toEqual(others);
    },
    60_000,
  );

  it('are no better for being found by a sweep: it says that nobody witnessed them', async () => {
    const sheet = await ground.draft('A change');
    ground.company.sandbox.faults.onDelivery({ trouble: { kind: 'drop' } });
    ground.later();
    ground.company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    ground.later();
    const edited = ground.company.sandbox.as('tomas-sre').comment(sheet.ref, 'Looks good');
    ground.later();
    ground.company.sandbox.as('tomas-sre').editComment(edited.id, '/chg approve');
    ground.company.sandbox.faults.clear();
    await sweep(house());
    await ground.company.settle();
    const events = await ground.world.events(sheet.number);
    expect(events.filter(({ type }) => type === 'submitted')).toMatchObject([{ source: 'sweep' }]);
    expect(events.filter(({ type }) => type === 'approved')).toEqual([]);
  });

  it('are recovered by whoever starts next: an application that was down', async () => {
    const sheet = await ground.draft('A change');
    ground.company.sandbox.setWebhook({ url: 'http://127.0.0.1:1/' });
    ground.later();
    ground.company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    await ground.company.sandbox.settled();
    await ground.company.restart();
    await ground.company.settle();
    expect(await sheet.events()).toContain('mara-ops submitted');
    expect(sheet.labels()).toContain('chg/review');
  });
});

describe('deliveries that come more than once', () => {
  it.each([false, true])('count once (under a new id: %s)', async (newGuid) => {
    const { look } = await undisturbed();
    ground.company.sandbox.faults.onDelivery({ trouble: { kind: 'duplicate', newGuid } });
    const { look: again } = await undisturbed();
    expect(again).toEqual(look);
  });

  it('count once when all of them come again at the end, in another order', async () => {
    const { sheet, look } = await undisturbed();
    const deliveries = ground.company.sandbox.world.deliveries.all();
    const own = deliveries.filter(({ requestBody }) =>
      requestBody.includes(`"number":${String(sheet.issue().number)},`),
    );
    expect(own.length).toBeGreaterThan(ACTS.length);
    for (const { requestBody, event } of own.toReversed())
      expect(await post(requestBody, { event })).toBe(202);
    await ground.company.settle();
    expect(await shown(sheet)).toEqual(look);
  });
});

describe('deliveries in another order', () => {
  it('do not bring an older text back', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A change');
    company.sandbox.faults.onDelivery({
      event: 'issues',
      action: 'edited',
      trouble: { kind: 'hold' },
    });
    const body = sheet.issue().body ?? '';
    for (const limit of ['21', '22', '23']) {
      later();
      const text = body.replace('20 requests per second', `${limit} requests per second`);
      company.sandbox.as('mara-ops').editIssue(sheet.ref, { body: text });
    }
    company.sandbox.faults.clear();
    company.sandbox.faults.release('reversed');
    await company.settle();
    const change = await ground.world.change(sheet.number);
    expect(JSON.stringify(change.plan)).toContain('23 requests per second');
    expect((await sheet.events()).filter((event) => event.includes('plan_recorded'))).toHaveLength(
      2,
    );
  });
});

type Sent = { readonly event?: string; readonly guid?: string };

/** A delivery with a valid signature, whatever is in it. */
async function post(
  body: string | Buffer,
  { event = 'issue_comment', guid = randomUUID() }: Sent,
): Promise<number> {
  const { sandbox, application } = ground.company;
  const signature = createHmac('sha256', sandbox.app.webhookSecret).update(body).digest('hex');
  const answer = await fetch(`${application().url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-github-hook-installation-target-id': String(sandbox.app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': `sha256=${signature}`,
    },
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** The last comment made on the issue, as the forge told of it. */
function lastComment(sheet: Sheet): { readonly body: string; readonly event: string } {
  const { number } = sheet.issue();
  const delivery = ground.company.sandbox.world.deliveries
    .all()
    .findLast(
      ({ event, action, requestBody }) =>
        event === 'issue_comment' &&
        action === 'created' &&
        requestBody.includes(`"number":${String(number)},`),
    );
  if (delivery === undefined) throw new Error('nobody has commented yet');
  return { body: delivery.requestBody, event: delivery.event };
}

describe('poison', () => {
  it('with NUL, lone surrogates and deep nesting is read like anything else, and stops nobody', async () => {
    const sheet = await ground.draft('A change');
    ground.later();
    ground.company.sandbox.as('tomas-sre').comment(sheet.ref, 'Fine so far');
    await ground.company.settle();
    const { body } = lastComment(sheet);
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
      expect(await post(other.replace('{', `{"deep":${deep},`), {})).toBe(202);
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
      expect(await post(body, {})).toBe(202);
    await ground.company.settle();
    expect(await countInbox(house().db)).toEqual({ new: 0, routed: 0, dead: before.dead + 6 });
  });

  it('under a wrong event name is a dead letter, shuts the gates of its change, and holds up nobody', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A change');
    const neighbour = await ground.draft('Its neighbour');
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, '/chg block not yet');
    await company.settle();
    expect(await post(lastComment(sheet).body, { event: 'issues' })).toBe(202);
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
      event: 'issues',
      problem: expect.stringContaining('does not fit') as string,
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

describe('ticks in another order', () => {
  it('leave a tick that came too early refused and put back, and the other one done', async () => {
    const { company, later } = ground;
    const sheet = await ground.running();
    company.sandbox.faults.onDelivery({ trouble: { kind: 'hold' } });
    for (const step of ['E1', 'E2']) {
      later();
      company.sandbox.as('mara-ops').tick(sheet.record().id, `chg:${step}`);
    }
    company.sandbox.faults.clear();
    company.sandbox.faults.release('reversed');
    await company.settle();
    expect((await sheet.events()).slice(-2)).toEqual([
      'mara-ops refused out_of_order_step E2',
      'mara-ops step_done E1',
    ]);
    expect(sheet.record().body).toMatch(/- \[x\] <!-- chg:E1 -->/u);
    expect(sheet.record().body).toMatch(/- \[ \] <!-- chg:E2 -->/u);
  });
});
