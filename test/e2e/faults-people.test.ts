// People do on the forge what only the app should do: they edit, delete, rename, close. It is put back, and it is on
// record who did it. Where nobody reported it, it is waited for, and then recorded as found by nobody's witness.
import { describe, expect, it } from 'vitest';
import { sweep } from '../../src/worker/sweep.ts';
import { groundOfFaults, operations, type Sheet } from './fault-ground.ts';

const ground = groundOfFaults();

const as = (login: string) => ground.company.sandbox.as(login);
const settle = (): Promise<void> => ground.company.settle();

/** Somebody acts, a minute later, and everything comes to rest. */
async function meanwhile(act: () => unknown): Promise<void> {
  ground.later();
  act();
  await settle();
}

async function lastEvents(sheet: Sheet, count: number): Promise<readonly string[]> {
  return (await sheet.events()).slice(-count);
}

/** Without its place in the log, and without what the tampering itself adds. */
function withoutPlace(body: string): string {
  return body
    .replaceAll(/<sub>.*<\/sub>/gu, '')
    .replaceAll(/<details><summary>Exceptions[^]*?<\/details>/gu, '')
    .replaceAll(/\n{2,}/gu, '\n');
}

describe('the record comment', () => {
  it('is made again once when it was deleted, and who did it is on record', async () => {
    const sheet = await ground.draft('Its record is deleted');
    const { id, body } = sheet.record();
    await meanwhile(() => {
      as('sora-sec').deleteComment(id);
    });
    expect(sheet.record().id).not.toBe(id);
    expect(withoutPlace(sheet.record().body)).toBe(withoutPlace(body));
    expect(await lastEvents(sheet, 1)).toEqual(['sora-sec tampering_found record deleted']);
  });

  it('is put right when its words were edited, and the editor is on record', async () => {
    const sheet = await ground.draft('Its record is edited');
    const { id, body } = sheet.record();
    await meanwhile(() =>
      as('tomas-sre').editComment(id, body.replace('P1', 'done and approved P1')),
    );
    expect(withoutPlace(sheet.record().body)).toBe(withoutPlace(body));
    expect(await lastEvents(sheet, 1)).toEqual(['tomas-sre tampering_found record edited']);
  });

  it('is put right although somebody edits it as often as it is written', async () => {
    const sheet = await ground.draft('Its record is fought over');
    for (let round = 0; round < 7; round += 1)
      await meanwhile(() =>
        as('tomas-sre').editComment(sheet.record().id, `mine ${String(round)}`),
      );
    expect(sheet.record().body).toContain('**Next:**');
    const found = (await sheet.events()).filter((event) => event.includes('tampering_found'));
    expect(found).toHaveLength(7);
  });

  it('keeps a tick whose delivery is late until it comes, and then judges it', async () => {
    const sheet = await ground.draft('A tick is late');
    ground.company.sandbox.faults.onDelivery({ event: 'issue_comment', trouble: { kind: 'hold' } });
    ground.later();
    as('mara-ops').tick(sheet.record().id, 'chg:P1');
    // Something else makes the reconciler look while the tick is not explained.
    as('mara-ops').addLabel(sheet.ref, 'chg/completed');
    await ground.company.sandbox.settled();
    await until(() => !sheet.labels().includes('chg/completed'));
    expect(sheet.record().body).toMatch(/- \[x\] <!-- chg:P1 -->/u);
    ground.company.sandbox.faults.clear();
    ground.company.sandbox.faults.release();
    await settle();
    const events = await sheet.events();
    expect(events).toContain('mara-ops refused not_in_state P1');
    expect(events.filter((event) => event.includes('orphan'))).toEqual([]);
    expect(sheet.record().body).toMatch(/- \[ \] <!-- chg:P1 -->/u);
  });

  it('gives up a tick that nobody reported to the list of deliveries, which knows it', async () => {
    const sheet = await ground.draft('A tick did not arrive');
    ground.company.sandbox.faults.onDelivery({
      event: 'issue_comment',
      trouble: { kind: 'fail' },
      times: 1,
    });
    ground.later();
    as('mara-ops').tick(sheet.record().id, 'chg:P1');
    ground.company.sandbox.faults.clear();
    await meanwhile(() => {
      as('mara-ops').addLabel(sheet.ref, 'chg-flag/paused');
    });
    const events = await ground.world.events(sheet.number);
    expect(events.filter(({ type }) => type === 'refused')).toMatchObject([
      { actor: 'mara-ops', source: 'catch_up', data: { step: 'P1' } },
    ]);
    expect(sheet.record().body).toMatch(/- \[ \] <!-- chg:P1 -->/u);
  });

  it('records a tick that no delivery ever explains as an orphan, and puts the box back', async () => {
    const sheet = await ground.draft('A tick that nobody saw');
    for (let round = 1; round <= 2; round += 1) {
      ground.company.sandbox.faults.onDelivery({
        event: 'issue_comment',
        trouble: { kind: 'drop' },
      });
      ground.later();
      as('mara-ops').tick(sheet.record().id, 'chg:P2');
      ground.company.sandbox.faults.clear();
      await sweep(ground.company.application().house);
      await settle();
      const orphans = (await sheet.events()).filter((event) => event.includes('orphan'));
      expect(orphans).toEqual(
        Array.from({ length: round }, () => 'holdpoint orphan_tick_found P2'),
      );
      expect(sheet.record().body).toMatch(/- \[ \] <!-- chg:P2 -->/u);
    }
  });

  it('names the last editor whom the forge remembers when an edit was never reported', async () => {
    const sheet = await ground.draft('An edit that nobody saw');
    const { id, body } = sheet.record();
    ground.company.sandbox.faults.onDelivery({ event: 'issue_comment', trouble: { kind: 'drop' } });
    ground.later();
    as('tomas-sre').editComment(id, body.replace('P1', 'P1 is approved'));
    ground.company.sandbox.faults.clear();
    await sweep(ground.company.application().house);
    await settle();
    const found = (await ground.world.events(sheet.number)).at(-1);
    expect(found).toMatchObject({ type: 'tampering_found', actor: 'holdpoint', source: 'sweep' });
    expect(found?.texts['detail']).toContain('tomas-sre');
    expect(withoutPlace(sheet.record().body)).toBe(withoutPlace(body));
  });
});

