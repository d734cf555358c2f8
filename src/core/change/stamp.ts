/** Who did something, and when: the signature under every act of a change. */

/** A person as the forge knows them. `id` is the forge's numeric id as text; logins change, ids do not. */
export type Person = { readonly id: string; readonly login: string };

/** Who did something, when, where to read it, and as which event. */
export type Stamp = {
  readonly by: Person;
  readonly roles: readonly string[];
  readonly at: string;
  readonly url: string | null;
  readonly seq: number;
};
