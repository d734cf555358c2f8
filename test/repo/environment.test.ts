// .env.example is what an operator fills in: it names every variable that the configuration knows, with
// the same defaults, and no other.
import { expect, test } from 'vitest';

import { SETTINGS } from '../../src/settings.ts';
import { read } from './repository.ts';

/** Read by docker-compose.yml, not by us. */
const ofCompose = 'POSTGRES_PASSWORD';

const lines = read('.env.example')
  .split('\n')
  .map((line) => /^#?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line))
  .filter((match) => match !== null)
  .map(([, name = '', value = '']) => ({ name, value }));

test('the example environment names every setting once, and nothing else', () => {
  const names = lines.map(({ name }) => name).filter((name) => name !== ofCompose);
  expect(names.sort()).toEqual(SETTINGS.map(({ variable }) => variable).sort());
});

test('the example environment shows the defaults that hold', () => {
  const given = SETTINGS.filter((setting) => setting.default !== null);
  const shown = given.map(({ variable }) => lines.find(({ name }) => name === variable)?.value);
  expect(shown).toEqual(given.map((setting) => setting.default));
});

test('the decisions that the house stands on are written down', () => {
  const decisions = read('docs/decisions.md').match(/^\*\*[^*]+\*\*/gm) ?? [];
  expect(decisions.length).toBeGreaterThan(10);
});
