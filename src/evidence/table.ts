/**
 * What an audit table is: a name, columns in an order that never changes, and a cell for each. An empty cell means
 * "not applicable" or "not known", never zero.
 *
 * What must stay true: columns are only ever added at the end; ids are texts; times are ISO 8601 in UTC with Z.
 */
export type Cell = string | number | boolean | null | readonly string[];

export type Column<S> = { readonly name: string; readonly cell: (subject: S) => Cell };

export type Table<S> = { readonly name: string; readonly columns: readonly Column<S>[] };

export function column<S>(name: string, cell: (subject: S) => Cell): Column<S> {
  return { name, cell };
}

export function cellsOf<S>(table: Table<S>, subject: S): readonly Cell[] {
  return table.columns.map(({ cell }) => cell(subject));
}
