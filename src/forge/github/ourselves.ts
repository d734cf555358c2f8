/**
 * Who the app is on GitHub: its page, and the account its comments are written with. That account's id decides
 * what is ours, so it is asked for and never derived. A forge that does not show the accounts of apps leaves us with
 * the login that GitHub gives them. Asked once; none of it changes while a process runs.
 */
import type { Person } from '../../core/change/state.ts';
import type { Api } from './api.ts';
import { actorSeen } from './seen.ts';
import type { Bot } from './seen.ts';
import { parseRecord, textAt, textOrNullAt } from './shape.ts';

export type Identity = {
  readonly self: Person;
  readonly bot: Bot;
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
      const login = `${slug}[bot]`;
      const account = await api.readOrNull(
        'GET /users/{username}',
        { username: login },
        ({ data }) => actorSeen(parseRecord(data, 'user')),
      );
      const self = { id: account?.id ?? `app:${slug}`, login: account?.login ?? login };
      identity = { self, bot: { id: account?.id ?? null, login: self.login }, appUrl };
      return identity;
    },
  };
}
