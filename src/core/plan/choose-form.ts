/**
 * Finds the form that a body was written with, and cuts the body at that form's headings.
 *
 * What must stay true: each heading of the form stands exactly once, in the form's order, or nothing is read. A
 * heading that stands twice is never resolved by a rule (first, last, best fit): whoever could add the second one
 * could then choose which answer counts.
 */
import { findHeadings } from './body.ts';
import type { Heading, Section } from './body.ts';
import type { FormField, FormVersion } from './form.ts';
import type { PlanProblem } from './plan.ts';
import { quote } from './quote.ts';

export type AnchoredForm = {
  readonly kind: 'anchored';
  readonly form: FormVersion;
  /** One section for each field, in the order of the form. */
  readonly sections: readonly Section[];
  /** Text before the first heading, if any. */
  readonly preface: Section;
};

export type FormChoice =
  AnchoredForm | { readonly kind: 'unreadable'; readonly problems: readonly PlanProblem[] };

type Candidate = {
  readonly form: FormVersion;
  /** Line indexes of each field's heading. */
  readonly places: ReadonlyMap<string, readonly number[]>;
};

export function chooseForm(lines: readonly string[], forms: readonly FormVersion[]): FormChoice {
  const headings = findHeadings(lines);
  const candidates = forms.map((form) => locate(form, headings));
  const best = mostComplete(candidates);
  if (best === undefined || best.places.size * 2 < best.form.fields.length) {
    return unreadable([notAForm(best)]);
  }
  const rival = candidates.find((other) => other !== best && rivals(other, best));
  if (rival !== undefined) return unreadable([twoForms(best, rival)]);
  const problems = anchorProblems(best);
  return problems.length > 0 ? unreadable(problems) : anchored(best, lines.length);
}

function locate(form: FormVersion, headings: readonly Heading[]): Candidate {
  const known = new Set(form.fields.map((field) => field.label));
  const places = new Map<string, number[]>();
  for (const { label, at } of headings) {
    if (!known.has(label)) continue;
    const already = places.get(label);
    if (already === undefined) places.set(label, [at]);
    else already.push(at);
  }
  return { form, places };
}

/**
 * Half of what tells another form from this one stands in the body as well: then somebody has pasted it, and it could be
 * either. Versions of one form share most of their headings; only those that they do not share tell them apart.
 */
function rivals(other: Candidate, best: Candidate): boolean {
  const labels = new Set(best.form.fields.map((field) => field.label));
  const own = other.form.fields.filter((field) => !labels.has(field.label));
  const found = own.filter((field) => other.places.has(field.label));
  return found.length > 0 && found.length * 2 >= own.length;
}

function mostComplete(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, next) => (best === undefined || isCloser(next, best) ? next : best),
    undefined,
  );
}

/** Of two versions of one form the one with more of its headings, and the newer one, which comes first, when in doubt. */
function isCloser(next: Candidate, best: Candidate): boolean {
  if (next.form.name === best.form.name) return next.places.size > best.places.size;
  return share(next) > share(best);
}

function share(candidate: Candidate): number {
  return candidate.places.size / candidate.form.fields.length;
}

function anchorProblems(candidate: Candidate): readonly PlanProblem[] {
  const { form, places } = candidate;
  const missing = form.fields.filter((field) => !places.has(field.label));
  const doubled = form.fields.filter((field) => (places.get(field.label)?.length ?? 0) > 1);
  const problems = [
    ...missing.map((field) => headingMissing(field, form)),
    ...doubled.map((field) => headingAmbiguous(field, places.get(field.label) ?? [])),
  ];
  return problems.length > 0 ? problems : headingsOutOfOrder(candidate);
}

function headingsOutOfOrder({ form, places }: Candidate): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  let last = -1;
  let lastLabel = '';
  for (const field of form.fields) {
    const at = places.get(field.label)?.[0] ?? -1;
    if (at < last) {
      problems.push({
        code: 'heading_out_of_order',
        field: field.id,
        line: at + 1,
        expected: `the heading ${quote(field.label)} after ${quote(lastLabel)}`,
        found: `it stands before it, on line ${String(at + 1)}`,
        remedy: 'put the headings back into the order of the form, each with its answer',
      });
    } else {
      last = at;
      lastLabel = field.label;
    }
  }
  return problems;
}

function anchored(candidate: Candidate, lineCount: number): AnchoredForm {
  const { form, places } = candidate;
  const anchors = form.fields.map((field) => places.get(field.label)?.[0] ?? 0);
  const sections = anchors.map((at, index) => ({
    from: at + 1,
    to: anchors[index + 1] ?? lineCount,
  }));
  return { kind: 'anchored', form, sections, preface: { from: 0, to: anchors[0] ?? 0 } };
}

function headingMissing(field: FormField, form: FormVersion): PlanProblem {
  return {
    code: 'heading_missing',
    field: field.id,
    line: null,
    expected: `the heading "### ${field.label}" of the form ${form.id}`,
    found: 'no such line',
    remedy: 'put the heading back on a line of its own, in its place, and the answer below it',
  };
}

function headingAmbiguous(field: FormField, places: readonly number[]): PlanProblem {
  const shown = places.slice(0, 5).map((at) => String(at + 1));
  const more = places.length > 5 ? ' and more' : '';
  return {
    code: 'heading_ambiguous',
    field: field.id,
    line: (places[1] ?? 0) + 1,
    expected: `the heading "### ${field.label}" once`,
    found: `${String(places.length)} times, on lines ${shown.join(', ')}${more}`,
    remedy: 'change the copied heading line, or indent it by four spaces, so that one is left',
  };
}

function twoForms(best: Candidate, rival: Candidate): PlanProblem {
  return {
    code: 'form_ambiguous',
    field: null,
    line: null,
    expected: 'the headings of one form',
    found: `headings of ${best.form.id} and of ${rival.form.id}`,
    remedy: 'change or take out the headings of the form that is not meant',
  };
}

function notAForm(best: Candidate | undefined): PlanProblem {
  const found =
    best === undefined || best.places.size === 0
      ? 'none of its headings'
      : `${String(best.places.size)} of the ${String(best.form.fields.length)} headings of ${best.form.id}`;
  return {
    code: 'form_unreadable',
    field: null,
    line: null,
    expected: 'the answers of a change form, each below its heading',
    found,
    remedy: 'open a new issue with the change form, or restore the headings from the edit history',
  };
}

function unreadable(problems: readonly PlanProblem[]): FormChoice {
  return { kind: 'unreadable', problems };
}
