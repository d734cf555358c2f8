/**
 * The one description of the variables that Holdpoint reads: the README's table, `.env.example` and the error
 * texts are made from it, so that none of them can promise something else. Reading them is `config.ts`.
 */
import { SECRET_BYTES } from './setting-values.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
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
  setting('GITHUB_CLIENT_ID', {
    meaning:
      'The client id of the GitHub App, where a policy asks whoever approves to sign in again; needs PUBLIC_URL',
    expected: 'letters and digits such as Iv23liAbCdEf0123456789, beside a GITHUB_CLIENT_SECRET',
    remedy: 'copy "Client ID" from the settings page of the GitHub App, or set neither of the two',
  }),
  setting('GITHUB_CLIENT_SECRET', {
    secret: true,
    meaning: 'A client secret of the GitHub App, beside GITHUB_CLIENT_ID',
    expected: `at least ${String(SECRET_BYTES)} bytes, beside a GITHUB_CLIENT_ID`,
    remedy:
      'generate a client secret on the settings page of the GitHub App, or set neither of the two',
  }),
  setting('GHE_HOST', {
    meaning:
      'The host (and port) of a GitHub Enterprise Server, or `<name>.ghe.com`; empty for github.com',
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
  setting('OIDC_ISSUERS', {
    default: 'https://token.actions.githubusercontent.com',
    meaning:
      'Who signs the tokens by which workflows ask the deploy gate, separated by commas; none to take keys alone. An issuer speaks for every repository',
    expected: 'addresses without a slash at their end, or none',
    remedy: 'give the issuer that the documentation of the CI names',
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
    meaning:
      'The least important line that is written; debug adds every SQL statement, without its values',
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
  setting('DELIVERY_RETENTION_DAYS', {
    default: '90',
    meaning:
      'Days until the body of a webhook that was worked off is deleted; the log keeps what came of it',
    expected: 'a whole number from 7 to 3650',
    remedy: 'use a week or more: the forge may send a delivery again that long',
  }),
];
