/**
 * What a command of the command line is: its words, its help, what it does. Commands get everything they need from
 * `Io`, so that a test can run one without a process.
 *
 * What must stay true: data goes to `out`, messages to `err`; exit codes are 0 yes, 1 no or broken, 2 wrong use,
 * 3 could not tell. Nothing is coloured, so `NO_COLOR` has nothing left to switch off.
 */
import type { GateClient } from '../config.ts';
import type { ForgeApp } from '../forge/port.ts';
import type { Database } from '../store/database.ts';

export type ExitCode = 0 | 1 | 2 | 3;
export const YES = 0;
export const NO = 1;
export const WRONG_USE = 2;
export const CANNOT_TELL = 3;

export type Store = { readonly db: Database; readonly close: () => Promise<void> };

/** `web`: where people look at it, without a slash at its end. */
export type OpenForge = {
  readonly app: ForgeApp;
  readonly web: string;
  /** Settings that a sign-in of people takes and that are not there. */
  readonly unset: readonly string[];
};

export type Io = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly openStore: () => Promise<Store>;
  readonly openForge: () => OpenForge;
  readonly gateClient: () => GateClient;
  /** ISO 8601 UTC. */
  readonly now: () => string;
  readonly version: string;
};

export type OptionRow = {
  readonly name: string;
  readonly kind: 'flag' | 'text' | 'texts';
  /** How its value is called in the help. */
  readonly value?: string;
  readonly sentence: string;
};

export type Given = {
  /** What followed the words of the command. */
  readonly args: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | null;
  readonly texts: (name: string) => readonly string[];
};

export type CliCommand = {
  /** `audit verify` */
  readonly name: string;
  /** Positional arguments, as in the usage line. */
  readonly args: string;
  readonly sentence: string;
  readonly options: readonly OptionRow[];
  /** What the exit codes mean here, where the general words do not say it. */
  readonly exits?: string;
  readonly run: (given: Given, io: Io) => Promise<ExitCode>;
};

/** Wrong use: said with the usage, exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The question could not be answered; exit code 3. Never to be taken for a yes. */
export class CannotTellError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotTellError';
  }
}

export const JSON_OPTION: OptionRow = { name: 'json', kind: 'flag', sentence: 'Print JSON.' };

export const WORKSPACE_OPTION: OptionRow = {
  name: 'workspace',
  kind: 'text',
  value: 'github:<account id>',
  sentence: 'Which workspace; not needed when there is only one.',
};

export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
