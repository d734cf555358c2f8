/** The agenda of a meeting about changes as Markdown, to be pasted into an invitation. Frame: templates/agenda.hbs. */
import type { Agenda, AgendaReview, AgendaWaiting } from '../core/desired/agenda.ts';
import { asMarkdown, join, lines, list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, link, login } from './safe-text.ts';
import { template } from './template.ts';
import { exact, moment, stretch, type Clock } from './when.ts';
import { CATEGORY_WORDS } from './words.ts';

type AgendaModel = {
  readonly until: Markdown;
  readonly categories: readonly { readonly name: Markdown; readonly items: readonly Markdown[] }[];
  readonly reviews: readonly Markdown[];
};

const AGENDA = template<AgendaModel>('agenda');

const OWED_BY: Readonly<Record<AgendaReview['why'], Markdown>> = {
  emergency: md`an emergency`,
  failed: md`it failed`,
  rolled_back: md`it was rolled back`,
};

/** Times stand in the zone of each window, and in UTC where a change names none. */
export function renderAgenda({ waiting, reviews }: Agenda, until: string): string {
  const year = Number(until.slice(0, 4));
  const clock: Clock = { zone: 'UTC', year };
  const categories = [...new Set(waiting.map(({ category }) => category))];
  return `${AGENDA({
    until: moment(until, clock),
    categories: categories.map((category) => ({
      name: category === null ? md`No category` : CATEGORY_WORDS[category],
      items: waiting
        .filter((one) => one.category === category)
        .map((one) => waitingItem(one, { ...clock, zone: one.window?.zone ?? 'UTC' })),
    })),
    reviews: reviews.map((one) => reviewItem(one, clock)),
  }).trimEnd()}\n`;
}

function waitingItem(one: AgendaWaiting, clock: Clock): Markdown {
  const { window, risk, author, conflicts, approvals } = one;
  const when = window === null ? md`no window` : stretch({ ...window, note: null }, clock);
  const level = risk === null ? NOTHING : md` · risk ${asMarkdown(risk)}`;
  const met = conflicts.length === 0 ? NOTHING : md` · meets ${list(conflicts.map(inline), 'and')}`;
  const missing = approvals.map(
    ({ title, missing: count, by }) =>
      md`${title === null ? NOTHING : md`${inline(title)}: `}${count} of ${list(by.map(inline), 'or')}`,
  );
  return lines([
    md`- ${linked(one)} · ${when}${level} · by ${login(author)}${met}`,
    missing.length === 0
      ? md`  approved; something else is in the way`
      : md`  approval is missing: ${join(missing, md`; `)}`,
  ]);
}

function reviewItem(one: AgendaReview, clock: Clock): Markdown {
  const { why, dueAt, overdueSince } = one;
  const due = overdueSince === null ? md`due` : md`**overdue** since`;
  return md`- ${linked(one)} · ${OWED_BY[why]} · ${due} ${exact(dueAt, clock)} · ${code('/chg review <findings>')}`;
}

function linked({ change, title, url }: AgendaReview | AgendaWaiting): Markdown {
  return md`${link(inline(change), url)} ${inline(title)}`;
}