describe('other comments of ours', () => {
  it.each(['edited', 'deleted'] as const)('are put right when they were %s', async (how) => {
    const sheet = await ground.draft('A reply is tampered with');
    await meanwhile(() => as('mara-ops').comment(sheet.ref, '/chg approve I wrote it'));
    const [reply] = sheet.ours('reply:refused:');
    const id = reply?.id ?? 0;
    await meanwhile(() => {
      if (how === 'edited') as('tomas-sre').editComment(id, 'It was approved.');
      else as('tomas-sre').deleteComment(id);
    });
    expect(sheet.ours('reply:refused:').map(({ body }) => body)).toEqual([reply?.body]);
    const left = ground.company.sandbox.world.comments.get(id)?.body;
    expect(left).toBe(how === 'edited' ? reply?.body : undefined);
    expect(await lastEvents(sheet, 1)).toEqual([`tomas-sre tampering_found reply ${how}`]);
  });

  it('say again what they announced, or that it is over, when somebody put other words there', async () => {
    const sheet = await ground.draft('An announcement is rewritten');
    await meanwhile(() => as('mara-ops').comment(sheet.ref, '/chg submit'));
    const [asks] = sheet.ours('milestone:');
    const id = asks?.id ?? 0;
    const said = (): string => ground.company.sandbox.world.comments.get(id)?.body ?? '';
    await meanwhile(() => as('lin-dev').editComment(id, '**approved by @dee-lead and Legal**'));
    expect(said()).toBe(asks?.body);
    expect(await lastEvents(sheet, 1)).toEqual(['lin-dev tampering_found announcement edited']);
    await meanwhile(() => as('tomas-sre').comment(sheet.ref, '/chg approve'));
    await meanwhile(() => as('lin-dev').editComment(id, '**approved by @dee-lead and Legal**'));
    expect(said()).not.toContain('Legal');
    expect(said()).toContain('It is said no more');
    expect(sheet.ours('milestone:').filter((one) => one.id === id)).toHaveLength(1);
  });

  it('are put right by a sweep when nobody reported it', async () => {
    const sheet = await ground.draft('A reply is tampered with unseen');
    await meanwhile(() => as('mara-ops').comment(sheet.ref, '/chg approve I wrote it'));
    const [reply] = sheet.ours('reply:refused:');
    ground.company.sandbox.faults.onDelivery({ trouble: { kind: 'drop' } });
    ground.later();
    as('tomas-sre').editComment(reply?.id ?? 0, 'It was approved.');
    ground.company.sandbox.faults.clear();
    await sweep(ground.company.application().house);
    await settle();
    expect(sheet.ours('reply:refused:')).toMatchObject([{ id: reply?.id, body: reply?.body }]);
  });

  it('are one when a lost answer shows up after all', async () => {
    const sheet = await ground.draft('A copy shows up');
    await meanwhile(() => as('mara-ops').comment(sheet.ref, '/chg approve I wrote it'));
    const [reply] = sheet.ours('reply:refused:');
    const { repoId, repo, issue } = await ground.world.change(sheet.number);
    const forge = await ground.company.application().house.app.forge(ground.company.workspace);
    const copy = await forge.createComment({ id: repoId, name: repo }, issue, reply?.body ?? '');
    await settle();
    expect(sheet.ours('reply:refused:').map(({ id }) => id)).toEqual([reply?.id]);
    expect(ground.company.sandbox.world.comments.get(Number(copy.id))).toBeUndefined();
  });
});

