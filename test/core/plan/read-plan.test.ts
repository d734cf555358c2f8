import { describe, expect, it } from 'vitest';
import { packPlan, unpackPlan } from '../../../src/core/change/plan-record.ts';
import { CHANGE_FORM } from '../../../src/core/plan/change-form.ts';
import { comparePlans } from '../../../src/core/plan/compare.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import { FORMS } from '../../../src/core/plan/forms.ts';
import { MAX_BODY_LENGTH, readPlan } from '../../../src/core/plan/read-plan.ts';
import {
  COMPLETE,
  changeBody,
  codesOf,
  emergencyBody,
  lineOf,
  planOf,
  problemsOf,
  warningsOf,
  firstChangeBody,
} from './change-body.ts';

describe('a complete body becomes a plan', () => {
  const plan = planOf(changeBody());

  it('answers are kept by field id, exactly as written', () => {
    expect({ ...plan.answers }).toEqual(COMPLETE);
    expect(plan.form).toBe('change/2');
    expect(plan.missing).toEqual([]);
  });

  it('what the rules decide by is read into values', () => {
    expect(plan).toMatchObject({
      category: 'normal',
      priority: 'high',
      risk: 'medium',
      environments: ['production', 'dr'],
      assets: ['edge/api-gateway', 'edge/www'],
      window: { start: '2026-11-22T03:30:00Z', end: '2026-11-22T04:30:00Z', zone: 'Europe/Berlin' },
      secondPerson: 'tomas-sre',
      operator: null,
      rollbackMinutes: 90,
    });
  });

  it('steps have ids by phase and place', () => {
    expect(plan.steps.map((step) => step.id)).toEqual(['P1', 'E1', 'E2', 'V1']);
  });

  it('answers have no prototype, so that no name is found which the form does not ask', () => {
    expect(Object.getPrototypeOf(plan.answers)).toBeNull();
    expect(plan.answers['constructor']).toBeUndefined();
    expect(plan.answers['__proto__']).toBeUndefined();
    expect(Object.isFrozen(plan.answers)).toBe(true);
  });

  it('line ends, a missing last one and empty lines make no difference', () => {
    const body = changeBody();
    expect(planOf(body.replaceAll('\n', '\r\n'))).toEqual(plan);
    expect(planOf(body.replaceAll('\n', '\r'))).toEqual(plan);
    expect(planOf(body.trimEnd())).toEqual(plan);
    expect(planOf(`\n\n${body.replaceAll('\n\n', '\n\n\n')}\n \n`)).toEqual(plan);
  });
});

describe('the short form of the night', () => {
  it('is an emergency, critical in priority and risk, and lacks nothing it does not ask', () => {
    const plan = planOf(emergencyBody());
    expect(plan).toMatchObject({
      form: 'emergency/1',
      category: 'emergency',
      priority: 'critical',
      risk: 'critical',
      environments: [],
      missing: [],
    });
  });

  it('a hold in it does not demand a second person beforehand', () => {
    const steps = '1. [hold] Look\n   - expect: x\n   - rollback: y';
    expect(planOf(emergencyBody({ steps_execute: steps })).missing).toEqual([]);
  });

  it('what it does ask can be missing', () => {
    const plan = planOf(emergencyBody({ authorised_by: '', success: '' }));
    expect(plan.missing).toEqual(['authorised_by', 'success']);
  });

  it('a window without a zone is read as UTC, and says so', () => {
    const plan = planOf(emergencyBody({ window: '2026-12-03 21:00 to 2026-12-03 23:00' }));
    expect(plan.window?.start).toBe('2026-12-03T21:00:00Z');
    expect(plan.window?.note).toContain('read as UTC');
  });
});

