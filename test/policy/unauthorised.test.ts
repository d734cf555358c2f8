// What a policy file says of that which goes past every gate: read, laid over, written down again, never loosened.
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { loosenings } from '../../src/core/policy/loosenings.ts';
import { namesOf } from '../../src/core/policy/names.ts';
import { printPolicy } from '../../src/policy/print-policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { renderPolicy } from '../../src/render/policy.ts';
import { asFile, ORGANISATION } from './files.ts';

const own = (said: string) => readPolicy({ repository: asFile(`policy: 1\n${said}`) });
const PLAIN = own('');

describe('what a policy says of that which goes past every gate', () => {
  test('is nothing where it is not said, and then as little is printed', () => {
    expect(PLAIN.unauthorised).toBeUndefined();
    expect(printPolicy(PLAIN)).not.toHaveProperty('unauthorised');
    expect(renderPolicy(DEFAULT_POLICY)).not.toContain('Past every gate');
  });

  test('is read, and an issue is opened unless it says otherwise', () => {
    expect(own('unauthorised: {}').unauthorised).toEqual({ openIssue: true, ignoreActors: [] });
    const said = { open_issue: false, ignore_actors: ['Release-Bot[bot]'] };
    const policy = own(`unauthorised: ${JSON.stringify(said)}`);
    expect(policy.problems).toEqual([]);
    expect(printPolicy(policy).unauthorised).toEqual(said);
    expect(namesOf(policy).logins).toContain('release-bot[bot]');
    expect(renderPolicy(policy)).toContain('Of `Release-Bot[bot]` nothing of it is recorded');
  });

  test('is laid over what the organisation says, part by part', () => {
    const organisation = { ...ORGANISATION, text: 'policy: 1\nunauthorised: {}\n' };
    const read = (text: string) =>
      readPolicy({ organisation, repository: asFile(`policy: 1\n${text}`) });
    expect(read('').unauthorised).toEqual({ openIssue: true, ignoreActors: [] });
    const { problems } = read('unauthorised: { ignore_actors: [omar-dev] }\n');
    expect(problems).toMatchObject([{ code: 'loosens', line: 2 }]);
    expect(read('unauthorised: { open_issue: false }\n').problems).toMatchObject([
      { code: 'loosens', line: 2 },
    ]);
  });

  test.each([
    ['unauthorised', 'unauthorised: {}', ''],
    ['unauthorised.open_issue', '', 'unauthorised: { open_issue: false }'],
    ['unauthorised.open_issue', 'unauthorised: {}', 'unauthorised: { open_issue: false }'],
    ['unauthorised.ignore_actors', '', 'unauthorised: { ignore_actors: [a] }'],
    [
      'unauthorised.ignore_actors',
      'unauthorised: { ignore_actors: [a] }',
      'unauthorised: { ignore_actors: [a, b] }',
    ],
  ])('is looser at %s, from %j to %j', (what, from, to) => {
    expect(loosenings(own(from), own(to)).map((one) => one.what)).toEqual([what]);
  });

  test('is no looser where it begins, or looks away from fewer', () => {
    expect(loosenings(PLAIN, own('unauthorised: {}'))).toEqual([]);
    const less = own('unauthorised: { ignore_actors: [a] }');
    expect(loosenings(own('unauthorised: { ignore_actors: [a, b] }'), less)).toEqual([]);
  });

  test('that is misspelt is told in its place', () => {
    expect(own('unauthorised: { ignore_actor: [a] }').problems).toMatchObject([
      { code: 'unknown_key', line: 2 },
    ]);
  });
});
