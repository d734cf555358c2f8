/**
 * The issue forms of the templates in a checkout, and what is there for them already. A form that was made here says so
 * in its first line: only such a file is taken away with its template, or written anew without being asked.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderFormYaml } from '../core/plan/render-form.ts';
import { formOf } from '../core/template/form-of.ts';
import type { Template } from '../core/template/template.ts';
import { readTemplatesIn } from './template-files.ts';
import type { TemplateOnDisk } from './template-files.ts';

const PREFIX = 'template-';
const MARK = '# The form template/';

export type WantedForm = {
  readonly name: string;
  /** Null: its template is gone. */
  readonly text: string | null;
};

export type TemplateForms = {
  readonly forms: readonly WantedForm[];
  readonly faulty: readonly TemplateOnDisk[];
};

/** `folder`: where the forge looks for forms. Of a template that cannot be used the form stays as it is. */
export async function templateForms(dir: string, folder: string): Promise<TemplateForms> {
  const found = await readTemplatesIn(dir);
  const faulty = found.filter(({ template }) => template === null);
  const forms = found.flatMap(({ template }) => (template === null ? [] : [formFile(template)]));
  const known = [
    ...forms.map(({ name }) => name),
    ...faulty.map(({ path }) => `${PREFIX}${path.slice(path.lastIndexOf('/') + 1)}`),
  ];
  const there = await readdir(folder).catch(() => []);
  const others = there.filter((name) => name.startsWith(PREFIX) && !known.includes(name));
  const made = await Promise.all(others.map(async (name) => isMade(await textAt(folder, name))));
  const orphans = others.filter((_, at) => made[at]).map((name) => ({ name, text: null }));
  return { forms: [...forms, ...orphans], faulty };
}

/** By this command, from a template. */
export function isMade(text: string): boolean {
  return text.startsWith(MARK);
}

function textAt(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8').catch(() => '');
}

function formFile(template: Template): WantedForm {
  const { id } = template;
  const origin = `Made by "holdpoint forms install" from .github/holdpoint/templates/${id}.yml; edit that.`;
  return { name: `${PREFIX}${id}.yml`, text: renderFormYaml(formOf(template), origin) };
}
