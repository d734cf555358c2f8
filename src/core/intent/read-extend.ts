/**
 * A new end of a window and then words: `2026-11-25T02:00 it drains slowly`, the time in one word or in two.
 *
 * What must stay true: the time stays as written; whether it is one is said where the zone of the window is known.
 */
import type { Command } from '../change/command.ts';
import { firstWord } from './slash.ts';

/** Null: nothing was said. */
export function readExtend(text: string): Extract<Command, { readonly type: 'extend' }> | null {
  const { word, rest } = firstWord(text);
  if (word === '') return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(word);
  const clock = isDay ? firstWord(rest) : { word: '', rest };
  const end = clock.word === '' ? word : `${word} ${clock.word}`;
  return { type: 'extend', end, reason: clock.rest.trim() };
}
