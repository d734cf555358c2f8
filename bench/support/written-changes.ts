/**
 * Changes as the log and the projection hold them: sealed and linked by the code that seals and links every event, and
 * folded by the code that folds every log.
 */
import { toHex } from '../../src/core/audit/bytes.ts';
import type { NewEvent } from '../../src/core/audit/event.ts';
import {
  commitmentTo,
  leafHash,
  linkHash,
  SALT_BYTES,
  type ChainPoint,
} from '../../src/core/audit/link.ts';
import { countTexts, sealEvent } from '../../src/core/audit/seal.ts';
import { evolve } from '../../src/core/change/evolve.ts';
import type { Change } from '../../src/core/change/state.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { madeUp } from './made-up.ts';
import type { Seeded } from './seeded.ts';
import { told, type Who } from './tales.ts';

/** So many changes go on at the same time: their events alternate in the log. */
const AT_ONCE = 40;

export type Person = Who & { readonly salt: Uint8Array; readonly commitment: Uint8Array };

export type Making = {
  readonly workspace: string;
  readonly now: string;
  readonly chance: Seeded;
  /** By `keyOf`; whoever is met for the first time is added at the end. */
  readonly people: Map<string, Person>;
  head: ChainPoint;
};

export function makeChanges(making: Making, from: number, to: number): readonly Written[] {
  const all: Written[] = [];
  for (let first = from; first <= to; first += AT_ONCE)
    all.push(...makeSome(making, first, Math.min(first + AT_ONCE - 1, to)));
  return all;
}

export type Sealed = ReturnType<typeof sealEvent> & {
  readonly seq: number;
  readonly prev: Uint8Array;
  readonly hash: Uint8Array;
};

export type Written = {
  readonly sealed: readonly Sealed[];
  readonly row: ChangeRow;
  readonly change: Change;
};

/** The first event of each, then the second of each, as things go where many work. */
function makeSome(making: Making, from: number, to: number): readonly Written[] {
  const going = Array.from({ length: to - from + 1 }, (_, index) => {
    const { tale, telling } = madeUp(from + index, making.now);
    return {
      events: told(tale, telling),
      sealed: [] as Sealed[],
      change: null as Change | null,
      at: '',
    };
  });
  const longest = Math.max(...going.map(({ events }) => events.length));
  for (let turn = 0; turn < longest; turn += 1)
    for (const one of going) {
      const event = one.events[turn];
      if (event === undefined) continue;
      const sealed = sealNext(making, event);
      one.sealed.push(sealed);
      one.at = event.observedAt;
      const { seq, hash, prev } = sealed;
      one.change = evolve(one.change, { ...event, seq, hash: toHex(hash), prevHash: toHex(prev) });
    }
  return going.flatMap(({ sealed, change, at }) =>
    change === null ? [] : [{ sealed, change, row: projectionOf(change, at) }],
  );
}

function sealNext(making: Making, event: NewEvent): Sealed {
  const { workspace, chance } = making;
  const texts = Array.from({ length: countTexts(event) }, () => chance.bytes(SALT_BYTES));
  const sealed = sealEvent(event, { login: personOf(making, event.actor).salt, texts });
  const { seq: before, hash: prev } = making.head;
  const seq = before + 1;
  const hash = linkHash(workspace, seq, { prev, leaf: leafHash(sealed.body) });
  making.head = { seq, hash };
  return { ...sealed, seq, prev, hash };
}

function personOf({ people, chance }: Making, { id, login }: Who): Person {
  const known = people.get(keyOf({ id, login }));
  if (known !== undefined) return known;
  const salt = chance.bytes(SALT_BYTES);
  const person = { id, login, salt, commitment: commitmentTo(login, salt) };
  people.set(keyOf(person), person);
  return person;
}

export function keyOf({ id, login }: Who): string {
  return `${id} ${login}`;
}
