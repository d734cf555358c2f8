// Somebody wants a plan approved that nobody else has read: by writing it into another's issue, by standing behind a
// word the author adds, by writing beside the form, by taking over a name.
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/change/state.ts';
import { operations } from '../../src/demo/company.ts';
import { changeBody } from '../core/plan/change-body.ts';
import {
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  SHORT,
  stage,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { inReview, approved, running } = scene;

async function lastRefusal(tale: Tale): Promise<string> {
  return (await tale.refusals()).at(-1) ?? '';
}

/** An issue without the label, which somebody else makes a change of. */
function plainIssueBy(who: string) {
  const { sandbox, settle } = scene.world().company;
  scene.pass(1);
  const issue = sandbox.as(who).openIssue(operations, { title: 'idea', body: 'some idea' });
  const place = `${operations}#${String(issue.number)}`;
  const does = async (act: () => void): Promise<void> => {
    scene.pass(1);
    act();
    await settle();
  };
  return {
    labelledBy: (by: string) => does(() => sandbox.as(by).addLabel(place, 'change')),
    rewrittenBy: (by: string, body: string) =>
      does(() => {
        sandbox.as(by).editIssue(place, { body });
      }),
    says: (by: string, text: string) =>
      does(() => {
        sandbox.as(by).comment(place, text);
      }),
    change: (): Promise<Change> => {
      const record = sandbox.world.comments
        .of(issue.id)
        .find(({ body }) => body.includes('holdpoint:record'));
      return scene.world().change(Number(/CHG-(\d{5})/u.exec(record?.body ?? '')?.[1]));
    },
  };
}

function plan(answers = {}): string {
  return changeBody({ ...SHORT, window: scene.window(25 * 60), ...answers });
}

describe('who writes a plan into the issue of somebody else', () => {
  it.each([MARA, NINA])(
    'of %s and makes a change of it is refused like an author',
    async (author) => {
      const issue = plainIssueBy(author);
      await issue.rewrittenBy(TOMAS, plan());
      await issue.labelledBy(TOMAS);
      await issue.says(TOMAS, '/chg submit');
      await issue.says(TOMAS, '/chg approve');
      expect(await issue.change()).toMatchObject({
        state: 'review',
        approvals: [],
        exceptions: [{ kind: 'plan_editor_approval_refused', by: { login: TOMAS } }],
      });
    },
  );

  it('finds no second lead to submit it to, when they are the only one', async () => {
    const issue = plainIssueBy(MARA);
    await issue.rewrittenBy(DEE, plan({ category: 'Significant', risk_level: 'High' }));
    await issue.labelledBy(DEE);
    await issue.says(DEE, '/chg submit');
    expect(await issue.change()).toMatchObject({ state: 'draft' });
  });

  it('is known although the author edits it once more before it becomes a change', async () => {
    const issue = plainIssueBy(MARA);
    await issue.rewrittenBy(TOMAS, plan());
    await issue.rewrittenBy(MARA, plan({ customers: 'Nobody.' }));
    await issue.labelledBy(MARA);
    await issue.says(MARA, '/chg submit');
    await issue.says(TOMAS, '/chg approve');
    expect(await issue.change()).toMatchObject({ state: 'review', approvals: [] });
    await issue.says(DEE, '/chg approve');
    expect(await issue.change()).toMatchObject({ state: 'approved' });
  });

  it('stops nobody who labels an issue of their own later', async () => {
    const issue = plainIssueBy(MARA);
    await issue.rewrittenBy(MARA, plan());
    await issue.labelledBy(MARA);
    await issue.says(MARA, '/chg submit');
    await issue.says(TOMAS, '/chg approve');
    expect(await issue.change()).toMatchObject({ state: 'approved', editorUnknownSince: null });
  });
});

describe('who rewrites a plan', () => {
  it('does not approve it because its author adds a dot', async () => {
    const tale = await inReview();
    await tale.edits(TOMAS, (body) => body.replace('Replace the certificate', 'Replace it all'));
    await tale.edits(MARA, (body) => body.replace('All API clients.', 'All API clients..'));
    await tale.says(TOMAS, '/chg approve');
    expect(await lastRefusal(tale)).toBe('approve plan_editor_approval');
    await tale.edits(MARA, (body) =>
      body.replace('Replace it all', 'Replace the certificate').replace('clients..', 'clients.'),
    );
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('who rewrites a plan in an edit that is not told', () => {
  const wipes = (tale: Tale): void => {
    const body = (tale.issueNow().body ?? '').replace('Replace the certificate', 'Wipe the disks');
    scene.world().company.sandbox.as(TOMAS).editIssue(tale.issue, { body });
  };
  const addsADot = (tale: Tale): Promise<void> =>
    tale.edits(MARA, (body) => body.replace('All API clients.', 'All API clients..'));

  it.each(['hold', 'drop'] as const)(
    'or told late (%s) does not approve it because its author adds a dot',
    async (kind) => {
      const { sandbox, settle } = scene.world().company;
      const { faults } = sandbox;
      const tale = await inReview();
      scene.pass(1);
      const off = faults.onDelivery({ event: 'issues', trouble: { kind } });
      wipes(tale);
      off();
      await addsADot(tale);
      faults.release();
      await sandbox.settled();
      await settle();
      await tale.says(TOMAS, '/chg approve');
      expect(await lastRefusal(tale)).toBe('approve plan_editor_approval');
      await tale.says(DEE, '/chg approve');
      expect((await tale.change()).state).toBe('approved');
    },
  );
});

describe('what is written beside the form', () => {
  it.each([
    ['above', (body: string) => `AMENDMENT: also run terraform destroy\n\n${body}`],
    ['below', (body: string) => `${body}\nP.S. also run terraform destroy`],
  ])('%s it after the approval is another plan', async (_, amend) => {
    const tale = await approved();
    await tale.edits(MARA, amend);
    const change = await tale.change();
    expect([change.state, change.approvals[0]?.voided?.reason]).toEqual([
      'review',
      'approval_stale',
    ]);
    const recorded = (await tale.events()).findLast(({ type }) => type === 'plan_recorded');
    expect(recorded?.data['substantive']).toEqual(['outside']);
  });

  it('so that the form vanishes from sight makes it unreadable, and says how to get it back', async () => {
    const tale = await approved();
    await tale.edits(MARA, (body) => `<!--\n${body}`);
    expect((await tale.change()).state).toBe('review');
    expect(tale.record()).toContain('hides what follows');
    await tale.says(TOMAS, '/chg approve');
    expect(await lastRefusal(tale)).toBe('approve plan_unreadable');
    await tale.edits(MARA, (body) => body.replace('<!--\n', ''));
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('who takes over the login of the second person', () => {
  it('confirms no hold point; whoever was meant does, whatever they are called now', async () => {
    const { sandbox } = scene.world().company;
    const tale = await running({ answers: { second_person: `@${JONAS}` } });
    await tale.says(MARA, '/chg done E1 a\n/chg done E2 b');
    sandbox.rename(JONAS, 'jonas-new');
    sandbox.rename(LIN, JONAS);
    await tale.says(JONAS, '/chg confirm E2 looks fine');
    expect(await lastRefusal(tale)).toBe('confirm not_permitted');
    expect((await tale.change()).steps['E2']?.hold?.status).toBe('waiting');
    await tale.says('jonas-new', '/chg confirm E2 I looked myself');
    expect((await tale.change()).steps['E2']?.hold?.status).toBe('confirmed');
    sandbox.rename(JONAS, LIN);
    sandbox.rename('jonas-new', JONAS);
  });
});

leavesATrace(scene);
