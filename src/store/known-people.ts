/**
 * Names that are already in the table of people, remembered by this process so
 * that an append need not look them up. A name is remembered only once its
 * transaction committed, and forgotten when anybody of its workspace was
 * erased since: an erased name's salt must never be used again.
 */
export type Person = {
  readonly id: string;
  readonly login: string;
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
};

type Remembered = { readonly erasures: number; readonly people: Map<string, Person> };

const MOST_PEOPLE = 10_000;

export class KnownPeople {
  readonly #workspaces = new Map<string, Remembered>();

  /** `erasures` is the workspace's count, read under the head lock. */
  find(workspace: string, erasures: number, who: Pick<Person, 'id' | 'login'>): Person | null {
    const remembered = this.#workspaces.get(workspace);
    if (remembered?.erasures !== erasures) return null;
    return remembered.people.get(keyOf(who)) ?? null;
  }

  remember(workspace: string, erasures: number, people: readonly Person[]): void {
    if (people.length === 0) return;
    const before = this.#workspaces.get(workspace);
    if (before !== undefined && before.erasures > erasures) return;
    const fits = before?.erasures === erasures && before.people.size + people.length <= MOST_PEOPLE;
    const remembered = fits ? before : { erasures, people: new Map<string, Person>() };
    for (const person of people) remembered.people.set(keyOf(person), person);
    this.#workspaces.set(workspace, remembered);
  }
}

export function keyOf(who: Pick<Person, 'id' | 'login'>): string {
  return JSON.stringify([who.id, who.login]);
}
