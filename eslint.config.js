// What the type checker cannot say: promises are awaited, shapes stay small, and each power of the
// platform (clock, environment, exit, console) is held by the few files named here. Which folder may
// import which stands in .dependency-cruiser.mjs. Rules carry their reason in the message.
import tseslint from 'typescript-eslint';

/** Bans on syntax that hold everywhere; blocks that add bans must repeat these, as ESLint replaces. */
export const everywhere = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Named exports only: one name for one thing, wherever it is used.',
  },
  {
    selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
    message: 'No barrels: import from the file that holds the thing.',
  },
];

const environment = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only src/config.ts reads the environment; take what you need as a parameter.',
};
/** The doors may hand the environment on to the configuration whole, and read nothing from it. */
const environmentVariable = {
  selector:
    'MemberExpression[object.type="MemberExpression"][object.object.name="process"][object.property.name="env"]',
  message: environment.message,
};
const exit = {
  selector: 'MemberExpression[object.name="process"][property.name=/^(exit|exitCode|abort)$/]',
  message: 'Only main and cli end the process; throw a fault, or return a refusal.',
};

/** The core is given its facts. Whatever could make two runs differ is out of reach there. */
export const timeless = [
  ...everywhere,
  {
    selector:
      'FunctionDeclaration[async=true], FunctionExpression[async=true], ArrowFunctionExpression[async=true], AwaitExpression, ForOfStatement[await=true]',
    message: 'The core is timeless: nothing in it waits.',
  },
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'The core is timeless: the time is an argument.',
  },
  {
    selector:
      'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
    message: 'The core is timeless: the time is an argument.',
  },
  {
    selector: 'MemberExpression[object.name="Temporal"][property.name="Now"]',
    message: 'The core is timeless: the time is an argument.',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'The core knows no chance: what must be random is an argument.',
  },
  {
    selector: 'ImportExpression',
    message: 'The core stands alone: what it imports is known before it runs.',
  },
];

const outsideTheCore = [
  'process',
  'console',
  'fetch',
  'crypto',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'globalThis',
  'Promise',
].map((name) => ({ name, message: 'The core is timeless and stands alone.' }));

export const timelessRules = {
  'no-restricted-syntax': ['error', ...timeless],
  'no-restricted-globals': ['error', ...outsideTheCore],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        {
          name: 'node:crypto',
          allowImportNames: ['createHash', 'createHmac'],
          message: 'The core hashes; it draws no random numbers and holds no keys of its own.',
        },
      ],
    },
  ],
};

const house = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 3 }],
  'max-depth': ['error', 3],
  complexity: ['error', 14],
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
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
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
