// One play from its first act to its last, with an application that dies where it is told to; and what came of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kill } from './control.ts';
import { openCrashCompany } from './crash-company.ts';
import { readDeliveries, type Deliveries } from './deliveries.ts';
import { readEnd, type EndState } from './end-state.ts';
import { findFaults } from './faults.ts';
import { BEGINS, type Play } from './plays.ts';

export type PlayOptions = {
  readonly databaseUrl: string;
  readonly durable: boolean;
  readonly play: Play;
  readonly killIn?: (act: number, restarts: number) => Kill | null;
  readonly played?: (act: number, met: number) => void;
  readonly absentIn?: (act: number) => boolean;
};

export type Played = {
  readonly end: EndState;
  /** What must hold at the end of any run and does not. */
  readonly faults: readonly string[];
  readonly deliveries: Deliveries;
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
    const deliveries = await readDeliveries(options.databaseUrl, sandbox);
    const faults = [
      ...(await findFaults({ ...options, ...crash, sandbox })),
      ...findUnheard(deliveries, crash.unheard()),
      ...crash.broken().map((guid) => `${guid} was acknowledged before it was stored`),
    ];
    return { end, faults, deliveries, kills: crash.kills(), acts: crash.act() };
  } finally {
    await crash.close();
  }
}

/** What nobody was there to take can only have come by the catch-up. */
function findUnheard({ caughtUp }: Deliveries, unheard: readonly string[]): readonly string[] {
  const known = new Set(caughtUp);
  const lost = unheard.filter((guid) => !known.has(guid));
  return lost.map((guid) => `${guid} was sent to nobody and did not come by the catch-up`);
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
    const calls = lines.map((line) => line.split('\t')).map(([act, key = '']) => ({ act, key }));
    const byAct = Map.groupBy(calls, ({ act }) => Number(act));
    // What is looked for after the last act belongs to none.
    const acts = [...byAct].filter(([act]) => act < played.acts);
    const trace = new Map(acts.map(([act, made]) => [act, made.map(({ key }) => key)]));
    return { ...played, trace };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