describe('answers that are required', () => {
  it('are listed in the order of the form when they are missing', () => {
    const body = changeBody({ what: '', category: '', steps_verify: '', blast_radius: '' });
    expect(planOf(body).missing).toEqual(['what', 'blast_radius', 'steps_verify', 'category']);
  });

  it('an empty form lacks everything that is asked without a condition', () => {
    const empty = Object.fromEntries(CHANGE_FORM.fields.map((field) => [field.id, '']));
    const always = CHANGE_FORM.fields.filter((field) => field.required === 'always');
    expect(planOf(changeBody(empty)).missing).toEqual(always.map((field) => field.id));
  });

  it('customers who see something are told something', () => {
    const visible = { customer_impact: 'Interruption under 5 minutes' };
    expect(planOf(changeBody(visible)).missing).toEqual(['customer_note']);
    expect(planOf(changeBody({ ...visible, customer_note: 'A banner.' })).missing).toEqual([]);
  });

  it.each([
    ['Normal', ['window']],
    ['Significant', ['window']],
    ['Standard', []],
    ['Emergency', []],
  ])('%s without a window lacks %j', (category, missing) => {
    expect(planOf(changeBody({ category, window: '' })).missing).toEqual(missing);
  });

  it('a hold wants a second person, no hold wants none', () => {
    expect(planOf(changeBody({ second_person: '' })).missing).toEqual(['second_person']);
    const steps = '1. Do it\n   - expect: x\n   - rollback: y';
    const body = changeBody({ second_person: '', steps_execute: steps });
    expect(planOf(body).missing).toEqual([]);
  });

  it('both boxes are meant', () => {
    const body = changeBody({ attest: 'I stop at each hold point' });
    expect(planOf(body).missing).toEqual(['attest']);
    expect(planOf(body).answers['attest']).toBe('I stop at each hold point');
  });

  it.each(['_No response_', 'None', 'none', '_no response_', '   '])('%j is no answer', (text) => {
    const plan = planOf(changeBody({ why: text, priority: text, environments: text }));
    expect(plan.missing).toEqual(['why', 'environments', 'priority']);
    expect(Object.keys(plan.answers)).not.toContain('why');
    expect(plan.priority).toBeNull();
  });
});

describe('texts that are no plan', () => {
  it.each(['', ' ', 'please change the firewall', '### Description\n\nfoo', '#'.repeat(65_536)])(
    'a body that is no change form is refused as such',
    (body) => {
      expect(codesOf(body)).toEqual(['form_unreadable']);
    },
  );

  it('a body with fewer than half of the headings names what it found', () => {
    const body = changeBody().slice(0, 800);
    const [problem] = problemsOf(body);
    expect(problem?.code).toBe('form_unreadable');
    expect(problem?.found).toMatch(/^\d+ of the 36 headings of change\/2$/u);
  });

  it('a body without forms to choose from is refused', () => {
    expect(readPlan(changeBody(), []).kind).toBe('unreadable');
  });

  it('a body with both forms is refused, since it could be either', () => {
    expect(codesOf(`${changeBody()}\n${emergencyBody()}`)).toEqual(['form_ambiguous']);
    expect(codesOf(changeBody({ what: emergencyBody() }))).toEqual(['form_ambiguous']);
  });

  it('a body beyond every limit is refused at once', () => {
    expect(codesOf(changeBody({ what: 'x'.repeat(MAX_BODY_LENGTH) }))).toEqual(['body_too_long']);
    expect(planOf(changeBody({ what: 'x'.repeat(65_536) })).answers['what']?.length).toBe(65_536);
  });

  it('all faults are reported at once, each with its line, from top to bottom', () => {
    const body = changeBody({
      rollback_time: 'soon',
      steps_execute: '1. [hodl] Look\n   - expect: x\n   - rollback: y',
      category: 'Nromal',
      second_person: 'Tomas and Mara',
    });
    expect(problemsOf(body).map(({ code, line }) => [code, line])).toEqual([
      ['duration_invalid', lineOf(body, 'soon')],
      ['step_tag_unknown', lineOf(body, '1. [hodl]')],
      ['person_invalid', lineOf(body, 'Tomas and Mara')],
      ['option_unknown', lineOf(body, 'Nromal')],
    ]);
  });

  it('no more than fifty faults are listed', () => {
    const steps = Array.from({ length: 150 }, (_, index) => `${String(index)}. do`).join('\n');
    expect(codesOf(changeBody({ steps_execute: steps }))).toHaveLength(50);
  });
});

