/**
 * How two versions of one thing are compared, field by field: a table says of each field whether the new value is no
 * looser than the old one.
 *
 * What must stay true: a table names every field of its type, so that a field which is added later cannot be forgotten.
 */
export type Loosening = {
  /** Path in a policy file: `categories.significant.lead_time_hours`. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
};

/** Where it stands in a file, and whether the second is no looser than the first. Null: it decides nothing. */
type Row<T> = readonly [at: string, isNoLooser: (from: T, to: T) => boolean] | null;
export type Table<T> = Readonly<Record<keyof Required<T>, Row<T>>>;

export type Pair<T> = { readonly from: T; readonly to: T; readonly at: string };

export function compareFields<T extends object>(
  table: Table<T>,
  { from, to, at }: Pair<T>,
): readonly Loosening[] {
  const [before, after] = [new Map(Object.entries(from)), new Map(Object.entries(to))];
  return Object.entries<Row<T>>(table).flatMap(([key, row]) => {
    if (row === null || row[1](from, to)) return [];
    return [{ what: join(at, row[0]), from: shown(before.get(key)), to: shown(after.get(key)) }];
  });
}

/** What is new asks for more; what is gone asks for nothing. */
export function compareById<T extends { readonly id: string }>(
  pair: Pair<readonly T[]>,
  compare: Looser<T>,
): readonly Loosening[] {
  const after = new Map(pair.to.map((row) => [row.id, row]));
  return pair.from.flatMap((from) => {
    const to = after.get(from.id);
    const at = join(pair.at, from.id);
    return to === undefined
      ? [{ what: at, from: 'asked for', to: 'taken out' }]
      : compare({ from, to, at });
  });
}

export type Looser<T> = (pair: Pair<T>) => readonly Loosening[];

export function comparing<T extends object>(table: Table<T>): Looser<T> {
  return (pair) => compareFields(table, pair);
}

export function join(at: string, name: string): string {
  return name === '' ? at : `${at}.${name}`;
}

const LONGEST = 120;

export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return value.length === 0 ? 'none' : cut(value.join(', '));
  return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
