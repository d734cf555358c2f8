/** `/chg depends CHG-00005 [outcome|order]` and `/chg depends remove CHG-00005`: whole words, nothing guessed. */
import type { Command } from '../change/command.ts';
import { namedChange } from './changes-named.ts';
import { firstWord } from './slash.ts';

export function readDepends(verb: string, said: string): Command {
  const first = firstWord(said);
  const removes = first.word.toLowerCase() === 'remove';
  const { word, rest } = removes ? firstWord(first.rest) : first;
  const other = namedChange(word);
  const kind = rest.trim().toLowerCase();
  if (other === null) return lacking(verb, 'CHG-…');
  if (removes)
    return kind === '' ? { type: 'undepend', other, via: 'command' } : lacking(verb, 'one change');
  if (kind !== '' && kind !== 'order' && kind !== 'outcome')
    return lacking(verb, 'order or outcome');
  return { type: 'depend', other, kind: kind === '' ? 'order' : kind, via: 'command' };
}

function lacking(verb: string, missing: string): Command {
  return { type: 'misread', verb, code: 'command_incomplete', facts: { verb, missing } };
}
