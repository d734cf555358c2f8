// The app cannot tell the pretended forge from a real one: outside its own folder and the demo nothing imports it,
// and nothing so much as names it.
import { expect, test } from 'vitest';

import { filesIn, read } from './repository.ts';

const app = filesIn('src')
  .filter((path) => !/^src\/(?:sandbox|demo)\//.test(path))
  .filter((path) => path.endsWith('.ts'));

test('no file of the app imports the sandbox or the demo', () => {
  expect(app.length).toBeGreaterThan(100);
  const imports = /from '[^']*\/(?:sandbox|demo)\/|import\('[^']*\/(?:sandbox|demo)\//;
  expect(app.filter((path) => imports.test(read(path)))).toEqual([]);
});

test('no file of the app, no template and no migration names the sandbox or its people', () => {
  const texts = [...app, ...filesIn('templates'), ...filesIn('migrations')];
  expect(texts.filter((path) => /sandbox|lighthouse/i.test(read(path)))).toEqual([]);
});
