// A freeze that is opened by a word in an issue: it shuts what was booked before, explains itself there in one comment,
// names whom it hits and whom it let through, and ends by another word.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { Comment } from '../../src/sandbox/state/conversations.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { sessionOf } from '../../src/store/session.ts';
import { DEE, leavesATrace, MARA, reactionsOn, stage, TOMAS } from '../support/tale.ts';

const scene = stage();

type Page = {
  readonly ref: string;
  readonly says: (who: string, text: string) => Promise<Comment>;
  readonly does: (act: (ref: string) => unknown) => Promise<void>;
  readonly comments: () => readonly Comment[];
  readonly text: () => string;
  readonly state: () => string;
};

/** An issue that is no change. */
function opensIssue(title: string): Page {
  const { company } = scene.world();
  const { sandbox } = company;
  const { id, number } = sandbox.as(DEE).openIssue(operations, { title, body: 'see below' });
  const ref = `${operations}#${String(number)}`;
  const comments = (): readonly Comment[] => sandbox.world.comments.of(id);
  const pages = (): readonly Comment[] =>
    comments().filter(({ body }) => body.includes('<!-- holdpoint:freeze '));
  return {
    ref,
    comments,
    says: async (who, text) => {
      scene.pass(1);
      const said = sandbox.as(who).comment(ref, text);
      await company.settle();
      return said;
    },
    does: async (act) => {
      scene.pass(1);
      act(ref);
      await company.settle();
    },
    text: () => {
      expect(pages()).toHaveLength(1);
      return pages()[0]?.body ?? '';
    },
    state: () => sandbox.world.issues.get(id)?.state ?? '',
  };
}

function until(minutes: number): string {
  return new Date(scene.now().getTime() + minutes * 60_000).toISOString().slice(0, 16);
}

describe('a freeze in an issue', () => {
  it('shuts a change that was booked before, lets it through by a word, and ends by another', async () => {
    const tale = await scene.approved();
    await tale.says(MARA, '/chg schedule');
    const page = opensIssue('The ledger is audited');
    const before = tale.record();

    const denied = await page.says(
      TOMAS,
      `/chg freeze until ${until(3 * 1440)} because of the audit`,
    );
    expect(reactionsOn(scene.world(), denied.id)).toEqual(['confused']);
    expect(page.comments().at(-1)?.body).toContain('`not_permitted`');

    const said = await page.says(
      DEE,
      `/chg freeze until ${until(3 * 1440)} Europe/Berlin because the ledger is audited`,
    );
    expect(reactionsOn(scene.world(), said.id)).toEqual(['+1']);
    expect(page.text()).toContain('FRZ-1 · a freeze stands');
    expect(page.text()).toContain('> the ledger is audited');
    expect(page.text()).toContain(`[CHG-0000${String(tale.number)}]`);
    // Nobody acted in the change, and its record says what it meets.
    expect(tale.record()).not.toBe(before);
    expect(tale.record()).toContain('FRZ-1');

    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect((await tale.refusals()).at(-1)).toBe('start freeze_window_blocked');
    expect(tale.replies().at(-1)?.body).toContain(page.ref.split('#')[1] ?? '?');
    expect(tale.replies().at(-1)?.body).toContain('where it was opened');

    await tale.says(DEE, '/chg override freeze_window_blocked the certificate expires tonight');
    expect(page.text()).toContain('the certificate expires tonight');
    expect(page.text()).toContain('· let through');
    await page.says(DEE, `/chg freeze until ${until(2 * 1440)}`);
    expect(page.text()).toContain('Changed by `dee-lead`');
    await tale.says(MARA, '/chg start');
    expect((await tale.change()).state).toBe('in_progress');
  });

  it('is ended by a word, or by whoever may closing the issue; by nobody else', async () => {
    // The one before is over.
    scene.pass(2 * 1440);
    const tale = await scene.approved();
    await tale.says(MARA, '/chg schedule');
    const page = opensIssue('Peak trading');
    await page.says(DEE, `/chg freeze for 80h because it is the busiest week`);
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect((await tale.refusals()).at(-1)).toBe('start freeze_window_blocked');
    await page.does((ref) => scene.world().company.sandbox.as(TOMAS).closeIssue(ref));
    expect(page.state()).toBe('open');
    expect(page.text()).toContain('a freeze stands');
    await page.says(DEE, '/chg thaw it went quietly');
    expect(page.text()).toContain('the freeze is over');
    expect(page.text()).toContain('it went quietly');
    await tale.says(MARA, '/chg start');
    expect((await tale.change()).state).toBe('in_progress');

    await page.says(DEE, '/chg freeze for 2h because it is back');
    const pages = page.comments().filter(({ body }) => body.includes('<!-- holdpoint:freeze '));
    expect(pages).toHaveLength(2);
    await page.does((ref) => scene.world().company.sandbox.as(DEE).closeIssue(ref));
    expect(page.state()).toBe('closed');
    expect(page.comments().at(-1)?.body).toContain('the freeze is over');
  });

  it('is shown also where another one cannot be; one whose issue is gone is asked for once an hour', async () => {
    const { company } = scene.world();
    const { db } = company.application().house;
    const sql = <T extends object>(text: string, values: readonly unknown[]): Promise<T[]> =>
      inWorkspace(db, company.workspace, async (tx) => {
        const { rows } = await sessionOf(tx).client.query<T>(text, [company.workspace, ...values]);
        return rows;
      });
    const [gone, page] = [opensIssue('Soon deleted'), opensIssue('Stays')];
    await gone.says(DEE, '/chg freeze for 2h assets db/* because of a move');
    await page.says(DEE, '/chg freeze for 2h because of a move');
    const [last] = await sql<{ number: number }>(
      'SELECT max(number)::int - 1 AS number FROM freezes WHERE workspace = $1',
      [],
    );
    await gone.does((ref) => company.sandbox.as(DEE).deleteIssue(ref));
    await sql(
      `INSERT INTO freezes (workspace, number, starts_at, ends_at, snapshot, look_at)
         VALUES ($1, 99, '2020-01-01', '2020-01-02', '{}', '2020-01-01')`,
      [],
    );
    scene.pass(2 * 60);
    await page.does(() => undefined);
    expect(page.text()).toContain('the freeze is over');
    const put = await sql<{ lookAt: string }>(
      'SELECT look_at AS "lookAt" FROM freezes WHERE workspace = $1 AND number = $2',
      [last?.number],
    );
    const minutes = (Date.parse(put[0]?.lookAt ?? '') - scene.now().getTime()) / 60_000;
    expect(minutes).toBeGreaterThan(50);
    await sql('DELETE FROM freezes WHERE workspace = $1 AND number = 99', []);
  });
});

leavesATrace(scene);
