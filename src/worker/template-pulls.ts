/**
 * What a pull request would do to the templates of its repository: of each file that it touches, the template before and
 * after. Templates are taken from the default branch alone; what is proposed decides nothing.
 *
 * What must stay true: a branch that only lags behind proposes nothing; where the forge does not list the files of a pull
 * request, the folders themselves are compared; and one pull request costs bounded work, one from a fork hardly any.
 */
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { PullFacts } from '../core/change/facts.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import { isVersionStale, templateLoosenings } from '../core/template/compare.ts';
import type { TemplateEdit } from '../core/template/compare.ts';
import { isTemplateFile, TEMPLATE_FOLDER } from '../core/template/template.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { FolderFile, Forge } from '../forge/port.ts';
import { readTemplateFile } from './template-files.ts';

type Reader = Pick<Forge, 'observeFolder'>;
type Proposed = {
  readonly head: string;
  /** What it touches; null: the forge does not list it. */
  readonly files: NonNullable<PullFacts['detail']>['files'];
};

export const MOST_EDITED = 20;

type Folder = ReadonlyMap<string, FolderFile>;

/**
 * Of each template that it would bring, or bring with other words; nothing where it touches none, null: nobody can tell.
 * Nothing of a fork is read.
 */
export async function preapprovedBy(
  forge: Reader,
  repo: RepoRef,
  { head, files, fork }: Proposed & { readonly fork: boolean },
): Promise<readonly string[] | null | undefined> {
  if (files !== null && touchedIn(files).length === 0) return undefined;
  try {
    const touched = among(files, await otherTemplates(forge, repo, head));
    if (touched.length === 0) return undefined;
    const edits = fork ? null : await readEdits(repo, touched);
    return edits === null ? null : templateLoosenings(edits).map(({ what }) => what);
  } catch (error) {
    if (!(error instanceof ForgeFault) || isTransient(error.code)) throw error;
    return null;
  }
}

/** What ends otherwise at this head than on the default branch. */
export async function otherTemplates(
  forge: Reader,
  repo: RepoRef,
  head: string,
): Promise<readonly TouchedTemplate[]> {
  const [here, there] = await Promise.all([readFolder(forge, repo), readFolder(forge, repo, head)]);
  const all = [...new Set([...here.keys(), ...there.keys()])].toSorted();
  return all
    .filter((path) => isOther(here.get(path), there.get(path)))
    .map((path) => ({ path, from: here.get(path), to: there.get(path) }));
}

/** Those that a proposal touches itself; a branch that lags behind ends otherwise too. */
export function among(
  files: Proposed['files'],
  others: readonly TouchedTemplate[],
): readonly TouchedTemplate[] {
  if (files === null) return others;
  const touched = touchedIn(files);
  return others.filter(({ path }) => touched.includes(path));
}

/** One by one, so that others have their turn between two of them. Null: more than are read of one proposal. */
export async function readEdits(
  repo: RepoRef,
  touched: readonly TouchedTemplate[],
): Promise<readonly TemplateEdit[] | null> {
  if (touched.length > MOST_EDITED) return null;
  const edits: TemplateEdit[] = [];
  for (const one of touched) {
    edits.push(editOf(repo, one));
    await turnOfOthers();
  }
  return edits;
}

function touchedIn(files: NonNullable<Proposed['files']>): readonly string[] {
  return files
    .flatMap(({ path, previous }) => (previous === null ? [path] : [path, previous]))
    .filter(isTemplate);
}

function isTemplate(path: string): boolean {
  return path.startsWith(`${TEMPLATE_FOLDER}/`) && isTemplateFile(nameOf(path));
}

function nameOf(path: string): string {
  return path.slice(TEMPLATE_FOLDER.length + 1);
}

async function readFolder(forge: Reader, repo: RepoRef, ref?: string): Promise<Folder> {
  const files = (await forge.observeFolder(repo, TEMPLATE_FOLDER, ref)) ?? [];
  return new Map(
    files.filter(({ path }) => isTemplate(path)).map((file) => [file.path, file] as const),
  );
}

function isOther(left: FolderFile | undefined, right: FolderFile | undefined): boolean {
  return blobOf(left) !== blobOf(right);
}

function blobOf(file: FolderFile | undefined): string | null {
  if (file === undefined) return null;
  return file.seen === 'too_large' ? file.seen : file.seen.blob;
}

export type TouchedTemplate = {
  readonly path: string;
  readonly from: FolderFile | undefined;
  readonly to: FolderFile | undefined;
};

function editOf(repo: RepoRef, { path, from, to }: TouchedTemplate): TemplateEdit {
  const before = from === undefined ? null : readTemplateFile(repo, from).template;
  const after = to === undefined ? null : readTemplateFile(repo, to);
  const edit: TemplateEdit = {
    id: nameOf(path).replace(/\.ya?ml$/u, ''),
    from: before,
    to: after?.template ?? null,
    problems: after?.problems ?? [],
  };
  return isVersionStale(edit) ? { ...edit, problems: [notRaised(edit, to)] } : edit;
}

/** Where the version stands, so that whoever is told can go there. */
function notRaised({ from, to }: TemplateEdit, file: FolderFile | undefined): PolicyProblem {
  const text = file === undefined || file.seen === 'too_large' ? '' : file.seen.text;
  const line = text.split('\n').findIndex((one) => one.startsWith('version:'));
  return {
    file: to?.file ?? '',
    line: line < 0 ? null : line + 1,
    column: line < 0 ? null : 1,
    code: 'wrong_value',
    expected: `a version above ${String(from?.version ?? 0)}: changes name the one they were opened from`,
    found: String(to?.version ?? 0),
    remedy: 'raise "version" with every edit',
  };
}
