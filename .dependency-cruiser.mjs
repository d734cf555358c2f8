// The house's directions as rules: main, cli → wire → {http, worker, reconcile, evidence} →
// {store, forge, render} → core; sandbox and demo stand apart. A rule names its reason, and test/repo
// proves of each that it bites. A folder that does not exist yet is bound all the same.

/** Everything in a package of that name, wherever the installer put it. */
const packages = (names) => `(^|/)node_modules/(${names})/`;

/**
 * A part may import itself and the parts named, and ports that lie directly in src, such as the clock.
 * Packages, the configuration and the wiring are governed by rules of their own.
 */
const onlyKnows = ({ name, part, parts, comment }) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${part}/` },
  to: { path: '^src/[^/]+/', pathNot: `^src/(${[part, ...parts].join('|')})/` },
});

const core = [
  {
    name: 'core-stands-alone',
    comment:
      'What is decided must follow from the facts given: the core imports only itself, temporal-polyfill and the hashes of node:crypto.',
    severity: 'error',
    from: { path: '^src/core/' },
    to: {
      pathNot: `^src/core/|^(node:)?crypto$|${packages('temporal-polyfill|temporal-spec|temporal-utils')}`,
    },
  },
];

const directions = [
  onlyKnows({
    name: 'store-knows-only-core',
    part: 'store',
    parts: ['core'],
    comment:
      'The store keeps what was decided. It knows neither where facts come from nor who asks.',
  }),
  onlyKnows({
    name: 'forge-knows-only-core',
    part: 'forge',
    parts: ['core'],
    comment: 'An adapter observes and carries out; what for is not its business.',
  }),
  onlyKnows({
    name: 'render-knows-only-core',
    part: 'render',
    parts: ['core'],
    comment:
      'A text is a function of what it is given, so that the same state reads the same everywhere.',
  }),
  onlyKnows({
    name: 'policy-knows-only-core',
    part: 'policy',
    parts: ['core'],
    comment: 'A policy follows from the texts of its files; who fetches them is not its business.',
  }),
  onlyKnows({
    name: 'reconcile-looks-down',
    part: 'reconcile',
    parts: ['core', 'store', 'forge', 'render'],
    comment: 'The reconciler never asks what happened, so it knows nobody who could tell it.',
  }),
  onlyKnows({
    name: 'evidence-looks-down',
    part: 'evidence',
    parts: ['core', 'store', 'render'],
    comment:
      'Evidence is computed from the log alone; an auditor must get the same without a forge.',
  }),
  onlyKnows({
    name: 'worker-looks-down',
    part: 'worker',
    parts: ['core', 'store', 'forge', 'policy', 'render', 'reconcile', 'evidence'],
    comment: 'Jobs run without a request: the worker knows no HTTP and none of the wiring.',
  }),
  onlyKnows({
    name: 'http-looks-down',
    part: 'http',
    parts: ['core', 'store', 'forge', 'policy', 'render', 'evidence'],
    comment: 'A handler authenticates, stores or reads, and answers; work is left to the worker.',
  }),
  {
    name: 'http-does-not-decide',
    comment:
      'A webhook is only a hint. Decisions are made by a job, under the lock, after the facts are gathered.',
    severity: 'error',
    from: { path: '^src/http/' },
    to: { path: '^src/(core/change/decide|reconcile/)' },
  },
  {
    name: 'forges-are-strangers',
    comment: 'Each forge is learnt on its own; what two of them share belongs in the port.',
    severity: 'error',
    from: { path: '^src/forge/(github|forgejo)/' },
    to: { path: '^src/forge/(github|forgejo)/', pathNot: '^src/forge/$1/' },
  },
  {
    name: 'port-knows-no-forge',
    comment: 'The port is a promise to the rest of the house; it cannot depend on who keeps it.',
    severity: 'error',
    from: { path: '^src/forge/[^/]+$' },
    to: { path: '^src/forge/(github|forgejo)/' },
  },
  {
    name: 'concrete-forges-meet-in-wire',
    comment: 'Everybody speaks to the port; only the wiring knows which forge is behind it.',
    severity: 'error',
    from: { path: '^src/(http|worker|reconcile|evidence|render|store)/' },
    to: { path: '^src/forge/(github|forgejo)/' },
  },
  {
    name: 'sandbox-stands-apart',
    comment:
      'A pretended forge that shares code with the app would share its mistakes: it is reached over HTTP.',
    severity: 'error',
    from: { path: '^src/sandbox/' },
    to: { path: '^src/', pathNot: '^src/sandbox/' },
  },
  {
    name: 'nobody-knows-sandbox-and-demo',
    comment: 'The app must not be able to tell the pretended forge from the real one.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(sandbox|demo)/' },
    to: { path: '^src/(sandbox|demo)/' },
  },
  {
    name: 'demo-stands-apart',
    comment: 'The demo uses the app as people do: it starts it, then speaks HTTP.',
    severity: 'error',
    from: { path: '^src/demo/' },
    to: {
      path: '^src/',
      pathNot: '^src/(demo|sandbox)/|^src/([^/]+|store/embedded)\\.ts$',
    },
  },
];

const holders = [
  {
    name: 'only-forge-knows-octokit',
    comment:
      'The forge is behind a port, so that another forge needs another adapter and nothing else.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(forge|sandbox|demo)/' },
    to: { path: packages('@octokit/[^/]+|octokit|probot') },
  },
  {
    name: 'only-store-knows-sql',
    comment:
      'What is stored has one guard: row-level security, locks and order are kept in the store.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/store/' },
    to: { path: packages('pg|pg-[^/]+|drizzle-orm|graphile-worker') },
  },
  {
    name: 'only-render-knows-handlebars',
    comment:
      'A text for people is a template, and templates are filled in one place: strict, and safe from what people wrote.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/render/' },
    to: { path: packages('handlebars') },
  },
  {
    name: 'only-render-makes-html',
    comment:
      'HTML made from what people wrote is safe in one place or nowhere; the pretended forge shows Markdown as a forge does, by itself.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(render|sandbox)/' },
    to: { path: packages('markdown-it|sanitize-html') },
  },
  {
    name: 'only-the-door-knows-config',
    comment:
      'Parts get what they need as parameters; a part that reads the configuration cannot be used twice.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/((main|wire|config|log)\\.ts$|(cli|demo)/)' },
    to: { path: '^src/config\\.ts$' },
  },
  {
    name: 'nobody-knows-the-door',
    comment:
      'Only the wiring and the two ways in know all the parts; a part that knows them has the whole house behind it.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/((main|wire)\\.ts$|(cli|demo)/)' },
    to: { path: '^src/((main|wire)\\.ts$|cli/)' },
  },
];

const order = [
  {
    name: 'no-barrels',
    comment: 'A name is imported from the file that holds it: an index hides who uses what.',
    severity: 'error',
    from: {},
    to: { path: '(^|/)index\\.ts$', pathNot: 'node_modules' },
  },
  {
    name: 'no-cycles',
    comment:
      'Two files that need each other are one thought in two places; name the thought they share.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'A file that nobody imports and that imports nobody is not part of the house.',
    severity: 'error',
    from: { orphan: true, path: '^src/', pathNot: '^src/(main|cli/main|demo/main)\\.ts$' },
    to: {},
  },
  {
    name: 'src-never-imports-tests',
    comment: 'What only tests need must not be able to reach production.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(test|bench|tools)/' },
  },
  {
    name: 'src-needs-no-development-package',
    comment:
      'Production installs without development packages; declare it, with its reason, in docs/dependencies.md.',
    severity: 'error',
    from: { path: '^src/' },
    to: {
      dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
      dependencyTypesNot: ['npm', 'type-only'],
    },
  },
  {
    name: 'everything-resolves',
    comment:
      'An import that leads nowhere fails only when it is reached, which may be in production.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: [...core, ...directions, ...holders, ...order],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types bind as firmly as values: `import type` counts.
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
