/** The comment in which an opened freeze explains itself, with the changes that it hits and those that it let through. */
import { changeName } from '../core/change/state.ts';
import type { FreezePageView } from '../core/desired/freeze-page.ts';
import type { Scope } from '../core/policy/calendar.ts';
import { freezeName } from '../core/time/opened-freeze.ts';
import { keepWhole, COMMENT_BUDGET } from './length.ts';
import { list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, link, login, markerLine, quote } from './safe-text.ts';
import { template } from './template.ts';
import { clockOf, moment, stretch, type Clock } from './when.ts';
import { CATEGORY_WORDS, STATE_WORDS } from './words.ts';
import { anyOf } from './who.ts';

type Model = {
  readonly title: Markdown;
  readonly stand: Markdown;
  readonly reason: Markdown;
  readonly owner: Markdown;
  readonly scope: Markdown;
  readonly may: Markdown;
  readonly lets: Markdown | null;
  readonly note: Markdown | null;
  readonly over: boolean;
  readonly hits: readonly Markdown[];
  readonly exceptions: readonly Markdown[];
  readonly history: Markdown;
  readonly marker: Markdown;
};

const PAGE = template<Model>('freeze-page');
const ROOM = COMMENT_BUDGET / 4;

const STANDING: Readonly<Record<FreezePageView['standing'], Markdown>> = {
  ahead: md`a freeze is ahead`,
  now: md`a freeze stands`,
  over: md`the freeze is over`,
};

/** `marker` is the hidden last line. */
export function renderFreezePage(view: FreezePageView, marker: string): string {
  const { opened, may, left } = view;
  const { terms, number, owner, openedAt } = opened;
  const clock = clockOf(terms.zone, openedAt);
  const hits = keepWhole(
    view.hits.map((hit) => hitText(hit, clock)),
    ROOM,
  );
  const exceptions = keepWhole(
    view.exceptions.map((one) => exceptionText(one, clock)),
    ROOM,
  );
  return PAGE({
    title: md`${inline(freezeName(number))} · ${STANDING[view.standing]}`,
    stand: stretch({ start: terms.start, end: view.end, zone: clock.zone, note: null }, clock),
    reason: quote(terms.reason),
    owner: login(owner),
    scope: scopeText(terms.scope),
    may:
      may.length === 0
        ? md`nobody`
        : md`${anyOf(may)}, by \`/chg override freeze_window_blocked <reason>\` in the change`,
    lets: terms.lets.length === 0 ? null : list(terms.lets.map(code), 'or'),
    note: terms.note === null ? null : inline(terms.note),
    over: view.standing === 'over',
    hits: [...hits.kept, ...more(hits.left + left)],
    exceptions: [...exceptions.kept, ...more(exceptions.left)],
    history: historyText(view, clock),
    marker: markerLine(marker),
  }).trimEnd();
}

function more(count: number): readonly Markdown[] {
  return count === 0 ? [] : [md`*… ${count} more, left out here.*`];
}

function scopeText({ assets, environments, categories, repositories }: Scope): Markdown {
  const parts: readonly (Markdown | null)[] = [
    named(md`assets`, assets.map(code)),
    named(md`environments`, environments.map(code)),
    named(
      md`categories`,
      categories.map((one) => CATEGORY_WORDS[one]),
    ),
    named(md`changes of`, repositories.map(code)),
  ];
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? md`all changes` : said.reduce((all, part) => md`${all}; ${part}`);
}

function named(what: Markdown, names: readonly Markdown[]): Markdown | null {
  return names.length === 0 ? null : md`${what} ${list(names, 'or')}`;
}

type Told = FreezePageView['hits'][number];

function nameText({ number, url }: Pick<Told, 'number' | 'url'>): Markdown {
  const name = inline(changeName(number));
  return url === null ? name : link(name, url);
}

function hitText(hit: Told, clock: Clock): Markdown {
  const when = hit.window === null ? NOTHING : md`, ${stretch(hit.window, clock)}`;
  const elsewhere = hit.url === null ? md`, in another repository` : NOTHING;
  const through =
    hit.through === 'override'
      ? md` · let through`
      : hit.through === 'priority'
        ? md` · goes through by its priority`
        : NOTHING;
  return md`${nameText(hit)} ${STATE_WORDS[hit.state]}${when}${elsewhere}${through}`;
}

function exceptionText(
  { change, by, at, reason, isOver }: FreezePageView['exceptions'][number],
  clock: Clock,
): Markdown {
  const why = reason === null ? md` · said in another repository` : md`: ${inline(reason)}`;
  return md`${moment(at, clock)} ${nameText(change)} by ${login(by)}${why}${isOver ? md` · no longer holds` : NOTHING}`;
}

function historyText({ opened }: FreezePageView, clock: Clock): Markdown {
  const { owner, openedAt, changed, ended } = opened;
  const last = changed.at(-1);
  const moved =
    last === undefined
      ? NOTHING
      : md` Changed by ${login(last.by.login)} ${moment(last.at, clock)}.`;
  const why = ended === null || ended.reason === '' ? NOTHING : md`: ${inline(ended.reason)}`;
  const over =
    ended === null
      ? NOTHING
      : md` Ended by ${login(ended.by.login)} ${moment(ended.at, clock)}${why}.`;
  return md`Opened by ${login(owner)} ${moment(openedAt, clock)}.${moved}${over}`;
}
