/**
 * Who the app is on GitHub: its page, and the account its comments are written with. That account's id decides
 * what is ours, so it is asked for and never derived. Asked once; neither changes while a process runs.
 */
import type { Person } from '../../core/change/state.ts';
import type { Api } from './api.ts';
import { actorSeen } from './seen.ts';
import { parseRecord, textAt, textOrNullAt } from './shape.ts';

export type Identity = {
  readonly self: Person;
  /** The app's home page, which GitHub puts under a check that names no page. */
  readonly appUrl: string | null;
};

export type IdentitySource = {
  readonly known: () => Identity | null;
  /** `api`: of any installation; the app's own token may not ask for accounts. */
  readonly ask: (api: Api) => Promise<Identity>;
};

export function makeIdentity(appApi: () => Promise<Api>): IdentitySource {
  let identity: Identity | null = null;
  return {
    known: () => identity,
    ask: async (api) => {
      if (identity !== null) return identity;
      const app = await appApi();
      const { slug, appUrl } = await app.read('GET /app', {}, ({ data }) => {
        const json = parseRecord(data, 'app');
        return { slug: textAt(json, 'slug'), appUrl: textOrNullAt(json, 'external_url') };
      });
      const { id, login } = await api.read(
        'GET /users/{username}',
        { username: `${slug}[bot]` },
        ({ data }) => actorSeen(parseRecord(data, 'user')),
      );
      identity = { self: { id, login }, appUrl };
      return identity;
    },
  };
}
