/**
 * What was read from a forge and may be a minute old: policies, templates, teams. A push of a policy makes all of it old
 * at once; the note of that is in the database, so that every replica forgets together.
 *
 * What must stay true: nothing older is given to anybody, and only so many are kept: the longest unread go first.
 */
import { isoNow, systemClock, type Clock } from '../clock.ts';
import type { Forge } from '../forge/port.ts';
import type { Database } from '../store/database.ts';
import { readWatermark, writeWatermark } from '../store/watermarks.ts';

/** `at`: when the oldest part of it was read. */
export type Dated<T> = { readonly at: number; readonly value: T };
type Aged<T> = { readonly pushed: string | null; readonly read: Promise<Dated<T>> };
export type Reading = { readonly db: Database; readonly clock: Clock };

const FRESH_MS = 60_000;
const MOST = 5_000;
const PUSHED = 'policy_pushed';

/** Values by workspace and key that live a minute from when they were read, or until a policy is pushed. */
export function aged<T>({ db, clock }: Reading, most = MOST) {
  const known = new Map<string, Aged<T>>();
  return async (
    { workspace }: Pick<Forge, 'workspace'>,
    key: string,
    read: (now: number) => Promise<Dated<T>>,
  ): Promise<Dated<T>> => {
    const name = `${workspace} ${key}`;
    const pushed = await readWatermark(db, workspace, PUSHED);
    const now = clock.now().getTime();
    const one = known.get(name);
    if (one?.pushed === pushed) {
      const found = await one.read;
      if (Math.abs(now - found.at) < FRESH_MS) return found;
    }
    const fresh = { pushed, read: read(now) };
    known.delete(name);
    known.set(name, fresh);
    const oldest = known.keys().next().value;
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    fresh.read.catch(() => known.get(name) === fresh && known.delete(name));
    return fresh.read;
  };
}

export function forgetAged(db: Database, workspace: string): Promise<void> {
  return writeWatermark(db, { forge: workspace, name: PUSHED, at: isoNow(systemClock) });
}
