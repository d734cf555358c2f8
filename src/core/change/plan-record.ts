/**
 * A plan on its way into the log and back. Structure (ids, tags, order, times, class) goes into `data`, which is
 * hashed and kept for ever; everything a person wrote, and every login, goes into `texts`, which can be erased.
 * One step is one text, so that erasing never tears a step in two.
 *
 * What must stay true: `unpackPlan(packPlan(plan))` is the plan; an erased text reads `[redacted]` and never makes a
 * plan unreadable, because the gates that depended on it were judged long ago.
 */
import { canonicalize, isJsonObject, parseCanonical } from '../audit/canonical.ts';
import type { JsonObject, JsonValue } from '../audit/canonical.ts';
import { STEP_TAGS } from '../plan/plan.ts';
import type { Category, Level, Phase, Plan, PlanProblem, Step, Window } from '../plan/plan.ts';
import { storable } from './storable.ts';

/** What is recorded of a plan, see `event.ts`. */
export type PlanRecordedData = {
  readonly revision: number;
  readonly digest: string | null;
  readonly plan: object | null;
  readonly substantive: readonly string[];
  readonly cosmetic: readonly string[];
  /** Who had a hand in it beside the actor, and whether that could not be told. In old logs nobody, and false. */
  readonly editors: readonly string[];
  readonly editorUnknown: boolean;
};

export const REDACTED = '[redacted]';

export type PackedPlan = {
  readonly data: JsonObject;
  readonly texts: Readonly<Record<string, string>>;
};
export type StoredTexts = Readonly<Record<string, string | null>>;

const CATEGORIES: readonly Category[] = ['standard', 'normal', 'significant', 'emergency'];
const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'critical'];
const PHASES: readonly Phase[] = ['preflight', 'execution', 'verification'];

export function packPlan(plan: Plan): PackedPlan {
  const { window } = plan;
  const data: JsonObject = {
    form: plan.form,
    ...(plan.template === undefined ? {} : { template: { ...plan.template } }),
    answers: Object.keys(plan.answers),
    steps: plan.steps.map(({ id, phase, tags, after, minutes }) => ({
      id,
      phase,
      tags,
      after,
      minutes,
    })),
    category: plan.category,
    priority: plan.priority,
    risk: plan.risk,
    window: window === null ? null : { start: window.start, end: window.end, zone: window.zone },
    rollbackMinutes: plan.rollbackMinutes,
    missing: plan.missing,
  };
  return { data, texts: packTexts(plan) };
}

/** A category as it stands in the log; null for anything else. */
export function categoryOf(value: JsonValue): Category | null {
  return oneOf(CATEGORIES, value);
}

export function packProblems(problems: readonly PlanProblem[]): string {
  return canonicalize(storable(problems));
}

export function unpackProblems(packed: string | null | undefined): readonly PlanProblem[] {
  if (packed === null || packed === undefined || packed === REDACTED) return [];
  return list(parseCanonical(packed), 'problems').map((problem) =>
    readProblem(object(problem, 'problem')),
  );
}

/** Throws when the structure is not one that `packPlan` makes; erased texts are no reason to. */
export function unpackPlan(data: JsonValue, texts: StoredTexts): Plan {
  const packed = object(data, 'plan');
  const words = (name: string): string | null =>
    Object.hasOwn(texts, name) ? (texts[name] ?? REDACTED) : null;
  return {
    form: text(packed['form'], 'form'),
    ...readTemplate(packed['template']),
    answers: readAnswers(list(packed['answers'], 'answers'), words),
    ...readOutside(words('outside')),
    steps: list(packed['steps'], 'steps').map((step) => readStep(step, words)),
    category: oneOf(CATEGORIES, packed['category']),
    priority: oneOf(LEVELS, packed['priority']),
    risk: oneOf(LEVELS, packed['risk']),
    environments: readList(words('environments')),
    assets: readList(words('assets')),
    window: readWindow(packed['window'] ?? null, words('window_note')),
    secondPerson: words('second_person'),
    operator: words('operator'),
    rollbackMinutes: numberOrNull(packed['rollbackMinutes']),
    missing: list(packed['missing'], 'missing').map((id) => text(id, 'missing')),
  };
}

function packTexts(plan: Plan): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  const put = (name: string, words: string | null): void => {
    if (words !== null) texts[name] = storable(words);
  };
  for (const [id, answer] of Object.entries(plan.answers)) put(`answer.${id}`, answer);
  for (const step of plan.steps) put(`step.${step.id}`, canonicalize(storable(wordsOf(step))));
  put('outside', plan.outside ?? null);
  put('environments', canonicalize(storable(plan.environments)));
  put('assets', canonicalize(storable(plan.assets)));
  put('second_person', plan.secondPerson);
  put('operator', plan.operator);
  put('window_note', plan.window?.note ?? null);
  return texts;
}

