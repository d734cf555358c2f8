// docs/features.md names every feature of the first stage once, and every test that it names exists under that title.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { read, root } from './repository.ts';

const spans =
  '1-3 5 7-8 10 12 23-32 35-36 53-65 67-69 71-84 86 88-92 101-104 106-109 120-121 123 140 142-144 147 150 156-163 166 178-179 194 199-201 204 211-214 217 229 235 245 248-251';

const promised = spans.split(' ').flatMap((span) => {
  const [from = 0, to = from] = span.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, at) => `F${String(from + at).padStart(3, '0')}`);
});

const rows = [...read('docs/features.md').matchAll(/^\| (F\d{3}) \| [^|]+ \| (.+) \|$/gmu)];
const proofs = rows.flatMap(([, id = '', proof = '']) => {
  const [, path = '', title = ''] = /^`([^`]+)` › (.+)$/u.exec(proof) ?? [];
  return path === '' ? [] : [{ id, path, title }];
});

test('every feature of the first stage has a row, every feature one at most, in order', () => {
  const ids = rows.map(([, id = '']) => id);
  expect(ids).toEqual(expect.arrayContaining(promised));
  expect(ids).toEqual([...new Set(ids)].toSorted());
});

test('every feature names a test', () => {
  expect(rows.map(([, id]) => id).filter((id) => !proofs.some((proof) => proof.id === id))).toEqual(
    [],
  );
  expect(read('docs/features.md')).not.toMatch(/no test named/iu);
});

test('every test that a feature names exists', () => {
  const missing = proofs.filter(({ path, title }) => {
    if (!existsSync(join(root, path))) return true;
    const text = read(path).replaceAll(/\(\s+/gu, '(');
    return !["'", '"', '`'].some((mark) => text.includes(`(${mark}${title}${mark}`));
  });
  expect(missing).toEqual([]);
});
