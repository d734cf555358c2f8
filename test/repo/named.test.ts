// Whatever the papers name exists: paths, settings, scripts, commands with their options, verbs, addresses. A reader who types
// what stands there is never the first to try it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { COMMANDS } from '../../src/cli/commands.ts';
import { readOptions } from '../../src/demo/options.ts';
import { ANSWER_VERBS } from '../../src/core/deploy/answer-unauthorised.ts';
import { VERBS } from '../../src/core/intent/verbs.ts';
import { SETTINGS } from '../../src/settings.ts';
import { filesIn, read, readManifest, root } from './repository.ts';

const PAPERS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'src/README.md',
  ...filesIn('docs').filter((path) => path.endsWith('.md') && path !== 'docs/features.md'),
];

/** Everything that stands in code: spans, and lines of shell blocks. */
function codeIn(paper: string): readonly string[] {
  const text = read(paper);
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```/gmu)].flatMap(([, body = '']) =>
    body.split('\n').flatMap((line) => line.split(' && ')),
  );
  const prose = text.replaceAll(/^```[^]*?^```/gmu, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/gu)].map(([, span = '']) => span);
  return [...blocks, ...spans];
}

const named = PAPERS.flatMap((paper) => codeIn(paper).map((code) => ({ paper, code })));
/** What the first group of the pattern finds. */
const here = (pattern: RegExp): readonly string[] =>
  named.flatMap(({ code }) => {
    const found = pattern.exec(code)?.[1];
    return found === undefined ? [] : [found];
  });

/** `audit verify --json`, with or without `holdpoint` before it. */
function commandTrouble(words: string): string | null {
  const command = COMMANDS.find(({ name }) => words === name || words.startsWith(`${name} `));
  if (command === undefined) return words.startsWith('--') ? null : `no command: ${words}`;
  const options = [...words.matchAll(/(?:^|\s)--([a-z-]+)/gu)].map(([, name = '']) => name);
  const known = [...command.options.map(({ name }) => name), 'help'];
  const unknown = options.filter((name) => !known.includes(name));
  return unknown.length === 0 ? null : `no option --${unknown.join(', --')}: ${words}`;
}

describe('what the papers name', () => {
  test('as a path is there', () => {
    const isPath = /^(?:\.{0,2}[\w-]+\/)*\.?[\w-]+(?:\.(?:md|ts|js|mjs|json|yml|hbs))?$/u;
    // These stand in the repositories of the reader.
    const theirs = ['.github/holdpoint.yml', 'holdpoint.yml'];
    const folders = /^(?:src|test|docs|tools|bench|templates|schemas|migrations)\//u;
    const paths = named.filter(
      ({ code }) =>
        isPath.test(code) &&
        !theirs.includes(code) &&
        (folders.test(code) || /\.(?:md|mjs|yml|json)$/u.test(code)),
    );
    expect(paths.length).toBeGreaterThan(10);
    const missing = paths.filter(
      ({ paper, code }) =>
        !existsSync(join(root, code)) && !existsSync(join(root, dirname(paper), code)),
    );
    expect(missing).toEqual([]);
  });

  test('as a link is there', () => {
    const missing = PAPERS.flatMap((paper) =>
      [...read(paper).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/gu)]
        .map(([, to = '']) => to)
        .filter((to) => !existsSync(join(root, dirname(paper), to)))
        .map((to) => `${paper}: ${to}`),
    );
    expect(missing).toEqual([]);
  });

  test('as a setting is one that is read', () => {
    const settings = here(/^([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=.*)?$/u);
    expect(settings.length).toBeGreaterThan(10);
    const known = new Set(SETTINGS.map(({ variable }) => variable));
    const code = ['package.json', ...['test', 'tools'].flatMap(filesIn)].filter((path) =>
      /\.(?:ts|json)$/u.test(path),
    );
    const elsewhere = (name: string): boolean =>
      code.some((path) => path !== 'test/repo/named.test.ts' && read(path).includes(name));
    expect(settings.filter((name) => !known.has(name) && !elsewhere(name))).toEqual([]);
  });

  test('as a script is in package.json, and the demo knows its options', () => {
    const scripts = here(/^npm (?:run (?:-s )?)?([a-z][a-z:]*)/u);
    expect(scripts.length).toBeGreaterThan(8);
    const builtIn = ['ci', 'exec', 'install', 'pack', 'run'];
    const ours = readManifest().scripts;
    expect(scripts.filter((name) => !builtIn.includes(name) && !Object.hasOwn(ours, name))).toEqual(
      [],
    );
    expect(read('README.md')).toContain('`-- --exit`');
    expect(readOptions(['--exit'])).toMatchObject({ kind: 'play', options: { exit: true } });
  });

  test('as a command of the command line can be given, with those options', () => {
    const words = [
      ...here(/^(?:npm run -s holdpoint -- |holdpoint )(.+)$/u),
      ...here(
        /^((?:show|explain|audit verify|audit export|forms install|policy render|rebuild|redrive)(?: .*)?)$/u,
      ),
    ];
    expect(words.length).toBeGreaterThan(10);
    expect(words.map(commandTrouble).filter((trouble) => trouble !== null)).toEqual([]);
    for (const { name } of COMMANDS) expect(read('README.md')).toContain(`\`${name}`);
  });

  test('as a verb is one that people may write', () => {
    const known = new Set([...VERBS.map(({ usage }) => usage.split(' ')[1]), ...ANSWER_VERBS]);
    const verbs = here(/^\/chg ([a-z-]+)/u);
    expect(verbs.length).toBeGreaterThan(30);
    expect(verbs.filter((verb) => !known.has(verb))).toEqual([]);
  });

  test('as an action in the log is written somewhere', () => {
    const actions = here(/^action: "([a-z_]+)"$/u);
    expect(actions.length).toBeGreaterThan(3);
    const source = filesIn('src')
      .filter((path) => path.endsWith('.ts'))
      .map(read);
    expect(
      actions.filter((action) => !source.some((text) => text.includes(`'${action}'`))),
    ).toEqual([]);
  });
});
