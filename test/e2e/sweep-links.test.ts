// A line that links a pull request to a change, written while no delivery arrived: a sweep that reads the pull request
// for another change finds it, and believes it where nobody but its author has ever edited the description.
import { describe, expect, it } from 'vitest';
import { proposes } from '../support/pulls.ts';
import { sweepingOn } from '../support/sweeping.ts';
import { LIN, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
const { sandbox, sweeps, lost } = sweepingOn(scene);

const line = ({ number }: Tale): string => `Change: CHG-${String(number).padStart(5, '0')}`;

async function namesUnheard(who: string, pull: string, tales: readonly Tale[]): Promise<void> {
  const body = tales.map(line).join('\n');
  await lost(() => sandbox().as(who).editPullRequest(pull, { body }));
}

describe('a line for a second change that nobody told of', () => {
  it('links it in the name of the author, once', async () => {
    const [first, second] = [await scene.inReview(), await scene.inReview()];
    const pull = await proposes(scene, first, { branch: 'both' });
    await namesUnheard(LIN, pull, [first, second]);
    await sweeps();
    expect((await second.change()).pulls).toHaveLength(1);
    const links = (await second.events()).filter(({ type }) => type === 'pull_linked');
    expect(links.map(({ actor, source }) => [actor.login, source.kind])).toEqual([[LIN, 'sweep']]);
    await second.says('mara-ops', `/chg unlink ${pull}`);
    const after = await second.events();
    await sweeps();
    expect(await second.events()).toEqual(after);
  });

  it('links nothing where somebody else has edited the description', async () => {
    const [first, second] = [await scene.inReview(), await scene.inReview()];
    const pull = await proposes(scene, first, { branch: 'other' });
    await namesUnheard(TOMAS, pull, [first, second]);
    await sweeps();
    expect((await second.change()).pulls).toEqual([]);
  });
});