function wordsOf(step: Step): JsonObject {
  const { text: what, expect, rollback, owner, evidence, abort, notes, covers } = step;
  const words = { text: what, expect, rollback, owner, evidence, abort, notes };
  return covers === undefined ? words : { ...words, covers };
}

function readAnswers(
  ids: readonly JsonValue[],
  words: (name: string) => string | null,
): Plan['answers'] {
  // No prototype: whatever a question is called, no answer is found that was not given.
  const answers = Object.create(null) as Record<string, string>;
  for (const id of ids)
    answers[text(id, 'answers')] = words(`answer.${text(id, 'answers')}`) ?? REDACTED;
  return answers;
}

function readTemplate(value: JsonValue | undefined): Pick<Plan, 'template'> {
  if (value === undefined) return {};
  const packed = object(value, 'template');
  const version = numberOrNull(packed['version']) ?? 0;
  return {
    template: { id: text(packed['id'], 'id'), version, blob: text(packed['blob'], 'blob') },
  };
}

function readOutside(outside: string | null): Pick<Plan, 'outside'> {
  return outside === null ? {} : { outside };
}

function readStep(value: JsonValue, words: (name: string) => string | null): Step {
  const packed = object(value, 'step');
  const id = text(packed['id'], 'step.id');
  const phase = PHASES.find((known) => known === packed['phase']);
  if (phase === undefined) throw new Error(`plan: step ${id} is in no known phase`);
  const tags = list(packed['tags'], 'tags');
  return {
    id,
    phase,
    tags: STEP_TAGS.filter((tag) => tags.includes(tag)),
    after: list(packed['after'], 'after').map((one) => text(one, 'after')),
    minutes: numberOrNull(packed['minutes']),
    ...readWords(words(`step.${id}`)),
  };
}

type Words = Omit<Step, 'id' | 'phase' | 'tags' | 'after' | 'minutes'>;

const ERASED: Words = {
  text: REDACTED,
  expect: REDACTED,
  rollback: REDACTED,
  owner: null,
  evidence: null,
  abort: null,
  notes: [],
};

function readWords(packed: string | null): Words {
  if (packed === null || packed === REDACTED) return ERASED;
  const words = object(parseCanonical(packed), 'step words');
  return {
    text: text(words['text'], 'text'),
    expect: textOrNull(words['expect']),
    rollback: textOrNull(words['rollback']),
    owner: textOrNull(words['owner']),
    evidence: textOrNull(words['evidence']),
    abort: textOrNull(words['abort']),
    notes: list(words['notes'], 'notes').map((note) => text(note, 'note')),
    ...readCovers(words['covers']),
  };
}

function readCovers(ids: JsonValue | undefined): Pick<Step, 'covers'> {
  return ids === undefined ? {} : { covers: list(ids, 'covers').map((id) => text(id, 'covers')) };
}

function readWindow(value: JsonValue, note: string | null): Window | null {
  if (value === null) return null;
  const packed = object(value, 'window');
  return {
    start: text(packed['start'], 'start'),
    end: text(packed['end'], 'end'),
    zone: text(packed['zone'], 'zone'),
    note,
  };
}

function readList(packed: string | null): readonly string[] {
  if (packed === null) return [];
  if (packed === REDACTED) return [REDACTED];
  return list(parseCanonical(packed), 'list').map((one) => text(one, 'list'));
}

function readProblem(packed: JsonObject): PlanProblem {
  return {
    code: text(packed['code'], 'code'),
    field: textOrNull(packed['field']),
    line: numberOrNull(packed['line']),
    expected: text(packed['expected'], 'expected'),
    found: text(packed['found'], 'found'),
    remedy: text(packed['remedy'], 'remedy'),
  };
}

function object(value: JsonValue | undefined, where: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new Error(`plan: expected an object for ${where}`);
}

function list(value: JsonValue | undefined, where: string): readonly JsonValue[] {
  if (Array.isArray(value)) return value as readonly JsonValue[];
  throw new Error(`plan: expected a list for ${where}`);
}

function text(value: JsonValue | undefined, where: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`plan: expected a text for ${where}`);
}

function textOrNull(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: JsonValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function oneOf<T extends string>(known: readonly T[], value: JsonValue | undefined): T | null {
  return known.find((one) => one === value) ?? null;
}
