/**
 * The clock of a play: it stands at the moment of the scene until the next one, and after the last scene it goes
 * on from there in real time, so that a visitor can act in the same week.
 */
import type { Clock } from '../clock.ts';

export type StoryClock = Clock & {
  /** ISO 8601 with an offset. Never backwards: the log would have to tell what came after before what came first. */
  readonly moveTo: (instant: string) => void;
  readonly runOn: () => void;
  /** Only a clock that runs on may be moved by a visitor: before that, the scenes say when it is. */
  readonly runs: () => boolean;
};

export function storyClock(start: string, machine: Clock): StoryClock {
  let standing = Date.parse(start);
  let since: number | null = null;
  const now = (): number =>
    since === null ? standing : standing + machine.now().getTime() - since;
  return {
    now: () => new Date(now()),
    moveTo: (instant) => {
      const wanted = Date.parse(instant);
      if (Number.isNaN(wanted))
        throw new Error(`a scene needs an ISO time, found ${JSON.stringify(instant)}`);
      if (wanted < now())
        throw new Error(`a scene at ${instant} would be before the one that was just played`);
      standing = wanted;
      if (since !== null) since = machine.now().getTime();
    },
    runs: () => since !== null,
    runOn: () => {
      standing = now();
      since = machine.now().getTime();
    },
  };
}
