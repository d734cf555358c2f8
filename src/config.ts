/**
 * The environment becomes one frozen object, or every problem with it at once. Nothing else reads the environment.
 * `SETTINGS` is the one description of the variables: the README's table and the error texts are made from it.
 * What is found is described, never repeated, where it could be a secret.
 */
import { readFileSync } from 'node:fs';
import {
  oneOf,
  parseAppId,
  parseDatabaseUrl,
  parseGheHost,
  parseHost,
  parsePrivateKey,
  parsePublicUrl,
  parseSecret,
  SECRET_BYTES,
  wholeUpTo,
} from './setting-values.ts';
import type { Parsed } from './setting-values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type LogLevel = (typeof LOG_LEVELS)[number];
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOG_FORMATS = ['json', 'text'] as const;

export type Config = {
  readonly github: {
    readonly appId: string;
    /** PEM. */
    readonly privateKey: string;
    /** The current one first; then, while rotating, the previous one. */
    readonly webhookSecrets: readonly string[];
    /** Without a slash at its end. */
    readonly baseUrl: string;
    readonly writeIntervalMs: number;
  };
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl: string | null;
  readonly logLevel: LogLevel;
  readonly logFormat: (typeof LOG_FORMATS)[number];
  /** Null: a database of our own in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databaseMigrationUrl: string | null;
  readonly dataDir: string;
  readonly titlePrefix: boolean;
};

export type Setting = {
  readonly variable: string;
  /** `one of`: this or its sibling. */
  readonly required: boolean | 'one of';
  readonly default: string | null;
  readonly secret: boolean;
  readonly meaning: string;
  readonly expected: string;
  readonly remedy: string;
};

const setting = (
  variable: string,
  about: Pick<Setting, 'meaning' | 'expected' | 'remedy'> & Partial<Setting>,
): Setting => ({ required: false, default: null, secret: false, ...about, variable });

