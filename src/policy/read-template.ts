/**
 * From a file of `.github/holdpoint/templates/` to a template. Pure: whoever calls has fetched the text.
 *
 * What must stay true: every problem is told at once, with line and column, what was expected and what to do. With one
 * of them there is no template: nothing is approved beforehand by a file that could be read in two ways.
 */
import schema from '../../schemas/template.schema.json' with { type: 'json' };
import { CHANGE_FORM } from '../core/plan/change-form.ts';
import { quote } from '../core/plan/quote.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import type { Template, TemplateVariable } from '../core/template/template.ts';
import { answerPlaces } from './answer-places.ts';
import type { PolicyFile } from './file-shape.ts';
import { gapFaults } from './gap-faults.ts';
import type { Places } from './places.ts';
import { readYaml } from './read-yaml.ts';
import { shapeOf } from './schema-problems.ts';
import type { TemplateData, Trouble, VariableData } from './template-shape.ts';
import { absentAnswers, toldOnce, tryTemplate } from './try-template.ts';
import { variableFaults } from './variable-faults.ts';

export type TemplateReading = {
  /** Null when there are problems. */
  readonly template: Template | null;
  readonly problems: readonly PolicyProblem[];
};

const checkShape = shapeOf<TemplateData>(schema);
const LONGEST_VALUE = 100;
const BEGINNING = {
  begins: 'template: 1',
  remedy: 'docs/templates.md has a whole one to begin with',
};

export function readTemplate(file: PolicyFile): TemplateReading {
  const { value, places, problems } = readYaml(file, BEGINNING);
  if (value === undefined)
    return { template: null, problems: problems.map((one) => aboutBraces(file, one)) };
  const shape = checkShape(value, places);
  if (!('data' in shape))
    return { template: null, problems: toldOf(file, problems, shape.problems) };
  const template = compile(file, shape.data);
  const troubles = troublesOf(file, { data: shape.data, template }, places);
  const all = toldOf(file, problems, troubles);
  return { template: all.length === 0 ? template : null, problems: all };
}

/** In the order of the file. */
function toldOf(
  { file }: PolicyFile,
  problems: readonly PolicyProblem[],
  troubles: readonly Trouble[],
): readonly PolicyProblem[] {
  const all = [...problems, ...troubles.map((trouble) => ({ file, ...trouble }))];
  return all.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function compile({ file, blob }: PolicyFile, data: TemplateData): Template {
  const prefilled = CHANGE_FORM.fields.flatMap(({ id, value }) =>
    value === null ? [] : [[id, value] as const],
  );
  return {
    id: data.id,
    version: data.version,
    title: data.title,
    description: data.description ?? '',
    category: data.category,
    owner: data.owner ?? null,
    expires: data.expires ?? null,
    variables: (data.variables ?? []).map(variableOf),
    answers: { ...Object.fromEntries(prefilled), ...data.answers },
    file,
    blob,
  };
}

function variableOf(data: VariableData): TemplateVariable {
  return {
    id: data.id,
    label: data.label,
    help: data.help ?? '',
    required: data.required ?? true,
    options: data.options ?? [],
    pattern: data.pattern ?? null,
    maxLength: data.max_length ?? LONGEST_VALUE,
    example: data.example ?? null,
  };
}

type Compiled = { readonly data: TemplateData; readonly template: Template };

function troublesOf(
  file: PolicyFile,
  { data, template }: Compiled,
  places: Places,
): readonly Trouble[] {
  const where = answerPlaces(file.text, places, data.answers);
  const before = [
    ...misnamed(file, data, places),
    ...variableFaults(template.variables, places),
    ...gapFaults(data, where, places),
  ];
  // A gap that cannot be filled would make the answer around it look wrong.
  const tried = before.length > 0 ? [] : tryTemplate(template, where);
  return toldOnce([...before, ...absentAnswers(template, where), ...tried]);
}

/** A file called otherwise would be another template with the same name. */
function misnamed({ file }: PolicyFile, { id }: TemplateData, places: Places): readonly Trouble[] {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf(':')) + 1);
  if (name === `${id}.yml`) return [];
  const { line = null, column = null } = places.value(['id']) ?? {};
  return [
    {
      ...{ line, column, code: 'wrong_value' },
      expected: `the name of the file: it is called ${quote(name)}`,
      found: quote(id),
      remedy: `rename the file to ${id}.yml, or write here what it is called`,
    },
  ];
}

/** Two braces begin a map of YAML; it says so in words that help nobody here. */
function aboutBraces({ text }: PolicyFile, problem: PolicyProblem): PolicyProblem {
  const line = text.split('\n')[(problem.line ?? 0) - 1] ?? '';
  if (problem.code !== 'yaml' || !line.includes('{{')) return problem;
  return {
    ...problem,
    expected: 'quotes around a text that begins with {{',
    found: quote(line.trim()),
    remedy: 'put it in quotes, or on a line of its own below "|"',
  };
}
