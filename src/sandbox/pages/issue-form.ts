/*
 * Issue forms as the forge reads them from .github/ISSUE_TEMPLATE on the default branch, and the issue body that a
 * filled form becomes: a heading of the third level for every label, the answer below it.
 */
import { load } from 'js-yaml';
import { resolveRef } from '../acts/find.ts';
import type { Repository } from '../state/repositories.ts';
import type { World } from '../state/world.ts';

export type Element = {
  readonly type: 'markdown' | 'input' | 'textarea' | 'dropdown' | 'checkboxes';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly required: boolean;
  readonly multiple: boolean;
  readonly options: readonly string[];
  readonly value: string;
};

export type IssueForm = {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly body: readonly Element[];
};

const FOLDER = '.github/ISSUE_TEMPLATE/';

export function formFiles(
  world: World,
  repo: Repository,
): readonly { readonly file: string; readonly form: IssueForm }[] {
  return [...treeOf(world, repo).keys()]
    .filter(
      (path) => path.startsWith(FOLDER) && path.endsWith('.yml') && !path.endsWith('/config.yml'),
    )
    .flatMap((path) => {
      const file = path.slice(FOLDER.length);
      const form = readForm(world, repo, file);
      return form === null ? [] : [{ file, form }];
    });
}

export function readForm(world: World, repo: Repository, file: string): IssueForm | null {
  const text = treeOf(world, repo).get(`${FOLDER}${file}`);
  if (text === undefined) return null;
  const form = asRecord(load(text));
  return {
    name: word(form['name']),
    description: word(form['description']),
    labels: words(form['labels']),
    body: list(form['body']).map(elementOf),
  };
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
  const type =
    (['markdown', 'input', 'textarea', 'dropdown', 'checkboxes'] as const).find(
      (known) => known === element['type'],
    ) ?? 'markdown';
  return {
    type,
    id: word(element['id']),
    label: word(attributes['label']),
    description: word(attributes['description']),
    required: asRecord(element['validations'])['required'] === true,
    multiple: attributes['multiple'] === true,
    options,
    value: word(attributes['value']),
  };
}

/** The issue body as the forge writes it. */
export function filledBody(form: IssueForm, answers: URLSearchParams): string {
  return form.body
    .filter((element) => element.type !== 'markdown')
    .map((element) => `### ${element.label}\n\n${answerText(element, answers)}`)
    .join('\n\n');
}

function answerText(element: Element, answers: URLSearchParams): string {
  const given = answers.getAll(element.id).filter((text) => text !== '');
  if (element.type === 'checkboxes')
    return element.options
      .map((option, index) => `- [${given.includes(String(index)) ? 'X' : ' '}] ${option}`)
      .join('\n');
  if (given.length === 0)
    return element.type === 'dropdown' && !element.multiple ? 'None' : '_No response_';
  return given.join(', ').replaceAll('\r\n', '\n');
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function words(value: unknown): readonly string[] {
  return list(value).map(word);
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
