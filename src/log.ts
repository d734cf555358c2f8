/**
 * One JSON object a line, with a constant message and the fields `change_id`, `actor`, `action`; or the same as
 * plain text for people (`LOG_FORMAT=text`). What is known to be secret is censored wherever it turns up.
 */
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.ts';
import { tellError } from './log-error.ts';

const SECRETS = [
  'privateKey',
  'secret',
  'secrets',
  'token',
  'authorization',
  'webhookSecrets',
  'client',
  'clientSecret',
  '*.privateKey',
  '*.secret',
  '*.client',
  '*.clientSecret',
  '*.token',
  '*.authorization',
];

export function createLog(
  config: Pick<Config, 'logLevel' | 'logFormat'>,
  destination: DestinationStream = process.stdout,
): Logger {
  const options = {
    level: config.logLevel,
    redact: { paths: SECRETS, censor: '[secret]' },
    base: null,
    serializers: { err: (error: unknown): unknown => tellError(error) },
  };
  return pino(options, config.logFormat === 'text' ? textStream(destination) : destination);
}

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** `12:31:07 info  command refused  action=gate_rejected change_id=CHG-00001 …` */
function textStream(destination: DestinationStream): DestinationStream {
  return {
    write(line: string): void {
      const { level, time, msg, ...fields } = JSON.parse(line) as {
        level: number;
        time: number;
        msg?: string;
      } & Record<string, unknown>;
      const clock = new Date(time).toISOString().slice(11, 19);
      const shown = Object.entries(fields).map(([name, value]) => `${name}=${asText(value)}`);
      destination.write(
        `${clock} ${(LEVELS[level] ?? 'info').padEnd(5)} ${msg ?? ''}${shown.length === 0 ? '' : `  ${shown.join(' ')}`}\n`,
      );
    },
  };
}

/** Nothing that is logged can begin a line, or a field, that was not logged, or speak to the terminal. */
function asText(value: unknown): string {
  if (typeof value === 'string' && /^[^\s"\p{C}]+$/u.test(value)) return value;
  return JSON.stringify(value).replaceAll(/\p{C}/gu, (hidden) =>
    hidden.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
