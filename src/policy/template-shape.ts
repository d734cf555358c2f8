/**
 * What a template file says, after its schema has looked at it: the shape of schemas/template.schema.json in types. All
 * keys are as people write them; `read-template.ts` is the only place where such a thing comes into being.
 */
import type { PolicyProblem } from '../core/policy/policy.ts';

export type VariableData = {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly options?: readonly string[];
  readonly pattern?: string;
  readonly max_length?: number;
  readonly example?: string;
};

export type TemplateData = {
  readonly template: 1;
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly description?: string;
  readonly category: 'standard';
  readonly owner?: string;
  readonly expires?: string;
  readonly variables?: readonly VariableData[];
  readonly answers: Readonly<Record<string, string>>;
};

/** A problem of the file that is read at the moment. */
export type Trouble = Omit<PolicyProblem, 'file'>;
