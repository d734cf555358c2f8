// A pull request that is its own change: opened, read, approved, merged and evidenced where it is, by the same rules and
// events as a change that has an issue.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import {
  approvedPull,
  opensPull,
  SECTIONS,
  stageOfOwnPulls,
  text,
  type OwnPull,
} from '../support/own-pulls.ts';
import { pullOf } from '../support/pulls.ts';
import { DEE, leavesATrace, LIN, OMAR, TOMAS } from '../support/tale.ts';

const scene = stageOfOwnPulls();

type Sandbox = ReturnType<typeof scene.world>['company']['sandbox'];

function sandbox(): Sandbox {
  return scene.world().company.sandbox;
}

async function refusals(pull: OwnPull): Promise<readonly unknown[]> {
  return (await pull.events())
    .filter(({ type }) => type === 'refused')
    .map(({ data }) => data['code']);
}

describe('a pull request that is its own change', () => {
  it('is tracked from its opening to the evidence of its merge', async () => {
    const pull = await opensPull(scene, { branch: 'retry' });
    expect(await pull.state()).toBe('review');
    expect(pull.labels()).toEqual(expect.arrayContaining(['chg/review', 'category/standard']));
    expect(pull.record()).toContain('waits for review');
    await pull.ciSays('success');
    await pull.review(TOMAS, 'approve', 'read it');
    expect(pull.check()).toMatch(/^success: May be merged/u);
    expect(pull.record()).toContain('may be merged');
    await pull.merges(OMAR);
    expect(await pull.told()).toEqual([
      `change_opened ${LIN}`,
      `plan_recorded ${LIN}`,
      `pull_linked ${LIN}`,
      `submitted ${LIN}`,
      `approved ${TOMAS}`,
      `approval_completed ${TOMAS}`,
      `started ${OMAR}`,
      `pull_merged ${OMAR}`,
      `completed ${OMAR}`,
    ]);
    const change = await pull.change();
    expect(change).toMatchObject({ state: 'completed', exceptions: [], operator: { login: OMAR } });
    expect(change?.closure?.code).toBe('successful');
    expect(pull.labels()).toContain('chg/completed');
    const evidence = pull.comments().findLast(({ body }) => body.includes('evidence'))?.body;
    expect(evidence).toContain('**Security impact** None.');
    expect(evidence).toContain(`counted · \`${TOMAS}\``);
  });

  it('keeps the title and the state of its pull request as people left them', async () => {
    const pull = await opensPull(scene, { branch: 'title' });
    expect(pullTitle(pull)).toBe('Retry: title');
    await pull.does(() => sandbox().as(LIN).editPullRequest(pull.ref, { title: 'Retry twice' }));
    expect((await pull.change())?.title).toBe('Retry twice');
    expect(pullTitle(pull)).toBe('Retry twice');
    await pull.says(LIN, '/chg cancel not now');
    expect(await pull.state()).toBe('cancelled');
    expect(pullOf(scene, pull.ref).merged).toBe(false);
    expect(pull.check()).toMatch(/^failure/u);
  });

  it('asks for nothing as a draft, and is submitted by being ready', async () => {
    const pull = await opensPull(scene, { branch: 'draft', draft: true });
    expect(await pull.state()).toBe('draft');
    expect(pull.record()).toContain('mark the pull request as ready for review');
    await pull.does(() => sandbox().as(LIN).setDraft(pull.ref, false));
    expect(await pull.state()).toBe('review');
    await pull.ciSays('success');
    await pull.review(TOMAS, 'approve');
    expect(await pull.state()).toBe('approved');
    await pull.does(() => sandbox().as(LIN).setDraft(pull.ref, true));
    expect(await pull.state()).toBe('draft');
    expect(pull.check()).not.toMatch(/^success/u);
    await pull.does(() => sandbox().as(LIN).setDraft(pull.ref, false));
    // Nothing that was read has changed.
    expect(await pull.state()).toBe('approved');
  });

  it('waits for the sections that are missing, names their headings, and goes on by itself', async () => {
    const { What: what = '', Why: why = '' } = SECTIONS;
    const pull = await opensPull(scene, {
      branch: 'sections',
      body: text({ What: what, Why: why }),
    });
    expect(await pull.state()).toBe('draft');
    expect(pull.record()).toContain('2 sections are missing');
    expect(pull.record()).toContain('`### Testing` and `### Security impact`');
    expect(pull.check()).toMatch(/^(action_required|failure): Not mergeable/u);
    await pull.does(() => sandbox().as(LIN).editPullRequest(pull.ref, { body: text() }));
    expect(await pull.state()).toBe('review');
    const twice = `${text()}\n\n## Why\n\nAnother reason.`;
    await pull.does(() => sandbox().as(LIN).editPullRequest(pull.ref, { body: twice }));
    expect(pull.record()).toContain('cannot be read');
  });

  it('is never mergeable on an approval from before a push', async () => {
    const pull = await approvedPull(scene, 'pushed');
    expect(pull.check()).toMatch(/^success/u);
    await pull.pushes();
    expect(pull.check()).not.toMatch(/^success/u);
    await pull.ciSays('success');
    expect(pull.check()).not.toMatch(/^success/u);
    expect(await pull.state()).toBe('review');
    await pull.review(TOMAS, 'approve');
    expect(pull.check()).toMatch(/^success/u);
  });

  it('loses its approvals with an edit of what was read', async () => {
    const pull = await approvedPull(scene, 'edited');
    const body = text({ ...SECTIONS, 'Security impact': 'Opens port 22.' });
    await pull.does(() => sandbox().as(LIN).editPullRequest(pull.ref, { body }));
    expect(await pull.state()).toBe('review');
    expect(pull.check()).not.toMatch(/^success/u);
  });

  it('is approved by nobody who wrote any of it', async () => {
    const commits = [
      {
        message: `Pair\n\nCo-authored-by: Omar <${OMAR}@lighthouse.example>`,
        author: LIN,
        files: { 'pair.ts': '1\n' },
      },
    ];
    const pull = await opensPull(scene, { branch: 'pair', commits });
    await pull.ciSays('success');
    await pull.says(LIN, '/chg approve');
    await pull.review(OMAR, 'approve');
    expect(await refusals(pull)).toEqual(['self_approval', 'self_approval']);
    expect(await pull.state()).toBe('review');
    expect((await pull.change())?.exceptions.map(({ kind }) => kind)).toEqual([
      'self_approval_refused',
      'self_approval_refused',
    ]);
  });

  it('merged against its check is completed all the same, and the exception stands in its evidence', async () => {
    const pull = await opensPull(scene, { branch: 'forced' });
    await pull.merges(DEE);
    const change = await pull.change();
    expect(change?.state).toBe('completed');
    expect(change?.exceptions.map(({ kind, by }) => [kind, by.login])).toEqual([
      ['merged_against_the_check', DEE],
    ]);
    expect(
      pull.comments().some(({ body }) => /Exceptions[\s\S]*gates were not met/u.test(body)),
    ).toBe(true);
  });

  it('closed without a merge is cancelled, and opened again is another change', async () => {
    const pull = await approvedPull(scene, 'closed');
    const first = await pull.change();
    await pull.does(() => sandbox().as(OMAR).closePullRequest(pull.ref));
    expect(await pull.change()).toMatchObject({
      state: 'cancelled',
      endReason: 'Closed without being merged.',
      ended: { by: { login: OMAR } },
    });
    await pull.does(() => sandbox().as(LIN).reopenPullRequest(pull.ref));
    const second = await pull.change();
    expect(second?.number).toBeGreaterThan(first?.number ?? 0);
    expect(second?.state).toBe('review');
    expect(pull.check()).not.toMatch(/^success/u);
    await pull.says(TOMAS, '/chg approve');
    await pull.review(TOMAS, 'approve');
    expect(await pull.state()).toBe('approved');
    expect(pull.check()).toMatch(/^success/u);
    await pull.pushes();
    expect((await pull.change())?.number).toBe(second?.number);
  });

  it('refuses what only a change with an issue knows', async () => {
    const pull = await approvedPull(scene, 'no-window');
    await pull.says(LIN, '/chg start');
    await pull.says(LIN, '/chg schedule 2026-12-01T10:00/2026-12-01T11:00 UTC');
    expect(await refusals(pull)).toEqual(['not_permitted', 'not_permitted']);
    expect(
      pull.comments().some(({ body }) => body.includes('This change is its pull request')),
    ).toBe(true);
    expect(await pull.state()).toBe('approved');
  });
});

describe('a category that the policy does not list', () => {
  it('is answered with the line to write, and is no way around an issue', async () => {
    const body = `Category: significant\n\n${text()}`;
    const pull = await opensPull(scene, { branch: 'heavy', body });
    expect(await pull.state()).toBe('draft');
    expect(pull.record()).toContain('Change: CHG-00012');
    expect(pull.check()).not.toMatch(/^success/u);
    await pull.does(() => sandbox().as(LIN).editPullRequest(pull.ref, { body: text() }));
    expect(await pull.state()).toBe('review');
  });

  it('is a word of the ladder or a problem', async () => {
    const pull = await opensPull(scene, { branch: 'odd', body: `Category: huge\n\n${text()}` });
    expect(pull.record()).toContain('cannot be read');
  });
});

function pullTitle(pull: OwnPull): string {
  const { id } = sandbox().repository(operations);
  const number = Number(pull.ref.split('#')[1]);
  return (
    sandbox()
      .world.issues.of(id)
      .find((one) => one.number === number)?.title ?? ''
  );
}

leavesATrace(scene);
