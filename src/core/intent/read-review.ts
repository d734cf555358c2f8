/**
 * A review, perhaps with an outage before its words: `outage 14:02–14:31 the pool ran dry`, its times in one word, in two
 * where the first is a day, or with a day for each: `outage 2026-11-24 23:50/2026-11-25 00:20 …`.
 *
 * What must stay true: the times stay as written; whether they are an outage is said where the zone of the change is
 * known. A sentence that begins with the word, and no figure behind it, is a finding like any other.
 */
import type { Command } from '../change/command.ts';
import { firstWord } from './slash.ts';

type Review = Extract<Command, { readonly type: 'review' }>;

const DAY = /^\d{4}-\d{2}-\d{2}$/u;
/** A day and a clock time, and behind the slash the day of the end: its clock time is the next word. */
const HALF = /[/–]\d{4}-\d{2}-\d{2}$/u;

export function readReview(text: string): Review {
  const { word, rest } = firstWord(text);
  const first = firstWord(rest);
  if (word.toLowerCase().replace(/:$/u, '') !== 'outage' || !/^\d/u.test(first.word))
    return { type: 'review', findings: text };
  let outage = first.word.replace(/[:,]$/u, '');
  let words = first.rest;
  for (const unfinished of [DAY, HALF]) {
    if (!unfinished.test(outage)) continue;
    const next = firstWord(words);
    [outage, words] = [`${outage} ${next.word.replace(/[:,]$/u, '')}`, next.rest];
  }
  return { type: 'review', findings: words, outage };
}
