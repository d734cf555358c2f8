/**
 * One finding of `doctor`: what was expected, what was found, and, where something is to be done, what, by whom and where.
 *
 * What must stay true: nothing that was not shown is called well.
 */
import type { ForgedRow } from '../store/forged-reports.ts';
import type { RepositorySeen } from './doctor-look.ts';

export type Finding = {
  readonly about: string;
  readonly answer: 'well' | 'wrong' | 'unknown';
  readonly expected: string;
  readonly found: string;
  /** Null where nothing is to be done. */
  readonly remedy: string | null;
  readonly who: string | null;
  /** The address where it is done, or null. */
  readonly where: string | null;
};

export type Site = {
  readonly seen: RepositorySeen;
  readonly web: string;
  readonly unset: readonly string[];
  readonly now: string;
  /** Who reported under names of ours of late; null: the record is out of reach. */
  readonly forged: readonly ForgedRow[] | null;
};

type Short = Pick<Finding, 'about' | 'expected' | 'found'>;
type Todo = { readonly remedy: string; readonly who: string; readonly where: string | null };

export function well(short: Short): Finding {
  return { ...short, answer: 'well', remedy: null, who: null, where: null };
}

export function wrong(short: Short, todo: Todo): Finding {
  return { ...short, answer: 'wrong', ...todo };
}

export function unknown(short: Short, todo: Todo): Finding {
  return { ...short, answer: 'unknown', ...todo };
}