export const SETTINGS: readonly Setting[] = [
  setting('APP_ID', {
    required: true,
    meaning: 'The number of the GitHub App',
    expected: 'a whole number such as 123456',
    remedy: 'copy "App ID" from the settings page of the GitHub App',
  }),
  setting('PRIVATE_KEY', {
    required: 'one of',
    secret: true,
    meaning:
      'The private key of the GitHub App: PEM text, PEM with \\n for line ends, or PEM in base64',
    expected: 'an RSA private key in PEM form',
    remedy:
      'generate a private key on the settings page of the GitHub App and give its text here or its path in PRIVATE_KEY_PATH',
  }),
  setting('PRIVATE_KEY_PATH', {
    required: 'one of',
    meaning: 'A file that holds the private key, instead of PRIVATE_KEY',
    expected: 'the path of a readable file with an RSA private key in PEM form',
    remedy:
      'point it at the .pem file that GitHub gave you, readable by the user Holdpoint runs as',
  }),
  setting('WEBHOOK_SECRET', {
    required: true,
    secret: true,
    meaning: 'The secret that GitHub signs deliveries with; at least 32 bytes',
    expected: `at least ${String(SECRET_BYTES)} bytes that nobody can guess`,
    remedy:
      'make one with "openssl rand -hex 32" and set it here and on the settings page of the GitHub App',
  }),
  setting('WEBHOOK_SECRET_PREVIOUS', {
    secret: true,
    meaning: 'The secret before this one, accepted as well while you change it',
    expected: `at least ${String(SECRET_BYTES)} bytes that nobody can guess`,
    remedy: 'set it only while the webhook secret is being changed, and remove it afterwards',
  }),
  setting('GHE_HOST', {
    meaning: 'The host (and port) of a GitHub Enterprise Server; empty for github.com',
    expected: 'a host name, with a port if need be, such as github.example.com',
    remedy: 'give the host only: no scheme and no path',
  }),
  setting('GHE_PROTOCOL', {
    default: 'https',
    meaning: 'How GHE_HOST is reached',
    expected: 'http or https',
    remedy: 'use https unless the host is on this machine',
  }),
  setting('HOST', {
    default: '127.0.0.1',
    meaning: 'The address to listen on; 0.0.0.0 for all',
    expected: 'a host name or an IP address',
    remedy: 'use 127.0.0.1 behind a proxy on this machine, 0.0.0.0 in a container',
  }),
  setting('PORT', {
    default: '3000',
    meaning: 'The port to listen on; 0 for any free one',
    expected: 'a whole number from 0 to 65535',
    remedy: 'choose a free port',
  }),
  setting('PUBLIC_URL', {
    meaning: 'Where people and the forge reach this server, for links to it',
    expected: 'an http or https address without a query, such as https://holdpoint.example.com',
    remedy: 'give the address people type into a browser',
  }),
  setting('DATABASE_URL', {
    secret: true,
    meaning:
      'The PostgreSQL (15 or newer) to keep everything in; empty for one of our own in DATA_DIR, which is not for production',
    expected: 'an address such as postgres://user:password@host:5432/holdpoint',
    remedy: 'give the address of a database of its own for Holdpoint',
  }),
  setting('DATABASE_MIGRATION_URL', {
    secret: true,
    meaning: 'The same database as a role that may change its tables; empty to use DATABASE_URL',
    expected:
      'an address such as postgres://owner:password@host:5432/holdpoint, beside a DATABASE_URL',
    remedy: 'set DATABASE_URL as well, or remove it',
  }),
  setting('DATA_DIR', {
    default: '.data',
    meaning: 'The folder of our own database, when DATABASE_URL is empty',
    expected: 'a path',
    remedy: 'give a folder this user may write to',
  }),
  setting('LOG_LEVEL', {
    default: 'info',
    meaning: 'The least important line that is written',
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    remedy: 'use info unless you are looking for something',
  }),
  setting('LOG_FORMAT', {
    default: 'json',
    meaning: 'json: one object a line, for machines; text: for people',
    expected: 'json or text',
    remedy: 'use json in production',
  }),
  setting('FORGE_WRITE_INTERVAL_MS', {
    default: '1000',
    meaning: 'Milliseconds between two writes to one installation; GitHub asks for at least 1000',
    expected: 'a whole number from 0 to 60000',
    remedy: 'leave it at 1000 for github.com',
  }),
  setting('TITLE_PREFIX', {
    default: 'on',
    meaning: 'Whether issue titles get their CHG-00012: prefix',
    expected: 'on or off',
    remedy: 'use off where titles must stay as people wrote them',
  }),
];

export type ConfigProblem = {
  readonly variable: string;
  readonly expected: string;
  /** Never the value of a secret. */
  readonly found: string;
  readonly remedy: string;
};

