// What the play and the application process share: the time of the story, which act is being played, and where the
// process is to end. A small file, replaced as a whole by the play and read synchronously by the process, so that
// no webhook can be faster than the time in which it happens.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Before the call is made, or after its answer has come and nobody has seen it yet. */
export type When = 'before' | 'after';

export type Kill = {
  /** Only while this act is played. */
  readonly act: number;
  /** The call to end at; null: any. */
  readonly key: string | null;
  /** How many such calls pass first. */
  readonly skip: number;
  readonly when: When;
};

export type Control = { readonly now: string; readonly act: number; readonly kill: Kill | null };

export function readControl(path: string): Control {
  return JSON.parse(readFileSync(path, 'utf8')) as Control;
}

export function writeControl(path: string, control: Control): void {
  writeFileSync(`${path}.next`, JSON.stringify(control));
  renameSync(`${path}.next`, path);
}

/** The last thing a process does that dies as it was told: a death without it has another cause. */
export function noteDeath(path: string, kill: Kill): void {
  writeFileSync(`${path}.death`, JSON.stringify(kill));
}

/** Of which kill the process died; null: of none. Asked once a death. */
export function takeDeath(path: string): Kill | null {
  const note = `${path}.death`;
  if (!existsSync(note)) return null;
  const kill = JSON.parse(readFileSync(note, 'utf8')) as Kill;
  rmSync(note);
  return kill;
}

/** How the process is started: all it needs, in one environment variable. */
export type Start = {
  readonly databaseUrl: string;
  readonly durable: boolean;
  readonly port: number;
  readonly control: string;
  /** Every call is written there, as `act<TAB>key`; null: nobody wants to know. */
  readonly trace: string | null;
  readonly github: {
    readonly appId: string;
    readonly privateKey: string;
    readonly webhookSecret: string;
    readonly baseUrl: string;
  };
};

export const START_VARIABLE = 'HOLDPOINT_CRASH_START';
