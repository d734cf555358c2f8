// One play from its first act to its last, with an application that dies where it is told to; and what came of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kill } from './control.ts';
import { openCrashCompany } from './crash-company.ts';
import { findFaults, readEnd, type EndState } from './end-state.ts';
import { BEGINS, type Play } from './plays.ts';

export type PlayOptions = {
  readonly databaseUrl: string;
  readonly durable: boolean;
  readonly play: Play;
  readonly killIn?: (act: number) => Kill | null;
  readonly played?: (act: number, killed: boolean) => void;
};

export type Played = {
  readonly end: EndState;
  /** What must hold at the end of any run and does not. */
  readonly faults: readonly string[];
  readonly kills: number;
  readonly acts: number;
};

export async function runPlay(options: PlayOptions & { readonly trace?: string }): Promise<Played> {
  const { play, killIn = () => null, ...rest } = options;
  const crash = await openCrashCompany({ ...rest, begins: BEGINS, killIn });
  try {
    await play(crash.company);
    const { sandbox } = crash.company;
    const end = await readEnd(crash.db, sandbox);
    const faults = await findFaults(crash.db, sandbox);
    return { end, faults, kills: crash.kills(), acts: crash.act() };
  } finally {
    await crash.close();
  }
}

/** Which calls were made in which act, in order. */
export type Trace = ReadonlyMap<number, readonly string[]>;

/** Nobody dies; every call is noted. */
export async function runUndisturbed(
  options: PlayOptions,
): Promise<Played & { readonly trace: Trace }> {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-trace-'));
  const path = join(folder, 'trace');
  try {
    const played = await runPlay({ ...options, trace: path });
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const calls = lines.map((line) => line.split('\t')).map(([act, key]) => ({ act, key }));
    const byAct = Map.groupBy(calls, ({ act }) => Number(act));
    const trace = new Map([...byAct].map(([act, made]) => [act, made.map(({ key }) => key ?? '')]));
    return { ...played, trace };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
