/** What a change has beside it: whom it meets, what it waits for, which freezes lie in its window, which windows it misses. An item each. */
import type { ConflictKind } from '../core/time/conflicts.ts';
import type { ConflictSummary } from '../core/time/conflict-summary.ts';
import { list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, link, login } from './safe-text.ts';
import { moment, stretch, type Clock } from './when.ts';
import { STATE_WORDS } from './words.ts';

type Conflict = ConflictSummary['conflicts'][number];
type Dependency = ConflictSummary['dependencies'][number];
type Freeze = ConflictSummary['freezes'][number];
type Other = NonNullable<Dependency['on']>;

const KIND_WORDS: Readonly<Record<ConflictKind, Markdown>> = {
  same_asset: md`the same asset`,
  related_asset: md`a part of it, or what it is part of`,
  same_person: md`the same person`,
  dependency_after: md`it is waited for, and ends later than this one shall begin`,
};

export function besideItems(summary: ConflictSummary, clock: Clock): readonly Markdown[] {
  return [
    ...summary.conflicts.map((one) => conflictItem(one, clock)),
    ...summary.dependencies.map((one) => dependencyItem(one, clock)),
    ...summary.freezes.map((one) => freezeItem(one, clock)),
    ...outsideItems(summary),
  ];
}

function conflictItem(conflict: Conflict, clock: Clock): Markdown {
  const { kind, about, acknowledgedBy } = conflict;
  const names = about.map(kind === 'same_person' ? login : code);
  const which = names.length === 0 ? NOTHING : md`: ${list(names, 'and')}`;
  const known =
    acknowledgedBy === null
      ? md`nobody has said that they know of it`
      : md`acknowledged by ${login(acknowledgedBy)}`;
  return md`- Meets ${other(conflict, clock)} · ${KIND_WORDS[kind]}${which} · ${known}`;
}

function dependencyItem(dependency: Dependency, clock: Clock): Markdown {
  const { on, met, kind, mergeOnly, named, where } = dependency;
  const whose = whoseWord(where);
  const what = mergeOnly ? md`Merges after` : md`Waits for`;
  if (on === null) return md`- ${what} ${code(named)} · there is no such change${whose}`;
  const outcome = kind === 'outcome' ? md`, completed` : NOTHING;
  return md`- ${what} ${other(on, clock)}${outcome} · ${met ? md`done` : md`not done`}${whose}`;
}

/** Where it is named; the plan goes without saying. */
function whoseWord(where: string): Markdown {
  if (where === 'plan') return NOTHING;
  if (where === 'forge') return md`, linked on the forge`;
  return where === 'command' ? md`, by \`/chg depends\`` : md`, by ${code(where)}`;
}

function freezeItem({ title, owner, start, end }: Freeze, clock: Clock): Markdown {
  const from = start === null ? NOTHING : md` from ${moment(start, clock)}`;
  const until = end === null ? NOTHING : md` until ${moment(end, clock)}`;
  return md`- Freeze “${inline(title)}”${from}${until} · ${login(owner)}`;
}

function other({ change, title, state, window, url }: Other, clock: Clock): Markdown {
  const name = link(inline(change), url);
  const called = title === null ? NOTHING : md` “${inline(title)}”`;
  const when = window === null ? NOTHING : md`, ${stretch({ ...window, note: null }, clock)}`;
  return md`${name}${called} (${STATE_WORDS[state]}${when})`;
}

/** Said, and nobody is held up by it here: where an asset demands its window, a gate does. */
function outsideItems({ outside: { assets, windows } }: ConflictSummary): readonly Markdown[] {
  if (assets.length === 0) return [];
  const which = windows.map((title) => md`“${inline(title)}”`);
  const named = which.length === 0 ? NOTHING : md` ${list(which, 'and')}`;
  return [md`- Outside its maintenance window${named}: ${list(assets.map(code), 'and')}`];
}
