/** Logins in what people write: read the same way wherever somebody is named. */
import { describe, expect, it } from 'vitest';
import { isNamed, namedLogins } from '../../../src/core/change/named-logins.ts';

describe('a login', () => {
  it.each([
    ['@dee-lead.', ['dee-lead']],
    ['@dee-lead, 21:07, by phone', ['dee-lead']],
    ['(@dee-lead)', ['dee-lead']],
    ['**@dee-lead** said so', ['dee-lead']],
    ['_@dee-lead_ said so', ['dee-lead']],
    ['@dee-lead/@tomas-sre', ['dee-lead', 'tomas-sre']],
    ['asked @Dee-Lead: go!', ['Dee-Lead']],
    ['@dee_corp and @j.doe', ['dee_corp', 'j.doe']],
    ['dee-lead', ['dee-lead']],
    [' dee-lead! ', ['dee-lead']],
    ['@dee-lead @dee-lead', ['dee-lead']],
    ['dee-lead by phone', []],
    ['dee@corp.example', []],
    ['write to dee@corp.example', []],
    ['@deploybot[bot], by phone', ['deploybot[bot]']],
    ['deploybot[bot] and @dee-lead', ['deploybot[bot]', 'dee-lead']],
    ['deploybot[bot].', ['deploybot[bot]']],
    ['[@dee-lead](https://forge.example)', ['dee-lead']],
    ['[@dee-lead[bot] x]', ['dee-lead[bot]']],
    ['[bot]', []],
    ['', []],
    ['@', []],
    ['@<script>', ['script']],
    [`@${'a'.repeat(40)}`, []],
  ])('is found in %j', (text, logins) => {
    expect(namedLogins(text)).toEqual(logins);
  });

  it('is the same in capitals', () => {
    expect(isNamed(['Dee-Lead'], 'dee-lead')).toBe(true);
    expect(isNamed(['dee-lead'], 'dee')).toBe(false);
    expect(isNamed([], 'dee')).toBe(false);
  });
});
