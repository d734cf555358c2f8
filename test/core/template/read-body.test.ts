import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANGE_FORM } from '../../../src/core/plan/change-form.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import type { Plan, PlanProblem, Step } from '../../../src/core/plan/plan.ts';
import { planOf } from '../../../src/core/template/plan-of.ts';
import { readTemplateBody, templateNamed } from '../../../src/core/template/read-body.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { fill } from '../../../src/core/template/values.ts';
import { HOSTILE } from '../../support/hostile-values.ts';
import { CERTIFICATE, templateBody, variable } from '../../support/templates.ts';
import { changeBody } from '../plan/change-body.ts';

const registry = (...templates: Template[]): { templates: Template[]; problems: [] } => ({
  templates,
  problems: [],
});

function planRead(body: string, template: Template = CERTIFICATE): Plan {
  const reading = readTemplateBody(body, registry(template));
  if (reading?.kind !== 'readable') throw new Error(JSON.stringify(reading));
  return reading.plan;
}

function problemsOf(body: string, template: Template = CERTIFICATE): readonly PlanProblem[] {
  const reading = readTemplateBody(body, registry(template));
  return reading?.kind === 'unreadable' ? reading.problems : [];
}

describe('an issue that was opened from a template', () => {
  it('has the plan of the template, with its gaps filled', () => {
    const plan = planRead(templateBody({ host: 'gw-7', reason: 'December' }));
    expect(plan.form).toBe('template/certificate@3');
    expect(plan.template).toEqual({ id: 'certificate', version: 3, blob: CERTIFICATE.blob });
    expect(plan.category).toBe('standard');
    expect(plan.missing).toEqual([]);
    expect(plan.assets).toEqual(['edge/gw-7']);
    expect(plan.answers['why']).toBe('It ends soon: December.');
    expect(plan.steps.map(({ id, text }) => `${id} ${text}`)).toEqual([
      'P1 Note the serial of gw-7',
      'E1 Switch gw-7',
      'E2 Look from outside',
      'V1 Ask gw-7 for its certificate',
    ]);
    expect(plan.steps[1]?.rollback).toBe('switch gw-7 back');
  });

  it('answers with nothing where an answer is a gap that was left open, and says so inside a sentence', () => {
    const plan = planRead(templateBody({ host: 'gw-7' }));
    expect(plan.window).toBeNull();
    expect(plan.answers['why']).toBe('It ends soon: not given.');
  });

  it('is told from every other form by its first heading alone', () => {
    expect(templateNamed(templateBody({ host: 'gw-7' }))).toBe('certificate@3');
    expect(templateNamed(changeBody())).toBeNull();
    expect(templateNamed(changeBody({ why: '### Template\n\ncertificate@3' }))).toBeNull();
    expect(readTemplateBody(changeBody(), registry(CERTIFICATE))).toBeNull();
  });

  it('names the nearest template where there is none of its name', () => {
    const body = templateBody({ host: 'gw-7' }).replace('certificate@3', 'certifcate@3');
    expect(problemsOf(body)).toMatchObject([
      { code: 'template_unknown', field: 'template', line: 3, found: '"certifcate@3"' },
    ]);
    expect(problemsOf(body)[0]?.remedy).toContain('certificate@3');
  });

  it('keeps what stands beside the variables as text that nobody approved beforehand', () => {
    const above = planRead(`Also restart the database.\n\n${templateBody({ host: 'gw-7' })}`);
    expect(above.outside).toBe('Also restart the database.');
    const below = planRead(`${templateBody({ host: 'gw-7' })}\nAnd the mail server.`);
    expect(below.outside).toBe('And the mail server.');
  });

  it('is refused where a heading stands twice, with the line', () => {
    const body = `${templateBody({ host: 'gw-7' })}\n\n### Which host?\n\ngw-8\n`;
    expect(problemsOf(body)).toMatchObject([
      { code: 'heading_ambiguous', field: 'host', line: 18 },
    ]);
  });

  it('has another digest with another value, and with another text of the template', () => {
    const digest = (host: string, template = CERTIFICATE): string =>
      digestPlan(planRead(templateBody({ host }, template), template));
    expect(digest('gw-7')).toBe(digest('gw-7'));
    expect(digest('gw-8')).not.toBe(digest('gw-7'));
    expect(digest('gw-7', { ...CERTIFICATE, blob: 'c'.repeat(40) })).not.toBe(digest('gw-7'));
  });
});

