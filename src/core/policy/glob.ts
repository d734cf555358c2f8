/**
 * Patterns of names: `*`, `**`, `?` and `{a,b}`. In paths and branches `*` and `?` stop at a slash and `**` does not;
 * in other names a star is a star, and case does not matter.
 *
 * What must stay true: no pattern against no text costs more than the product of their lengths, so nothing here goes
 * back over what it has read. A pattern that cannot be read is null; whoever asks then cannot tell.
 */
export type GlobKind = 'path' | 'name';

export type Glob = {
  readonly matches: (text: string) => boolean;
  /** What every match begins with; of a name in lower case. */
  readonly prefix: string;
  /** Whole folders that every match stands in, and its whole name; a way to few candidates. */
  readonly folders: readonly string[];
  readonly name: string | null;
  /** What every match ends with after its last dot; null where that is open. */
  readonly extension: string | null;
};

const LONGEST = 1_000;
const MOST_ALTERNATIVES = 64;

/** What stands for more than itself, as numbers below every character. */
const ONE = -1;
const STAR = -2;
const ANY = -3;
/** `**` and its slash: no folder, or several. `INSIDE` is the state within them. */
const FOLDERS = -4;
const INSIDE = -5;
const ANY_ONE = -6;
const SLASH = 47;

const compiled: Readonly<Record<GlobKind, WeakMap<readonly string[], readonly Glob[] | null>>> = {
  path: new WeakMap(),
  name: new WeakMap(),
};

/** Null: one of them cannot be read. The same list is read once. */
export function compileGlobs(globs: readonly string[], kind: GlobKind): readonly Glob[] | null {
  const known = compiled[kind].get(globs);
  if (known !== undefined) return known;
  const all = globs.map((glob) => alternativesOf(glob, kind));
  const read = all.includes(null) ? null : all.flatMap((some) => some ?? []);
  compiled[kind].set(globs, read);
  return read;
}

function alternativesOf(text: string, kind: GlobKind): readonly Glob[] | null {
  if (text === '' || text.startsWith('!') || text.length > LONGEST) return null;
  return expandBraces(text)?.map((one) => compile(one, kind)) ?? null;
}

/** One pattern for each choice of alternatives; null when a brace is not closed, or there are too many. */
function expandBraces(text: string): readonly string[] | null {
  const open = [text];
  const done: string[] = [];
  while (open.length > 0) {
    const next = open.pop() ?? '';
    const from = next.indexOf('{');
    if (from < 0) {
      if (next.includes('}')) return null;
      done.push(next);
    } else {
      const group = readGroup(next, from);
      if (group === null) return null;
      const [before, after] = [next.slice(0, from), next.slice(group.end)];
      open.push(...group.parts.map((part) => before + part + after));
    }
    if (open.length + done.length > MOST_ALTERNATIVES) return null;
  }
  return done;
}

function readGroup(
  text: string,
  from: number,
): { readonly parts: readonly string[]; readonly end: number } | null {
  const parts: string[] = [];
  let depth = 0;
  let start = from + 1;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0 || (depth === 1 && character === ',')) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
    if (depth === 0) return { parts, end: at + 1 };
  }
  return null;
}

function compile(text: string, kind: GlobKind): Glob {
  const pattern = kind === 'path' ? pathPattern(text) : text.toLowerCase();
  const tokens = tokensOf(pattern, kind);
  const wild = pattern.search(/[*?]/u);
  const prefix = wild < 0 ? pattern : pattern.slice(0, wild);
  const suffix = suffixOf(pattern, kind);
  const parts = kind === 'path' ? pattern.split('/') : [];
  const last = parts.at(-1);
  const run = matcherOf(pattern, { kind, prefix, suffix, tokens });
  return {
    matches: kind === 'path' ? run : (name) => run(name.toLowerCase()),
    prefix,
    folders: parts.slice(0, -1).filter(isWhole),
    name: last !== undefined && isWhole(last) ? last : null,
    extension: suffix.includes('.') ? suffix.slice(suffix.lastIndexOf('.') + 1) : null,
  };
}

