/**
 * `forms install`: puts the issue forms into a checkout, where the forge looks for them: those that come along, and one
 * for each template of a change.
 *
 * What must stay true: a file that somebody changed is not overwritten unless asked for; what was made from a template
 * is, and goes with it.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JSON_OPTION, NO, printJson, UsageError, YES } from './command.ts';
import type { CliCommand, ExitCode, Given, Io } from './command.ts';
import { problemLine } from './policy-file.ts';
import { folderOf } from './template-files.ts';
import { isMade, templateForms } from './template-forms.ts';
import type { WantedForm } from './template-forms.ts';

const FORMS = new URL('../../templates/forms/', import.meta.url);
const TARGET = join('.github', 'ISSUE_TEMPLATE');

const LABELS_FIRST =
  'holdpoint forms install: create the labels change and emergency in that repository before the first change: ' +
  'a form puts on only labels that exist, and without its label an issue is no change.\n';

/** With `--check` nothing is done: `missing`, `out of date` and `orphaned` are what would be written and removed. */
type Outcome = {
  readonly file: string;
  readonly how:
    'written' | 'removed' | 'unchanged' | 'kept' | 'missing' | 'out of date' | 'orphaned';
};

export const FORMS_INSTALL: CliCommand = {
  name: 'forms install',
  args: '',
  sentence: 'Puts the issue forms, and one for each template, into a checkout of a repository.',
  options: [
    {
      name: 'dir',
      kind: 'text',
      value: '<checkout>',
      sentence: 'The folder of the repository; needed.',
    },
    {
      name: 'check',
      kind: 'flag',
      sentence: 'Write nothing; say which forms are not as they would be.',
    },
    { name: 'force', kind: 'flag', sentence: 'Overwrite forms that were changed there.' },
    JSON_OPTION,
  ],
  exits:
    '0 all forms are there, 1 a changed form was kept, a template cannot be used, or --check found something, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const dir = await readDir(given);
    const folder = join(dir, TARGET);
    const { forms, faulty } = await templateForms(dir, folder);
    const wanted = [...(await shippedForms()), ...forms];
    const isCheck = given.flag('check');
    const outcomes = isCheck
      ? await Promise.all(wanted.map((form) => compare(folder, form)))
      : await install(folder, wanted, given.flag('force'));
    if (given.flag('json'))
      printJson(io, { files: outcomes, problems: faulty.flatMap(({ problems }) => problems) });
    else io.out(outcomes.map(({ file, how }) => `${file}  ${how}\n`).join(''));
    for (const { problems } of faulty) for (const problem of problems) io.err(problemLine(problem));
    const code = tellRest(io, outcomes);
    return faulty.length > 0 ? NO : code;
  },
};

function tellRest(io: Io, outcomes: readonly Outcome[]): ExitCode {
  if (outcomes.some(({ how }) => how === 'written')) io.err(LABELS_FIRST);
  const named = (hows: readonly Outcome['how'][]): string =>
    outcomes.flatMap(({ file, how }) => (hows.includes(how) ? [file] : [])).join(', ');
  const kept = named(['kept']);
  const odd = named(['missing', 'out of date', 'orphaned']);
  if (kept !== '')
    io.err(`holdpoint forms install: ${kept} differ and were kept; --force overwrites them.\n`);
  if (odd !== '')
    io.err(`holdpoint forms install: run it without --check, look at ${odd}, and commit.\n`);
  return kept === '' && odd === '' ? YES : NO;
}

async function readDir(given: Given): Promise<string> {
  const dir = given.text('dir');
  if (dir === null) throw new UsageError('name the folder of the repository with --dir');
  return folderOf(dir);
}

async function shippedForms(): Promise<readonly WantedForm[]> {
  const names = (await readdir(FORMS)).filter((name) => name.endsWith('.yml')).toSorted();
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(new URL(name, FORMS), 'utf8') })),
  );
}

async function compare(folder: string, { name, text }: WantedForm): Promise<Outcome> {
  const found = await readFile(join(folder, name), 'utf8').catch(() => null);
  const file = join(TARGET, name);
  if (text === null) return { file, how: 'orphaned' };
  if (found === null) return { file, how: 'missing' };
  return { file, how: found === text ? 'unchanged' : 'out of date' };
}

async function install(
  folder: string,
  wanted: readonly WantedForm[],
  force: boolean,
): Promise<readonly Outcome[]> {
  await mkdir(folder, { recursive: true });
  const outcomes: Outcome[] = [];
  for (const { name, text } of wanted) {
    const place = join(folder, name);
    const found = await readFile(place, 'utf8').catch(() => null);
    const mayWrite = found === null || force || (text !== null && isMade(text) && isMade(found));
    const how = found === text ? 'unchanged' : mayWrite ? 'written' : 'kept';
    if (text === null) await rm(place);
    else if (how === 'written') await writeFile(place, text);
    outcomes.push({ file: join(TARGET, name), how: text === null ? 'removed' : how });
  }
  return outcomes;
}
