// The core's purity and the powers that few files hold are lint rules made of patterns on syntax. A pattern with
// a slip in it is silent, so each of them is shown code that it must refuse, and code that it must not.
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import tseslint from 'typescript-eslint';

import { type Ban, everywhere, powers, timelessRules } from '../../tools/lint-rules.ts';

type Rules = Linter.RulesRecord;

const bans = (...selectors: readonly Ban[]): Rules => ({
  'no-restricted-syntax': ['error', ...selectors],
});

function complaints(code: string, rules: Rules): number {
  const parser = tseslint.parser as Linter.Parser;
  return new Linter().verify(code, [{ languageOptions: { parser }, rules }]).length;
}

describe('the core', () => {
  test.each([
    'const t = Date.now();',
    'const t = new Date();',
    'const t = Date();',
    'const t = Temporal.Now.instant();',
    'const r = Math.random();',
    'const e = process.version;',
    'console.log(1);',
    'setTimeout(f, 1);',
    'const g = globalThis;',
    'const p = Promise.resolve();',
    'async function f() {}',
    'const f = async () => 1;',
    'const o = { async f() {} };',
    'for await (const x of xs) f(x);',
    "const m = import('./x.ts');",
    "import { randomBytes } from 'node:crypto';",
    "import * as crypto from 'node:crypto';",
    'export default 1;',
    "export * from './x.ts';",
  ])('may not say %s', (code) => {
    expect(complaints(code, timelessRules)).toBeGreaterThan(0);
  });

  test.each([
    'const t = new Date(instant);',
    'const t = Date.parse(text);',
    'const m = Math.max(1, 2);',
    "import { createHash, createHmac } from 'node:crypto';",
    'export function f(): number { return 1; }',
  ])('may say %s', (code) => {
    expect(complaints(code, timelessRules)).toBe(0);
  });
});

describe('a power of the platform', () => {
  test.each([
    ['an environment variable', 'const v = process.env.HOME;', bans(powers.environment)],
    ['the environment whole', 'f(process.env);', bans(powers.environment)],
    ['a variable, at the door', "const v = process.env['HOME'];", bans(powers.environmentVariable)],
    ['the end of the process', 'process.exit(1);', bans(powers.exit)],
    ['its exit status', 'process.exitCode = 1;', bans(powers.exit)],
    ['a default export', 'export default f;', bans(...everywhere)],
    ['a barrel', "export { x } from './x.ts';", bans(...everywhere)],
  ])('is refused where it does not belong: %s', (_what, code, rules) => {
    expect(complaints(code, rules)).toBeGreaterThan(0);
  });

  test('lets the door hand on the environment whole', () => {
    expect(complaints('readConfig(process.env);', bans(powers.environmentVariable))).toBe(0);
  });
});