/** What every match ends in. Folders before a slash may be none, and then the slash is none either. */
function suffixOf(pattern: string, kind: GlobKind): string {
  const end = pattern.slice(Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?')) + 1);
  return kind === 'path' && end.startsWith('/') ? end.slice(1) : end;
}

/** Paths of a forge begin at the root, without a slash; `docs/` means all that is in it. */
function pathPattern(text: string): string {
  const bare = text.startsWith('./') ? text.slice(2) : text;
  const rooted = bare.startsWith('/') ? bare.slice(1) : bare;
  return rooted.endsWith('/') ? `${rooted}**` : rooted;
}

function isWhole(part: string): boolean {
  return !part.includes('*') && !part.includes('?');
}

type Parts = {
  readonly kind: GlobKind;
  readonly prefix: string;
  readonly suffix: string;
  readonly tokens: readonly number[];
};

/** What most patterns are, `src/**` and `**` with an ending, needs no walk through the text. */
function matcherOf(
  pattern: string,
  { kind, prefix, suffix, tokens }: Parts,
): (text: string) => boolean {
  if (prefix === pattern) return (text) => text === pattern;
  const rest = kind === 'path' ? '**' : '*';
  if (pattern === `${prefix}${rest}`) return (text) => text.startsWith(prefix);
  const endsOnly = kind === 'path' ? `**/*${suffix}` : `*${suffix}`;
  if (pattern === endsOnly && !suffix.includes('/')) return (text) => text.endsWith(suffix);
  return (text) => text.startsWith(prefix) && text.endsWith(suffix) && walk(tokens, text);
}

function tokensOf(pattern: string, kind: GlobKind): readonly number[] {
  const tokens: number[] = [];
  let at = 0;
  while (at < pattern.length) {
    const end = starsEnd(pattern, at);
    if (end === at) {
      const one = kind === 'path' ? ONE : ANY_ONE;
      tokens.push(pattern[at] === '?' ? one : pattern.charCodeAt(at));
      at += 1;
    } else if (kind === 'name') {
      tokens.push(ANY);
      at = end;
    } else {
      const isFolders =
        end - at > 1 && pattern[end] === '/' && (at === 0 || pattern[at - 1] === '/');
      if (isFolders) tokens.push(FOLDERS, INSIDE);
      else tokens.push(end - at > 1 ? ANY : STAR);
      at = isFolders ? end + 1 : end;
    }
  }
  return tokens;
}

function starsEnd(pattern: string, from: number): number {
  let end = from;
  while (pattern[end] === '*') end += 1;
  return end;
}

/** All places in the pattern where one could be, carried through the text once. */
function walk(tokens: readonly number[], text: string): boolean {
  let now = new Uint8Array(tokens.length + 1);
  let next = new Uint8Array(tokens.length + 1);
  enter(tokens, now, 0);
  for (let at = 0; at < text.length; at += 1) {
    next.fill(0);
    const isAlive = advance(tokens, { now, next }, text.charCodeAt(at));
    if (!isAlive) return false;
    [now, next] = [next, now];
  }
  return now[tokens.length] === 1;
}

type Places = { readonly now: Uint8Array; readonly next: Uint8Array };

function advance(tokens: readonly number[], { now, next }: Places, character: number): boolean {
  let isAlive = false;
  for (let place = 0; place < tokens.length; place += 1) {
    if (now[place] !== 1) continue;
    const token = tokens[place] ?? 0;
    const stays = mayStay(token, character);
    const moves = mayMove(token, character);
    if (stays) next[place] = 1;
    if (moves || (stays && token !== INSIDE)) enter(tokens, next, place + 1);
    isAlive ||= stays || moves;
  }
  return isAlive;
}

function mayStay(token: number, character: number): boolean {
  return token === ANY || token === INSIDE || (token === STAR && character !== SLASH);
}

/** A folder is left by its slash. */
function mayMove(token: number, character: number): boolean {
  if (token === ONE) return character !== SLASH;
  if (token === INSIDE) return character === SLASH;
  return token === character || token === ANY_ONE;
}

/** Being at a place is being behind it as well, where it may stand for nothing. */
function enter(tokens: readonly number[], places: Uint8Array, from: number): void {
  let place = from;
  for (;;) {
    if (places[place] === 1) return;
    places[place] = 1;
    const token = tokens[place];
    if (token === FOLDERS) places[place + 1] = 1;
    if (token === FOLDERS) place += 2;
    else if (token === STAR || token === ANY) place += 1;
    else return;
  }
}
