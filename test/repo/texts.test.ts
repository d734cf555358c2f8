import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REFUSAL_CODES } from '../../src/core/change/refusal.ts';
import { TRANSITIONS } from '../../src/core/change/transitions.ts';
import { ANSWER_VERBS } from '../../src/core/deploy/answer-unauthorised.ts';
import { findVerb } from '../../src/core/intent/verbs.ts';
import { GATES } from '../../src/core/gate/judge.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { renderPolicy } from '../../src/render/policy.ts';
import { renderStates } from '../../src/render/states.ts';
import { expectText } from '../golden/golden.ts';

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

describe('pages that are printed from the code', () => {
  it('CHANGE_POLICY.md is the policy that is enforced', () => {
    expectText('CHANGE_POLICY.md', renderPolicy(DEFAULT_POLICY));
  });

  it('docs/change-states.md is the table that decides', () => {
    expectText('docs/change-states.md', renderStates());
  });

  it('CHANGE_POLICY.md explains every code and names every gate', () => {
    const page = read('CHANGE_POLICY.md');
    expect(REFUSAL_CODES.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
    expect(GATES.filter(({ title }) => !page.includes(`| ${title} |`)).map(({ id }) => id)).toEqual(
      [],
    );
  });

  it('docs/change-states.md has a row for every transition', () => {
    const rows = read('docs/change-states.md')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| from'));
    expect(rows).toHaveLength(TRANSITIONS.length);
  });
});

describe('every text of ours', () => {
  const FILES = [
    'refusals.yml',
    'situations.yml',
    'reminders.yml',
    'announcements.yml',
    'states.yml',
  ];

  it.each(FILES)('in templates/%s uses words that everybody knows', (file) => {
    const text = read(`templates/${file}`);
    expect(text).not.toMatch(
      /\b(?:utilize|leverage|please note|simply|just|easily|obviously|oops|sorry|whoops|successfully)\b/iu,
    );
    expect(text).not.toMatch(/!(?:\s|$|")/u);
  });

  it.each([...FILES, 'policy.hbs'])(
    'in templates/%s names only commands that there are',
    (file) => {
      const named = [...read(`templates/${file}`).matchAll(/\/chg ([a-z][a-z-]*)/gu)];
      const words = [...new Set(named.map(([, word]) => word ?? ''))];
      const answers: readonly string[] = ANSWER_VERBS;
      const isKnown = (word: string) => findVerb(word) !== null || answers.includes(word);
      expect(words.filter((word) => !isKnown(word))).toEqual([]);
    },
  );

  it.each(FILES)('in templates/%s keeps its sentences short', (file) => {
    const sentences = read(`templates/${file}`)
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.replaceAll(/\{\{[^}]*\}\}/gu, 'x').replaceAll(/`[^`]*`/gu, 'x'))
      .flatMap((line) => line.split(/(?<=[.;?]) /u));
    expect(sentences.filter((sentence) => sentence.split(/\s+/u).length > 34)).toEqual([]);
  });
});
