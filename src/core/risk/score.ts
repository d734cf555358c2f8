/**
 * From the answers of a plan to a suggested level of risk, by the questionnaire of the policy. A question that nobody
 * answered is counted once with nothing and once with the most points: a level is suggested only where both agree.
 *
 * What must stay true: a suggestion decides nothing. Floors only raise. An answer that the questionnaire does not know
 * is no answer.
 */
import type { Level } from '../plan/plan.ts';
import type { RiskFloor, RiskModel, RiskQuestion } from './model.ts';

export type Suggestion = {
  /** Version of the questionnaire. */
  readonly model: number;
  /** 0 to 100, at least and at most; equal once every question is answered. */
  readonly score: { readonly least: number; readonly most: number };
  /** Null: it hangs on what is missing. */
  readonly level: Level | null;
  /** Why the level is at least what it is, by floors that apply whatever the missing answers are. */
  readonly floors: readonly string[];
  /** Field ids of questions without an answer, in the order of the questionnaire. */
  readonly missing: readonly string[];
};

type Answers = Readonly<Record<string, string>>;
type Points = Readonly<Record<string, number>>;

const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'critical'];

/** Null: nothing of it was asked, or there is nothing to weigh. */
export function suggestRisk(model: RiskModel, answers: Answers): Suggestion | null {
  const { questions, scaleMax } = model;
  const missing = questions.filter((question) => pointsOf(question, answers) === null);
  const most = questions.reduce((sum, { weight }) => sum + weight * scaleMax, 0);
  if (missing.length === questions.length || most <= 0) return null;
  const [atLeast, atMost] = [pointsIf(0), pointsIf(scaleMax)];
  const score = { least: scoreOf(model, atLeast), most: scoreOf(model, atMost) };
  const floors = model.floors.filter((floor) => applies(floor, atLeast));
  const lowest = levelOf(model, score.least, floors);
  const highest = levelOf(
    model,
    score.most,
    model.floors.filter((floor) => applies(floor, atMost)),
  );
  return {
    model: model.version,
    score,
    level: lowest === highest ? lowest : null,
    floors: floors.map(({ because }) => because),
    missing: missing.map(({ field }) => field),
  };

  function pointsIf(missed: number): Points {
    return Object.fromEntries(
      questions.map((question) => [question.field, pointsOf(question, answers) ?? missed]),
    );
  }
}

/** How the suggested level stands to the one that somebody chose. */
export function compareLevels(suggested: Level, chosen: Level): 'higher' | 'lower' | 'same' {
  const distance = LEVELS.indexOf(suggested) - LEVELS.indexOf(chosen);
  if (distance === 0) return 'same';
  return distance > 0 ? 'higher' : 'lower';
}

function pointsOf({ field, options }: RiskQuestion, answers: Answers): number | null {
  const answer = Object.hasOwn(answers, field) ? (answers[field] ?? '').trim() : '';
  return Object.hasOwn(options, answer) ? (options[answer] ?? null) : null;
}

function scoreOf({ questions, scaleMax }: RiskModel, points: Points): number {
  const most = questions.reduce((sum, { weight }) => sum + weight * scaleMax, 0);
  const given = questions.reduce(
    (sum, { field, weight }) => sum + weight * (points[field] ?? 0),
    0,
  );
  return Math.round((100 * given) / most);
}

function applies({ when }: RiskFloor, points: Points): boolean {
  return Object.entries(when).every(([field, wanted]) => (points[field] ?? 0) >= wanted);
}

function levelOf(model: RiskModel, score: number, floors: readonly RiskFloor[]): Level {
  const reached = model.levels.filter(({ from }) => from <= score).map(({ level }) => level);
  const raised = floors.map(({ atLeast }) => atLeast);
  return [...reached, ...raised].reduce((highest, level) =>
    compareLevels(level, highest) === 'higher' ? level : highest,
  );
}
