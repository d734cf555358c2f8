/**
 * The environment becomes one frozen object, or every problem with it at once. Nothing else reads the environment.
 * What is found is described, never repeated, where it could be a secret.
 */
import { readFileSync } from 'node:fs';
import { SETTINGS, LOG_LEVELS } from './settings.ts';
import {
  oneOf,
  parseAppId,
  parseClientId,
  parseDatabaseUrl,
  parseGheHost,
  parseHost,
  parseIssuers,
  parsePrivateKey,
  parsePublicUrl,
  parseSecret,
  wholeBetween,
  wholeUpTo,
} from './setting-values.ts';
import type { Parsed } from './setting-values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type LogLevel = (typeof LOG_LEVELS)[number];
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
    /** By which people sign in again; null: not set. */
    readonly client: { readonly id: string; readonly secret: string } | null;
  };
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl: string | null;
  /** Who signs the tokens by which workflows ask the deploy gate. */
  readonly oidcIssuers: readonly string[];
  readonly logLevel: LogLevel;
  readonly logFormat: (typeof LOG_FORMATS)[number];
  /** Null: a database of our own in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databaseMigrationUrl: string | null;
  readonly dataDir: string;
  readonly titlePrefix: boolean;
  /** How long deliveries are kept after they were worked off. */
  readonly deliveryDays: number;
};

const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

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
    oidcIssuers: from.optional('OIDC_ISSUERS', parseIssuers, [GITHUB_ISSUER]),
    logLevel: from.optional('LOG_LEVEL', oneOf(LOG_LEVELS), 'info' as const),
    logFormat: from.optional('LOG_FORMAT', oneOf(LOG_FORMATS), 'json' as const),
    dataDir: from.text('DATA_DIR') ?? '.data',
    titlePrefix: from.optional('TITLE_PREFIX', oneOf(['on', 'off']), 'on') === 'on',
    deliveryDays: from.optional('DELIVERY_RETENTION_DAYS', wholeBetween(7, 3_650), 90),
  };
  const baseUrl = readBaseUrl(from);
  const writeIntervalMs = from.optional('FORGE_WRITE_INTERVAL_MS', wholeUpTo(60_000), 1_000);
  const client = readClient(from);
  if (problems.length > 0 || appId === null || privateKey === null || secret === null)
    throw new ConfigError(problems);
  const webhookSecrets = Object.freeze(previous === null ? [secret] : [secret, previous]);
  const app = { appId, privateKey, webhookSecrets, client };
  const github = Object.freeze({ ...app, baseUrl, writeIntervalMs });
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

/** What a pipeline says of itself and of the server that it asks; nothing of it is needed by the server. */
export type GateClient = {
  readonly url: string | null;
  readonly token: string | null;
  readonly sha: string | null;
  readonly repository: string | null;
  /** Where a job asks for the token that says which workflow it is. */
  readonly oidc: { readonly url: string; readonly token: string } | null;
};

export function readGateClient(environment: Environment = process.env): GateClient {
  const { text } = makeReader(environment, []);
  const [url, token] = [
    text('ACTIONS_ID_TOKEN_REQUEST_URL'),
    text('ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
  ];
  return {
    url: text('HOLDPOINT_URL'),
    token: text('HOLDPOINT_TOKEN'),
    sha: text('GITHUB_SHA'),
    repository: text('GITHUB_REPOSITORY'),
    oidc: url === null || token === null ? null : { url, token },
  };
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

/** One without the other is a mistake. */
function readClient(from: Reader): Config['github']['client'] {
  const id = from.optional('GITHUB_CLIENT_ID', parseClientId, null);
  const secret = from.optional('GITHUB_CLIENT_SECRET', parseSecret, null);
  const has = (variable: string): boolean => from.text(variable) !== null;
  if (has('GITHUB_CLIENT_ID') && !has('GITHUB_CLIENT_SECRET'))
    from.problem('GITHUB_CLIENT_SECRET', 'nothing, beside a GITHUB_CLIENT_ID');
  if (has('GITHUB_CLIENT_SECRET') && !has('GITHUB_CLIENT_ID'))
    from.problem('GITHUB_CLIENT_ID', 'nothing, beside a GITHUB_CLIENT_SECRET');
  return id === null || secret === null ? null : Object.freeze({ id, secret });
}

function readBaseUrl(from: Reader): string {
  const protocol = from.optional('GHE_PROTOCOL', oneOf(['http', 'https']), 'https');
  const host = from.optional('GHE_HOST', parseGheHost, null);
  if (host === null) return 'https://api.github.com';
  // In the cloud of an enterprise the API has a host of its own; on its own server, a path.
  const cloud = /^(?:api\.)?([^.]+\.ghe\.com)$/iu.exec(host)?.[1];
  return cloud === undefined ? `${protocol}://${host}/api/v3` : `https://api.${cloud}`;
}
