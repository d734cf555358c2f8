/*
 * The frame of every page: who you are, where you are, one calm style sheet. No script, no outside resource.
 */
import type { PageReply, Visit } from '../http/page-route.ts';
import { html, raw, type Html } from './html.ts';
import { STYLE } from './style.ts';

export type Person = { readonly login: string; readonly role: string };

/** The person the visitor plays, from a cookie; the first engineer when none was chosen yet. */
export function actingAs(visit: Visit): string {
  const header = visit.headers['cookie'];
  const cookies = typeof header === 'string' ? header.split(';') : [];
  const chosen = cookies.map((part) => part.trim()).find((part) => part.startsWith('as='));
  const login = decodeURIComponent(chosen?.slice(3) ?? '');
  const known = visit.world.accounts.find(login.toLowerCase());
  return known === undefined || known.type !== 'User' ? 'mara-ops' : known.login;
}

export function people(
  visit: Visit,
  repo: { readonly collaborators: ReadonlyMap<number, { readonly roleName: string }> } | null,
): readonly Person[] {
  return visit.world.accounts
    .all()
    .filter((account) => account.type === 'User')
    .map((account) => ({
      login: account.login,
      role: repo?.collaborators.get(account.id)?.roleName ?? 'no access',
    }));
}

export type Frame = {
  readonly title: string;
  readonly people: readonly Person[];
  readonly main: Html;
  readonly refreshTo?: string;
  readonly notice?: string;
};

export function page(visit: Visit, frame: Frame, status = 200): PageReply {
  const me = actingAs(visit);
  const options = frame.people.map(
    (person) =>
      html`<option value="${person.login}" ${raw(person.login === me ? ' selected' : '')}>
        ${person.login} · ${person.role}
      </option>`,
  );
  const refresh =
    frame.refreshTo === undefined
      ? html``
      : html`<meta http-equiv="refresh" content="1;url=${frame.refreshTo}" />`;
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        ${raw(refresh)}
        <title>${frame.title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <a class="brand" href="/">sandbox forge</a>
          <nav>
            <a href="/lighthouse-freight/operations/issues">operations</a
            ><a href="/lighthouse-freight/checkout/issues">checkout</a>
          </nav>
          <form class="as" method="post" action="/act-as">
            <label
              >You are
              <select name="login">
                ${options}
              </select></label
            ><input type="hidden" name="back" value="${visit.url.pathname}" /><button>
              switch
            </button>
          </form>
        </header>
        <main>
          ${raw(frame.notice === undefined ? html`` : html`<p class="notice" role="alert">${frame.notice}</p>`)}${raw(frame.main)}
        </main>
      </body>
    </html>`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  };
  return { status, headers, body };
}

/** After an act: look again, and once more a second later, when the app has answered. */
export function seeOther(to: string, cookie?: string): PageReply {
  return {
    status: 303,
    headers: { location: to, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) },
    body: '',
  };
}
