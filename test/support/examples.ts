/**
 * The eight example changes: people, answers, what happens, what should come of it. Bodies are printed from the
 * answers and plans are read from the bodies, so every test that uses an example goes through the parser.
 *
 * What must stay true: the list of what was adapted, in fixtures/changes/README.md, is complete.
 */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { FORMS } from '../../src/core/plan/forms.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { printForm } from '../../src/core/plan/print-plan.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';

export type ExampleApprover = {
  readonly login: string;
  readonly as: string;
  readonly at?: string;
  readonly verbal_at?: string;
};

/** One line of the script: who did what, when. Further members depend on the event. */
export type ExampleEvent = {
  readonly at: string;
  readonly actor: string;
  readonly event: string;
  readonly [detail: string]: string;
};

/** A member that a line of the script has to have. */
export function detail(event: ExampleEvent, name: string): string {
  const found = event[name];
  if (found === undefined) throw new Error(`${event.at} ${event.event}: it has no ${name}`);
  return found;
}

export type ExampleFixture = {
  readonly key: string;
  readonly number: string;
  readonly title: string;
  readonly category: string;
  readonly template?: string;
  readonly incident?: string;
  readonly form: string;
  readonly labels_at_open: readonly string[];
  /** Where it is opened; `operations` when not said. */
  readonly repository?: string;
  readonly people: {
    readonly author: string;
    readonly operator: string;
    readonly second: string;
    readonly approvers: readonly ExampleApprover[];
  };
  readonly answers: Readonly<Record<string, string>>;
  readonly script: readonly ExampleEvent[];
  readonly expected: Readonly<Record<string, unknown>>;
};

export type Example = ExampleFixture & { readonly plan: Plan; readonly body: string };

export type ExampleOrganisation = {
  readonly login: string;
  readonly people: readonly {
    readonly login: string;
    readonly id: number;
    readonly roles: readonly string[];
    readonly teams: readonly string[];
  }[];
};

/** The company's policy, as its own repository `.github` holds it. */
export const EXAMPLE_POLICY = read('policy.yml');

/** In the order of their numbers. */
const KEYS = [
  'cert-rotation',
  'postgres-major-upgrade',
  'firewall-rule',
  'dns-cutover',
  'k8s-node-pool',
  'emergency-cve',
  'feature-release',
  'nginx-config',
];

export function loadExamples(): readonly Example[] {
  return KEYS.map(loadExample);
}

export function loadExample(key: string): Example {
  const fixture = readFixture(key) as ExampleFixture;
  const body = printExample(fixture);
  const reading = readPlan(body, FORMS);
  if (reading.kind === 'unreadable') {
    throw new Error(`example ${key}: ${JSON.stringify(reading.problems, null, 2)}`);
  }
  return { ...fixture, plan: reading.plan, body };
}

export function loadOrganisation(): ExampleOrganisation {
  return readFixture('organisation') as ExampleOrganisation;
}

function printExample(fixture: ExampleFixture): string {
  const form = FORMS.find((candidate) => candidate.id === fixture.form);
  if (form === undefined) throw new Error(`example ${fixture.key}: no form ${fixture.form}`);
  return printForm(form, (field) => (fixture.answers[field.id] ?? '').trim());
}

function readFixture(name: string): unknown {
  return load(read(`${name}.yaml`));
}

function read(file: string): string {
  return readFileSync(new URL(`../fixtures/changes/${file}`, import.meta.url), 'utf8');
}
