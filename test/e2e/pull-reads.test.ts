// What one event of a pull request costs the forge, through the whole app: the first time, when nothing is known of
// what stands around it, and again when nothing has moved since. What the forge answers with "unchanged" (304) it does
// not count itself: it carries nothing, and is no read here (docs/decisions.md).
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { CommitInput } from '../../src/sandbox/acts/commits.ts';
import { proposes, pullOf, pushNow, type Proposal } from '../support/pulls.ts';
import { TEMPLATE_FILE, templateFile } from '../support/template-file.ts';
import { BOT, JONAS, LIN, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();

beforeAll(() => {
  scene.world().company.sandbox.createApp({ slug: 'ci' });
});

type Spent = { readonly reads: readonly string[]; readonly writes: readonly string[] };

/** What our app asks the forge for while this happens. */
async function spent(act: () => Promise<unknown>): Promise<Spent> {
  const { requests } = scene.world().company.sandbox;
  requests.clear();
  await act();
  const ours = requests.all().filter(({ actor }) => actor === 'holdpoint[bot]');
  const isRead = ({ method, path }: (typeof ours)[number]): boolean =>
    method === 'GET' || path.endsWith('/graphql');
  const line = ({ method, path, status }: (typeof ours)[number]): string =>
    `${method} ${path} ${String(status)}`;
  return {
    reads: ours.filter((one) => isRead(one) && one.status !== 304).map(line),
    writes: ours.filter((one) => !isRead(one)).map(line),
  };
}

function listed({ reads, writes }: Spent): string {
  return ['', 'reads:', ...reads, 'writes:', ...writes].join('\n');
}

async function now(act: () => unknown): Promise<Spent> {
  const { company } = scene.world();
  return spent(async () => {
    act();
    await company.settle();
  });
}

/** Cold: the rules are older than a minute, and something moved before. Warm: at once again. */
async function twice(act: (time: number) => unknown): Promise<{ cold: Spent; warm: Spent }> {
  scene.pass(2);
  const cold = await now(() => act(1));
  return { cold, warm: await now(() => act(2)) };
}

describe('an event of a linked pull request', () => {
  /** In review, and somebody has said something about it. */
  async function reviewed(
    branch: string,
    more: Pick<Proposal, 'commits'> = {},
  ): Promise<{ tale: Tale; pull: string }> {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch, ...more });
    await tale.says(MARA, '/chg submit');
    for (const who of [TOMAS, JONAS])
      await tale.does(who, 'comments', () => by(who).review(pull, 'comment', 'I read it.'));
    return { tale, pull };
  }

  const by = (who: string) => scene.world().company.sandbox.as(who);

  it('costs at most six reads when it is pushed to, also as the first of all', async () => {
    await reviewed('pushed');
    const { cold, warm } = await twice(() => {
      pushNow(scene, 'pushed');
    });
    for (const push of [cold, warm]) {
      expect(push.reads.length, listed(push)).toBeLessThanOrEqual(6);
      // The answer on a head that is new, and the record that tells of it.
      expect(push.writes.length, listed(push)).toBeLessThanOrEqual(2);
    }
  });

  it.each<[string, (pull: string, time: number, tale: Tale) => unknown]>([
    ['is reviewed', (pull) => by(TOMAS).review(pull, 'comment', 'Read again.')],
    ['gets a label', (pull, time) => by(LIN).addLabel(pull, `part-${String(time)}`)],
    ['is described anew', (pull, time, tale) => describes(pull, tale, time)],
  ])(
    'costs at most six reads when it %s, two when nothing moved, and one write at most',
    async (how, act) => {
      const { pull, tale } = await reviewed(how.replaceAll(/[^a-z]/gu, '-'));
      // What is measured is not the first word of a check, which opens what it was waited for.
      await now(() => says(pull, 'success'));
      const { cold, warm } = await twice((time) => act(pull, time, tale));
      expect(cold.reads.length, listed(cold)).toBeLessThanOrEqual(6);
      expect(cold.writes.length, listed(cold)).toBeLessThanOrEqual(1);
      expect(warm.reads.length, listed(warm)).toBeLessThanOrEqual(2);
      expect(warm.writes, listed(warm)).toEqual([]);
    },
  );

  // Beside the six: the file and the folder at the new head for the other check, and of late the folder of now.
  it('costs at most eleven reads when it brings a template, nine when the rules were just read', async () => {
    const commits = (version: number): readonly CommitInput[] => [
      { message: 'Template', author: LIN, files: { [TEMPLATE_FILE]: templateFile({ version }) } },
    ];
    await reviewed('another', { commits: commits(1) });
    const { cold, warm } = await twice((time) =>
      by(LIN).push(operations, { branch: 'another', commits: commits(time + 1) }),
    );
    expect(cold.reads.length, listed(cold)).toBeLessThanOrEqual(11);
    expect(warm.reads.length, listed(warm)).toBeLessThanOrEqual(9);
  });

  // A status has a list of its own; behind a rewritten record the first of a minute has the rules to read as well.
  it('costs at most six reads when a CI speaks, and one more for the rules', async () => {
    const { pull } = await reviewed('ci');
    const word = (): Promise<Spent> => now(() => says(pull, 'success'));
    await word();
    scene.pass(2);
    const first = await word();
    expect(first.reads.length, listed(first)).toBeLessThanOrEqual(7);
    const cold = await now(() => says(pull, 'failure'));
    expect(cold.reads.length, listed(cold)).toBeLessThanOrEqual(6);
  });

  // Another app's check tells of itself in several deliveries: of the run as it comes, of its end, of its suite.
  it('costs as much for each word of its checks, and one answer for all of them', async () => {
    const { pull } = await reviewed('checked');
    const told = (): number =>
      scene.world().company.sandbox.world.deliveries.all().filter(isOfChecks).length;
    for (const conclusion of ['success', 'failure', 'failure'] as const) {
      scene.pass(2);
      const before = told();
      const word = await now(() => {
        completes(pull, conclusion);
      });
      const events = told() - before;
      expect(events).toBeGreaterThan(0);
      expect(word.reads.length, listed(word)).toBeLessThanOrEqual(6 + 2 * (events - 1));
      expect(word.writes.length, listed(word)).toBeLessThanOrEqual(2);
    }
  });

  const isOfChecks = ({ event }: { readonly event: string }): boolean => event.startsWith('check_');

  function describes(pull: string, { number }: Tale, time: number): void {
    const body = `Change: CHG-${String(number).padStart(5, '0')}\n\nFor the ${String(time)}. time.`;
    by(LIN).editPullRequest(pull, { body });
  }

  /** One word of a CI that knows only statuses, in one delivery. */
  function says(pull: string, state: 'success' | 'failure'): void {
    const status = { sha: pullOf(scene, pull).headSha, context: 'ci/test', state, description: '' };
    by(BOT).setStatus(operations, status);
  }

  /** A check run of another app that has come to its end. */
  function completes(pull: string, conclusion: 'success' | 'failure'): void {
    const { sandbox } = scene.world().company;
    const { headSha: ref } = pullOf(scene, pull);
    sandbox.reportCheck(operations, {
      app: 'ci',
      name: 'build',
      ref,
      status: 'completed',
      conclusion,
    });
  }
});
