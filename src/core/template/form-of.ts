/**
 * The form of a template: which template it is, and its variables, nothing else. Whoever opens a change from it answers
 * only what differs each time.
 *
 * What must stay true: the first answer names id and version, so that a body says by itself what it was written for; a
 * form is never that of two versions.
 */
import { field } from '../plan/form.ts';
import type { FormField, FormVersion } from '../plan/form.ts';
import { templateName } from './template.ts';
import type { Template, TemplateVariable } from './template.ts';

export function formOf(template: Template): FormVersion {
  const { title, description, category } = template;
  return {
    id: `template/${templateName(template)}`,
    name: title,
    description: description === '' ? title : description,
    labels: ['change'],
    intro: introOf(template),
    fixed: { category, priority: null, risk: null },
    fields: [nameField(template), ...template.variables.map(variableField)],
  };
}

function introOf({ id, expires, owner, version }: Template): string {
  const until = expires === null ? '' : ` It may be used until ${expires}.`;
  const answers = owner === null ? '' : ` ${owner} answers for it.`;
  return (
    `Thought through and approved beforehand, as version ${String(version)} of .github/holdpoint/templates/${id}.yml: ` +
    `only what differs each time is asked here.${until}${answers}`
  );
}

function nameField(template: Template): FormField {
  const name = templateName(template);
  return field('dropdown', {
    id: 'template',
    label: 'Template',
    help: 'Leave it as it is: it names what was approved.',
    options: [name],
    value: name,
  });
}

function variableField(variable: TemplateVariable): FormField {
  const { id, label, options, example, required } = variable;
  const isChoice = options.length > 0;
  return field(isChoice ? 'dropdown' : 'input', {
    id,
    label,
    help: helpOf(variable),
    required: required ? 'always' : 'never',
    options,
    placeholder: isChoice ? null : example,
  });
}

function helpOf({ help, pattern }: TemplateVariable): string {
  return pattern === null ? help : `${help} It must fit the pattern ${pattern}`.trim();
}
