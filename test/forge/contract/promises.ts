// What every adapter promises, tried on a forge it knows nothing of. The reconciler and the gates stand on these
// sentences; an adapter that breaks one of them must not be merged.
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { checkPromises } from './check-promises.ts';
import { commentPromises } from './comment-promises.ts';
import type { Ground, OpenGround, Trial } from './ground.ts';
import { detailPromises } from './detail-promises.ts';
import { issuePromises } from './issue-promises.ts';
import { peoplePromises } from './people-promises.ts';
import { pullPromises } from './pull-promises.ts';
import { rulePromises } from './rule-promises.ts';
import { troublePromises } from './trouble-promises.ts';

export function promisesOf(name: string, open: OpenGround): void {
  onGround(`the forge port, kept by ${name}`, open, (on) => {
    commentPromises(on);
    issuePromises(on);
    peoplePromises(on);
    pullPromises(on);
    detailPromises(on);
    checkPromises(on);
    rulePromises(on);
    troublePromises(on);
  });
}

/** A forge that answers no question in one keeps these as well. */
export function plainPromisesOf(name: string, open: OpenGround): void {
  onGround(`pull requests, told by ${name}, address by address`, open, (on) => {
    pullPromises(on);
    detailPromises(on);
    checkPromises(on);
  });
}

function onGround(name: string, open: OpenGround, promises: (on: Trial) => void): void {
  describe(name, () => {
    let opened: Ground | null = null;
    const on: Trial = {
      get ground() {
        if (opened === null) throw new Error('the ground is opened before the first test');
        return opened;
      },
    };
    beforeAll(async () => {
      opened = await open();
    });
    afterEach(() => {
      on.ground.calm();
    });
    afterAll(() => on.ground.close());

    promises(on);
  });
}
