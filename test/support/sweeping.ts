/**
 * Sweeps in tales: acts that no delivery tells of, and the sweep that finds them a quarter of an hour later. Troubles
 * that a test makes end with it.
 */
import { afterEach } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { sweep } from '../../src/worker/sweep.ts';
import type { Stage } from './tale.ts';

export type Sweeping = {
  readonly sandbox: () => Sandbox;
  /** A quarter of an hour later. Throws where the sweep met trouble. */
  readonly sweeps: () => Promise<void>;
  /** No delivery tells of it, and none can be asked for later. */
  readonly lost: (act: () => unknown) => Promise<void>;
};

export function sweepingOn(scene: Stage): Sweeping {
  const company = (): ReturnType<Stage['world']>['company'] => scene.world().company;
  const sandbox = (): Sandbox => company().sandbox;
  afterEach(async () => {
    sandbox().faults.clear();
    await company().settle();
  });
  return {
    sandbox,
    sweeps: async () => {
      scene.pass(15);
      await company().settle();
      await sweep(company().application().house);
      await company().settle();
    },
    lost: async (act) => {
      scene.pass(1);
      const heal = sandbox().faults.onDelivery({ trouble: { kind: 'drop' } });
      act();
      heal();
      await company().settle();
    },
  };
}
