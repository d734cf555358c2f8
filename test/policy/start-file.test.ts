// The file to begin with, and that a policy can be written down as a file at all.
import { readFileSync } from 'node:fs';

import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';

import schema from '../../schemas/policy.schema.json' with { type: 'json' };
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { ROLES } from '../../src/core/policy/holders.ts';
import { printPolicy } from '../../src/policy/print-policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { startFile } from '../../src/policy/start-file.ts';
import { asFile, ORGANISATION } from './files.ts';

function content(text: string): object {
  const { version, sources, ...rest } = readPolicy({ repository: asFile(text) });
  expect(version).not.toBe('');
  expect(sources).toHaveLength(1);
  return rest;
}

const { version: _version, sources: _sources, ...BUILT_IN } = DEFAULT_POLICY;

describe('the file to begin with', () => {
  test('can be used, and changes nothing', () => {
    expect(content(startFile())).toEqual(BUILT_IN);
  });

  test('with every comment taken in still changes nothing, and fits into a file', () => {
    const whole = startFile().replaceAll(/^#(?!#| yaml)/gmu, '');
    expect(whole.split('\n').length).toBeGreaterThan(500);
    expect(content(whole)).toEqual(BUILT_IN);
    expect(Buffer.byteLength(startFile())).toBeLessThan(48 * 1024);
  });

  test('shows every part, with words for it, and tells editors where the schema is', () => {
    const text = startFile();
    expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${schema.$id}`);
    for (const [key, { description }] of Object.entries(schema.properties)) {
      if (key === 'policy' || key === 'extends') continue;
      expect(text, key).toContain(`\n## ${description}\n`);
      expect(text, key).toMatch(new RegExp(`^(?:#|## )?${key}:`, 'mu'));
    }
  });
});

describe('a policy written down', () => {
  test('is the same policy when it is read again', () => {
    const policy = readPolicy({ organisation: ORGANISATION });
    const again = readPolicy({ organisation: asFile(dump(printPolicy(policy), { noRefs: true })) });
    expect(again.problems).toEqual([]);
    expect(again.version).toBe(policy.version);
  });
});

describe('the schema', () => {
  test('knows the roles and categories that the code knows, and describes every key', () => {
    expect(schema.$defs.role.enum).toEqual(ROLES);
    expect(schema.$defs.category.enum).toEqual(
      DEFAULT_POLICY.categories.map(({ category }) => category),
    );
    const silent = Object.entries(schema.properties).filter(
      ([, { description }]) => description === '',
    );
    expect(silent).toEqual([]);
  });

  test('describes what the printed policy says: no key of the one is missing in the other', () => {
    const printed = Object.keys(printPolicy(DEFAULT_POLICY));
    // Nothing is built in of what a policy may do without.
    const rest = ['extends', 'unauthorised'];
    expect(Object.keys(schema.properties).toSorted()).toEqual([...printed, ...rest].toSorted());
  });

  test('is closed: whatever is a map says which keys it has', () => {
    const open: string[] = [];
    const look = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const node = new Map(Object.entries(value));
      if (
        node.has('properties') &&
        node.get('type') !== undefined &&
        node.get('additionalProperties') !== false
      )
        open.push(at);
      for (const [key, inner] of node) if (key !== 'examples') look(inner, `${at}/${key}`);
    };
    look(schema, '');
    expect(open).toEqual([]);
    expect(
      readFileSync(new URL('../../schemas/policy.schema.json', import.meta.url), 'utf8'),
    ).toContain('2020-12');
  });
});
