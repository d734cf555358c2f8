/**
 * Which installation speaks for which account. Accounts are known by id for ever; installations come and go, so
 * an unknown account is looked up again, but not by every delivery of a crowd, and a known one once its token was
 * refused or the forge told of a move.
 */
import { ForgeFault } from '../fault.ts';
import type { Api } from './api.ts';
import { isNoSuchAddress } from './lacks.ts';
import type { Lacks } from './lacks.ts';
import { PERMISSIONS, SUBSCRIBED_EVENTS } from './permissions.ts';
import {
  fieldOf,
  idAt,
  isRecord,
  parseList,
  parseRecord,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';

export type Installation = {
  readonly workspace: string;
  readonly account: string;
  readonly installation: string;
  readonly suspended: boolean;
  /** Rights and events that we need and were not given, in words of the forge; null: not told. */
  readonly lacking: readonly string[] | null;
  /** Where somebody sees and changes it. */
  readonly page: string | null;
};

export type Installations = {
  readonly all: () => Promise<readonly Installation[]>;
  /** Throws `ForgeFault`: not_found when we are not installed there, forbidden while we are suspended. */
  readonly of: (workspace: string) => Promise<Installation>;
  readonly forget: (workspace: string) => void;
  /** A signed delivery named it: all that is known of installations where the forge does not list them. */
  readonly hear: (one: Pick<Installation, 'workspace' | 'account' | 'installation'>) => void;
};

const FRESH_MS = 10_000;

export type InstallationParts = {
  readonly appApi: () => Promise<Api>;
  readonly nowMs: () => number;
  readonly lacks: Lacks;
};

export function makeInstallations({ appApi, nowMs, lacks }: InstallationParts): Installations {
  const known = new Map<string, Installation>();
  const heard = new Map<string, Installation>();
  let unlisted = false;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<readonly Installation[]> | null = null;
  const look = async (): Promise<readonly Installation[]> => {
    const all = await listed(await appApi(), lacks);
    unlisted = all === null;
    const found = all ?? [...heard.values()];
    known.clear();
    for (const one of found) known.set(one.workspace, one);
    lookedAtMs = nowMs();
    return found;
  };
  const all = (): Promise<readonly Installation[]> => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
  return {
    all,
    of: async (workspace) => {
      const isFresh = nowMs() - lookedAtMs < FRESH_MS;
      if (known.get(workspace)?.suspended !== false && !isFresh) await all();
      const found = known.get(workspace);
      if (found === undefined)
        throw new ForgeFault('not_found', `the app is not installed for ${workspace}`);
      if (found.suspended)
        throw new ForgeFault('forbidden', `the app is suspended for ${workspace}`);
      return found;
    },
    hear: (one) => {
      const named = { ...one, suspended: false, lacking: null, page: null };
      heard.set(one.workspace, named);
      if (unlisted) known.set(one.workspace, named);
    },
    forget: (workspace) => {
      known.delete(workspace);
      lookedAtMs = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Null when the forge has no such list. */
async function listed(api: Api, lacks: Lacks): Promise<readonly Installation[] | null> {
  try {
    return await api.readAll('GET /app/installations', {}, (data) =>
      parseList(data, 'installations').flatMap((value) => installationSeen(value) ?? []),
    );
  } catch (error) {
    if (!isNoSuchAddress(error)) throw error;
    lacks('GET /app/installations');
    return null;
  }
}

/** Null: its account is gone, and nobody is left to speak for. */
function installationSeen(value: unknown): Installation | null {
  const json = parseRecord(value, 'installation');
  const account = recordOrNullAt(json, 'account');
  if (account === null) return null;
  return {
    workspace: `github:${idAt(account, 'id')}`,
    // Enterprises have a slug where people and organisations have a login.
    account: textOrNullAt(account, 'login') ?? textAt(account, 'slug'),
    installation: idAt(json, 'id'),
    suspended: textOrNullAt(json, 'suspended_at') !== null,
    lacking: lackingIn(json),
    page: textOrNullAt(json, 'html_url'),
  };
}

const ENOUGH: Readonly<Record<'read' | 'write', readonly unknown[]>> = {
  read: ['read', 'write', 'admin'],
  write: ['write', 'admin'],
};

function lackingIn(json: Json): readonly string[] | null {
  const given = fieldOf(json, 'permissions');
  const heard = fieldOf(json, 'events');
  if (!isRecord(given) || !Array.isArray(heard)) return null;
  const rights = Object.entries(PERMISSIONS).filter(
    ([name, right]) => !ENOUGH[right].includes(fieldOf(given, name)),
  );
  const events = SUBSCRIBED_EVENTS.filter((event) => !heard.includes(event));
  return [
    ...rights.map(([name, right]) => `permission ${name}: ${right}`),
    ...events.map((event) => `event ${event}`),
  ];
}
