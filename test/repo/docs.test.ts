// What the documentation says about the code is made from the code, and what it links to is there.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

import { commandsPage, withSettings } from '../../tools/generated-docs.ts';
import { read, readManifest, root } from './repository.ts';

test('the table of settings in the README is the one that the code describes', () => {
  expect(read('README.md')).toBe(withSettings(read('README.md')));
  expect(read('README.md')).toContain('| `WEBHOOK_SECRET` | **needed** |');
});

test('the page of commands is made from the verbs and the policy', () => {
  expect(read('docs/commands.md')).toBe(commandsPage());
});

test.each(['README.md', 'docs/walkthrough.md', 'docs/commands.md'])(
  '%s links to nothing that is missing',
  (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/gu)].map(([, to = '']) => to);
    expect(links.filter((to) => !existsSync(join(root, dirname(page), to)))).toEqual([]);
  },
);

test('every npm script that the README, the walkthrough and the contribution guide name exists', () => {
  const text = ['README.md', 'docs/walkthrough.md', 'CONTRIBUTING.md'].map(read).join('\n');
  const named = [...text.matchAll(/npm run (?:-s )?([a-z][a-z:]*)/gu)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !Object.hasOwn(readManifest().scripts, name))).toEqual([]);
});
