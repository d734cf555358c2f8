/**
 * What the questionnaire said when a plan was submitted, beside what its author had chosen: kept with the event, so that
 * nobody has to trust a later version of the questionnaire.
 *
 * What must stay true: it is read back exactly as it was stored, or not at all. Events of before have none.
 */
import { isJsonObject } from '../audit/canonical.ts';
import type { JsonObject, JsonValue } from '../audit/canonical.ts';
import type { Level, Plan } from '../plan/plan.ts';
import type { Policy } from '../policy/policy.ts';
import { suggestRisk } from './score.ts';
import type { Suggestion } from './score.ts';

/** Without the words of the floors, which stand in the event's texts. */
export type RiskNote = {
  readonly model: number;
  readonly least: number;
  readonly most: number;
  readonly level: Level | null;
  readonly missing: readonly string[];
  readonly chosen: Level | null;
};

/** In the state of a change. */
export type SuggestedRisk = RiskNote & { readonly floors: readonly string[] };

/** Null: nothing is suggested, by the policy or for want of answers. */
export function suggestionFor(plan: Plan | null, policy: Policy): Suggestion | null {
  const { riskModel } = policy;
  return plan === null || riskModel === null ? null : suggestRisk(riskModel, plan.answers);
}

export type NotedRisk = {
  readonly risk: RiskNote | null;
  readonly texts: Readonly<Record<string, string>>;
};

export function noteRisk(plan: Plan | null, policy: Policy): NotedRisk {
  const suggestion = suggestionFor(plan, policy);
  if (suggestion === null) return { risk: null, texts: {} };
  const { model, score, level, floors, missing } = suggestion;
  const risk = { model, ...score, level, missing, chosen: plan?.risk ?? null };
  return { risk, texts: floors.length === 0 ? {} : { floors: floors.join('\n') } };
}

export function suggestedRisk({ risk, texts }: NotedRisk): SuggestedRisk | null {
  const floors = texts['floors'];
  return risk === null ? null : { ...risk, floors: floors === undefined ? [] : floors.split('\n') };
}

/** Undefined: something else stands there. */
export function readRiskNote(value: JsonValue | undefined): RiskNote | null | undefined {
  if (value === undefined || value === null) return null;
  if (!isJsonObject(value)) return undefined;
  const [model, least, most] = ['model', 'least', 'most'].map((name) => numberIn(value, name));
  const [level, chosen] = [levelIn(value, 'level'), levelIn(value, 'chosen')];
  const missing = value['missing'];
  if (model === undefined || least === undefined || most === undefined) return undefined;
  if (level === undefined || chosen === undefined || !isTexts(missing)) return undefined;
  return { model, least, most, level, missing, chosen };
}

const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'critical'];

function levelIn(value: JsonObject, name: string): Level | null | undefined {
  const found = value[name];
  return found === null ? null : LEVELS.find((level) => level === found);
}

function numberIn(value: JsonObject, name: string): number | undefined {
  const found = value[name];
  return typeof found === 'number' ? found : undefined;
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