describe('labels', () => {
  it('are put back when a person takes the state label off or puts another on', async () => {
    const sheet = await ground.draft('Its labels are moved');
    const before = sheet.labels().toSorted();
    await meanwhile(() => {
      as('tomas-sre').removeLabel(sheet.ref, 'chg/draft');
      as('tomas-sre').addLabel(sheet.ref, 'chg/approved');
      as('tomas-sre').addLabel(sheet.ref, 'urgent');
    });
    expect(sheet.labels().toSorted()).toEqual([...before, 'urgent'].toSorted());
    expect(await sheet.events()).toContain('tomas-sre refused not_in_state');
  });

  it('come back to open changes when they are deleted from the repository, or renamed', async () => {
    const sheet = await ground.draft('Its label is deleted');
    await meanwhile(() => {
      as('dee-lead').deleteLabel(operations, 'chg/draft');
    });
    expect(sheet.labels()).toContain('chg/draft');
    await meanwhile(() => as('dee-lead').editLabel(operations, 'chg/draft', { name: 'mine' }));
    expect(sheet.labels()).toContain('chg/draft');
  });
});

describe('the issue', () => {
  it('takes a new title from a person, with the number in front; and not the number of another', async () => {
    const sheet = await ground.draft('Its title');
    await meanwhile(() => as('mara-ops').editIssue(sheet.ref, { title: 'A better title' }));
    const name = /^CHG-\d+/u.exec(sheet.issue().title)?.[0] ?? '';
    expect(sheet.issue().title).toBe(`${name}: A better title`);
    await meanwhile(() =>
      as('mara-ops').editIssue(sheet.ref, { title: 'CHG-00999: A better title' }),
    );
    expect(sheet.issue().title).toBe(`${name}: A better title`);
    expect(await lastEvents(sheet, 1)).toEqual(['mara-ops tampering_found title edited']);
  });

  it('is opened again when a person closes it early: explained once, recorded each time', async () => {
    const sheet = await ground.draft('It is closed early');
    for (let round = 0; round < 2; round += 1)
      await meanwhile(() => as('tomas-sre').closeIssue(sheet.ref));
    expect(sheet.issue().state).toBe('open');
    expect(sheet.ours('milestone:closed-early')).toHaveLength(1);
    const closed = (await sheet.events()).filter((event) => event.includes('closed_early'));
    expect(closed).toEqual(['tomas-sre closed_early', 'tomas-sre closed_early']);
  });

  it('is opened again when a merged pull request closes it', async () => {
    const sheet = await ground.draft('A merge closes it');
    const { sandbox } = ground.company;
    ground.later();
    const files = { 'limit.conf': '20' };
    as('lin-dev').push(operations, { branch: 'limit', commits: [{ message: 'Limit', files }] });
    const number = String(sheet.issue().number);
    const pull = as('lin-dev').openPullRequest(operations, {
      head: 'limit',
      title: 'Limit',
      body: `Closes #${number}`,
    });
    await settle();
    await meanwhile(() => as('omar-dev').merge(`${operations}#${String(pull.number)}`));
    expect(sheet.issue().state).toBe('open');
    expect(await lastEvents(sheet, 1)).toEqual(['omar-dev closed_early']);
    expect(sandbox.world.issues.get(sheet.id)?.state).toBe('open');
  });

  it('that is deleted ends what can be shown, and is recorded; the log stays', async () => {
    const sheet = await ground.draft('It is deleted');
    await meanwhile(() => {
      as('dee-lead').deleteIssue(sheet.ref);
    });
    expect(await lastEvents(sheet, 1)).toEqual(['dee-lead issue_moved deleted']);
    expect((await ground.world.change(sheet.number)).issueGone).toBe('deleted');
    expect(await ground.world.isIntact()).toBe(true);
  });

  it('that vanished without a word is looked for, and then recorded as gone', async () => {
    const sheet = await ground.draft('It vanishes');
    ground.company.sandbox.faults.onDelivery({ trouble: { kind: 'drop' } });
    ground.later();
    as('dee-lead').deleteIssue(sheet.ref);
    ground.company.sandbox.faults.clear();
    await sweep(ground.company.application().house);
    await settle();
    expect(await lastEvents(sheet, 1)).toEqual(['holdpoint issue_moved deleted']);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
