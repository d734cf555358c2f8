import { readFileSync, readdirSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { FormField, FormVersion } from '../../../src/core/plan/form.ts';
import { FORMS } from '../../../src/core/plan/forms.ts';
import { renderFormYaml } from '../../../src/core/plan/render-form.ts';

type Element = {
  readonly type: string;
  readonly id?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly validations?: Readonly<Record<string, unknown>>;
};
type FormFile = Readonly<Record<string, unknown>> & { readonly body: readonly Element[] };

const FOLDER = new URL('../../../templates/forms/', import.meta.url);

function textOf(form: FormVersion): string {
  return readFileSync(new URL(`${form.id.split('/')[0] ?? ''}.yml`, FOLDER), 'utf8');
}

function fileOf(form: FormVersion): FormFile {
  return load(textOf(form)) as FormFile;
}

function questionsOf(form: FormVersion): readonly Element[] {
  return fileOf(form).body.filter((element) => element.type !== 'markdown');
}

/** What the file should say about a field, put together apart from the printer. */
function elementOf(field: FormField): Element {
  const required = field.required === 'always';
  const boxes = field.options.map((label) => ({ label, required }));
  const texts = {
    label: field.label,
    description: field.help,
    ...(field.placeholder === null ? {} : { placeholder: field.placeholder }),
    ...(field.value === null ? {} : { value: field.value }),
  };
  switch (field.type) {
    case 'checkboxes':
      return { type: 'checkboxes', id: field.id, attributes: { ...texts, options: boxes } };
    case 'dropdown':
    case 'multiselect': {
      const multiple = field.type === 'multiselect' ? { multiple: true } : {};
      const attributes = { ...texts, ...multiple, options: field.options };
      return { type: 'dropdown', id: field.id, attributes, validations: { required } };
    }
    default:
      return { type: field.type, id: field.id, attributes: texts, validations: { required } };
  }
}

/** Only the newest version of a form is installed. */
const NEWEST = FORMS.filter((form) => form === FORMS.find(({ name }) => name === form.name));

describe('the installed forms are the forms that the parser reads', () => {
  it('there is a file for every form, and no other', () => {
    const names = NEWEST.map((form) => `${form.id.split('/')[0] ?? ''}.yml`);
    expect(readdirSync(FOLDER).sort()).toEqual([...names].sort());
  });

  it.each(NEWEST)('$id: the file is what the table prints', (form) => {
    expect(textOf(form)).toBe(renderFormYaml(form));
  });

  it.each(NEWEST)('$id: read as YAML, the file says what the table says', (form) => {
    const file = fileOf(form);
    expect(file['name']).toBe(form.name);
    expect(file['description']).toBe(form.description);
    expect(file['labels']).toEqual(form.labels);
    expect(questionsOf(form)).toEqual(form.fields.map(elementOf));
  });
});

describe('the files keep to the rules of issue forms', () => {
  it.each(NEWEST)('$id: only known keys, at every level', (form) => {
    const top = ['name', 'description', 'title', 'labels', 'assignees', 'projects', 'type', 'body'];
    expect(top).toEqual(expect.arrayContaining(Object.keys(fileOf(form))));
    for (const element of fileOf(form).body) {
      expect(['type', 'id', 'attributes', 'validations']).toEqual(
        expect.arrayContaining(Object.keys(element)),
      );
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(element.type);
    }
  });

  it.each(FORMS)('$id: labels and ids are unique, ids are plain', (form) => {
    const boxes = form.fields
      .filter((field) => field.type === 'checkboxes')
      .flatMap((field) => field.options);
    const labels = [...form.fields.map((field) => field.label), ...boxes];
    expect(new Set(labels).size).toBe(labels.length);
    const ids = form.fields.map((field) => field.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]+$/u);
  });

  it.each(FORMS)('$id: options are unique words, never None, without commas where many', (form) => {
    for (const field of form.fields) {
      expect(new Set(field.options).size).toBe(field.options.length);
      for (const option of field.options) {
        expect(option.trim()).not.toBe('');
        expect(option.toLowerCase()).not.toMatch(/\bnone\b/u);
        if (field.type === 'multiselect') expect(option).not.toContain(',');
      }
      const choice = field.type === 'dropdown' || field.type === 'multiselect';
      expect(field.options.length > 0).toBe(choice || field.type === 'checkboxes');
    }
  });

  it.each(FORMS)('$id: no label sounds like fishing for secrets', (form) => {
    for (const { label } of form.fields) {
      expect(label.toLowerCase()).not.toMatch(
        /password|secret|token|credential|api key|passphrase/u,
      );
    }
  });

  it.each(NEWEST)('$id: every text is quoted, so that no word becomes a boolean', (form) => {
    for (const line of textOf(form).split('\n')) {
      const value = /^ *(?:- )?(?:name|description|label|placeholder|value): (?<value>.*)$/u.exec(
        line,
      );
      if (value !== null) expect(value.groups?.['value']).toMatch(/^(?:".*"|\|-)$/u);
    }
  });

  it.each(NEWEST)('$id: keys are no words that YAML reads as yes or no', (form) => {
    for (const element of fileOf(form).body) {
      for (const key of [...Object.keys(element), ...Object.keys(element.attributes)]) {
        expect(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false']).not.toContain(key);
      }
    }
  });

  it.each(FORMS)('$id: its issues carry the marker label', (form) => {
    expect(form.labels[0]).toBe('change');
  });
});

describe('the order of the questions walks through the change', () => {
  const [change, emergency] = NEWEST;

  it('story, proof, plan, window, people, risk, and the class last', () => {
    const ids = change?.fields.map((field) => field.id) ?? [];
    const order = [
      'what',
      'why',
      'affected',
      'failure',
      'blast_radius',
      'abort_criteria',
      'rollback',
    ];
    const later = ['rollback_time', 'customer_impact', 'success', 'steps_execute', 'window'];
    const last = ['operator', 'second_person', 'risk_criticality', 'priority', 'risk_level'];
    const wanted = [...order, ...later, ...last, 'category', 'attest'];
    expect(ids.filter((id) => wanted.includes(id))).toEqual(wanted);
    expect(ids.slice(-3)).toEqual(['kinds', 'category', 'attest']);
    expect(ids[ids.indexOf('failure') + 1]).toBe('blast_radius');
  });

  it('labels of the ordinary form are numbered in order', () => {
    change?.fields.forEach((field, index) => {
      expect(field.label.startsWith(`${String(index + 1)} · `)).toBe(true);
    });
  });

  it('the two forms share no label', () => {
    const labels = new Set(change?.fields.map((field) => field.label));
    expect(emergency?.fields.filter((field) => labels.has(field.label))).toEqual([]);
  });

  it('nobody fills more than ten answers at night', () => {
    const required = emergency?.fields.filter((field) => field.required !== 'never') ?? [];
    expect(required.map((field) => field.id)).toEqual([
      'what',
      'why',
      'emergency_reason',
      'incident',
      'authorised_by',
      'assets',
      'failure',
      'rollback',
      'steps_execute',
      'success',
    ]);
  });
});
