// The image and the compose file are read, not built: what they promise operators is checked against the
// rest of the repository.
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';

import { read, readManifest } from './repository.ts';

type Instruction = { readonly verb: string; readonly rest: string };

/** Stages of a Dockerfile, each a list of instructions; continued lines joined, comments left out. */
function parseDockerfile(text: string): readonly (readonly Instruction[])[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [verb = '', ...words] = line.trim().split(/\s+/);
    if (verb === 'FROM') stages.push([]);
    stages.at(-1)?.push({ verb, rest: words.join(' ') });
  }
  return stages;
}

const stages = parseDockerfile(read('Dockerfile'));
const last = stages.at(-1) ?? [];
const all = (verb: string): readonly string[] =>
  last.filter((each) => each.verb === verb).map(({ rest }) => rest);

function startCommand(): readonly string[] {
  const words = (readManifest().scripts['start'] ?? '').split(' ');
  return words.slice(words.indexOf('node'));
}

describe('the image', () => {
  test('starts what npm start starts', () => {
    expect(JSON.parse(all('CMD')[0] ?? '')).toEqual(startCommand());
    expect(startCommand()[0]).toBe('node');
    expect(startCommand().at(-1)).toBe('src/main.ts');
  });

  test('runs as an ordinary user from the first command after the files', () => {
    expect(all('USER')).toEqual(['node']);
    const verbs = last.map(({ verb }) => verb);
    expect(verbs.indexOf('USER')).toBeLessThan(verbs.indexOf('CMD'));
  });

  test('asks /healthz whether it is alive', () => {
    const [check = ''] = all('HEALTHCHECK');
    const command = JSON.parse(check.slice(check.indexOf('CMD') + 3)) as readonly string[];
    expect(command.slice(0, 2)).toEqual(['node', '--eval']);
    expect(command[2]).toContain('/healthz');
  });

  test('holds neither development packages nor the bundled Node and PostgreSQL', () => {
    const installs = stages.flat().filter(({ rest }) => rest.includes('npm '));
    expect(installs.map(({ rest }) => rest)).toEqual(['npm ci --omit=dev --omit=optional']);
  });

  test('is of the Node that package.json asks for, and glibc', () => {
    const bases = stages.map((stage) => stage[0]?.rest.split(' ')[0]);
    expect(new Set(bases)).toEqual(new Set(['node:24-bookworm-slim']));
    expect(read('.node-version')).toMatch(/^24\./);
  });

  test('takes in exactly the files that the package lists, less its own papers', () => {
    const taken = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const papers = ['CHANGELOG.md', 'SECURITY.md'];
    const listed = readManifest().files.filter((name) => !papers.includes(name));
    expect(taken).toEqual(expect.arrayContaining(listed));
  });
});

type Service = {
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment: Readonly<Record<string, string | number>>;
  readonly env_file?: string;
  readonly image?: string;
  readonly build?: string;
};

describe('the compose file', () => {
  const { services } = load(read('docker-compose.yml')) as {
    readonly services: { readonly app: Service; readonly database: Service };
  };

  test('starts the app only when its database answers', () => {
    expect(services.app.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(services.database.healthcheck?.test).toContain('pg_isready');
  });

  test('builds this image, beside a PostgreSQL that we support', () => {
    expect(services.app.build).toBe('.');
    expect(services.database.image).toMatch(/^postgres:1[5-8](-|$)/);
  });

  test('holds no secret: they come from .env, which is never committed', () => {
    expect(services.app.env_file).toBe('.env');
    expect(read('.gitignore').split('\n')).toContain('.env');
    const settings = [services.app, services.database].flatMap(({ environment }) =>
      Object.entries(environment),
    );
    const secret = settings.filter(([name]) => /PASSWORD|SECRET|KEY|_URL$/.test(name));
    expect(secret.length).toBeGreaterThan(0);
    expect(secret.filter(([, value]) => !String(value).includes('${POSTGRES_PASSWORD:?'))).toEqual(
      [],
    );
  });
});
