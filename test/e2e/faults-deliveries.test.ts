// Deliveries that do not arrive, arrive twice, late, or in another order. Nothing is lost and nothing counts twice.
import { describe, expect, it } from 'vitest';
import { catchUp } from '../../src/worker/catch-up.ts';
import { sweep } from '../../src/worker/sweep.ts';
import { groundOfFaults, post, type Sheet } from './fault-ground.ts';

const ground = groundOfFaults();

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
      expect(await post(ground, requestBody, { event })).toBe(202);
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
