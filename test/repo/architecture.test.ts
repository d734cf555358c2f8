// A rule that never fires protects nothing, and a folder misspelt in a pattern makes just such a rule. So a
// scratch tree breaks each rule of .dependency-cruiser.mjs, beside imports that the house allows.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { root } from './repository.ts';

/** Importing file, imported file or package, and the rule that forbids it. */
const broken: readonly (readonly [string, string, string])[] = [
  ['src/core/a1.ts', 'src/store/x.ts', 'core-stands-alone'],
  ['src/core/a2.ts', 'node:fs', 'core-stands-alone'],
  ['src/core/gate/a3.ts', 'ajv', 'core-stands-alone'],
  ['src/core/a4.ts', 'src/clock.ts', 'core-stands-alone'],
  ['src/store/a1.ts', 'src/forge/port.ts', 'store-knows-only-core'],
  ['src/forge/a1.ts', 'src/store/x.ts', 'forge-knows-only-core'],
  ['src/render/a1.ts', 'src/store/x.ts', 'render-knows-only-core'],
  ['src/policy/a1.ts', 'src/store/x.ts', 'policy-knows-only-core'],
  ['src/reconcile/a1.ts', 'src/worker/x.ts', 'reconcile-looks-down'],
  ['src/evidence/a1.ts', 'src/forge/port.ts', 'evidence-looks-down'],
  ['src/worker/a1.ts', 'src/http/x.ts', 'worker-looks-down'],
  ['src/http/a1.ts', 'src/worker/x.ts', 'http-looks-down'],
  ['src/http/pages/a2.ts', 'src/core/change/decide.ts', 'http-does-not-decide'],
  ['src/http/a3.ts', 'src/reconcile/x.ts', 'http-does-not-decide'],
  ['src/forge/github/a1.ts', 'src/forge/forgejo/x.ts', 'forges-are-strangers'],
  ['src/forge/forgejo/a1.ts', 'src/forge/github/x.ts', 'forges-are-strangers'],
  ['src/forge/a2.ts', 'src/forge/github/x.ts', 'port-knows-no-forge'],
  ['src/reconcile/a2.ts', 'src/forge/github/x.ts', 'concrete-forges-meet-in-wire'],
  ['src/sandbox/a1.ts', 'src/core/x.ts', 'sandbox-stands-apart'],
  ['src/forge/github/a2.ts', 'src/sandbox/x.ts', 'nobody-knows-sandbox-and-demo'],
  ['src/wire/a1.ts', 'src/demo/x.ts', 'nobody-knows-sandbox-and-demo'],
  ['src/demo/a1.ts', 'src/core/x.ts', 'demo-stands-apart'],
  ['src/worker/a2.ts', '@octokit/rest', 'only-forge-knows-octokit'],
  ['src/http/a4.ts', 'probot', 'only-forge-knows-octokit'],
  ['src/evidence/a2.ts', 'pg', 'only-store-knows-sql'],
  ['src/worker/a3.ts', 'graphile-worker', 'only-store-knows-sql'],
  ['src/http/a5.ts', 'drizzle-orm', 'only-store-knows-sql'],
  ['src/http/a6.ts', 'handlebars', 'only-render-knows-handlebars'],
  ['src/sandbox/a2.ts', 'handlebars', 'only-render-knows-handlebars'],
  ['src/evidence/a3.ts', 'markdown-it', 'only-render-makes-html'],
  ['src/http/a8.ts', 'sanitize-html', 'only-render-makes-html'],
  ['src/http/a7.ts', 'src/config.ts', 'only-the-door-knows-config'],
  ['src/worker/a4.ts', 'src/wire.ts', 'nobody-knows-the-door'],
  ['src/store/a2.ts', 'src/core/index.ts', 'no-barrels'],
  ['src/core/about.ts', 'src/core/round.ts', 'no-cycles'],
  ['src/store/a3.ts', 'test/x.ts', 'src-never-imports-tests'],
  ['src/store/a4.ts', 'vitest', 'src-needs-no-development-package'],
  ['src/store/a5.ts', 'src/store/missing.ts', 'everything-resolves'],
];

