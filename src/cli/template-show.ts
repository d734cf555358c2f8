/** `template show <id>`: what a template asks each time, and the steps that come of it, filled with its examples. */
import { basename, extname } from 'node:path';
import { printSteps } from '../core/plan/print-plan.ts';
import { planOf } from '../core/template/plan-of.ts';
import { templateName } from '../core/template/template.ts';
import type { Template, TemplateVariable } from '../core/template/template.ts';
import { JSON_OPTION, NO, printJson, UsageError, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { problemLine } from './policy-file.ts';
import { DIR_OPTION, givenDir, isExpired, readTemplatesIn } from './template-files.ts';
import { inColumns, oneLine } from './terminal.ts';

export const TEMPLATE_SHOW: CliCommand = {
  name: 'template show',
  args: '<id>',
  sentence: 'Shows what a template asks each time, and its steps with the examples filled in.',
  options: [DIR_OPTION, JSON_OPTION],
  exits:
    '0 shown, 1 there is none of that name or it cannot be used, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const [id] = given.args;
    if (id === undefined) throw new UsageError('name the template');
    const found = await readTemplatesIn(await givenDir(given));
    const one = found.find(({ path }) => nameOf(path) === id);
    if (one === undefined) {
      const known = found.map(({ path }) => oneLine(nameOf(path)));
      io.err(
        `holdpoint template show: there is no template ${oneLine(id)}; there are ${known.join(', ') || 'none'}.\n`,
      );
      return NO;
    }
    const { template, problems } = one;
    if (given.flag('json')) printJson(io, { file: one.path, template, problems });
    else if (template === null) for (const problem of problems) io.err(problemLine(problem));
    else io.out(pageOf(template, isExpired(one, io.now())));
    return template === null ? NO : YES;
  },
};

/** Of the file, without folder and ending: the name that the template should have. */
function nameOf(path: string): string {
  return basename(path, extname(path));
}

function pageOf(template: Template, expired: boolean): string {
  const { title, description, owner, expires, file, blob, variables } = template;
  const until = expires === null ? 'no last day' : `may be used until ${expires}`;
  return [
    `${templateName(template)}  ${oneLine(title)}`,
    ...(description === '' ? [] : [`  ${oneLine(description)}`]),
    `  ${oneLine(file)}  ${blob.slice(0, 12)}`,
    `  ${expired ? `expired on ${expires ?? ''}` : until}${owner === null ? '' : `; ${owner} answers for it`}`,
    '',
    variables.length === 0 ? 'Nothing is asked.' : 'Asked each time',
    ...inColumns(variables.map((one) => [one.id, oneLine(one.label), termsOf(one)])).map(
      (line) => `  ${line}`,
    ),
    '',
    'Steps, with the examples',
    ...stepsOf(template),
    '',
  ].join('\n');
}

function termsOf({ required, options, pattern, maxLength, example }: TemplateVariable): string {
  const value =
    options.length > 0
      ? [options.map(oneLine).join(' | ')]
      : [
          ...(pattern === null ? [] : [`fits ${oneLine(pattern)}`]),
          `at most ${String(maxLength)} characters`,
        ];
  const shown = example === null ? [] : [`for example ${oneLine(example)}`];
  return [...value, ...shown, ...(required ? [] : ['may be left out'])].join('; ');
}

function stepsOf(template: Template): readonly string[] {
  const values = template.variables.map(({ id, example, options }) => [
    id,
    example ?? options[0] ?? '',
  ]);
  const reading = planOf(template, Object.fromEntries(values) as Readonly<Record<string, string>>);
  if (reading.kind === 'unreadable') return ['  cannot be read with its examples'];
  const phases = ['preflight', 'execution', 'verification'] as const;
  return phases.flatMap((phase) => {
    const steps = reading.plan.steps.filter((step) => step.phase === phase);
    if (steps.length === 0) return [];
    return [
      `  ${phase}`,
      ...printSteps(steps)
        .split('\n')
        .map((line) => `    ${oneLineKept(line)}`),
    ];
  });
}

/** Its indentation says what belongs to what. */
function oneLineKept(line: string): string {
  return line.slice(0, line.length - line.trimStart().length) + oneLine(line);
}
