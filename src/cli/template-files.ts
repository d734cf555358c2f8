/**
 * Templates of changes in a checkout, for the commands that look at them before they are merged. A file that cannot be
 * used is there with its problems, never left out.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isExpired as isPast } from '../core/template/standing.ts';
import { isTemplateFile, TEMPLATE_FOLDER } from '../core/template/template.ts';
import { readTemplate } from '../policy/read-template.ts';
import type { TemplateReading } from '../policy/read-template.ts';
import { CannotTellError, UsageError } from './command.ts';
import type { Given, OptionRow } from './command.ts';
import { readFileAt } from './policy-file.ts';
import { oneLine } from './terminal.ts';

export type TemplateOnDisk = TemplateReading & { readonly path: string };

/** Of a folder its templates; none when it is no checkout of a repository that has some. */
export async function readTemplatesIn(dir: string): Promise<readonly TemplateOnDisk[]> {
  const folder = join(dir, TEMPLATE_FOLDER);
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new CannotTellError(`${oneLine(folder)} cannot be read`);
  });
  const files = names.filter(isTemplateFile).toSorted();
  return Promise.all(files.map((name) => readTemplateAt(join(folder, name))));
}

/** Of a file itself, of a folder its templates. */
export async function readTemplatesAt(path: string): Promise<readonly TemplateOnDisk[]> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true ? readTemplatesIn(path) : [await readTemplateAt(path)];
}

export const DIR_OPTION: OptionRow = {
  name: 'dir',
  kind: 'text',
  value: '<checkout>',
  sentence: 'The folder of the repository; without it, the one at hand.',
};

export function givenDir(given: Given): Promise<string> {
  return folderOf(given.text('dir') ?? '.');
}

/** The last day is one on which it may be used. */
export function isExpired({ template }: Pick<TemplateOnDisk, 'template'>, now: string): boolean {
  return template !== null && isPast(template, now);
}

export async function folderOf(dir: string): Promise<string> {
  const found = await stat(dir).catch(() => null);
  if (found?.isDirectory() === true) return dir;
  throw new UsageError(`--dir: there is no folder ${JSON.stringify(dir)}`);
}

async function readTemplateAt(path: string): Promise<TemplateOnDisk> {
  return { path, ...readTemplate(await readFileAt(path)) };
}
