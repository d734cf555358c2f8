/**
 * The buttons of our checks: to ask the forge anew, and, while a hold point waits, a second person's yes or no. A button
 * carries no words, so beside them stands what they do not say.
 *
 * What must stay true: a forge takes three buttons; 20 characters a label and identifier, 40 a description.
 */
import {
  RECHECK,
  spellPress,
  type AskedHold,
  type HoldPress,
} from '../core/intent/check-button.ts';
import { asMarkdown, md, type Markdown } from './markdown.ts';
import { inline } from './safe-text.ts';

export type Button = {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
};

const LONGEST_LABEL = 20;

export function buttonsOf(hold: AskedHold | null): readonly Button[] {
  const again = { label: 'Re-check', description: 'Ask the forge anew, draw this anew' };
  return [
    { ...again, identifier: RECHECK },
    ...(hold === null ? [] : [...press('confirm', hold), ...press('decline', hold)]),
  ];
}

const WORDS = {
  confirm: { label: 'Confirm', description: 'I looked myself, and it is right' },
  decline: { label: 'Decline', description: 'I looked myself, and it is not right' },
} as const;

/** None rather than one that was cut short. */
function press(verb: HoldPress['verb'], hold: AskedHold): readonly Button[] {
  const identifier = spellPress({ verb, ...hold });
  const label = `${WORDS[verb].label} ${hold.step}`;
  if (identifier === null || label.length > LONGEST_LABEL) return [];
  return [{ label, description: WORDS[verb].description, identifier }];
}

/** Null where there is nothing to say about them. */
export function buttonsNote(hold: Pick<AskedHold, 'step'> | null): Markdown | null {
  if (hold === null) return null;
  const id = asMarkdown(inline(hold.step));
  return md`**Buttons:** *Confirm ${id}* and *Decline ${id}* are the word of whoever presses them, judged like the command. They say yes or no; what you saw is yours to write: \`/chg confirm ${id} <what you see>\` on the change.`;
}
