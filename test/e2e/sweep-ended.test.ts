// What happens to a change after its end while no delivery arrives: its papers are put right again, and a word that asks
// for it to be opened once more is heard.
import { beforeAll, describe, expect, it } from 'vitest';
import { sweepingOn } from '../support/sweeping.ts';
import { JONAS, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
const { sandbox, sweeps, lost } = sweepingOn(scene);
let tale: Tale;

beforeAll(async () => {
  tale = await scene.running();
  await tale.says(MARA, '/chg done E1 healthy\n/chg done E2 the new serial');
  await tale.says(JONAS, '/chg confirm E2 I see the new serial');
  await tale.says(MARA, '/chg done V1 fine\n/chg complete successful all fine');
  for (let round = 0; round < 3; round += 1) await sweeps();
}, 60_000);

function evidence(): string {
  const found = tale.comments().filter(({ body }) => body.includes('<!-- holdpoint:evidence'));
  expect(found).toHaveLength(1);
  return found[0]?.body ?? '';
}

describe('a change that has ended', () => {
  it('shows its own record and evidence again after somebody wrote others, unheard', async () => {
    expect((await tale.change()).state).toBe('completed');
    const written = { record: tale.record(), evidence: evidence() };
    await lost(() => {
      sandbox().as(TOMAS).editComment(tale.recordId(), `Approved by Legal.\n${written.record}`);
    });
    await sweeps();
    expect(tale.record()).not.toContain('Approved by Legal');
    const { id = 0 } = tale.comments().find(({ body }) => body === written.evidence) ?? {};
    await lost(() => {
      sandbox().as(TOMAS).editComment(id, written.evidence.replace('completed', 'approved'));
    });
    await sweeps();
    expect(evidence()).toContain(written.evidence.slice(0, 200));
    expect((await tale.change()).exceptions.map(({ kind }) => kind)).toContain('tampering');
  });

  it('is opened again by a word that no delivery told of', async () => {
    await lost(() => {
      sandbox().as(MARA).comment(tale.issue, '/chg reopen the old serial is back');
    });
    await sweeps();
    expect((await tale.change()).state).toBe('in_progress');
  });
});
