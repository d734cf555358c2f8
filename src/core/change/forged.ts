/**
 * What others said on a commit under the name of a check of ours: who, and by which act it is known for ever.
 *
 * What must stay true: a forged answer counts for nothing. It is recorded, and our own is put over it.
 */
import type { Person } from './stamp.ts';

export type OurName = 'holdpoint' | 'holdpoint/policy';

export type ForgedReport = {
  /** The forge's id of the check or status. */
  readonly id: string;
  readonly via: 'check' | 'status';
  readonly name: OurName;
  /** Whoever wrote it; of a check the account of an app, whose id may be empty. */
  readonly by: Person;
  /** In a word of the forge; null: nothing yet. */
  readonly says: string | null;
  /** Where people see it. */
  readonly url: string | null;
  /** Null: the forge does not say. */
  readonly at: string | null;
};

/** A check may be said anew under its old number: what it says belongs to it. */
export function forgedKey({ via, id, says }: ForgedReport, change: number): string {
  return `forged:${via}:${id}:${says ?? ''}:${String(change)}`;
}

export function forgedDetail({ via, name, says, by }: ForgedReport): string {
  const what = name === 'holdpoint' ? 'our name' : `the name ${name}`;
  return `a ${via} of ${what} that says ${says ?? 'nothing yet'}, by ${by.login}`;
}
