/** Who is asked of the forge anew, and who is only shown. */
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import type { Actor } from '../../src/core/change/facts.ts';
import type { Forge } from '../../src/forge/port.ts';
import type { Page } from '../../src/reconcile/book.ts';
import { peopleCache } from '../../src/worker/people-cache.ts';
import { setTheStage, pullFacts } from '../support/change-kit.ts';
import { EVERYBODY, PEOPLE } from '../support/change-people.ts';

function scene(): {
  readonly page: () => Page;
  readonly ask: () => Promise<readonly string[]>;
  readonly remove: (login: string) => void;
  readonly pass: (ms: number) => void;
  readonly stage: ReturnType<typeof setTheStage>;
} {
  const stage = setTheStage();
  stage.given.inReview();
  let now = 1_000_000;
  let people: readonly Actor[] = EVERYBODY;
  const clock: Clock = { now: () => new Date(now) };
  const forge = { observePeople: () => Promise.resolve(people) } as unknown as Forge;
  const cache = peopleCache(clock);
  const page = (): Page => ({ change: stage.change }) as unknown as Page;
  return {
    page,
    stage,
    ask: async () => ((await cache(forge, page())).people ?? []).map(({ login }) => login),
    remove: (login) => (people = people.filter((one) => one.login !== login)),
    pass: (ms) => (now += ms),
  };
}

describe('somebody who lost their access', () => {
  it('is shown for a minute at most', async () => {
    const { ask, remove, pass } = scene();
    expect(await ask()).toContain('tomas-sre');
    remove('tomas-sre');
    pass(59_000);
    expect(await ask()).toContain('tomas-sre');
    pass(1_000);
    expect(await ask()).not.toContain('tomas-sre');
  });

  it('counts no more at once where a pull request waits for the answer', async () => {
    const { ask, remove, stage } = scene();
    stage.forge.shows(pullFacts(701));
    stage.lin.links(701);
    expect(await ask()).toContain('tomas-sre');
    remove('tomas-sre');
    expect(await ask()).not.toContain('tomas-sre');
  });

  it('is only shown again once the pull request is merged', async () => {
    const { ask, remove, stage } = scene();
    stage.forge.shows(pullFacts(701));
    stage.lin.links(701);
    stage.forge.reportsMerge(701, PEOPLE.lin);
    expect(await ask()).toContain('tomas-sre');
    remove('tomas-sre');
    expect(await ask()).toContain('tomas-sre');
  });
});
