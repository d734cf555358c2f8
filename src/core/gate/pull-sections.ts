/**
 * What the text of a linked pull request must say: the sections of its category, and those that rules ask for.
 *
 * What must stay true: a section counts by what a reader sees below its heading; the template's own words, comments and
 * boxes that nobody ticked say nothing. A text that nobody looked up may say anything.
 */
import { headingKey, readPullSections } from '../plan/pull-sections.ts';
import type { FoundSection } from '../plan/pull-sections.ts';
import type { DemandSet } from '../policy/demands.ts';
import type { SectionRule } from '../policy/rule.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Asked, Gate } from './gate.ts';
import { openPulls } from './linked-pulls.ts';
import type { OpenPull } from './linked-pulls.ts';
import { underRules } from './rules.ts';
import type { Ruled } from './rules.ts';

/** Good enough where a section is asked for if it applies, and nowhere else. */
const NOT_APPLICABLE = new Set([
  'n a',
  'na',
  'none',
  'nothing',
  'not applicable',
  'does not apply',
]);

export const pullSections: Gate = {
  id: 'pr_sections',
  title: 'Pull request sections',
  code: 'pr_sections_missing',
  purposes: ['merge'],
  wakesOn: ['plan_recorded', 'pull_linked', 'pull_unlinked', 'pull_head_moved', 'pull_changed'],
  bypassedInEmergency: true,
  elsewhere: true,
  judge: (asked) => {
    const { change, facts } = asked;
    const open = openPulls(change, facts);
    if (open.length === 0) return notApplicable('no_pull_requests');
    return underRules(asked, (demanded) => judgeTexts(asked, open, demanded));
  },
};

function judgeTexts(asked: Asked, open: readonly OpenPull[], { sections }: DemandSet): Ruled {
  const wanted = wantedOf(asked, sections);
  const known = asked.facts.policy.sections.map(({ id }) => id);
  // Asked for by a rule, and named nowhere in the policy: no text can ever hold it.
  const lost = sections.map(({ what }) => what).filter((id) => !known.includes(id));
  const rules = [...new Set(sections.flatMap((demand) => demand.rules))].sort();
  if (wanted.length + lost.length === 0) {
    const why = known.length === 0 ? 'none_configured' : 'none_required';
    return { finding: notApplicable(why), rules: [] };
  }
  const lacking = open.map((pull) => ({ pull, missing: missingIn(pull, wanted, lost) }));
  const short = lacking.filter(({ missing }) => missing !== null && missing.length > 0);
  const unread = lacking.filter(({ missing }) => missing === null);
  if (short.length > 0) {
    const titles = short.flatMap(({ missing }) => missing ?? []);
    const said = { pulls: short.map(({ pull }) => pull.name), sections: [...new Set(titles)] };
    const who = [...new Set(short.map(({ pull }) => pull.seen.author.login))];
    return { finding: unmet(said, { who }), rules };
  }
  if (unread.length > 0)
    return {
      finding: cannotTell('pull_text', { pulls: unread.map(({ pull }) => pull.name) }),
      rules,
    };
  return { finding: met({ pulls: open.map(({ name }) => name) }), rules };
}

/** Those of the category, and those that rules ask for in any category. */
function wantedOf(
  { change, facts }: Asked,
  demanded: DemandSet['sections'],
): readonly SectionRule[] {
  const { category } = change;
  const asked = demanded.map(({ what }) => what);
  return facts.policy.sections.filter(
    ({ id, categories }) =>
      asked.includes(id) || (category !== null && categories.includes(category)),
  );
}

/** Titles of what its text does not say; null when nobody looked at it. */
function missingIn(
  { seen }: OpenPull,
  wanted: readonly SectionRule[],
  lost: readonly string[],
): readonly string[] | null {
  if (lost.length > 0) return lost;
  if (seen.detail === undefined) return null;
  const { found } = readPullSections(seen.detail.body, wanted);
  return wanted.filter((rule) => !isSaid(rule, found.get(rule.id))).map(({ title }) => title);
}

function isSaid({ ifApplicable }: SectionRule, found: FoundSection | undefined): boolean {
  if (found === undefined) return false;
  return found.said !== '' && (ifApplicable || !NOT_APPLICABLE.has(headingKey(found.said)));
}
