/**
 * What a policy is called in events: a digest of all that decides, and of the calendar that was there. Titles, notes,
 * examples and lists to read may be put better without anybody's approval being about other rules.
 *
 * What must stay true: whatever a gate, a tally or a right reads is in it; only what people read is left out. A field
 * that is new is in it until somebody takes it out here.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import type { JsonValue } from '../audit/canonical.ts';
import type { Policy } from './policy.ts';
import type { PolicyRule } from './rule.ts';

type Content = Omit<Policy, 'version' | 'sameAs' | 'problems' | 'sources'>;

export function versionOf(from: 'builtin' | 'file', content: Content): string {
  return `${from}:${digestOf(nameable(content)).slice(0, 12)}`;
}

/** Equal for two policies that decide the same. */
export function decidingDigest(content: Content): string {
  return digestOf(deciding(content));
}

/**
 * A calendar of another day has a name of its own, so that it is kept, and events say under which they were decided. It
 * decides the same as the one before: what was agreed under that stands.
 */
function nameable(content: Content): JsonValue {
  const { catalogue, calendar, riskModel, failureReview, unauthorised } = content;
  const watched = unauthorised === undefined ? {} : { unauthorised };
  return {
    ...{ deciding: deciding(content), catalogue, calendar, riskModel, failureReview },
    ...watched,
  };
}

function digestOf(value: JsonValue): string {
  return createHash('sha256').update(canonicalize(value)).digest('hex');
}

/** This version, or a former one that decided exactly the same. */
export function isVersion({ version, sameAs = [] }: Policy, named: string): boolean {
  return version === named || sameAs.includes(named);
}

function deciding(content: Content): JsonValue {
  const {
    document: _document,
    locale: _locale,
    reviewChecklist: _reviewChecklist,
    rollbackCriteria: _rollbackCriteria,
    stepSets: _stepSets,
    compliance: _compliance,
    // Asked anew at every act: whoever approved a plan did not approve a calendar, nor what a failure owes.
    catalogue: _catalogue,
    calendar: _calendar,
    riskModel: _riskModel,
    failureReview: _failureReview,
    // Asked of what went past every gate.
    unauthorised: _unauthorised,
    ...rest
  } = content;
  return {
    ...rest,
    categories: rest.categories.map(({ summary: _summary, examples: _examples, ...one }) => one),
    kinds: rest.kinds.map(({ id, title, scope, recognisedBy }) => ({
      ...{ id, recognisedBy },
      // Named in the form by this option, or by the title where it has none.
      option: scope ?? title,
    })),
    approvalRules: rest.approvalRules.map(untitled),
    rules: rest.rules.map(ruleDeciding),
    checks: rest.checks.map(({ threshold: _threshold, ...one }) => untitled(one)),
    sections: rest.sections.map(untitled),
    rollbackMethods: rest.rollbackMethods.map(({ method: _method, ...one }) => untitled(one)),
    duties: rest.duties.map(untitled),
  };
}

function ruleDeciding({ notes: _notes, demands, ...rule }: PolicyRule): JsonValue {
  return { ...untitled(rule), demands: { ...demands, steps: demands.steps.map(untitled) } };
}

function untitled<T extends { readonly title: string }>({
  title: _title,
  ...rest
}: T): Omit<T, 'title'> {
  return rest;
}
