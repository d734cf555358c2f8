// Settings: everything wrong is said at once, in words that help, and never with a secret in them.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { SETTINGS } from '../../src/settings.ts';
import type { Environment } from '../../src/config.ts';

const key = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;
const SECRET = 'a-secret-that-is-long-enough-0123456789';
const least: Environment = { APP_ID: '4711', PRIVATE_KEY: key, WEBHOOK_SECRET: SECRET };

const noFile = (): string => {
  throw new Error('no such file');
};

function problemsOf(environment: Environment): ConfigError {
  try {
    readConfig(environment, noFile);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

function namesIn(environment: Environment): readonly string[] {
  return problemsOf(environment).problems.map(({ variable }) => variable);
}

describe('settings', () => {
  test('three variables are enough, and the rest takes the defaults that the table names', () => {
    const config = readConfig(least);
    expect(config).toEqual({
      github: {
        appId: '4711',
        privateKey: key.trim(),
        webhookSecrets: [SECRET],
        client: null,
        baseUrl: 'https://api.github.com',
        writeIntervalMs: 1_000,
      },
      host: '127.0.0.1',
      port: 3_000,
      publicUrl: null,
      oidcIssuers: ['https://token.actions.githubusercontent.com'],
      logLevel: 'info',
      logFormat: 'json',
      databaseUrl: null,
      databaseMigrationUrl: null,
      dataDir: '.data',
      titlePrefix: true,
      deliveryDays: 90,
    });
    const defaults = Object.fromEntries(
      SETTINGS.flatMap(({ variable, default: value }) =>
        value === null ? [] : [[variable, value]],
      ),
    );
    expect(readConfig({ ...least, ...defaults })).toEqual(config);
  });

  test('the result cannot be changed', () => {
    const config = readConfig(least);
    expect(
      [config, config.github, config.github.webhookSecrets].every((part) => Object.isFrozen(part)),
    ).toBe(true);
  });

  test('every setting can be given', () => {
    const config = readConfig({
      ...least,
      WEBHOOK_SECRET_PREVIOUS: `${SECRET}-before`,
      GHE_HOST: '127.0.0.1:8080',
      GHE_PROTOCOL: 'http',
      GITHUB_CLIENT_ID: 'Iv23liAbCdEf0123456789',
      GITHUB_CLIENT_SECRET: `${SECRET}-of-the-client`,
      HOST: '0.0.0.0',
      PORT: '0',
      PUBLIC_URL: 'https://holdpoint.example.com/',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'text',
      DATABASE_URL: 'postgres://app:pw@db:5432/holdpoint',
      DATABASE_MIGRATION_URL: 'postgresql://owner:pw@db:5432/holdpoint',
      DATA_DIR: '/var/lib/holdpoint',
      FORGE_WRITE_INTERVAL_MS: '250',
      TITLE_PREFIX: 'off',
    });
    expect(config).toMatchObject({
      github: {
        baseUrl: 'http://127.0.0.1:8080/api/v3',
        writeIntervalMs: 250,
        client: { id: 'Iv23liAbCdEf0123456789', secret: `${SECRET}-of-the-client` },
      },
      host: '0.0.0.0',
      port: 0,
      publicUrl: 'https://holdpoint.example.com',
      logLevel: 'debug',
      logFormat: 'text',
      databaseUrl: 'postgres://app:pw@db:5432/holdpoint',
      databaseMigrationUrl: 'postgresql://owner:pw@db:5432/holdpoint',
      dataDir: '/var/lib/holdpoint',
      titlePrefix: false,
    });
    expect(config.github.webhookSecrets).toEqual([SECRET, `${SECRET}-before`]);
  });

  test.each(['octo.ghe.com', 'api.octo.ghe.com', 'Octo.GHE.com'])(
    'an enterprise in the cloud, %s, has a host of its own for the API',
    (host) => {
      const { baseUrl } = readConfig({ ...least, GHE_HOST: host }).github;
      expect(baseUrl.toLowerCase()).toBe('https://api.octo.ghe.com');
    },
  );

  test('a GitHub Enterprise Server is reached over https unless asked otherwise', () => {
    expect(readConfig({ ...least, GHE_HOST: 'github.example.com' }).github.baseUrl).toBe(
      'https://github.example.com/api/v3',
    );
  });

  test.each([
    ['as PEM text', key],
    ['with its line ends spelled out', key.replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(key).toString('base64')],
  ])('the private key may come %s', (_how, spelled) => {
    expect(readConfig({ ...least, PRIVATE_KEY: spelled }).github.privateKey.trim()).toBe(
      key.trim(),
    );
  });

  test('the private key may be read from a file', () => {
    const config = readConfig(
      { ...least, PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/run/secrets/key.pem' },
      (path) => (path === '/run/secrets/key.pem' ? key : noFile()),
    );
    expect(config.github.privateKey.trim()).toBe(key.trim());
  });

  test('an empty variable is an absent one', () => {
    expect(readConfig({ ...least, PORT: '', GHE_HOST: '  ', WEBHOOK_SECRET_PREVIOUS: '' })).toEqual(
      readConfig(least),
    );
  });
});

describe('settings that cannot be used', () => {
  test.each([
    ['GITHUB_CLIENT_ID', 'Iv23liAbCdEf0123456789', 'GITHUB_CLIENT_SECRET'],
    ['GITHUB_CLIENT_SECRET', `${SECRET}-of-the-client`, 'GITHUB_CLIENT_ID'],
  ])('%s needs its sibling, and a secret is not repeated', (variable, value, missing) => {
    const said = problemsOf({ ...least, [variable]: value }).problems;
    expect(said.map((problem) => problem.variable)).toEqual([missing]);
    expect(JSON.stringify(said)).not.toContain(`${SECRET}-of-the-client`);
  });

  test('an empty environment names everything that is required', () => {
    expect(namesIn({})).toEqual(['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']);
  });

  test('all problems are reported at once, each with what was expected, what was found and what to do', () => {
    const wrong: Environment = {
      APP_ID: 'my-app',
      PRIVATE_KEY: 'not a key',
      WEBHOOK_SECRET: 'short',
      WEBHOOK_SECRET_PREVIOUS: 'development',
      GHE_HOST: 'https://github.example.com/',
      GHE_PROTOCOL: 'gopher',
      HOST: 'not a host',
      PORT: '70000',
      PUBLIC_URL: 'holdpoint.example.com',
      DATABASE_URL: 'mysql://app@db/holdpoint',
      DATABASE_MIGRATION_URL: 'nonsense',
      LOG_LEVEL: 'loud',
      LOG_FORMAT: 'xml',
      FORGE_WRITE_INTERVAL_MS: '-1',
      DELIVERY_RETENTION_DAYS: '6',
      TITLE_PREFIX: 'perhaps',
    };
    const error = problemsOf(wrong);
    expect(error.problems.map(({ variable }) => variable).toSorted()).toEqual(
      Object.keys(wrong).toSorted(),
    );
    for (const { variable, expected, found, remedy } of error.problems) {
      expect(
        [expected, found, remedy].every((words) => words !== '' && error.message.includes(words)),
      ).toBe(true);
      expect(error.message).toContain(variable);
    }
    expect(error.message).toMatch(/^16 settings are not usable/);
  });

  test('a webhook secret that everybody knows is refused, whatever its length', () => {
    expect(problemsOf({ ...least, WEBHOOK_SECRET: 'development' }).problems[0]?.found).toBe(
      'a word that everybody knows',
    );
  });

  test('a webhook secret one byte too short is refused, one of 32 bytes is taken', () => {
    expect(problemsOf({ ...least, WEBHOOK_SECRET: 'x'.repeat(31) }).problems[0]?.found).toBe(
      '31 bytes',
    );
    expect(readConfig({ ...least, WEBHOOK_SECRET: 'x'.repeat(32) }).github.webhookSecrets).toEqual([
      'x'.repeat(32),
    ]);
  });

  test('what could be a secret is never repeated', () => {
    const canary = 'canary-5ecr3t';
    const message = problemsOf({
      APP_ID: '1',
      PRIVATE_KEY: canary,
      WEBHOOK_SECRET: canary,
      WEBHOOK_SECRET_PREVIOUS: canary,
      DATABASE_URL: `mysql://app:${canary}@db/holdpoint`,
      DATABASE_MIGRATION_URL: canary,
    }).message;
    expect(message).toContain('5 settings are not usable');
    expect(message).not.toContain(canary);
  });

  test('a key that is not RSA is refused, because GitHub would refuse it later', () => {
    const other = generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    expect(problemsOf({ ...least, PRIVATE_KEY: other }).problems[0]?.found).toBe(
      'a key of the kind ed25519',
    );
  });

  test('a key file that cannot be read is named as such', () => {
    expect(
      problemsOf({ ...least, PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/nowhere' }).problems,
    ).toMatchObject([
      { variable: 'PRIVATE_KEY_PATH', found: 'a path where no file could be read' },
    ]);
  });

  test('a migration role without a database is refused', () => {
    expect(namesIn({ ...least, DATABASE_MIGRATION_URL: 'postgres://owner@db/holdpoint' })).toEqual([
      'DATABASE_MIGRATION_URL',
    ]);
  });

  test.each([
    'github.example.com/path',
    'user@github.example.com',
    'git hub',
    'https://github.example.com',
  ])('GHE_HOST %s is not a host', (host) => {
    expect(namesIn({ ...least, GHE_HOST: host })).toEqual(['GHE_HOST']);
  });
});

test('every setting has a meaning, an expectation and a remedy', () => {
  expect(
    SETTINGS.every(
      ({ meaning, expected, remedy }) => meaning !== '' && expected !== '' && remedy !== '',
    ),
  ).toBe(true);
  expect(new Set(SETTINGS.map(({ variable }) => variable)).size).toBe(SETTINGS.length);
});
