/**
 * What can have happened to a freeze that was opened. These events belong to no change: they stand in the same chain,
 * without a number of one, and are folded here.
 *
 * What must stay true: `data` holds ids, codes, numbers and times; words of people, also the names that they freeze by,
 * stand in `texts`, lists of them one a line. Old logs are read by this table.
 */
import type { StoredEvent } from '../audit/event.ts';
import { BrokenInvariantError } from '../change/broken-invariant.ts';
import { REDACTED } from '../change/plan-record.ts';
import type { Category, Level } from '../plan/plan.ts';
import { CATEGORY_LADDER } from '../policy/category-ladder.ts';
import { ROLES, type Role } from '../policy/holders.ts';
import type { FreezePlace, FreezeTerms, OpenedFreeze } from './opened-freeze.ts';

export type FreezeEvent = {
  readonly type: 'freeze_opened' | 'freeze_changed' | 'freeze_ended';
  readonly data: Readonly<Record<string, string | number | readonly string[] | null>>;
  readonly texts: Readonly<Record<string, string>>;
};

type Opening = {
  readonly number: number;
  readonly place: FreezePlace | null;
  readonly owner: string;
  readonly terms: FreezeTerms;
};

const TYPES: readonly string[] = ['freeze_opened', 'freeze_changed', 'freeze_ended'];
const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'critical'];

export function isFreezeEvent({ type }: Pick<StoredEvent, 'type'>): boolean {
  return TYPES.includes(type);
}

export function openedEvent({ number, place, owner, terms }: Opening): FreezeEvent {
  const { data, texts } = spell(number, terms);
  const at = { repoId: place?.repoId ?? null, issue: place?.issue ?? null };
  const where = { repo: place?.repo ?? '', url: place?.url ?? '' };
  return {
    type: 'freeze_opened',
    data: { ...data, ...at },
    texts: { ...texts, ...where, owner },
  };
}

export function changedEvent(number: number, terms: FreezeTerms): FreezeEvent {
  return { type: 'freeze_changed', ...spell(number, terms) };
}

export function endedEvent(number: number, reason: string): FreezeEvent {
  return { type: 'freeze_ended', data: { freeze: number }, texts: { reason } };
}

function spell(number: number, terms: FreezeTerms): Pick<FreezeEvent, 'data' | 'texts'> {
  const { start, end, zone, note, scope, overriders, lets, reason } = terms;
  const { assets, environments, categories, repositories } = scope;
  return {
    data: { freeze: number, start, end, zone, overriders, lets, categories },
    texts: {
      reason,
      note: note ?? '',
      assets: assets.join('\n'),
      environments: environments.join('\n'),
      repositories: repositories.join('\n'),
    },
  };
}

/** Which freeze a stored event of one is about. */
export function freezeIn(stored: StoredEvent): number {
  const number = stored.data['freeze'];
  if (typeof number === 'number') return number;
  throw new BrokenInvariantError(stored, 'data.freeze is missing or of another kind');
}

export function evolveFreeze(known: OpenedFreeze | null, stored: StoredEvent): OpenedFreeze {
  const { type, actor, occurredAt } = stored;
  const by = { id: actor.id, login: actor.login };
  if (type === 'freeze_opened')
    return {
      number: freezeIn(stored),
      place: placeIn(stored),
      owner: textIn(stored, 'owner'),
      openedAt: occurredAt,
      terms: termsIn(stored),
      changed: [],
      ended: null,
    };
  if (known === null) throw new BrokenInvariantError(stored, 'the freeze was never opened');
  if (type === 'freeze_ended')
    return { ...known, ended: { by, at: occurredAt, reason: textIn(stored, 'reason') } };
  const changed = [...known.changed, { by, at: occurredAt }];
  return { ...known, terms: termsIn(stored), changed };
}

function placeIn(stored: StoredEvent): FreezePlace | null {
  const { repoId, issue } = stored.data;
  if (typeof repoId !== 'string' || typeof issue !== 'number') return null;
  return { repoId, issue, repo: textIn(stored, 'repo'), url: textIn(stored, 'url') };
}

function termsIn(stored: StoredEvent): FreezeTerms {
  const { overriders } = stored.data;
  const note = textIn(stored, 'note');
  return {
    start: wordIn(stored, 'start'),
    end: wordIn(stored, 'end'),
    zone: wordIn(stored, 'zone'),
    note: note === '' ? null : note,
    scope: {
      assets: linesIn(stored, 'assets'),
      environments: linesIn(stored, 'environments'),
      categories: listIn<Category>(stored, 'categories', CATEGORY_LADDER),
      repositories: linesIn(stored, 'repositories'),
    },
    overriders: overriders === null ? null : listIn<Role>(stored, 'overriders', ROLES),
    lets: listIn<Level>(stored, 'lets', LEVELS),
    reason: textIn(stored, 'reason'),
  };
}

function wordIn(stored: StoredEvent, name: string): string {
  const value = stored.data[name];
  if (typeof value === 'string') return value;
  throw new BrokenInvariantError(stored, `data.${name} is missing or of another kind`);
}

/** An erased scope narrows nothing: it is about everything. */
function linesIn(stored: StoredEvent, name: string): readonly string[] {
  return (stored.texts[name] ?? '').split('\n').filter((line) => line !== '');
}

function textIn(stored: StoredEvent, name: string): string {
  return stored.texts[name] ?? (Object.hasOwn(stored.texts, name) ? REDACTED : '');
}

function listIn<T extends string>(
  stored: StoredEvent,
  name: string,
  known: readonly T[],
): readonly T[] {
  const value = stored.data[name];
  return known.filter((one) => Array.isArray(value) && value.includes(one));
}
