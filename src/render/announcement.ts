/**
 * A comment of its own, with real mentions of the few people who have to act now; the only place where Holdpoint
 * notifies anybody. Texts: templates/announcements.yml.
 */
import { assertNever } from '../core/assert-never.ts';
import { changeName } from '../core/change/state.ts';
import type { Announcement, AnnouncementAbout, AnnouncementKind } from '../core/desired/view.ts';
import type { Step } from '../core/plan/plan.ts';
import { list, md, NOTHING, type Markdown } from './markdown.ts';
import { inline, login, markerLine, mention } from './safe-text.ts';
import { short } from './situation.ts';
import { readTable, template, type Printable } from './template.ts';
import { moment, stretch, type Clock } from './when.ts';
import { CATEGORY_WORDS, STATE_WORDS } from './words.ts';
import { whoText } from './who.ts';

const KINDS: readonly AnnouncementKind[] = [
  'review',
  'hold',
  'declined',
  'handover',
  'authorise',
  'post_review',
  'overdue',
  'overrun',
  'changes_requested',
  'blocked',
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
  readonly marker: Markdown;
}>('announcement');

/** `marker` is the hidden last line. */
export function renderAnnouncement(announcement: Announcement, marker: string): string {
  const { about, notify, who, number, clock } = announcement;
  const texts = TEXTS.get(about.kind)?.get('');
  if (texts === undefined) throw new Error(`no text for the announcement ${about.kind}`);
  const facts = factsOf(about, clock);
  return ANNOUNCEMENT({
    symbol: texts.symbol(facts),
    headline: texts.headline(facts),
    next: texts.next(facts),
    more: texts.more(facts),
    name: inline(changeName(number)),
    whom: notify.length > 0 ? list(notify.map(mention), 'or') : whoText(who),
    body: bodyOf(about),
    marker: markerLine(marker),
  }).trimEnd();
}

function factsOf(about: AnnouncementAbout, clock: Clock): Printable {
  switch (about.kind) {
    case 'review':
      return {
        category: about.category === null ? NOTHING : md`${CATEGORY_WORDS[about.category]} change`,
        window: about.window === null ? null : stretch(about.window, clock),
        returned: about.returned,
      };
    case 'hold':
      return { step: inline(about.step.id), shuts: about.shuts === null ? null : inline(about.shuts) };
    case 'declined':
      return { step: inline(about.step.id), by: login(about.by), saw: short(about.saw) };
    case 'handover':
      return { from: login(about.from), to: login(about.to), ...about.progress };
    case 'authorise':
      return { by: login(about.startedBy), authoriser: about.authoriser === null ? null : inline(about.authoriser), due: moment(about.dueAt, clock) };
    case 'post_review':
      return { due: moment(about.dueAt, clock) };
    case 'overdue': {
      const [review, authorisation] = [about.owed.includes('review'), about.owed.includes('authorisation')];
      const owed = list([...(review ? [md`the review`] : []), ...(authorisation ? [md`the authorisation`] : [])], 'and');
      const both = review && authorisation;
      return { owed: md`${owed} ${both ? md`are` : md`is`}`, review, authorisation, both, due: moment(about.dueAt, clock) };
    }
    case 'overrun':
      return { end: moment(about.end, clock) };
    case 'changes_requested':
    case 'blocked':
      return { by: login(about.by), text: short(about.text) };
    case 'closed_early':
      return { state: STATE_WORDS[about.state] };
    default:
      return assertNever(about);
  }
}

/** The second person reads here what the operator saw, and what was expected. */
function bodyOf(about: AnnouncementAbout): readonly Markdown[] {
  if (about.kind === 'declined') return stepLines(about.step);
  if (about.kind !== 'hold') return [];
  const saw = about.observed === null ? md`${login(about.by)} ticked it and has not written yet what was seen` : md`${login(about.by)} saw: ${short(about.observed)}`;
  return [...stepLines(about.step), saw];
}

function stepLines({ id, text, expect }: Step): readonly Markdown[] {
  const head = md`**${inline(id)}** ${short(text)}`;
  return expect === null ? [head] : [head, md`expected: ${short(expect)}`];
}
