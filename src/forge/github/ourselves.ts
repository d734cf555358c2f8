/**
 * Who the app is on GitHub: its page, and the account its comments are written with. That account's id decides
 * what is ours, so it is asked for and never derived. A forge that does not show the accounts of apps leaves us with
 * the login that GitHub gives them, until our first comment shows who wrote it. Asked once; none of it changes
 * while a process runs.
 */
import type { Person } from '../../core/change/stamp.ts';
import type { NoticeActor } from '../../core/intent/notice.ts';
import type { Api } from './api.ts';
import type { Lacks } from './lacks.ts';
import { actorSeen } from './seen.ts';
import type { Bot } from './seen.ts';
import { parseRecord, textOrNullAt } from './shape.ts';

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
  /** What we wrote was written by this account. */
  readonly learn: (author: NoticeActor) => void;
};

export function makeIdentity(appApi: () => Promise<Api>, lacks: Lacks): IdentitySource {
  let identity: Identity | null = null;
  /** One object for as long as the process runs: all who hold it know what is learnt. */
  const bot: { id: string | null; login: string } = { id: null, login: '' };
  return {
    known: () => identity,
    learn: (author) => {
      if (bot.id !== null) return;
      bot.id = author.id;
      bot.login = author.login;
    },
    ask: async (api) => {
      if (identity !== null) return identity;
      const { slug, appUrl } = await readApp(await appApi(), lacks);
      const login = slug === null ? '' : `${slug}[bot]`;
      const account = login === '' ? null : await readAccount(api, login, lacks);
      bot.id ??= account?.id ?? null;
      if (bot.login === '') bot.login = account?.login ?? login;
      const self = { id: bot.id ?? `app:${login}`, login: bot.login };
      identity = { self, bot, appUrl };
      return identity;
    },
  };
}

type AppSeen = { readonly slug: string | null; readonly appUrl: string | null };

async function readApp(api: Api, lacks: Lacks): Promise<AppSeen> {
  const app = await api.readOrNull('GET /app', {}, ({ data }) => {
    const json = parseRecord(data, 'app');
    return { slug: textOrNullAt(json, 'slug'), appUrl: textOrNullAt(json, 'external_url') };
  });
  if (app?.slug === undefined || app.slug === null) lacks('GET /app');
  return app ?? { slug: null, appUrl: null };
}

async function readAccount(api: Api, login: string, lacks: Lacks): Promise<NoticeActor | null> {
  const account = await api.readOrNull('GET /users/{username}', { username: login }, ({ data }) =>
    actorSeen(parseRecord(data, 'user')),
  );
  if (account === null) lacks('GET /users/{username} of an app');
  return account;
}
