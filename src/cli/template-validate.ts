/**
 * `template validate`: could these templates be used if they were merged? Every problem with file, line and column, as
 * a compiler says it, for people, editors and the CI.
 */
import { templateName } from '../core/template/template.ts';
import type { CliCommand } from './command.ts';
import { JSON_OPTION, NO, printJson, YES } from './command.ts';
import { problemLine } from './policy-file.ts';
import { isExpired, readTemplatesAt } from './template-files.ts';
import type { TemplateOnDisk } from './template-files.ts';
import { counted, oneLine } from './terminal.ts';

export const TEMPLATE_VALIDATE: CliCommand = {
  name: 'template validate',
  args: '[<file or checkout>…]',
  sentence: 'Says whether templates can be used, and every line that keeps them from being used.',
  options: [JSON_OPTION],
  exits: '0 each can be used, 1 at least one cannot, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const paths = given.args.length === 0 ? ['.'] : given.args;
    const found: TemplateOnDisk[] = [];
    for (const path of paths) found.push(...(await readTemplatesAt(path)));
    const now = io.now();
    const files = found.map((one) => ({ ...one, expired: isExpired(one, now) }));
    if (given.flag('json'))
      printJson(io, {
        files: files.map(({ path, template, problems, expired }) => {
          const name = template === null ? null : templateName(template);
          return { file: path, template: name, expired, problems };
        }),
      });
    else for (const one of files) io.out(linesOf(one));
    if (files.length === 0)
      io.err(
        'holdpoint template validate: there are no templates in .github/holdpoint/templates.\n',
      );
    return files.every(({ template, expired }) => template !== null && !expired) ? YES : NO;
  },
};

function linesOf({
  path,
  template,
  problems,
  expired,
}: TemplateOnDisk & { expired: boolean }): string {
  if (template === null) return problems.map(problemLine).join('');
  const name = templateName(template);
  const asked = counted(template.variables.length, 'variable');
  if (!expired) return `${oneLine(path)}: can be used, ${name}, ${asked}\n`;
  return `${oneLine(path)}: expired on ${template.expires ?? ''}, ${name}; look at it again, and raise "version" and "expires"\n`;
}
