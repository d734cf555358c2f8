// A company for one test file: the sandbox forge, a database of its own, and the application wired as in
// production. A failing story prints what happened so far, the events, and the forge as it was left.
import { createLog } from '../../src/log.ts';
import { openCompany, type Company, type CompanyOptions } from '../../src/demo/company.ts';
import { narrator, type Narrator } from '../../src/demo/narrator.ts';
import { openStory, type Opening, type Story } from '../../src/demo/storyteller.ts';
import type { Change } from '../../src/core/change/state.ts';
import { loadChange } from '../../src/store/load-change.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { readEvents } from '../../src/store/read-log.ts';
import { verifyLog } from '../../src/store/verify-log.ts';
import { createDatabase } from './database.ts';

export type World = {
  readonly company: Company;
  readonly tell: Narrator;
  readonly opens: (opening: Opening) => Promise<Story>;
  readonly change: (number: number) => Promise<Change>;
  readonly events: (number?: number) => Promise<readonly Event[]>;
  readonly isIntact: () => Promise<boolean>;
  /** What was told so far, for the message of a failing test. */
  readonly told: () => string;
  readonly logged: () => readonly string[];
  readonly close: () => Promise<void>;
};

export type Event = {
  readonly seq: number;
  readonly type: string;
  readonly actor: string;
  /** When it happened, by the forge's clock. */
  readonly at: string;
  readonly source: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly texts: Readonly<Record<string, string | null>>;
};

export async function openWorld(
  options: Partial<Omit<CompanyOptions, 'databaseUrl' | 'log'>> = {},
): Promise<World> {
  const database = await createDatabase();
  const logged: string[] = [];
  const log = createLog(
    { logLevel: 'info', logFormat: 'json' },
    { write: (line) => void logged.push(line) },
  );
  const company = await openCompany({
    start: '2026-11-19T10:00:00+01:00',
    ...options,
    databaseUrl: database.url,
    log,
    durable: false,
  });
  const told: string[] = [];
  const tell = narrator((text) => void told.push(text), false);
  const read = <T>(work: Parameters<typeof inWorkspace<T>>[2]): Promise<T> =>
    inWorkspace(company.application().house.db, company.workspace, work);
  return {
    company,
    tell,
    opens: (opening) => openStory(company, tell, opening),
    change: async (number) => {
      const change = await read((tx) => loadChange(tx, number));
      if (change === null)
        throw new Error(`there is no change ${String(number)}\n${told.join('')}`);
      return change;
    },
    events: (number) =>
      read(async (tx) => {
        const found: Event[] = [];
        for await (const { seq, type, actor, occurredAt: at, source, data, texts } of readEvents(
          tx,
          number === undefined ? {} : { change: number },
        )) {
          found.push({ seq, type, actor: actor.login, at, source: source.kind, data, texts });
        }
        return found;
      }),
    isIntact: async () => (await read((tx) => verifyLog(tx))).kind === 'intact',
    told: () => told.join(''),
    logged: () => logged,
    close: async () => {
      await company.close();
      await database.drop();
    },
  };
}
