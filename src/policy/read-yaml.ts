/**
 * From the bytes of a file to plain data, and where each value stands. One document of maps, lists, texts, numbers and
 * truth values: no anchors, no aliases, no tags, nothing that grows when it is read.
 *
 * What must stay true: nothing is constructed before every key and node has been looked at, so that no name of ours
 * can be shadowed and no small file becomes a big one.
 */
import { constructFromEvents, EVENT_ID, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import type { Event, ScalarEvent } from 'js-yaml';
import { quote } from '../core/plan/quote.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import type { PolicyFile } from './file-shape.ts';
import { makePlaces, placeIn } from './places.ts';
import type { Entry, Path, Place, Places } from './places.ts';

const MOST_BYTES = 64 * 1024;
const DEEPEST = 32;
/** Names that mean something else to the language this is written in. */
const RESERVED = '__proto__';

export type YamlReading = {
  /** Undefined when there is nothing that could be looked at further. */
  readonly value: unknown;
  readonly places: Places;
  readonly problems: readonly PolicyProblem[];
};

type Trouble = Omit<PolicyProblem, 'file' | 'line' | 'column'> & { readonly offset: number };
type Frame = {
  readonly path: Path;
  readonly kind: 'map' | 'list';
  /** Of a map: the key whose value comes next; null when a key comes next. */
  key: string | null;
  readonly keys: Map<string, number>;
  count: number;
};
type Walk = {
  readonly text: string;
  readonly place: (offset: number) => Place;
  readonly entries: Entry[];
  readonly troubles: Trouble[];
  readonly frames: Frame[];
};

/** How a file of a kind begins, and what helps whoever has an empty one. */
type Beginning = { readonly begins: string; readonly remedy: string };

const POLICY: Beginning = {
  begins: 'policy: 1',
  remedy: '"holdpoint policy init" prints a file to begin with',
};

export function readYaml({ file, text }: PolicyFile, beginning = POLICY): YamlReading {
  const nothing = makePlaces(text, []);
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) {
    const found = `${String(bytes)} bytes`;
    const remedy = 'move what is only text into a page of its own, and name it in a note';
    const problem = { code: 'too_large', expected: 'at most 64 KB', found, remedy } as const;
    return {
      value: undefined,
      places: nothing,
      problems: [{ file, line: null, column: null, ...problem }],
    };
  }
  const events = parse(text);
  if (!Array.isArray(events))
    return { value: undefined, places: nothing, problems: locate([events], file, text) };
  const { entries, troubles } = walk(text, events, beginning);
  const places = makePlaces(text, entries);
  const problems = locate(troubles, file, text);
  // A repeated key is told with everything else; all other troubles leave nothing that can be trusted.
  if (troubles.some(({ code }) => code !== 'duplicate'))
    return { value: undefined, places, problems };
  const built = construct(text, events);
  if ('trouble' in built)
    return { value: undefined, places, problems: locate([...troubles, built.trouble], file, text) };
  return { value: built.value, places, problems };
}

function parse(text: string): Event[] | Trouble {
  try {
    return parseEvents(text, { maxDepth: DEEPEST });
  } catch (error) {
    return notYaml(error);
  }
}

function construct(
  text: string,
  events: Event[],
): { readonly value: unknown } | { readonly trouble: Trouble } {
  try {
    return { value: constructFromEvents(events, { source: text, json: true, maxAliases: 0 })[0] };
  } catch (error) {
    return { trouble: notYaml(error) };
  }
}

function notYaml(error: unknown): Trouble {
  if (!(error instanceof YAMLException)) throw error;
  return {
    offset: error.mark?.position ?? 0,
    code: 'yaml',
    expected: 'YAML',
    found: error.reason,
    remedy: 'correct the line; a colon, a # or a leading * or & in a text needs quotes around it',
  };
}

function locate(
  troubles: readonly Trouble[],
  file: string,
  text: string,
): readonly PolicyProblem[] {
  const place = placeIn(text);
  return troubles.map(({ offset, ...trouble }) => ({ file, ...place(offset), ...trouble }));
}

