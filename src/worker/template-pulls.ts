/**
 * What a pull request would do to the templates of its repository: of each file that it touches, the template before and
 * after. Templates are taken from the default branch alone; what is proposed decides nothing.
 *
 * What must stay true: a branch that only lags behind proposes nothing; and where the forge does not list the files of a
 * pull request, the folders themselves are compared.
 */
import type { PullFacts } from '../core/change/facts.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import { isVersionStale, templateLoosenings } from '../core/template/compare.ts';
import type { TemplateEdit } from '../core/template/compare.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { FolderFile, Forge } from '../forge/port.ts';
import { readTemplateFile, TEMPLATE_FOLDER } from './template-files.ts';

type Reader = Pick<Forge, 'observeFolder'>;
type Proposed = {
  readonly head: string;
  /** What it touches; null: the forge does not list it. */
  readonly files: NonNullable<PullFacts['detail']>['files'];
};
type Folder = ReadonlyMap<string, FolderFile>;

/** Of each template that it would bring, or bring with other words; nothing where it touches none, null: nobody can tell. */
export async function preapprovedBy(
  forge: Reader,
  repo: RepoRef,
  { head, files }: Proposed,
): Promise<readonly string[] | null | undefined> {
  if (files !== null && touchedIn(files).length === 0) return undefined;
  try {
    const edits = await templateEdits(forge, repo, { head, files });
    if (edits.length === 0) return undefined;
    return templateLoosenings(edits).map(({ what }) => what);
  } catch (error) {
    if (!(error instanceof ForgeFault) || isTransient(error.code)) throw error;
    return null;
  }
}

export async function templateEdits(
  forge: Reader,
  repo: RepoRef,
  { head, files }: Proposed,
): Promise<readonly TemplateEdit[]> {
  const [here, there] = await Promise.all([readFolder(forge, repo), readFolder(forge, repo, head)]);
  const all = [...new Set([...here.keys(), ...there.keys()])].toSorted();
  const touched = files === null ? all : touchedIn(files);
  return all
    .filter((path) => touched.includes(path) && isOther(here.get(path), there.get(path)))
    .map((path) => editOf(repo, { path, from: here.get(path), to: there.get(path) }));
}

/** Whether there is anything to look at further: the folder ends otherwise there than here. */
export async function touchesTemplates(
  forge: Reader,
  repo: RepoRef,
  head: string,
): Promise<boolean> {
  const there = await readFolder(forge, repo, head);
  if (there.size === 0) return false;
  const here = await readFolder(forge, repo);
  return [...there].some(([path, file]) => isOther(here.get(path), file)) || here.size > there.size;
}

function touchedIn(files: NonNullable<Proposed['files']>): readonly string[] {
  return files
    .flatMap(({ path, previous }) => (previous === null ? [path] : [path, previous]))
    .filter(isTemplate);
}

function isTemplate(path: string): boolean {
  return path.startsWith(`${TEMPLATE_FOLDER}/`) && /^[^/]+\.ya?ml$/u.test(nameOf(path));
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

type Edited = {
  readonly path: string;
  readonly from: FolderFile | undefined;
  readonly to: FolderFile | undefined;
};

function editOf(repo: RepoRef, { path, from, to }: Edited): TemplateEdit {
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
