/**
 * Who subscribed to an asset or a service is told of its changes: one comment a milestone, since a forge notifies nobody
 * of edits, and only the newest, so that what has been overtaken is folded away.
 *
 * What must stay true: nobody subscribed, nothing said; a milestone that is reached again after an edit has the same key
 * and is not said again, unless the window begins at another time; what is old is no news to who subscribes today.
 */
import { planShown } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import { toMs } from '../change/moment.ts';
import type { Change } from '../change/state.ts';
import type { Catalogue, Milestone, Subscription } from '../policy/catalogue.ts';
import { isAbout } from '../policy/kin.ts';
import { holdsAny } from '../policy/rights.ts';
import type { AnnouncementDraft } from './announcement.ts';
import { compactInstant, NOBODY } from './asked.ts';

const NEWS_MS = 7 * 86_400_000;
/** More names in one comment would look like a mistake; teams are one name each. */
const MOST_NAMES = 20;

type Reached = { readonly milestone: Milestone; readonly at: string };

export function milestoneAnnouncements(change: Change, facts: Facts): readonly AnnouncementDraft[] {
  const reached = lastReached(change);
  if (reached === null || toMs(facts.now) - toMs(reached.at) > NEWS_MS) return [];
  const { milestone } = reached;
  const { catalogue } = facts.policy;
  const assets = planShown(change)?.assets ?? [];
  const told = catalogue.subscriptions.filter(
    (one) => one.at.includes(milestone) && isMeant(one, assets, catalogue),
  );
  const [teams, people] = [teamsOf(told, change.repo), peopleOf(told, facts)];
  if (teams.length + people.length === 0) return [];
  const window = change.window ?? planShown(change)?.window ?? null;
  return [
    {
      key: keyOf(milestone, change),
      about: {
        kind: 'milestone',
        milestone,
        assets,
        window,
        closure: change.closure?.code ?? null,
        teams: teams.slice(0, MOST_NAMES),
      },
      notify: people.slice(0, Math.max(0, MOST_NAMES - teams.length)),
      who: NOBODY,
    },
  ];
}

function lastReached(change: Change): Reached | null {
  const { state, times, closure, rollback } = change;
  const reached = (milestone: Milestone, at: string | undefined | null): Reached | null =>
    at === undefined || at === null ? null : { milestone, at };
  switch (state) {
    case 'review':
    case 'approved':
      return reached('submitted', times.submittedAt);
    case 'scheduled':
      return reached('scheduled', times.scheduledAt);
    case 'in_progress':
      return reached('started', times.startedAt);
    case 'rolled_back':
      return reached('rolled_back', rollback?.at);
    case 'completed':
      return reached('completed', closure?.at);
    case 'draft':
    case 'rejected':
    case 'cancelled':
      return null;
  }
}

function keyOf(milestone: Milestone, { window }: Change): string {
  return milestone === 'scheduled' && window !== null
    ? `told:scheduled:${compactInstant(window.start)}`
    : `told:${milestone}`;
}

function isMeant(
  { assets, services }: Subscription,
  touched: readonly string[],
  catalogue: Catalogue,
): boolean {
  const under = catalogue.services.filter(({ id }) => services.includes(id));
  const globs = [...assets, ...under.flatMap((service) => service.assets)];
  return isAbout(globs, touched, catalogue) === true;
}

/** `organisation/team`: without an organisation that of the repository. */
function teamsOf(told: readonly Subscription[], repo: string): readonly string[] {
  const [owner = ''] = repo.split('/');
  const names = told.flatMap(({ who }) => who.teams);
  return [...new Set(names.map((name) => (name.includes('/') ? name : `${owner}/${name}`)))].sort();
}

function peopleOf(told: readonly Subscription[], { people }: Facts): readonly string[] {
  const named = told.flatMap(({ who }) => who.people);
  const roles = told.flatMap(({ who }) => who.roles);
  const holders = (people ?? []).filter(
    (person) => person.kind === 'human' && holdsAny(person.roles, roles),
  );
  const all = [...named, ...holders.map(({ login }) => login).sort()];
  const isFirst = (login: string, at: number): boolean =>
    all.findIndex((other) => other.toLowerCase() === login.toLowerCase()) === at;
  return all.filter(isFirst);
}