function walk(text: string, events: readonly Event[], beginning: Beginning): Walk {
  const walked: Walk = { text, place: placeIn(text), entries: [], troubles: [], frames: [] };
  let documents = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) documents += 1;
    else if (event.type === EVENT_ID.POP) walked.frames.pop();
    else enter(walked, event);
  }
  if (documents !== 1)
    walked.troubles.push({
      offset: 0,
      code: documents === 0 ? 'missing' : 'yaml',
      expected: `one document that begins with "${beginning.begins}"`,
      found: documents === 0 ? 'nothing' : `${String(documents)} documents`,
      remedy: documents === 0 ? beginning.remedy : 'take out the lines "---"',
    });
  return walked;
}

type Node = Exclude<Event, { readonly type: typeof EVENT_ID.DOCUMENT | typeof EVENT_ID.POP }>;

function enter(walked: Walk, event: Node): void {
  forbid(walked, event);
  const frame = walked.frames.at(-1);
  if (frame?.kind === 'map' && frame.key === null) {
    readKey(walked, frame, event);
    return;
  }
  const path = frame === undefined ? [] : [...frame.path, stepInto(frame)];
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
    if (frame?.kind !== 'map') walked.entries.push({ path, offset: event.start, word: null });
    open(walked, event, path);
  } else if (event.type === EVENT_ID.SCALAR) {
    // A value that is left out stands nowhere: its key does.
    const offset = event.valueStart;
    if (offset >= 0)
      walked.entries.push({ path, offset, word: getScalarValue(walked.text, event) });
  }
}

/** Index or key of the value that comes now; the next key is awaited after it. */
function stepInto(frame: Frame): string | number {
  if (frame.kind === 'map') {
    const key = frame.key ?? '';
    frame.key = null;
    return key;
  }
  frame.count += 1;
  return frame.count - 1;
}

function open(walked: Walk, event: Node, path: Path): void {
  const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'list';
  walked.frames.push({ path, kind, key: null, keys: new Map(), count: 0 });
}

function readKey(walked: Walk, frame: Frame, event: Node): void {
  if (event.type !== EVENT_ID.SCALAR) {
    walked.troubles.push({
      offset: event.type === EVENT_ID.ALIAS ? event.anchorStart : event.start,
      code: 'yaml',
      expected: 'a text as the key',
      found: 'something else',
      remedy: 'write the key as a word',
    });
    frame.key = '';
    if (event.type !== EVENT_ID.ALIAS) open(walked, event, [...frame.path, '']);
    return;
  }
  const key = getScalarValue(walked.text, event);
  noteKey(walked, { frame, key, event });
  frame.key = key;
}

type Key = { readonly frame: Frame; readonly key: string; readonly event: ScalarEvent };

function noteKey({ place, entries, troubles }: Walk, { frame, key, event }: Key): void {
  const offset = Math.max(0, event.valueStart);
  const before = frame.keys.get(key);
  if (key === RESERVED)
    troubles.push({
      offset,
      code: 'unknown_key',
      expected: 'a name that begins with a small letter',
      found: quote(key),
      remedy: 'choose another name',
    });
  if (before !== undefined)
    troubles.push({
      offset,
      code: 'duplicate',
      expected: 'each key once',
      found: `${quote(key)} again; it stands in line ${String(place(before).line)} as well`,
      remedy: 'keep one of the two',
    });
  frame.keys.set(key, before ?? offset);
  entries.push({ path: [...frame.path, key], offset, word: null });
}

function forbid({ troubles }: Walk, event: Node): void {
  const refused = (offset: number, found: string, remedy: string): void => {
    troubles.push({ offset, code: 'alias', expected: 'every value written out', found, remedy });
  };
  if (event.type === EVENT_ID.ALIAS)
    refused(event.anchorStart - 1, 'an alias (*)', 'write the value out');
  else if (event.anchorStart >= 0) refused(event.anchorStart - 1, 'an anchor (&)', 'take it out');
  if (event.type !== EVENT_ID.ALIAS && event.tagStart >= 0)
    troubles.push({
      offset: event.tagStart,
      code: 'yaml',
      expected: 'a plain value',
      found: 'a tag (!)',
      remedy: 'take the tag out; a text that begins with ! needs quotes',
    });
}
