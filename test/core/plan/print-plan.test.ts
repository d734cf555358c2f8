import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import { FORMS } from '../../../src/core/plan/forms.ts';
import { printPlan, printSteps } from '../../../src/core/plan/print-plan.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { asFile } from '../../policy/files.ts';
import {
  EXAMPLE_POLICY,
  loadExample,
  loadExamples,
  loadOrganisation,
} from '../../support/examples.ts';
import { changeBody, emergencyBody, planOf } from './change-body.ts';

describe('printing a plan', () => {
  it('looks as the forge prints an answered form', () => {
    const body = printPlan(planOf(changeBody({ dependencies: '', priority: '' })));
    expect(body.startsWith('### 1 · What are you changing?\n\nReplace the certificate')).toBe(true);
    expect(body).toContain('### 11 · What must be done first?\n\n_No response_\n\n### 12');
    expect(body).toContain('### 32 · How urgent is it?\n\nNone\n\n### 33');
    expect(body).toContain('- [X] Somebody else could run these steps\n- [X] I stop');
    expect(body.endsWith('hold point\n')).toBe(true);
  });

  it.each([changeBody(), emergencyBody(), changeBody({ attest: '', window: '' })])(
    'and reading it again gives the same plan',
    (body) => {
      const plan = planOf(body);
      expect(planOf(printPlan(plan))).toEqual(plan);
    },
  );

  it('steps are printed from the steps when their text is not there', () => {
    const plan = planOf(changeBody());
    const answers = { ...plan.answers };
    delete answers['steps_execute'];
    expect(planOf(printPlan({ ...plan, answers })).steps).toEqual(plan.steps);
  });

  it('a form that was never published cannot be printed', () => {
    expect(() => printPlan({ ...planOf(changeBody()), form: 'change/0' })).toThrow('change/0');
  });

  it('steps are printed in the grammar that people are taught', () => {
    const text = [
      '1. [hold] [witness] Look',
      '   - expect: one',
      '     two',
      '   - rollback:',
      '     ```',
      '     code',
      '',
      '       more',
      '     ```',
      '   - time: 1 h 30 min',
      '   - after: P1, E2',
      '   - owner: @a',
      '   - evidence: b',
      '   - abort: c',
      '   - covers: backup, restore-test',
      '   - note: d',
      '   - note: e',
      '2. Next',
      '   - expect: x',
      '   - rollback: y',
      '   - after: P1',
    ].join('\n');
    const plan = planOf(changeBody({ steps_execute: text, steps_before: '- a' }));
    const execution = plan.steps.filter((step) => step.phase === 'execution');
    expect(printSteps(execution)).toBe(text);
  });
});

describe('the example changes', () => {
  const examples = loadExamples();
  const organisation = loadOrganisation();
  const policy = readPolicy({ repository: asFile(EXAMPLE_POLICY) });

  it('are eight, complete, and read back from what is printed', () => {
    expect(examples).toHaveLength(8);
    for (const { plan, body } of examples) {
      expect(plan.missing).toEqual([]);
      expect(printPlan(plan)).toBe(body);
      expect(planOf(printPlan(plan))).toEqual(plan);
    }
    expect(new Set(examples.map(({ plan }) => digestPlan(plan))).size).toBe(8);
  });

  it('say in the form what they say about themselves', () => {
    for (const { plan, category, people } of examples) {
      expect(plan.category).toBe(category);
      expect(plan.secondPerson).toBe(people.second);
      if (category !== 'emergency') expect(plan.operator ?? people.author).toBe(people.operator);
    }
  });

  it('speak of people and assets that the organisation has', () => {
    const logins = organisation.people.map((person) => person.login);
    const assets = policy.catalogue.assets.map((asset) => asset.id);
    for (const { plan, people, script } of examples) {
      const named = [people.author, people.operator, people.second, ...script.map((e) => e.actor)];
      expect(logins).toEqual(
        expect.arrayContaining([...named, ...people.approvers.map((a) => a.login)]),
      );
      expect(assets).toEqual(expect.arrayContaining([...plan.assets]));
    }
  });

  it('tell their story in order, on steps that exist, pre-flight before the start', () => {
    for (const { plan, script } of examples) {
      const times = script.map((event) => Date.parse(event.at));
      expect(times).toEqual([...times].sort((left, right) => left - right));
      const ids = plan.steps.map((step) => step.id);
      const named = script.flatMap((event) => event['step'] ?? []);
      expect(ids).toEqual(expect.arrayContaining(named));
      const started = script.findIndex((event) => event.event === 'started');
      const preflight = script.findLastIndex((event) => event['step']?.startsWith('P') === true);
      if (started >= 0) expect(preflight).toBeLessThan(started);
    }
  });

  it('keep the lead time of their category', () => {
    for (const { plan, script, category } of examples) {
      const submitted = script.find((event) => event.event === 'submitted');
      if (submitted === undefined) continue;
      const moved = script.find((event) => event.event === 'window_changed');
      const start = moved?.['to']?.split('/')[0] ?? plan.window?.start ?? '';
      const hours = (Date.parse(start) - Date.parse(submitted.at)) / 3_600_000;
      const rule = policy.categories.find((one) => one.category === category);
      expect(hours).toBeGreaterThanOrEqual(rule?.leadTimeHours ?? 0);
    }
  });

  it.each(['cert-rotation', 'emergency-cve', 'nginx-config'])(
    'the demo opens %s with the same words',
    (key) => {
      const file = new URL(`../../../src/demo/changes/${key}.md`, import.meta.url);
      expect(readFileSync(file, 'utf8')).toBe(loadExample(key).body);
    },
  );

  it('use every form', () => {
    const used = new Set(examples.map((example) => example.form));
    expect([...used].sort()).toEqual(FORMS.map((form) => form.id).sort());
  });
});
