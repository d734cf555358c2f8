/**
 * What is needed beside the category's own approval, as the record shows it: each part with how it stands and who could
 * give it, each rule that holds nothing, and voices that were given to somebody else.
 */
import type { Facts } from '../change/facts.ts';
import type { Approval } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import { standingDelegations } from '../policy/delegates.ts';
import { suggestOwners } from '../policy/code-owners.ts';
import type { Part } from '../policy/part.ts';
import type { Tally } from '../policy/tally.ts';
import { few } from './asked.ts';
import type { ApprovalsView, PartView } from './view.ts';

const PATHS_SHOWN = 3;

export function approvalsView(change: Change, facts: Facts, count: Tally): ApprovalsView {
  const hollow = count.rules.filter(
    ({ answer, open }) => answer === 'not_met' && open.length === 0,
  );
  return {
    given: count.needed - count.remaining,
    needed: count.needed,
    parts: count.parts
      .filter(({ need }) => need.stage !== null)
      .map((part) => partView(part, count, facts)),
    hollow: hollow.map(({ title }) => title),
    delegations: standingDelegations(change),
  };
}

/** Where to read what has come since somebody approved; null where it is not known from what to what. */
export function whatChanged(change: Change, { heads, voided }: Approval): string | null {
  const place = change.issueUrl.indexOf(`/${change.repo}/`);
  if (place < 0 || voided?.reason !== 'ref_changed') return null;
  const pull = change.pulls.find(({ pushes }) => pushes.some(({ from }) => heads.includes(from)));
  const from = pull?.pushes.find((push) => heads.includes(push.from))?.from;
  if (pull === undefined || from === undefined || from === pull.head) return null;
  return `${change.issueUrl.slice(0, place)}/${pull.repo}/compare/${from}...${pull.head}`;
}

function partView(part: Part, { rules, open }: Tally, facts: Facts): PartView {
  const { need, unowned, eligible, remaining, counted } = part;
  const owners = suggestOwners(unowned, eligible, facts);
  const needed = Math.max(1, need.count);
  const { roles, teams, people } = need.holders;
  return {
    title: need.title,
    rules: rules.filter((rule) => rule.open.includes(need.id)).map(({ title }) => title),
    standing: standingOf(part, open),
    given: Math.min(counted.length, needed),
    needed,
    who: owners.length > 0 && remaining <= owners.length ? few(owners) : few(eligible),
    kinds: [...roles, ...teams, ...people],
    paths: unowned.flatMap(({ paths }) => paths).slice(0, PATHS_SHOWN),
    gone: part.gone,
  };
}

function standingOf(part: Part, open: readonly Part[]): PartView['standing'] {
  if (part.answer === 'met') return 'met';
  if (part.answer === 'cannot_tell') return 'cannot_tell';
  if (!open.includes(part)) return 'not_needed';
  return part.isOpen ? 'open' : 'later';
}
