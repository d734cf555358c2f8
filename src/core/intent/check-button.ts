/**
 * What the buttons of a check are called between us and the forge. A forge leaves 20 characters; they name the change,
 * the step, and the doing of the step that the button was drawn for, so that an old page confirms nothing newer.
 *
 * What must stay true: what is read back is an address. Who pressed, and whether they may, is judged like the command.
 */
export const RECHECK = 'recheck';

const LONGEST = 20;
const RADIX = 36;
const DIGITS = /^\d{1,9}$/u;
const ROUND = /^[0-9a-z]{1,8}$/u;

export type HoldPress = {
  readonly verb: 'confirm' | 'decline';
  readonly change: number;
  readonly step: string;
  /** The event by which the step was done. */
  readonly round: number;
};

/** What a second person is asked about. */
export type AskedHold = Omit<HoldPress, 'verb'>;

/** Whoever asks anew, by our button or by the forge's own, is answered though nothing is different. */
export function asksAnew(identifier: string | null): boolean {
  return identifier === null || identifier === RECHECK;
}

export function roundWord(round: number): string {
  return round.toString(RADIX);
}

/** Null where it does not fit. */
export function spellPress({ verb, change, step, round }: HoldPress): string | null {
  const letter = verb === 'confirm' ? 'y' : 'n';
  const spelled = [letter, String(change), step, roundWord(round)].join(':');
  return spelled.length > LONGEST ? null : spelled;
}

/** Null: none of these buttons. */
export function readPress(identifier: string): HoldPress | null {
  const [letter = '', change = '', step = '', round = '', ...more] = identifier.split(':');
  const isWhole = more.length === 0 && DIGITS.test(change) && ROUND.test(round) && step !== '';
  if (!isWhole || (letter !== 'y' && letter !== 'n')) return null;
  const verb = letter === 'y' ? 'confirm' : 'decline';
  return { verb, change: Number(change), step, round: Number.parseInt(round, RADIX) };
}
