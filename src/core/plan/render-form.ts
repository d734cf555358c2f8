/**
 * Writes the issue form file that a forge shows, from the same table that the parser reads.
 *
 * What must stay true: every text is double-quoted or a block, so that no word (yes, no, on) turns into something else.
 */
import type { FormField, FormVersion } from './form.ts';

type Line = string;

const TABLE = 'Made from the table that the parser reads; a test holds the two together.';

/** `origin`: a sentence on where the form comes from, for whoever opens the file. */
export function renderFormYaml(form: FormVersion, origin = TABLE): string {
  const lines: readonly Line[] = [
    `# The form ${form.id}. ${origin}`,
    `name: ${quoted(form.name)}`,
    `description: ${quoted(form.description)}`,
    `labels: [${form.labels.map(quoted).join(', ')}]`,
    'body:',
    '  - type: markdown',
    '    attributes:',
    ...attribute('value', form.intro),
    ...form.fields.flatMap(renderField),
  ];
  return `${lines.join('\n')}\n`;
}

function renderField(field: FormField): readonly Line[] {
  const isMultiple = field.type === 'multiselect';
  return [
    `  - type: ${isMultiple ? 'dropdown' : field.type}`,
    `    id: ${field.id}`,
    '    attributes:',
    ...attribute('label', field.label),
    ...attribute('description', field.help === '' ? null : field.help),
    ...attribute('placeholder', field.placeholder),
    ...(isChoice(field) ? [] : attribute('value', field.value)),
    ...(isMultiple ? ['      multiple: true'] : []),
    ...renderOptions(field),
    ...renderChosen(field),
    ...renderValidations(field),
  ];
}

function isChoice({ type }: FormField): boolean {
  return type === 'dropdown' || type === 'multiselect';
}

/** What is chosen before anybody chooses: forges want its place in the list. */
function renderChosen(field: FormField): readonly Line[] {
  const at = isChoice(field) && field.value !== null ? field.options.indexOf(field.value) : -1;
  return at < 0 ? [] : [`      default: ${String(at)}`];
}

function renderOptions(field: FormField): readonly Line[] {
  if (field.options.length === 0) return [];
  if (field.type !== 'checkboxes') {
    return ['      options:', ...field.options.map((option) => `        - ${quoted(option)}`)];
  }
  const boxes = field.options.flatMap((option) => [
    `        - label: ${quoted(option)}`,
    `          required: ${String(field.required === 'always')}`,
  ]);
  return ['      options:', ...boxes];
}

function renderValidations(field: FormField): readonly Line[] {
  if (field.type === 'checkboxes') return [];
  return ['    validations:', `      required: ${String(field.required === 'always')}`];
}

function attribute(key: string, text: string | null): readonly Line[] {
  if (text === null) return [];
  if (!text.includes('\n')) return [`      ${key}: ${quoted(text)}`];
  return [`      ${key}: |-`, ...text.split('\n').map((line) => `        ${line}`)];
}

/** JSON's strings are YAML's double-quoted strings. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
