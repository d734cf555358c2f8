/**
 * What is wrong with the variables of a template: names and questions that stand twice, questions that a forge would
 * not show, examples that would be refused.
 */
import { findHeadings } from '../core/plan/body.ts';
import { quote } from '../core/plan/quote.ts';
import { compileGlobs } from '../core/policy/glob.ts';
import type { TemplateVariable } from '../core/template/template.ts';
import { valueProblem } from '../core/template/values.ts';
import type { Places } from './places.ts';
import type { Trouble } from './template-shape.ts';

type Said = Pick<Trouble, 'code' | 'expected' | 'found' | 'remedy'>;
type Fault = Said & { readonly key: 'id' | 'label' | 'options' | 'pattern' | 'example' };

/** Forges keep forms back that seem to fish for these. */
const FISHY = ['password', 'passphrase', 'secret', 'token', 'credential', 'api key'];
/** The first question of the form, and its id: which template it is. */
const TAKEN = 'template';

export function variableFaults(
  variables: readonly TemplateVariable[],
  places: Places,
): readonly Trouble[] {
  return variables.flatMap((variable, index) => {
    const before = variables.slice(0, index);
    const faults = [
      ...repeated(variable, before),
      ...wrongLabel(variable),
      ...wrongChoices(variable),
      ...wrongExample(variable),
    ];
    return faults.map(({ key, ...said }) => {
      const path = ['variables', index, key];
      const place = places.value(path) ?? places.nearest(path) ?? { line: 1, column: 1 };
      return { ...place, ...said };
    });
  });
}

function repeated(
  { id, label }: TemplateVariable,
  before: readonly TemplateVariable[],
): readonly Fault[] {
  const said = (key: 'id' | 'label', found: string): Fault => ({
    key,
    code: 'duplicate',
    expected: `each ${key} once, and another than that of the question "Template"`,
    found: `${quote(found)} again`,
    remedy: 'choose another one',
  });
  const ids = [TAKEN, ...before.map((one) => one.id)];
  const labels = [TAKEN, ...before.map((one) => one.label.toLowerCase())];
  return [
    ...(ids.includes(id) ? [said('id', id)] : []),
    ...(labels.includes(label.toLowerCase()) ? [said('label', label)] : []),
  ];
}

function wrongLabel({ label }: TemplateVariable): readonly Fault[] {
  const fishy = FISHY.find((word) => label.toLowerCase().includes(word));
  if (fishy !== undefined)
    return [
      {
        key: 'label',
        code: 'wrong_value',
        expected: 'a question that does not ask for a secret: forges do not show such a form',
        found: quote(fishy),
        remedy: 'ask for the name of the thing; a secret belongs into no issue',
      },
    ];
  if (findHeadings([`### ${label}`])[0]?.label === label) return [];
  return [
    {
      key: 'label',
      code: 'wrong_value',
      expected: 'words with single spaces between them, and no # at the end',
      found: quote(label),
      remedy: 'correct the question: it is found again by exactly these words',
    },
  ];
}

function wrongChoices({ options, pattern }: TemplateVariable): readonly Fault[] {
  if (options.length === 0) return pattern === null ? [] : wrongPattern(pattern);
  const fault = (found: string, said: Pick<Said, 'code' | 'expected' | 'remedy'>): Fault => ({
    key: 'options',
    found,
    ...said,
  });
  const lower = options.map((option) => option.toLowerCase());
  const twice = options.filter((option, at) => lower.indexOf(option.toLowerCase()) !== at);
  const none = options.filter((option) => /\bnone\b/iu.test(option));
  return [
    ...twice.map((option) =>
      fault(`${quote(option)} again`, {
        ...{ code: 'duplicate', expected: 'each option once', remedy: 'take one of them out' },
      }),
    ),
    ...none.map((option) =>
      fault(quote(option), {
        code: 'wrong_value',
        expected: 'options without the word "None": forges write it when nothing was chosen',
        remedy: 'choose another word, or make the variable optional with "required: false"',
      }),
    ),
    ...(pattern === null
      ? []
      : [
          fault('both', {
            code: 'wrong_value',
            expected: 'options or a pattern',
            remedy: 'take the pattern out: nothing but the options can be chosen',
          }),
        ]),
  ];
}

function wrongPattern(pattern: string): readonly Fault[] {
  if (compileGlobs([pattern], 'name') !== null) return [];
  return [
    {
      key: 'pattern',
      code: 'wrong_value',
      expected: 'a pattern with *, **, ? and {a,b}',
      found: quote(pattern),
      remedy: 'close every brace, and take out a leading !',
    },
  ];
}

function wrongExample(variable: TemplateVariable): readonly Fault[] {
  const { id, options, example } = variable;
  if (example !== null) {
    const problem = valueProblem(variable, example, 0);
    if (problem === null) return [];
    const { expected, found } = problem;
    const remedy = 'correct the example, or what is asked of it';
    return [{ key: 'example', code: 'wrong_value', expected, found, remedy }];
  }
  if (options.length > 0) return [];
  return [
    {
      key: 'example',
      code: 'missing',
      expected: `an example for ${quote(id)}: the form shows it, and the template is tried with it`,
      found: 'none',
      remedy: 'add "example:" with a value as it could be',
    },
  ];
}
