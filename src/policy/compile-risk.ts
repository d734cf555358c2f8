/** The risk model, from how people write it to the contract, and back. Where a level ends is where the next begins. */
import type { RiskModel } from '../core/risk/model.ts';
import type { RiskModelData } from './time-shape.ts';

export function compileRiskModel(data: RiskModelData): RiskModel {
  return {
    version: data.version,
    scaleMax: data.scale_max,
    levels: data.levels.map(({ name, from }) => ({ level: name, from })),
    questions: data.questions.map(({ id, title = id, weight, options }) => ({
      field: id,
      title,
      weight,
      options,
    })),
    floors: (data.floors ?? []).map(({ when, at_least: atLeast, because }) => ({
      when,
      atLeast,
      because,
    })),
  };
}

export function printRiskModel(model: RiskModel): RiskModelData {
  return {
    version: model.version,
    scale_max: model.scaleMax,
    levels: model.levels.map(({ level, from }) => ({ name: level, from })),
    questions: model.questions.map(({ field, title, weight, options }) => ({
      id: field,
      ...(title === field ? {} : { title }),
      weight,
      options,
    })),
    floors: model.floors.map(({ when, atLeast, because }) => ({
      when,
      at_least: atLeast,
      because,
    })),
  };
}
