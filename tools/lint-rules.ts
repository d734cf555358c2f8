// The bans on syntax that keep the core pure and the powers of the platform (clock, environment, exit) with
// the few files that may hold them. They stand apart from eslint.config.js so that a test can show each of them
// what it must refuse.
import type { Linter } from 'eslint';

/** A ban as ESLint's no-restricted-syntax takes it; the message is the reason. */
export type Ban = { readonly selector: string; readonly message: string };

/** Bans on syntax that hold everywhere; blocks that add bans must repeat these, as ESLint replaces. */
export const everywhere: readonly Ban[] = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Named exports only: one name for one thing, wherever it is used.',
  },
  {
    selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
    message: 'No barrels: import from the file that holds the thing.',
  },
];

const environment: Ban = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only src/config.ts reads the environment; take what you need as a parameter.',
};
/** The doors may hand the environment on to the configuration whole, and read nothing from it. */
const environmentVariable: Ban = {
  selector:
    'MemberExpression[object.type="MemberExpression"][object.object.name="process"][object.property.name="env"]',
  message: environment.message,
};
const exit: Ban = {
  selector: 'MemberExpression[object.name="process"][property.name=/^(exit|exitCode|abort)$/]',
  message: 'Only main and cli end the process; throw a fault, or return a refusal.',
};

/** What only a few files may do; the blocks below say which. */
export const powers: Readonly<Record<'environment' | 'environmentVariable' | 'exit', Ban>> = {
  environment,
  environmentVariable,
  exit,
};

/** The core is given its facts. Whatever could make two runs differ is out of reach there. */
const timeless: readonly Ban[] = [
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

export const timelessRules: Linter.RulesRecord = {
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
