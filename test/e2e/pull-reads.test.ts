// What one event of a pull request costs the forge, through the whole app: the first time, when nothing is known of
// what stands around it, and again when nothing has moved since. "Unchanged" carries nothing and counts for nothing.
import { describe, expect, it } from 'vitest';
import { proposes, pushes, pushNow } from '../support/pulls.ts';
import { BOT, LIN, MARA, stage } from '../support/tale.ts';

const scene = stage();

type Spent = { readonly reads: readonly string[]; readonly writes: readonly string[] };

/** What our app asks the forge for while this happens. */
async function spent(act: () => Promise<unknown>): Promise<Spent> {
  const { requests } = scene.world().company.sandbox;
  requests.clear();
  await act();
  const ours = requests.all().filter(({ actor }) => actor.endsWith('[bot]') && actor !== BOT);
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

describe('an event of a linked pull request', () => {
  it('costs at most six reads for a new head, two when nothing moved, and then no write', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'measured' });
    await tale.says(MARA, '/chg submit');
    // The first of a minute also reads the rules, which are kept for a minute.
    const first = await spent(() => pushes(scene, tale, 'measured'));
    expect(first.reads.length, listed(first)).toBeLessThanOrEqual(8);
    const cold = await now(() => {
      pushNow(scene, 'measured');
    });
    expect(cold.reads.length, listed(cold)).toBeLessThanOrEqual(6);
    const { sandbox } = scene.world().company;
    const edit = (text: string): Promise<Spent> =>
      now(() => {
        const body = `Change: CHG-${String(tale.number).padStart(5, '0')}\n\n${text}`;
        sandbox.as(LIN).editPullRequest(pull, { body });
      });
    await edit('once');
    const warm = await edit('twice');
    expect(warm.reads.length, listed(warm)).toBeLessThanOrEqual(2);
    expect(warm.writes, listed(warm)).toEqual([]);
  });
});
