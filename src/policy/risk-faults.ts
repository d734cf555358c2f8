/**
 * What is wrong with a risk model: levels with a gap or out of order, shares that are not a hundred, questions and
 * options that the form does not have, or has and the model does not.
 */
import { ALL_FORMS, FORMS } from '../core/plan/forms.ts';
import type { Level } from '../core/plan/plan.ts';
import { quote } from '../core/plan/quote.ts';
import { unknownNames } from './fault.ts';
import type { Fault } from './fault.ts';
import type { RiskModelData } from './time-shape.ts';

const LADDER: readonly Level[] = ['low', 'medium', 'high', 'critical'];
const WHOLE = 100;

type Question = RiskModelData['questions'][number];

export function findRiskFaults(model: RiskModelData | null | undefined): readonly Fault[] {
  if (model === null || model === undefined) return [];
  const { questions, floors = [] } = model;
  const sum = questions.reduce((all, { weight }) => all + weight, 0);
  return [
    ...wrongLevels(model),
    ...(sum === WHOLE ? [] : [wrong(['questions'], 'weights that are 100 together', String(sum))]),
    ...questions.flatMap((question, index) => wrongQuestion(question, index, model)),
    ...floors.flatMap(({ when }, index) => [
      ...unknownNames(Object.keys(when), {
        path: ['risk_model', 'floors', index, 'when'],
        what: 'a question of this model',
        known: questions.map(({ id }) => id),
      }),
      ...tooMany(when, ['floors', index, 'when'], model.scale_max),
    ]),
  ];
}

function wrongLevels({ levels }: RiskModelData): readonly Fault[] {
  return levels.flatMap(({ name, from, below }, index): readonly Fault[] => {
    const [before, next] = [levels[index - 1], levels[index + 1]];
    const path = ['levels', index];
    if (before === undefined && from !== 0)
      return [wrong([...path, 'from'], 'levels that begin at 0', String(from))];
    if (before !== undefined && from <= before.from)
      return [
        wrong(
          [...path, 'from'],
          `more than ${String(before.from)}, where ${before.name} begins`,
          String(from),
        ),
      ];
    if (before !== undefined && LADDER.indexOf(name) <= LADDER.indexOf(before.name))
      return [wrong([...path, 'name'], `a level above ${before.name}`, name)];
    const end = next?.from ?? WHOLE + 1;
    if (below === undefined || below === end) return [];
    const why = next === undefined ? 'beyond 100' : `where ${next.name} begins: no gap, no overlap`;
    return [wrong([...path, 'below'], `${String(end)}, ${why}`, String(below))];
  });
}

function wrongQuestion(question: Question, index: number, model: RiskModelData): readonly Fault[] {
  const { id, options } = question;
  const path = ['risk_model', 'questions', index];
  const isTwice = model.questions.findIndex((one) => one.id === id) !== index;
  const offered = FORMS.flatMap(({ fields }) => fields.filter((field) => field.id === id)).flatMap(
    (field) => field.options ?? [],
  );
  const asked = unknownNames([id], { path, what: 'a question with options', known: SCORABLE });
  if (asked.length > 0) return asked;
  const unsaid = [...new Set(offered)].filter((option) => !Object.hasOwn(options, option));
  return [
    ...(isTwice ? [wrong(['questions', index, 'id'], 'each question once', id)] : []),
    ...unknownNames(Object.keys(options), {
      path: [...path, 'options'],
      what: 'an option of the form',
      known: offered,
    }),
    ...unsaid.map((option) => ({
      ...wrong(['questions', index, 'options'], `points for ${quote(option)}`, 'none'),
      remedy: 'say what this answer is worth',
    })),
    ...tooMany(options, ['questions', index, 'options'], model.scale_max),
  ];
}

/** Questions that are answered by choosing one of several texts. */
const SCORABLE = [
  ...new Set(
    ALL_FORMS.flatMap(({ fields }) => fields)
      .filter(({ type }) => type === 'dropdown')
      .map(({ id }) => id),
  ),
];

function tooMany(
  points: Readonly<Record<string, number>>,
  path: readonly (string | number)[],
  most: number,
): readonly Fault[] {
  return Object.entries(points)
    .filter(([, value]) => value > most)
    .map(([name, value]) =>
      wrong([...path, name], `at most ${String(most)}, the scale_max`, String(value)),
    );
}

function wrong(path: readonly (string | number)[], expected: string, found: string): Fault {
  return {
    ...{ path: ['risk_model', ...path], word: null, code: 'wrong_value' },
    ...{ expected, found, remedy: 'correct the value' },
  };
}
