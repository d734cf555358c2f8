/**
 * Which change a command is asked of. On an issue it is the issue's own; on a pull request it is the linked one, or
 * the one that the command names: `/chg approve CHG-00012`.
 *
 * What must stay true: a command that names a change is never carried out on another one.
 */
import type { RefusalCode } from '../change/refusal.ts';
import { changeName } from '../change/state.ts';
import type { Change } from '../change/state.ts';
import { namedChange } from './changes-named.ts';
import type { Known } from './known.ts';
import type { CommandLine } from './read-command.ts';
import { firstWord } from './slash.ts';
import type { Verb } from './verb.ts';
import { findVerb } from './verbs.ts';

export type Target =
  | {
      readonly kind: 'change';
      readonly number: number;
      readonly change: Change | null;
      readonly line: CommandLine;
    }
  | {
      readonly kind: 'unclear';
      readonly code: RefusalCode;
      readonly facts: Readonly<Record<string, string>>;
      /** Where the refusal is kept, if anywhere. */
      readonly change: number | null;
    };

export function findTarget(line: CommandLine, known: Known, onPull: boolean): Target {
  const near = onPull ? stillNear(known.linked) : known.change === null ? [] : [known.change];
  const named = addressed(line);
  if (named === null) return unnamed(line, near, onPull);
  const change = (onPull ? known.linked : near).find(({ number }) => number === named) ?? null;
  // Linking is the one thing that can be asked of a change that is not near yet.
  if (change === null && !(onPull && findVerb(line.verb)?.command === 'link'))
    return missing(line, near);
  return { kind: 'change', number: named, change, line: withoutName(line) };
}

const ABOUT_ANOTHER: readonly Verb['command'][] = ['acknowledge', 'depend'];

/** What another change is named for is said where one stands, unless two are named. */
function addressed({ verb, rest }: CommandLine): number | null {
  const isAboutAnother = ABOUT_ANOTHER.includes(findVerb(verb)?.command ?? 'ask');
  return isAboutAnother && namedChange(firstWord(rest).rest) === null ? null : namedChange(rest);
}

/** What a pull request was for itself, and is no more, is asked for by its name only. */
function stillNear(linked: readonly Change[]): readonly Change[] {
  const others = linked.filter(({ own, ended }) => own === null || ended === null);
  return others.length > 0 ? others : linked.slice(0, 1);
}

function unnamed(line: CommandLine, near: readonly Change[], onPull: boolean): Target {
  const [only] = near;
  const links = onPull && findVerb(line.verb)?.command === 'link';
  if (only === undefined && !links) return missing(line, near);
  if (only !== undefined && near.length === 1 && !links)
    return { kind: 'change', number: only.number, change: only, line };
  const names = near.map(({ number }) => changeName(number)).join(' or ');
  const which = links ? 'the change, as CHG-…' : `which change: ${names}`;
  return {
    kind: 'unclear',
    code: 'command_incomplete',
    facts: { verb: line.verb, missing: which },
    change: only?.number ?? null,
  };
}

function missing(line: CommandLine, near: readonly Change[]): Target {
  return {
    kind: 'unclear',
    code: 'change_missing',
    facts: { verb: line.verb },
    change: near[0]?.number ?? null,
  };
}

function withoutName(line: CommandLine): CommandLine {
  const { word } = firstWord(line.rest);
  return {
    ...line,
    rest: line.rest.slice(word.length).trim(),
    text: line.text.slice(word.length).trim(),
  };
}
