/** `template list`: the templates of a checkout, and which of them cannot be used. */
import { templateName } from '../core/template/template.ts';
import { JSON_OPTION, NO, printJson, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { DIR_OPTION, givenDir, isExpired, readTemplatesIn } from './template-files.ts';
import type { TemplateOnDisk } from './template-files.ts';
import { counted, inColumns, oneLine } from './terminal.ts';

export const TEMPLATE_LIST: CliCommand = {
  name: 'template list',
  args: '',
  sentence: 'Lists the templates of changes in a checkout, and which of them cannot be used.',
  options: [DIR_OPTION, JSON_OPTION],
  exits: '0 each can be used, 1 at least one cannot, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const found = await readTemplatesIn(await givenDir(given));
    const now = io.now();
    if (given.flag('json'))
      printJson(io, {
        templates: found.map(({ path, template, problems }) => ({
          file: path,
          template,
          problems,
        })),
      });
    else for (const line of inColumns(found.map((one) => rowOf(one, now)))) io.out(`${line}\n`);
    if (found.length === 0)
      io.err('holdpoint template list: there are no templates in .github/holdpoint/templates.\n');
    return found.every((one) => one.template !== null && !isExpired(one, now)) ? YES : NO;
  },
};

function rowOf(one: TemplateOnDisk, now: string): readonly string[] {
  const { path, template, problems } = one;
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (template === null)
    return [oneLine(file), `cannot be used: ${counted(problems.length, 'problem')}`];
  const { title, variables, expires, owner } = template;
  const until = expires === null ? 'no last day' : `until ${expires}`;
  return [
    templateName(template),
    oneLine(title),
    counted(variables.length, 'variable'),
    isExpired(one, now) ? `expired on ${expires ?? ''}` : until,
    owner ?? '',
  ];
}
