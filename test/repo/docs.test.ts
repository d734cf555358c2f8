// What the documentation says about the code is made from the code; what it names, named.test.ts looks for.
import { expect, test } from 'vitest';

import { commandsPage, withSettings } from '../../tools/generated-docs.ts';
import { read, readManifest } from './repository.ts';

const AGAIN = 'not what the code says now; write it again with "npm run docs" and read the diff';

test('the table of settings in the README is the one that the code describes', () => {
  expect(read('README.md'), AGAIN).toBe(withSettings(read('README.md')));
  expect(read('README.md')).toContain('| `WEBHOOK_SECRET` | **needed** |');
});

test('the page of commands is made from the verbs and the policy', () => {
  expect(read('docs/commands.md'), AGAIN).toBe(commandsPage());
});

test('what contributors and finders of faults are told to use is there', () => {
  expect(read('README.md')).toMatch(
    /\[Security\]\(SECURITY\.md\).*\[Contributing\]\(CONTRIBUTING\.md\)/su,
  );
  const [contributing, security] = [read('CONTRIBUTING.md'), read('SECURITY.md')];
  // One line installs and checks everything; it is what the README and the continuous integration say as well.
  expect(contributing).toContain('npm ci && npm test');
  expect(read('README.md')).toContain('npm ci && npm test');
  expect(read('.ci/run')).toMatch(/^npm ci$[^]*^npm test$/mu);
  expect(security).toContain('Report a vulnerability');
  expect(security).toMatch(/Supported: /u);
  expect(readManifest().files).toEqual(expect.arrayContaining(['SECURITY.md', 'CHANGELOG.md']));
  expect(read('CHANGELOG.md')).toContain(`## ${readManifest().version}`);
  expect(read('.npmrc')).toMatch(/^ignore-scripts\s*=\s*true$/mu);
});
