/**
 * Our own templates, compiled once at the start. They are strict (a name that is not there stops the test, not
 * the reader), they hold no logic beyond if, unless and each, and they never see an object's prototype. What
 * people wrote is data here and never a template.
 *
 * What must stay true: a template accepts only `Markdown`, numbers and shapes made of them, so that nothing
 * reaches a forge without having come through the door of safe-text.ts.
 */
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { load } from 'js-yaml';
import { asMarkdown, type Markdown } from './markdown.ts';

export type Printable =
  | Markdown
  | number
  | boolean
  | null
  | readonly Printable[]
  | { readonly [name: string]: Printable };

export type Template<Model> = (model: Model) => Markdown;

const FOLDER = new URL('../../templates/', import.meta.url);
const HELPERS = { if: true, unless: true, each: true };

const engine = Handlebars.create();
for (const name of ['log', 'lookup', 'with', 'helperMissing', 'blockHelperMissing']) {
  engine.unregisterHelper(name);
}

/** A file of `templates/`, without its ending. */
export function template<Model extends Printable>(name: string): Template<Model> {
  return compile(read(`${name}.hbs`));
}

/**
 * A table of texts: every key has every slot, and nothing else stands there; all problems are told at once.
 * A row may hold `variants`: other texts for some of its slots, by a word that the facts give.
 */
export function readTable<Key extends string, Slot extends string>(
  file: string,
  keys: readonly Key[],
  slots: readonly Slot[],
): ReadonlyMap<Key, Row<Slot>> {
  const given = recordOf(load(read(file)));
  const problems = Object.keys(given)
    .filter((key) => !keys.some((known) => known === key))
    .map((key) => `"${key}" is not known: remove it or correct its name`);
  const table = new Map<Key, Row<Slot>>();
  for (const key of keys) {
    const { variants, ...texts } = recordOf(given[key]);
    problems.push(
      ...slots
        .filter((slot) => typeof texts[slot] !== 'string')
        .map((slot) => `"${key}" lacks its ${slot}`),
    );
    problems.push(...strangers(texts, slots).map((name) => `"${key}" has an unknown ${name}`));
    const all = new Map<string, Slots<Slot>>([['', sentences(texts, slots)]]);
    for (const [variant, other] of Object.entries(recordOf(variants))) {
      problems.push(
        ...strangers(recordOf(other), slots).map(
          (name) => `"${key}/${variant}" has an unknown ${name}`,
        ),
      );
      all.set(variant, sentences({ ...texts, ...recordOf(other) }, slots));
    }
    table.set(key, all);
  }
  if (problems.length > 0) throw new Error(`templates/${file}: ${problems.join('; ')}`);
  return table;
}

export type Slots<Slot extends string> = Readonly<Record<Slot, Template<Printable>>>;
/** By variant; the empty name is the row itself. */
export type Row<Slot extends string> = ReadonlyMap<string, Slots<Slot>>;

function sentences<Slot extends string>(
  texts: Readonly<Record<string, unknown>>,
  slots: readonly Slot[],
): Slots<Slot> {
  const made = slots.map((slot) => {
    const text = texts[slot];
    return [slot, compile(typeof text === 'string' ? text.trim() : '')];
  });
  return Object.fromEntries(made) as Slots<Slot>;
}

function strangers(
  texts: Readonly<Record<string, unknown>>,
  slots: readonly string[],
): readonly string[] {
  return Object.keys(texts).filter((name) => !slots.includes(name));
}

function compile<Model>(text: string): Template<Model> {
  const run = engine.compile(text, {
    strict: true,
    noEscape: true,
    preventIndent: true,
    knownHelpers: HELPERS,
    knownHelpersOnly: true,
  });
  return (model) => asMarkdown(run(model));
}

function read(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8').replaceAll('\r\n', '\n');
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