describe('what stands outside the answers', () => {
  it('is read with the plan, and mentioned', () => {
    const body = `Hello all\n\n${changeBody()}\nSent from my phone\n\n### Notes\n\n- [ ] buy milk\n`;
    const outside = 'Hello all\n\nSent from my phone\n\n### Notes\n\n- [ ] buy milk';
    expect(planOf(body)).toEqual({ ...planOf(changeBody()), outside });
    const warnings = warningsOf(body);
    expect(warnings.map(({ code, line }) => [code, line])).toEqual([
      ['text_outside_form', 1],
      ['text_outside_form', lineOf(body, 'Sent from my phone')],
    ]);
  });

  it('below the short form, too', () => {
    const body = `${emergencyBody({ second_person: '@sora-sec' })}\nSent from my phone`;
    expect(planOf(body).secondPerson).toBe('sora-sec');
    expect(warningsOf(body).map((warning) => warning.code)).toEqual(['text_outside_form']);
    const none = `${emergencyBody()}\nSent from my phone`;
    expect(planOf(none)).toMatchObject({ secondPerson: null, outside: 'Sent from my phone' });
  });

  it.each([
    ['an amendment above the form', (body: string) => `AMENDMENT: also destroy it\n\n${body}`],
    ['a remark below it', (body: string) => `${body}\nalso destroy it`],
    ['a remark below the short form', () => `${emergencyBody({ second_person: '@s' })}\nalso`],
  ])('%s is another plan, and spaces in it are not', (_, amend) => {
    const amended = planOf(amend(changeBody()));
    const { outside, ...plain } = amended;
    expect(outside).toBeDefined();
    expect(digestPlan(amended)).not.toBe(digestPlan(plain));
    expect(comparePlans(plain, amended).substantive).toEqual(['outside']);
    expect(digestPlan(planOf(amend(changeBody()).replace('also', 'also  ')))).toBe(
      digestPlan(amended),
    );
    const { data, texts } = packPlan(amended);
    expect(unpackPlan(data, texts)).toEqual(amended);
    expect(unpackPlan(data, { ...texts, outside: null }).outside).toBe('[redacted]');
  });
});

describe('a form that no reader of the issue sees', () => {
  it.each([
    ['in a comment below harmless words', (body: string) => `All is well.\n\n<!--\n${body}\n-->`],
    ['in a comment that never ends', (body: string) => `<!--\n${body}`],
    ['below a comment that a quote leaves open', (body: string) => `> <!--\n\n${body}`],
    ['below a comment that a list leaves open', (body: string) => `- x\n  <!--\n\n${body}`],
    ['below HTML that ends inside a comment', (body: string) => `<div><!--\n\n\`-->\`\n\n${body}`],
    ['below a tag that never ends', (body: string) => `<div title="\n\n${body}`],
    ['in an instruction', (body: string) => `<?\n${body}`],
    ['below more quotes than are read', (body: string) => `${'> '.repeat(40)}x\n\n${body}`],
    ['from its middle on', (body: string) => body.replace('All API clients.', '<!-- API clients.')],
    ['but for its last answer', (body: string) => `${body}\n<!-- and`],
  ])('%s is no plan, and the line that hides it is named', (_, hide) => {
    const reading = readPlan(hide(changeBody()), FORMS);
    expect(reading).toMatchObject({ kind: 'unreadable', problems: [{ code: 'form_hidden' }] });
  });

  it.each([
    ['a comment that ends', '<!-- the form begins here -->\n\n'],
    ['a comment of several paragraphs', '<!-- one\n\ntwo -->\n\n'],
    ['words about comments', 'Mind the `<!--` and a < b.\n\n'],
    ['markup shown as code', '```xml\n<!--\n```\n\n'],
  ])('is not meant by %s', (_, preface) => {
    expect(readPlan(`${preface}${changeBody()}`, FORMS).kind).toBe('readable');
  });

  it('characters that cannot be stored are replaced, visibly', () => {
    const plan = planOf(changeBody({ what: 'a\0b \ud800 c \u{1F512}' }));
    expect(plan.answers['what']).toBe('a\ufffdb \ufffd c \u{1F512}');
  });
});

describe('a form of a later version', () => {
  const kind = '### 34 · What kind of change is it?';
  const { kinds, ...others } = COMPLETE;

  it('is told from the earlier one by its headings, and asks one question more', () => {
    expect(planOf(changeBody())).toMatchObject({ form: 'change/2', missing: [] });
    expect(planOf(changeBody({ kinds: '' })).missing).toEqual(['kinds']);
    const old = planOf(firstChangeBody());
    expect(old).toMatchObject({ form: 'change/1', missing: [] });
    expect(planOf(changeBody())).toEqual({
      ...old,
      form: 'change/2',
      answers: { ...others, kinds },
    });
  });

  it('names a heading that it lost, and is not taken for the earlier one', () => {
    const [problem] = problemsOf(changeBody().replace(kind, '### What kind'));
    expect(problem).toMatchObject({ code: 'heading_missing', field: 'kinds' });
    expect(problem?.expected).toContain('change/2');
  });

  it('is nothing at all beside headings that only the earlier one has', () => {
    const forged = '### 34 · Category\n\nStandard';
    expect(codesOf(changeBody({ failure: forged }))).toEqual(['form_ambiguous']);
    expect(codesOf(`${changeBody()}\n${forged}\n`)).toEqual(['form_ambiguous']);
    expect(codesOf(`${changeBody()}\n${firstChangeBody()}`)).toContain('form_ambiguous');
  });
});
