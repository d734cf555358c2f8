/**
 * Which installation speaks for which account. Accounts are known by id for ever; installations come and go, so
 * an unknown account is looked up again each time, and a known one once its token was refused.
 */
import { ForgeFault } from '../fault.ts';
import type { Api } from './api.ts';
import { idAt, parseList, parseRecord, recordAt, textAt, textOrNullAt } from './shape.ts';

export type Installation = {
  readonly workspace: string;
  readonly account: string;
  readonly installation: string;
  readonly suspended: boolean;
};

export type Installations = {
  readonly all: () => Promise<readonly Installation[]>;
  /** Throws `ForgeFault`: not_found when we are not installed there, forbidden while we are suspended. */
  readonly of: (workspace: string) => Promise<Installation>;
  readonly forget: (workspace: string) => void;
};

export function makeInstallations(appApi: () => Promise<Api>): Installations {
  const known = new Map<string, Installation>();
  const all = async (): Promise<readonly Installation[]> => {
    const api = await appApi();
    const found = await api.readAll('GET /app/installations', {}, (data) =>
      parseList(data, 'installations').map(installationSeen),
    );
    known.clear();
    for (const one of found) known.set(one.workspace, one);
    return found;
  };
  return {
    all,
    of: async (workspace) => {
      if (known.get(workspace)?.suspended !== false) await all();
      const found = known.get(workspace);
      if (found === undefined)
        throw new ForgeFault('not_found', `the app is not installed for ${workspace}`);
      if (found.suspended)
        throw new ForgeFault('forbidden', `the app is suspended for ${workspace}`);
      return found;
    },
    forget: (workspace) => {
      known.delete(workspace);
    },
  };
}

function installationSeen(value: unknown): Installation {
  const json = parseRecord(value, 'installation');
  const account = recordAt(json, 'account');
  return {
    workspace: `github:${idAt(account, 'id')}`,
    // Enterprises have a slug where people and organisations have a login.
    account: textOrNullAt(account, 'login') ?? textAt(account, 'slug'),
    installation: idAt(json, 'id'),
    suspended: textOrNullAt(json, 'suspended_at') !== null,
  };
}