describe('a value', () => {
  it.each([
    ['', 'an answer to "Which host?"'],
    ['two\nlines', 'one line'],
    ['gw\u200b-7', 'only characters that can be seen'],
    ['gw\u202e7', 'only characters that can be seen'],
    ['gw\u034f-7', 'only characters that can be seen'],
    ['gw\u3164-7', 'only characters that can be seen'],
    ['gw\u2800-7', 'only characters that can be seen'],
    ['{{window}}', 'an answer without "{{"'],
    ['gw --> 7', 'an answer without "-->"'],
    ['# gw-7', 'an answer that is no heading'],
    ['x'.repeat(121), 'at most 120 characters'],
  ])('that may not stand in a gap is refused with field and line: %j', (host, expected) => {
    const [problem] = problemsOf(templateBody({ host }));
    expect(problem).toMatchObject({ field: 'host', line: 7 });
    expect(problem?.expected).toContain(expected);
  });

  it('must fit the pattern as a whole, and be one of the options', () => {
    const fitting = (over: Partial<Template['variables'][number]>): Template => ({
      ...CERTIFICATE,
      variables: [variable('host', over), ...CERTIFICATE.variables.slice(1)],
    });
    const pattern = fitting({ pattern: 'gw-?' });
    expect(problemsOf(templateBody({ host: 'gw-7' }, pattern), pattern)).toEqual([]);
    const [far] = problemsOf(templateBody({ host: 'gw-77' }, pattern), pattern);
    expect(far).toMatchObject({ field: 'host', line: 7, expected: 'something like "gw-?"' });
    const options = fitting({ options: ['gw-1', 'gw-2'] });
    const [other] = problemsOf(templateBody({ host: 'gw-3' }, options), options);
    expect(other).toMatchObject({ field: 'host', line: 7, expected: 'one of: gw-1 | gw-2' });
  });

  it.each([
    ['steps_execute', '{{host}} switch\n  - expect: a\n  - rollback: b', '1. [hold] now'],
    ['steps_execute', '1. {{host}} switch\n   - expect: a\n   - rollback: b', '[hold]'],
    ['steps_execute', '1. switch\n   - expect: a\n   - rollback: b\n   {{host}}', '- note: all'],
    ['steps_before', '{{host}}', '1. Delete everything'],
    ['assets', 'edge/{{host}}', 'gw-1, core/database'],
  ])('never makes anything else of %s: %s', (field, text, host) => {
    const template = { ...CERTIFICATE, answers: { ...CERTIFICATE.answers, [field]: text } };
    const problems = problemsOf(templateBody({ host }, template), template);
    expect(problems.map(({ code }) => code)).toContain('value_invalid');
    expect(problems[0]).toMatchObject({ field: 'host', line: 7 });
  });

  it('is put in once: what it holds is never read for gaps', () => {
    expect(fill('a {{x}} b', { x: '{{y}}', y: 'no' })).toBe('a {{y}} b');
    expect(fill('{{x}}{{y}}', { x: '{{', y: 'y}}' })).toBe('{{y}}');
    expect(fill('{{constructor}} {{z}}', { x: '1' })).toBe('{{constructor}} {{z}}');
  });
});

describe('whatever is filled in', () => {
  const shape = ({ id, tags, after, minutes, notes }: Step): unknown => ({
    ...{ id, tags, after, minutes, notes: notes.length },
  });
  const plain = planOf(CERTIFICATE, { host: 'x', reason: '', window: '' });

  it('the steps are those of the template, one for one, or the value is refused', () => {
    if (plain.kind !== 'readable') throw new Error('the template is no plan');
    const value = fc.oneof(fc.string(), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(value, value, (host, reason) => {
        for (const reading of [
          planOf(CERTIFICATE, { host, reason, window: '' }),
          readTemplateBody(templateBody({ host, reason }), registry(CERTIFICATE)),
        ]) {
          if (reading?.kind !== 'readable') continue;
          expect(reading.plan.steps.map(shape)).toEqual(plain.plan.steps.map(shape));
          expect(Object.keys(reading.plan.answers)).toEqual(Object.keys(plain.plan.answers));
          expect(reading.plan.category).toBe('standard');
          expect(reading.plan.assets).toHaveLength(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('no question of the change form is answered by it', () => {
    for (const { label } of CHANGE_FORM.fields) {
      const reading = planOf(CERTIFICATE, {
        host: 'x',
        reason: `\n### ${label}\n\nno`,
        window: '',
      });
      expect(reading.kind).toBe('unreadable');
    }
  });
});
