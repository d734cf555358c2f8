/**
 * From the files of an organisation, of the repository that one is extended from, and of a repository to the policy that
 * holds: built-in ← organisation ← extended ← repository. Pure: whoever calls has fetched the texts.
 *
 * What must stay true: every problem of every file is told at once, with file, line and column; with one of them there
 * is no policy, only one that says why (`invalidPolicy`). Below an organisation's file nothing is ever loosened.
 */
import { quote } from '../core/plan/quote.ts';
import { DEFAULT_POLICY } from '../core/policy/default-policy.ts';
import { invalidPolicy } from '../core/policy/invalid-policy.ts';
import { loosenings } from '../core/policy/loosenings.ts';
import type { Policy, PolicyProblem } from '../core/policy/policy.ts';
import { findCalendarFaults } from './calendar-faults.ts';
import { findCatalogueFaults } from './catalogue-faults.ts';
import type { Fault } from './fault.ts';
import type { PolicyFile } from './file-shape.ts';
import { findFaults } from './find-faults.ts';
import { layOver } from './lay-over.ts';
import type { Content } from './lay-over.ts';
import { readFile } from './read-file.ts';
import type { FileReading } from './read-file.ts';
import { findRiskFaults } from './risk-faults.ts';
import { versionOf } from '../core/policy/version.ts';

export type PolicyFiles = {
  readonly organisation?: PolicyFile;
  /** Where the repository's file says `extends`: that repository's file. */
  readonly extended?: PolicyFile;
  readonly repository?: PolicyFile;
};

/** A file with what it says; `data` is there for every file that could be read. */
export type Layer = FileReading & { readonly from: keyof PolicyFiles };

/** The built-in policy when there is no file. */
export function readPolicy(files: PolicyFiles): Policy {
  const layers = readLayers(files);
  if (layers.length === 0) return DEFAULT_POLICY;
  const sources = layers.map(({ file: { file, blob } }) => ({ file, blob }));
  const unread = [...layers.flatMap(({ problems }) => problems), ...wrongExtends(layers)];
  if (unread.length > 0) return invalidPolicy(unread, sources);
  const { content, problems } = layAll(layers);
  if (problems.length > 0) return invalidPolicy(problems, sources);
  return { version: versionOf('file', content), problems, sources, ...content };
}

/** The most general first. */
export function readLayers({ organisation, extended, repository }: PolicyFiles): readonly Layer[] {
  const own = repository && readFile(repository);
  const isExtended = own?.data?.extends !== undefined;
  return [
    ...(organisation === undefined
      ? []
      : [{ from: 'organisation' as const, ...readFile(organisation) }]),
    ...(extended === undefined || !isExtended
      ? []
      : [{ from: 'extended' as const, ...readFile(extended) }]),
    ...(own === undefined ? [] : [{ from: 'repository' as const, ...own }]),
  ];
}

/** What lies below every file: a team that writes one may keep standard changes on their pull requests. */
function ground(): Content {
  const { version: _version, problems: _problems, sources: _sources, ...content } = DEFAULT_POLICY;
  return { ...content, ownPulls: ['standard'] };
}

type Laid = { readonly content: Content; readonly problems: readonly PolicyProblem[] };

function layAll(layers: readonly Layer[]): Laid {
  const problems: PolicyProblem[] = [];
  let [content, known] = [ground(), new Set(findFaults(ground()).map(keyOf))];
  let ruling: Content | null = null;
  for (const layer of layers) {
    const before: Content = content;
    content = layer.data === null ? before : layOver(before, layer.data);
    const faults = findFaults(content);
    problems.push(
      ...faults.filter((fault) => !known.has(keyOf(fault))).map((fault) => locate(fault, layer)),
    );
    known = new Set(faults.map(keyOf));
    problems.push(...ofItsOwn(layer, content));
    if (ruling !== null) problems.push(...looser(ruling, { before, content, layer }));
    if (layer.from === 'organisation') ruling = content;
  }
  return { content, problems: inOrder(problems) };
}

/** What stands in the file itself, row by row. */
function ofItsOwn(layer: Layer, content: Content): readonly PolicyProblem[] {
  if (layer.data === null) return [];
  const { data } = layer;
  const faults = [
    ...findCatalogueFaults(data, content.catalogue),
    ...findCalendarFaults(data, content),
    ...findRiskFaults(data.risk_model),
  ];
  return faults.map((fault) => locate(fault, layer));
}

/** File by file, and in each by line; what stands nowhere comes first. */
function inOrder(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

function keyOf({ path, code, found, expected }: Fault): string {
  return JSON.stringify([path, code, found, expected]);
}

function locate({ path, word, part, ...fault }: Fault, { file, places }: Layer): PolicyProblem {
  const named = word === null ? null : (places.word(path, word) ?? places.value([...path, word]));
  // Not used in this file, so it is here that what it names was taken out.
  const gone = word === null || part === undefined ? null : places.value([part, word]);
  const place = named ?? gone ?? places.nearest(path);
  // What is wrong may stand in a layer below, and only come to light here: then the line alone does not tell.
  const isHere = fault.code === 'loosens' || places.value(path) !== null;
  const found = isHere ? fault.found : `${fault.found}, in ${path.join('.')}`;
  const { line = null, column = null } = place ?? {};
  return { file: file.file, line, column, ...fault, found };
}

type Laying = { readonly before: Content; readonly content: Content; readonly layer: Layer };

/** Each loosening is told once: of the file that brought it. */
function looser(ruling: Content, { before, content, layer }: Laying): readonly PolicyProblem[] {
  const told = new Set(loosenings(ruling, before).map((one) => JSON.stringify(one)));
  return loosenings(ruling, content)
    .filter((one) => !told.has(JSON.stringify(one)))
    .map(({ what, from, to }) =>
      locate(
        {
          ...placeOf(what),
          code: 'loosens',
          expected: `${what} no looser than the organisation has it: ${from}`,
          found: to,
          remedy: "take it out or tighten it; what is looser is changed in the organisation's file",
        },
        layer,
      ),
    );
}

/** The row of a list is found by its id. */
function placeOf(what: string): Pick<Fault, 'path' | 'word'> {
  const path = what.split('.');
  const [top = '', id = null] = path;
  return LISTED.includes(top) ? { path: [top], word: id } : { path, word: null };
}

const LISTED = ['assets', 'environments', 'maintenance_windows', 'freezes'];

/** One level of indirection: only a repository extends, and what it extends stands by itself. */
function wrongExtends(layers: readonly Layer[]): readonly PolicyProblem[] {
  const isThere = layers.some(({ from }) => from === 'extended');
  return layers.flatMap((layer) => {
    const named = layer.data?.extends;
    if (named === undefined) return [];
    const fault = { path: ['extends'], word: null, found: quote(named) };
    if (layer.from !== 'repository')
      return [
        locate(
          {
            ...fault,
            code: 'cycle',
            expected: 'a file that stands by itself: it is laid below others',
            remedy: 'take the line out, and let each repository name the file it extends',
          },
          layer,
        ),
      ];
    if (layer.file.file.toLowerCase().startsWith(`${named.toLowerCase()}:`))
      return [
        locate(
          { ...fault, code: 'cycle', expected: 'another repository', remedy: 'take the line out' },
          layer,
        ),
      ];
    if (isThere) return [];
    const expected = 'a repository with a policy file that can be read';
    const remedy = 'create the file there, or give the app access to that repository';
    return [locate({ ...fault, code: 'unreadable', expected, remedy }, layer)];
  });
}
