/*
 * Issue forms as the forge reads them from .github/ISSUE_TEMPLATE on the default branch, and the issue body that a
 * filled form becomes: a heading of the third level for every label, the answer below it. `answersIn` goes the
 * other way, so that an example can be offered as a form that is filled in already.
 */
import { load } from 'js-yaml';
import { resolveRef } from '../acts/find.ts';
import type { Repository } from '../state/repositories.ts';
import type { World } from '../state/world.ts';

const types = ['markdown', 'input', 'textarea', 'dropdown', 'checkboxes'] as const;

export type Element = {
  readonly type: (typeof types)[number];
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly placeholder: string;
  readonly required: boolean;
  readonly multiple: boolean;
  readonly options: readonly string[];
  readonly value: string;
};

export type IssueForm = {
  readonly file: string;
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly body: readonly Element[];
};

const FOLDER = '.github/ISSUE_TEMPLATE/';

export function formsOf(world: World, repo: Repository): readonly IssueForm[] {
  return [...treeOf(world, repo).keys()]
    .filter((path) => path.startsWith(FOLDER) && path.endsWith('.yml'))
    .map((path) => path.slice(FOLDER.length))
    .filter((file) => file !== 'config.yml')
    .flatMap((file) => readForm(world, repo, file) ?? []);
}

/** Null when there is no such file, or when it is no form. */
export function readForm(world: World, repo: Repository, file: string): IssueForm | null {
  const text = treeOf(world, repo).get(`${FOLDER}${file}`);
  if (text === undefined) return null;
  const form = asRecord(parsed(text));
  return {
    file,
    name: word(form['name']),
    description: word(form['description']),
    labels: list(form['labels']).map(word),
    body: list(form['body']).map(elementOf),
  };
}

function parsed(text: string): unknown {
  try {
    return load(text);
  } catch {
    return {};
  }
}

function treeOf(world: World, repo: Repository): ReadonlyMap<string, string> {
  return resolveRef(world, repo, repo.defaultBranch)?.tree ?? new Map<string, string>();
}

function elementOf(value: unknown): Element {
  const element = asRecord(value);
  const attributes = asRecord(element['attributes']);
  const options = list(attributes['options']).map((option) =>
    typeof option === 'string' ? option : word(asRecord(option)['label']),
  );
  // What is chosen beforehand is named by its place in the list.
  const chosen = attributes['default'];
  return {
    type: types.find((known) => known === element['type']) ?? 'markdown',
    id: word(element['id']),
    label: word(attributes['label']),
    description: word(attributes['description']),
    placeholder: word(attributes['placeholder']),
    required: asRecord(element['validations'])['required'] === true,
    multiple: attributes['multiple'] === true,
    options,
    value: typeof chosen === 'number' ? (options[chosen] ?? '') : word(attributes['value']),
  };
}

/** The issue body as the forge writes it. */
export function filledBody(form: IssueForm, answers: URLSearchParams): string {
  return form.body
    .filter((element) => element.type !== 'markdown')
    .map((element) => `### ${element.label}\n\n${answerText(element, answers)}`)
    .join('\n\n');
}

const NOTHING = '_No response_';

function answerText(element: Element, answers: URLSearchParams): string {
  const given = answers.getAll(element.id).filter((text) => text !== '');
  if (element.type === 'checkboxes')
    return element.options
      .map((option, index) => `- [${given.includes(String(index)) ? 'X' : ' '}] ${option}`)
      .join('\n');
  if (given.length === 0)
    return element.type === 'dropdown' && !element.multiple ? 'None' : NOTHING;
  return given.join(', ').replaceAll('\r\n', '\n');
}

/** What was answered under each label; several choices, or the numbers of ticked boxes, as one list. */
export function answersIn(form: IssueForm, body: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map(
    `\n${body}`.split('\n### ').map((section): [string, string] => {
      const end = section.indexOf('\n');
      return [section.slice(0, end), section.slice(end).trim()];
    }),
  );
  return new Map(
    form.body.flatMap((element): [string, readonly string[]][] => {
      const text = sections.get(element.label) ?? NOTHING;
      return text === NOTHING ? [] : [[element.id, givenIn(element, text)]];
    }),
  );
}

function givenIn(element: Element, text: string): readonly string[] {
  if (element.type === 'checkboxes')
    return text
      .split('\n')
      .flatMap((line, index) => (/^- \[x\]/iu.test(line) ? [String(index)] : []));
  return element.multiple ? text.split(', ') : [text];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
