/**
 * Finds, or makes, the salted commitment under which a person's login stands
 * in events: one per person and login, so that the log need not carry a row
 * per event. Done under the head lock, where nobody else adds or erases.
 */
import { commitmentTo, SALT_BYTES } from '../core/audit/link.ts';
import { keyOf } from './known-people.ts';
import type { Person } from './known-people.ts';
import type { Held } from './session.ts';

type Who = Pick<Person, 'id' | 'login'>;

export type FoundPeople = {
  /** By `keyOf`. */
  readonly known: ReadonlyMap<string, Person>;
  /** Those that have no row yet. */
  readonly added: readonly Person[];
};

export async function findPeople(held: Held, wanted: readonly Who[]): Promise<FoundPeople> {
  const { session, head } = held;
  const known = new Map<string, Person>();
  const missing = new Map<string, Who>();
  for (const who of wanted) {
    const key = keyOf(who);
    const person =
      session.metPeople.find((one) => keyOf(one) === key) ??
      session.connections.people.find(session.workspace, head.erasures, who);
    if (person === null) missing.set(key, who);
    else known.set(key, person);
  }
  if (missing.size === 0) return { known, added: [] };
  for (const person of await readPeople(held, [...missing.values()])) {
    known.set(keyOf(person), person);
    missing.delete(keyOf(person));
    session.metPeople.push(person);
  }
  const added = [...missing.values()].map((who) => newPerson(held, who));
  for (const person of added) known.set(keyOf(person), person);
  return { known, added };
}

async function readPeople(held: Held, wanted: readonly Who[]): Promise<readonly Person[]> {
  const { client, workspace } = held.session;
  const { rows } = await client.query<Person>({
    name: 'read_people',
    text: `SELECT id, login, salt, commitment
             FROM people JOIN unnest($2::text[], $3::text[]) AS wanted (id, login) USING (id, login)
            WHERE workspace = $1`,
    values: [workspace, wanted.map(({ id }) => id), wanted.map(({ login }) => login)],
  });
  return rows;
}

function newPerson(held: Held, { id, login }: Who): Person {
  const salt = held.session.connections.chance(SALT_BYTES);
  return { id, login, salt, commitment: commitmentTo(login, salt) };
}
