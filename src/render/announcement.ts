/**
 * A comment of its own, with real mentions of the few people who have to act now, or who subscribed; the only place
 * where Holdpoint notifies anybody. Texts: templates/announcements.yml.
 */
import { changeName } from '../core/change/state.ts';
import type {
  Announcement,
  AnnouncementAbout,
  AnnouncementKind,
} from '../core/desired/announcement.ts';
import type { Step } from '../core/plan/plan.ts';
import { list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, login, markerLine, mention, mentionTeam } from './safe-text.ts';
import { signInLink } from './sign-in-link.ts';
import { short } from './situation-facts.ts';
import { readTable, template, type Printable } from './template.ts';
import { moment, stretch, type Clock } from './when.ts';
import { CATEGORY_WORDS, CLOSURE_WORDS, RETURNED_WORDS, STATE_WORDS } from './words.ts';
import { whoText } from './who.ts';

const KINDS: readonly AnnouncementKind[] = [
  'review',
  'sign_in',
  'hold',
  'declined',
  'handover',
  'authorise',
  'post_review',
  'overdue',
  'duties_overdue',
  'overrun',
  'changes_requested',
  'blocked',
  'concern',
  'bypass',
  'milestone',
  'closed_early',
];
const TEXTS = readTable('announcements.yml', KINDS, ['symbol', 'headline', 'next', 'more']);
const ANNOUNCEMENT = template<{
  readonly symbol: Markdown;
  readonly headline: Markdown;
  readonly next: Markdown;
  readonly more: Markdown;
  readonly name: Markdown;
  readonly whom: Markdown;
  readonly body: readonly Markdown[];
  readonly told: boolean;
  readonly marker: Markdown;
}>('announcement');

/** In place of an announcement that somebody edited after it had been answered. */
export function renderOver(number: number, marker: string): string {
  const name = inline(changeName(number));
  return md`**${name}** · What stood here was answered, and was then edited by somebody else. It is said no more; the record has everything that counts.\n\n${markerLine(marker)}`;
}

/** `marker` is the hidden last line. */
export function renderAnnouncement(announcement: Announcement, marker: string): string {
  const { about, number, clock } = announcement;
  const texts = TEXTS.get(about.kind)?.get(variantOf(about));
  if (texts === undefined) throw new Error(`no text for the announcement ${about.kind}`);
  const facts = factsOf(about, clock);
  return ANNOUNCEMENT({
    symbol: texts.symbol(facts),
    headline: texts.headline(facts),
    next: texts.next(facts),
    more: texts.more(facts),
    name: inline(changeName(number)),
    whom: whomOf(announcement),
    body: bodyOf(about),
    told: about.kind === 'milestone',
    marker: markerLine(marker),
  }).trimEnd();
}

/** Each milestone has its own words. */
function variantOf(about: AnnouncementAbout): string {
  return about.kind === 'milestone' ? about.milestone : '';
}

/** One of several is asked; all who subscribed are told. */
function whomOf({ about, notify, who }: Announcement): Markdown {
  if (about.kind === 'milestone')
    return list([...about.teams.map(mentionTeam), ...notify.map(mention)], 'and');
  return notify.length > 0 ? list(notify.map(mention), 'or') : whoText(who);
}

type AboutOf<K extends AnnouncementKind> = Extract<AnnouncementAbout, { readonly kind: K }>;
type FactsOf<K extends AnnouncementKind> = (about: AboutOf<K>, clock: Clock) => Printable;

const FACTS: { readonly [K in AnnouncementKind]: FactsOf<K> } = {
  review: ({ category, window, returned }, clock) => ({
    category: category === null ? NOTHING : md`${CATEGORY_WORDS[category]} change`,
    window: window === null ? null : stretch(window, clock),
    returned: returned === null ? null : RETURNED_WORDS[returned],
  }),
  sign_in: ({ until, address }, clock) => ({
    until: moment(until, clock),
    sign_in: signInLink(address),
  }),
  hold: ({ step, shuts }) => ({
    step: inline(step.id),
    shuts: shuts === null ? null : inline(shuts),
  }),
  declined: ({ step, by, saw }) => ({ step: inline(step.id), by: login(by), saw: short(saw) }),
  handover: ({ from, to, progress }) => ({ from: login(from), to: login(to), ...progress }),
  authorise: ({ startedBy, authoriser, dueAt }, clock) => ({
    by: login(startedBy),
    authoriser: authoriser === null ? null : inline(authoriser),
    due: moment(dueAt, clock),
  }),
  post_review: ({ dueAt, why }, clock) => ({
    due: moment(dueAt, clock),
    failed: why === 'failed',
    rolledBack: why === 'rolled_back',
  }),
  overdue: ({ owed, dueAt, shutsMerge }, clock) => ({
    review: owed === 'review',
    shutsMerge,
    due: moment(dueAt, clock),
  }),
  duties_overdue: ({ duties }, clock) => ({
    duties: list(
      duties.map(({ id }) => inline(id)),
      'and',
    ),
    first: inline(duties[0]?.id ?? ''),
    due: moment(duties[0]?.dueAt ?? '', clock),
  }),
  overrun: ({ end }, clock) => ({ end: moment(end, clock) }),
  changes_requested: ({ by, text }) => ({ by: login(by), text: short(text) }),
  blocked: ({ by, text }) => ({ by: login(by), text: short(text) }),
  concern: ({ name, by, text }) => ({ name: code(name), by: login(by), text: short(text) }),
  bypass: ({ gate, by, text, until }, clock) => ({
    gate: code(gate),
    by: login(by),
    text: short(text),
    until: moment(until, clock),
    grant: code(`/chg grant ${gate} [note]`),
    deny: code(`/chg deny ${gate} <reason>`),
  }),
  milestone: ({ assets, window, closure }, clock) => ({
    assets: short(assets.join(', ')),
    window: window === null ? null : stretch(window, clock),
    closure: closure === null ? null : (CLOSURE_WORDS[closure] ?? null),
  }),
  closed_early: ({ state }) => ({ state: STATE_WORDS[state] }),
};

function factsOf(about: AnnouncementAbout, clock: Clock): Printable {
  // The table gives each kind its own function; TypeScript cannot see that the two belong together.
  const facts = FACTS[about.kind] as FactsOf<AnnouncementKind>;
  return facts(about, clock);
}

/** The second person reads here what the operator saw, and what was expected. */
function bodyOf(about: AnnouncementAbout): readonly Markdown[] {
  if (about.kind === 'declined') return stepLines(about.step);
  if (about.kind === 'duties_overdue')
    return about.duties.map(({ id, title }) => md`**${inline(id)}** ${short(title)}`);
  if (about.kind !== 'hold') return [];
  const saw =
    about.observed === null
      ? md`${login(about.by)} ticked it and has not written yet what was seen`
      : md`${login(about.by)} saw: ${short(about.observed)}`;
  return [...stepLines(about.step), saw];
}

function stepLines({ id, text, expect }: Step): readonly Markdown[] {
  const head = md`**${inline(id)}** ${short(text)}`;
  return expect === null ? [head] : [head, md`expected: ${short(expect)}`];
}
