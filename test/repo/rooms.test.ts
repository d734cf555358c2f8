// Whoever comes new finds each room of the source in one table, and no room that is gone.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { read, root } from './repository.ts';

function foldersIn(path: string): readonly string[] {
  const entries = readdirSync(join(root, path), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

it('every room has its row in the README of the source', () => {
  const first = read('src/README.md').matchAll(/^\| (?<cell>`[^|]*) \|/gmu);
  const named = [...first].flatMap(({ groups }) =>
    [...(groups?.['cell'] ?? '').matchAll(/`([^`]+)`/gu)].map(([, name]) => name),
  );
  const rooms = [
    ...foldersIn('src').filter((name) => name !== 'core'),
    ...foldersIn('src/core').map((name) => `core/${name}`),
  ];
  expect(named.filter((name) => name?.endsWith('.ts') === false).sort()).toEqual(rooms.sort());
});
