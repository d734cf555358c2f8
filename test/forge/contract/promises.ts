// What every adapter promises, tried on a forge it knows nothing of. The reconciler and the gates stand on these
// sentences; an adapter that breaks one of them must not be merged.
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { checkPromises } from './check-promises.ts';
import { commentPromises } from './comment-promises.ts';
import type { Ground, OpenGround, Trial } from './ground.ts';
import { issuePromises } from './issue-promises.ts';
import { peoplePromises } from './people-promises.ts';
import { pullPromises } from './pull-promises.ts';
import { troublePromises } from './trouble-promises.ts';

export function promisesOf(name: string, open: OpenGround): void {
  describe(`the forge port, kept by ${name}`, () => {
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

    commentPromises(on);
    issuePromises(on);
    peoplePromises(on);
    pullPromises(on);
    checkPromises(on);
    troublePromises(on);
  });
}
