/*
 * A table of immutable rows, found by id, by one group (rows of the same parent, in order of insertion) and by
 * one unique key. Replacing a row keeps its place in the group; the group of a row never changes.
 */
export type Table<Row extends { readonly id: number }> = {
  get(id: number): Row | undefined;
  find(key: string): Row | undefined;
  of(group: number | string): readonly Row[];
  all(): readonly Row[];
  put(row: Row): Row;
  patch(id: number, change: Partial<Row>): Row;
  remove(id: number): void;
};

export type TableKeys<Row> = {
  readonly group?: (row: Row) => number | string;
  readonly key?: (row: Row) => string;
};

export function createTable<Row extends { readonly id: number }>(
  keys: TableKeys<Row> = {},
): Table<Row> {
  const rows = new Map<number, Row>();
  const groups = new Map<number | string, Set<number>>();
  const unique = new Map<string, number>();

  const at = (ids: Iterable<number>): Row[] => {
    const found: Row[] = [];
    for (const id of ids) {
      const row = rows.get(id);
      if (row !== undefined) found.push(row);
    }
    return found;
  };

  const put = (row: Row): Row => {
    const before = rows.get(row.id);
    if (before !== undefined && keys.key !== undefined) unique.delete(keys.key(before));
    rows.set(row.id, row);
    if (keys.key !== undefined) unique.set(keys.key(row), row.id);
    if (before === undefined && keys.group !== undefined) {
      const group = keys.group(row);
      const members = groups.get(group) ?? new Set<number>();
      members.add(row.id);
      groups.set(group, members);
    }
    return row;
  };

  return {
    get: (id) => rows.get(id),
    find: (key) => {
      const id = unique.get(key);
      return id === undefined ? undefined : rows.get(id);
    },
    of: (group) => at(groups.get(group) ?? []),
    all: () => [...rows.values()],
    put,
    patch: (id, change) => {
      const before = rows.get(id);
      if (before === undefined) throw new Error(`The sandbox has no row ${id} to change.`);
      return put({ ...before, ...change });
    },
    remove: (id) => {
      const row = rows.get(id);
      if (row === undefined) return;
      rows.delete(id);
      if (keys.key !== undefined) unique.delete(keys.key(row));
      if (keys.group !== undefined) groups.get(keys.group(row))?.delete(id);
    },
  };
}
