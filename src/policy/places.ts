/**
 * Where everything stands in a file: line and column by the path of a value, so that whoever is told of a problem can
 * go there.
 */
export type Place = {
  /** Counted from 1, in UTF-16 units, as editors do. */
  readonly line: number;
  readonly column: number;
};

export type Path = readonly (string | number)[];

export type Places = {
  /** Where the value stands; of a map or list in a map, its key. */
  readonly value: (path: Path) => Place | null;
  /** Where the path begins; if it is not there, the longest beginning of it that is. */
  readonly nearest: (path: Path) => Place | null;
  /** Under the path, at any depth, a value that is exactly this word. */
  readonly word: (path: Path, word: string) => Place | null;
};

export type Entry = {
  readonly path: Path;
  readonly offset: number;
  /** Of a value that is no map and no list: what it says. */
  readonly word: string | null;
};

export function makePlaces(text: string, entries: readonly Entry[]): Places {
  const place = placeIn(text);
  // A key comes before its value, so the first entry of a path is its key.
  const first = new Map(entries.toReversed().map(({ path, offset }) => [keyOf(path), offset]));
  const last = new Map(entries.map(({ path, offset }) => [keyOf(path), offset]));
  const find = (offsets: ReadonlyMap<string, number>, path: Path): Place | null => {
    const offset = offsets.get(keyOf(path));
    return offset === undefined ? null : place(offset);
  };
  return {
    value: (path) => find(last, path),
    nearest: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const found = find(first, path.slice(0, length));
        if (found !== null) return found;
      }
      return null;
    },
    word: (path, word) => {
      const inside = entries.find(
        (entry) => entry.word === word && path.every((part, index) => entry.path[index] === part),
      );
      return inside === undefined ? null : place(inside.offset);
    },
  };
}

export function placeIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function keyOf(path: Path): string {
  return JSON.stringify(path.map(String));
}