export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const count =
      problems.length === 1 ? 'One setting is' : `${String(problems.length)} settings are`;
    const lines = problems.map(
      ({ variable, expected, found, remedy }) =>
        `  ${variable}\n    expected: ${expected}\n    found:    ${found}\n    remedy:   ${remedy}`,
    );
    super(`${count} not usable. Whoever runs this server can put it right:\n${lines.join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Reads variables and collects problems. An empty variable is an absent one. */
type Reader = {
  readonly optional: <T, D>(
    variable: string,
    parse: (text: string) => Parsed<T>,
    otherwise: D,
  ) => T | D;
  readonly required: <T>(variable: string, parse: (text: string) => Parsed<T>) => T | null;
  readonly text: (variable: string) => string | null;
  readonly problem: (variable: string, found: string) => void;
};

/** Throws `ConfigError` with every problem. `readFile` is there for PRIVATE_KEY_PATH. */
export function readConfig(
  environment: Environment = process.env,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config {
  const problems: ConfigProblem[] = [];
  const from = makeReader(environment, problems);
  const appId = from.required('APP_ID', parseAppId);
  const privateKey = readPrivateKey(from, readFile);
  const secret = from.required('WEBHOOK_SECRET', parseSecret);
  const previous = from.optional('WEBHOOK_SECRET_PREVIOUS', parseSecret, null);
  const databaseUrl = from.optional('DATABASE_URL', parseDatabaseUrl, null);
  const databaseMigrationUrl = from.optional('DATABASE_MIGRATION_URL', parseDatabaseUrl, null);
  if (databaseMigrationUrl !== null && from.text('DATABASE_URL') === null) {
    from.problem('DATABASE_MIGRATION_URL', 'an address, but no DATABASE_URL');
  }
  const rest = {
    host: from.optional('HOST', parseHost, '127.0.0.1'),
    port: from.optional('PORT', wholeUpTo(65_535), 3_000),
    publicUrl: from.optional('PUBLIC_URL', parsePublicUrl, null),
    logLevel: from.optional('LOG_LEVEL', oneOf(LOG_LEVELS), 'info' as const),
    logFormat: from.optional('LOG_FORMAT', oneOf(LOG_FORMATS), 'json' as const),
    dataDir: from.text('DATA_DIR') ?? '.data',
    titlePrefix: from.optional('TITLE_PREFIX', oneOf(['on', 'off']), 'on') === 'on',
  };
  const baseUrl = readBaseUrl(from);
  const writeIntervalMs = from.optional('FORGE_WRITE_INTERVAL_MS', wholeUpTo(60_000), 1_000);
  if (problems.length > 0 || appId === null || privateKey === null || secret === null)
    throw new ConfigError(problems);
  const webhookSecrets = Object.freeze(previous === null ? [secret] : [secret, previous]);
  const github = Object.freeze({ appId, privateKey, webhookSecrets, baseUrl, writeIntervalMs });
  return Object.freeze({ github, databaseUrl, databaseMigrationUrl, ...rest });
}

/** Where the records are: all that the command line needs. Throws `ConfigError`. */
export function readStorageConfig(
  environment: Environment = process.env,
): Pick<Config, 'databaseUrl' | 'dataDir'> {
  const problems: ConfigProblem[] = [];
  const from = makeReader(environment, problems);
  const databaseUrl = from.optional('DATABASE_URL', parseDatabaseUrl, null);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ databaseUrl, dataDir: from.text('DATA_DIR') ?? '.data' });
}

function makeReader(environment: Environment, problems: ConfigProblem[]): Reader {
  const text: Reader['text'] = (variable) => {
    const value = environment[variable]?.trim();
    return value === undefined || value === '' ? null : value;
  };
  const problem: Reader['problem'] = (variable, found) => {
    const about = SETTINGS.find((each) => each.variable === variable);
    if (about === undefined) throw new Error(`${variable} is not described in SETTINGS`);
    problems.push({ variable, expected: about.expected, found, remedy: about.remedy });
  };
  const take = <T>(
    variable: string,
    value: string,
    parse: (text: string) => Parsed<T>,
  ): T | null => {
    const parsed = parse(value);
    if ('value' in parsed) return parsed.value;
    problem(variable, parsed.found);
    return null;
  };
  return {
    text,
    problem,
    optional: (variable, parse, otherwise) => {
      const value = text(variable);
      return value === null ? otherwise : (take(variable, value, parse) ?? otherwise);
    },
    required: (variable, parse) => {
      const value = text(variable);
      if (value !== null) return take(variable, value, parse);
      problem(variable, 'nothing');
      return null;
    },
  };
}

function readPrivateKey(from: Reader, readFile: (path: string) => string): string | null {
  const path = from.text('PRIVATE_KEY_PATH');
  if (from.text('PRIVATE_KEY') !== null || path === null)
    return from.required('PRIVATE_KEY', parsePrivateKey);
  return from.required('PRIVATE_KEY_PATH', () => {
    const content = contentOf(path, readFile);
    return content === null
      ? { found: 'a path where no file could be read' }
      : parsePrivateKey(content);
  });
}

function contentOf(path: string, readFile: (path: string) => string): string | null {
  try {
    return readFile(path);
  } catch {
    return null;
  }
}

function readBaseUrl(from: Reader): string {
  const protocol = from.optional('GHE_PROTOCOL', oneOf(['http', 'https']), 'https');
  const host = from.optional('GHE_HOST', parseGheHost, null);
  return host === null ? 'https://api.github.com' : `${protocol}://${host}/api/v3`;
}