const allowed: readonly (readonly [string, string])[] = [
  ['src/core/ok1.ts', 'node:crypto'],
  ['src/core/ok2.ts', 'temporal-polyfill'],
  ['src/core/ok3.ts', 'src/core/x.ts'],
  ['src/store/ok1.ts', 'pg'],
  ['src/store/ok2.ts', 'graphile-worker'],
  ['src/forge/github/ok1.ts', 'probot'],
  ['src/forge/github/ok2.ts', 'src/forge/port.ts'],
  ['src/reconcile/ok1.ts', 'src/forge/port.ts'],
  ['src/worker/ok1.ts', 'src/reconcile/x.ts'],
  ['src/worker/ok2.ts', 'src/clock.ts'],
  ['src/worker/ok3.ts', 'src/policy/x.ts'],
  ['src/http/ok1.ts', 'src/evidence/x.ts'],
  ['src/render/ok1.ts', 'handlebars'],
  ['src/sandbox/ok1.ts', 'markdown-it'],
  ['src/wire.ts', 'src/forge/github/x.ts'],
  ['src/main.ts', 'src/config.ts'],
  ['src/demo/ok1.ts', 'src/sandbox/x.ts'],
  ['src/demo/ok2.ts', 'src/wire.ts'],
  ['test/ok1.ts', 'src/core/x.ts'],
  ['test/ok2.ts', 'vitest'],
];

type Violation = {
  readonly from: string;
  readonly rule: { readonly name: string };
};

let tree: string;
let violations: readonly Violation[];
let names: readonly string[];

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'hp-architecture-'));
  await plant();
  violations = await cruise();
  const config = (await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href)) as {
    readonly default: { readonly forbidden: readonly { readonly name: string }[] };
  };
  names = config.default.forbidden.map(({ name }) => name);
});

afterAll(async () => {
  await rm(tree, { recursive: true, force: true });
});

async function plant(): Promise<void> {
  for (const file of ['package.json', 'tsconfig.json'])
    await cp(join(root, file), join(tree, file));
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
  const imports = [...broken, ...allowed];
  const sources = new Set(imports.map(([from]) => from));
  const targets = imports.map(([, to]) => to).filter((to) => to.endsWith('.ts'));
  for (const path of targets) {
    if (!sources.has(path) && !path.endsWith('missing.ts'))
      await write(path, 'export const x = 1;\n');
  }
  for (const [from, to] of imports) await write(from, `import '${specifier(from, to)}';\n`);
  await write('src/core/round.ts', "import './about.ts';\n");
  await write('src/render/alone.ts', 'export const alone = 1;\n');
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}

function specifier(from: string, to: string): string {
  if (!to.endsWith('.ts')) return to;
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

function cruise(): Promise<readonly Violation[]> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(root, '.dependency-cruiser.mjs');
  const options = [program, '--config', config, '--output-type', 'json', 'src', 'test'];
  return new Promise((resolve, reject) => {
    // Its exit status is the number of violations; only a missing report is an error here.
    execFile(process.execPath, options, { cwd: tree, maxBuffer: 1 << 26 }, (error, report) => {
      try {
        const { summary } = JSON.parse(report) as { summary: { violations: readonly Violation[] } };
        resolve(summary.violations);
      } catch {
        reject(error ?? new Error('dependency-cruiser gave no report'));
      }
    });
  });
}

function rulesBrokenBy(path: string): readonly string[] {
  return violations.filter(({ from }) => from === path).map(({ rule }) => rule.name);
}

describe('the architecture', () => {
  test.each(broken)('%s may not import %s (%#)', (from, _to, rule) => {
    expect(rulesBrokenBy(from)).toContain(rule);
  });

  test.each(allowed)('%s may import %s', (from) => {
    expect(rulesBrokenBy(from)).toEqual([]);
  });

  test('a file that nobody imports and that imports nobody is found', () => {
    expect(rulesBrokenBy('src/render/alone.ts')).toEqual(['no-orphans']);
  });

  test('has no rule that is not broken here once', () => {
    const tried = new Set([...broken.map(([, , rule]) => rule), 'no-orphans']);
    expect(new Set(names)).toEqual(tried);
  });
});
