/**
 * `forms install`: puts the issue forms into a checkout, where the forge looks for them.
 *
 * What must stay true: a file that somebody changed is not overwritten unless asked for.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JSON_OPTION, NO, printJson, UsageError, YES } from './command.ts';
import type { CliCommand, Given } from './command.ts';

const FORMS = new URL('../../templates/forms/', import.meta.url);
const TARGET = join('.github', 'ISSUE_TEMPLATE');

const LABELS_FIRST =
  'holdpoint forms install: create the labels change and emergency in that repository before the first change: ' +
  'a form puts on only labels that exist, and without its label an issue is no change.\n';

type Outcome = { readonly file: string; readonly how: 'written' | 'unchanged' | 'kept' };

export const FORMS_INSTALL: CliCommand = {
  name: 'forms install',
  args: '',
  sentence: 'Puts the issue forms into a checkout of a repository.',
  options: [
    {
      name: 'dir',
      kind: 'text',
      value: '<checkout>',
      sentence: 'The folder of the repository; needed.',
    },
    { name: 'force', kind: 'flag', sentence: 'Overwrite forms that were changed there.' },
    JSON_OPTION,
  ],
  exits: '0 all forms are there, 1 a changed form was kept, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const dir = await readDir(given);
    const outcomes = await install(dir, given.flag('force'));
    if (given.flag('json')) printJson(io, { files: outcomes });
    else io.out(outcomes.map(({ file, how }) => `${file}  ${how}\n`).join(''));
    if (outcomes.some(({ how }) => how === 'written')) io.err(LABELS_FIRST);
    const kept = outcomes.filter(({ how }) => how === 'kept');
    if (kept.length === 0) return YES;
    io.err(
      `holdpoint forms install: ${kept.map(({ file }) => file).join(', ')} differ and were kept; --force overwrites them.\n`,
    );
    return NO;
  },
};

async function readDir(given: Given): Promise<string> {
  const dir = given.text('dir');
  if (dir === null) throw new UsageError('name the folder of the repository with --dir');
  const found = await stat(dir).catch(() => null);
  if (found?.isDirectory() !== true)
    throw new UsageError(`--dir: there is no folder ${JSON.stringify(dir)}`);
  return dir;
}

async function install(dir: string, force: boolean): Promise<readonly Outcome[]> {
  const names = (await readdir(FORMS)).filter((name) => name.endsWith('.yml')).toSorted();
  const folder = join(dir, TARGET);
  await mkdir(folder, { recursive: true });
  const outcomes: Outcome[] = [];
  for (const name of names) {
    const form = await readFile(new URL(name, FORMS), 'utf8');
    const file = join(folder, name);
    const found = await readFile(file, 'utf8').catch(() => null);
    const how = found === form ? 'unchanged' : found === null || force ? 'written' : 'kept';
    if (how === 'written') await writeFile(file, form);
    outcomes.push({ file: join(TARGET, name), how });
  }
  return outcomes;
}
