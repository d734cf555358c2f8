/**
 * What is wrong with the gaps of a template: names that no variable has, variables that fill none, and gaps in places
 * where a value could be more than text.
 *
 * What must stay true: no value, whatever it is, can add a step, a tag, a detail or a heading of a form. Where that
 * could be in doubt the gap is refused, and its author told how to write the line.
 */
import { nearest } from '../core/plan/nearest.ts';
import { quote } from '../core/plan/quote.ts';
import { phaseOfField } from '../core/plan/read-steps.ts';
import { markerLength } from '../core/plan/step-line.ts';
import { findGaps } from '../core/template/gaps.ts';
import type { AnswerPlaces } from './answer-places.ts';
import type { Places } from './places.ts';
import type { TemplateData, Trouble } from './template-shape.ts';

type Said = Pick<Trouble, 'code' | 'expected' | 'found' | 'remedy'>;
type Site = { readonly field: string; readonly line: number; readonly before: string };

const MOST_EDITS = 3;

export function gapFaults(
  { answers, variables = [] }: TemplateData,
  where: AnswerPlaces,
  places: Places,
): readonly Trouble[] {
  const known = variables.map(({ id }) => id);
  const found = Object.entries(answers).flatMap(([field, text]) =>
    text.split('\n').flatMap((words, line) => gapsIn({ field, line, words })),
  );
  const troubles: Trouble[] = [];
  for (const { id, mark, site } of found) {
    const said = unknownGap(id, known) ?? misplaced(site);
    if (said !== null) troubles.push({ ...where.line(site.field, site.line, mark), ...said });
  }
  const used = new Set(found.map(({ id }) => id));
  for (const [index, id] of known.entries()) {
    if (used.has(id)) continue;
    const place = places.value(['variables', index, 'id']) ?? { line: 1, column: 1 };
    troubles.push({ ...place, ...unused(id) });
  }
  return troubles;
}

type Line = { readonly field: string; readonly line: number; readonly words: string };

function gapsIn({ field, line, words }: Line): readonly {
  readonly id: string;
  readonly mark: string;
  readonly site: Site;
}[] {
  return findGaps(words).map(({ id, from, to }) => ({
    id,
    mark: words.slice(from, to),
    site: { field, line, before: words.slice(0, from) },
  }));
}

function unknownGap(id: string, known: readonly string[]): Said | null {
  if (known.includes(id)) return null;
  const meant = known.includes(id.trim()) ? id.trim() : nearest(id.trim(), known, MOST_EDITS);
  const listed = known.length === 0 ? 'none is defined' : known.join(', ');
  return {
    code: 'unknown_name',
    expected: `a variable between {{ and }}: ${listed}`,
    found: id === '' ? 'no name, or no }} on the line' : quote(`{{${id}}}`),
    remedy:
      meant === null
        ? 'add it to the variables; braces that are none of ours are written with a space between them'
        : `did you mean {{${meant}}}?`,
  };
}

function unused(id: string): Said {
  return {
    code: 'unknown_name',
    expected: `{{${id}}} in an answer`,
    found: 'a variable that is asked for and used nowhere',
    remedy: 'use it, or take it out',
  };
}

function misplaced({ field, before }: Site): Said | null {
  if (before.trimStart().startsWith('#'))
    return refused('no gap in a heading', 'write the heading out, and put the gap below it');
  if (phaseOfField(field) === null) return null;
  const rest = afterMarks(before);
  if (/^(?:`{3,}|~{3,})/u.test(rest))
    return refused('no gap on the line of a fence', 'put it on a line of its own words');
  if (rest.lastIndexOf('[') > rest.lastIndexOf(']'))
    return refused('no gap within square brackets, where tags stand', 'take the brackets away');
  if (!/\S[\s:]/u.test(rest) && !rest.startsWith('`'))
    return refused(
      'words of the template before a gap, on the same line of a step',
      'begin the line with a word of your own, for example "On {{host}}, restart the service"',
    );
  if (/^(?:\*\*)?(?:after|covers)\W/iu.test(rest))
    return refused(
      'steps that are named in the template',
      'write out what the step waits for, and what it covers',
    );
  return null;
}

function refused(expected: string, remedy: string): Said {
  return { code: 'wrong_value', expected, found: 'a gap there', remedy };
}

/** Without the indentation, list marker, box, tags and bold marks that a line begins with. */
function afterMarks(before: string): string {
  const text = before.trimStart();
  let rest = text.slice(markerLength(text)).trimStart();
  while (rest.startsWith('[') && rest.includes(']'))
    rest = rest
      .slice(rest.indexOf(']') + 1)
      .replace(/^:/u, '')
      .trimStart();
  return rest.startsWith('**') ? rest.slice(2) : rest;
}
