/**
 * The one thing the app writes into a person's words: the prefix `CHG-00012: ` of the title. It is taken off
 * before a title is read, whatever number stands in it, so that it can never be part of a plan.
 */
import { changeName } from '../change/state.ts';

const PREFIX = /^CHG-(?<number>\d{1,9}): /u;

export function plainTitle(title: string): string {
  return title.replace(PREFIX, '');
}

/** The title claims to be another change than it is. */
export function claimsAnother(title: string, number: number): boolean {
  const claimed = PREFIX.exec(title)?.groups?.['number'];
  return claimed !== undefined && changeName(Number(claimed)) !== changeName(number);
}
