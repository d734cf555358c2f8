// The eight example changes, played line after line in one company under its own policy: they meet each other, a freeze and
// the maintenance windows. What was adapted, and why, stands in test/fixtures/changes/README.md.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadExamples } from '../support/examples.ts';
import { rowOf } from '../support/play/deeds.ts';
import { expectAll } from '../support/play/expectations.ts';
import { FIRST_DAY, playExamples, type Play, type Played } from '../support/play/play.ts';
import { stoppedOrStuck } from '../support/tale.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let play: Play;

beforeAll(async () => {
  world = await openWorld({ start: FIRST_DAY });
  await world.company.settle();
  play = await playExamples(world);
}, 240_000);

afterAll(async () => {
  await world.close();
});

const KEYS = loadExamples().map(({ key }) => key);

async function played(key: string): Promise<Played> {
  const { scenes, moments: all } = play;
  const scene = scenes.find(({ example }) => example.key === key);
  if (scene === undefined) throw new Error(`${key} was not played`);
  const change = await world.change(scene.number);
  const events = await world.events(scene.number);
  const moments = all.filter(({ seen }) => seen.get(key)?.change.ended === null);
  return { world, scene, scenes, change, events, moments };
}

describe('the eight example changes', () => {
  it.each(KEYS)('%s ends as its expected block states', async (key) => {
    const one = await played(key);
    expectAll(one.scene.example.expected, one);
  });

  it.each(KEYS)(
    '%s: each line of its script is in the log, by its doer, at its time',
    async (key) => {
      const { scene, events } = await played(key);
      const left = events.map(({ type, actor, at, data }) => ({
        type,
        actor,
        at,
        step: data['step'],
      }));
      for (const line of scene.example.script) {
        const { told } = rowOf(line);
        if (told === null) continue;
        const at = left.findIndex(
          (event) =>
            event.type === told &&
            event.actor === line.actor &&
            Date.parse(event.at) === Date.parse(line.at) &&
            (line['step'] === undefined || event.step === line['step']),
        );
        expect(at, `${line.at} ${line.actor} ${line.event}`).toBeGreaterThanOrEqual(0);
        left.splice(at, 1);
      }
    },
  );

  it.each(KEYS)('%s: nothing is refused but what its script says', async (key) => {
    const { scene, events } = await played(key);
    const refused = events.filter(({ type }) => type === 'refused');
    const said = scene.example.script.filter(({ refused: code }) => code !== undefined);
    expect(refused.map(({ actor, data }) => [actor, data['code']])).toEqual(
      said.map(({ actor, refused: code }) => [actor, code]),
    );
  });

  it('notice the conflicts that somebody notices', () => {
    const noticed = play.scenes.flatMap(({ example }) =>
      example.script
        .filter(({ event }) => event === 'conflict_noticed')
        .map((line) => ({ key: example.key, line })),
    );
    for (const { key, line } of noticed) {
      const last = play.moments.findLast(({ at }) => Date.parse(at) <= Date.parse(line.at));
      expect(last?.seen.get(key)?.met).toContainEqual(
        expect.objectContaining({ with: line['with'], kind: line['kind'], person: line.actor }),
      );
    }
    expect(noticed).toHaveLength(1);
  });

  it('leave a log that verifies, and no trouble', async () => {
    expect(await world.isIntact()).toBe(true);
    expect(stoppedOrStuck(world)).toEqual([]);
  });
});
