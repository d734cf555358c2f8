// What the type checker cannot say: promises are awaited, shapes stay small, and each power of the
// platform (clock, environment, exit, console) is held by the few files named here. Which folder may
// import which stands in .dependency-cruiser.mjs. Rules carry their reason in the message.
import tseslint from 'typescript-eslint';

import { everywhere, powers, timelessRules } from './tools/lint-rules.ts';

const { environment, environmentVariable, exit } = powers;

const house = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 3 }],
  'max-depth': ['error', 3],
  // A switch over all kinds of a union is one thought, however many kinds there are.
  complexity: ['error', { max: 14, variant: 'modified' }],
  eqeqeq: 'error',
  'no-console': 'error',
  'no-param-reassign': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
  'no-restricted-syntax': ['error', ...everywhere, environment, exit],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/consistent-type-assertions': [
    'error',
    { assertionStyle: 'as', objectLiteralTypeAssertions: 'allow-as-parameter' },
  ],
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-readonly': 'error',
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  // A port is asynchronous even where one adapter of it has nothing to wait for.
  '@typescript-eslint/require-await': 'off',
};

export default tseslint.config(
  { ignores: ['node_modules/', 'coverage/', '.data/', 'test/fixtures/', 'migrations/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: house,
  },
  { files: ['src/core/**/*.ts'], rules: timelessRules },
  {
    files: ['src/config.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, exit] },
  },
  {
    files: ['src/main.ts', 'src/cli/**/*.ts', 'src/demo/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, environmentVariable] },
  },
  {
    files: ['src/cli/**/*.ts', 'src/demo/**/*.ts', 'src/sandbox/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-console': 'off',
      'no-restricted-syntax': ['error', ...everywhere],
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    // Their readers ask for a default export.
    files: ['*.config.ts', 'tools/*-reporter.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
