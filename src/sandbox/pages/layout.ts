/*
 * The frame of every page: where you are, who you are, what time it is. One calm style sheet, no script, and
 * nothing from outside: the policy sent with it forbids both.
 */
import type { PageReply, Visit } from '../http/page-route.ts';
import type { Repository } from '../state/repositories.ts';
import { faceHtml, repoPath } from './badges.ts';
import { html, type Html } from './html.ts';
import type { PageSettings } from './settings.ts';
import { STYLE } from './style.ts';
import { actingAs, seats } from './visitor.ts';
import { wallClock } from './when.ts';

/** A repository as somebody visits it. */
export type Place = {
  readonly visit: Visit;
  readonly settings: PageSettings;
  readonly repo: Repository;
  /** `/owner/name` */
  readonly path: string;
};

export type Frame = {
  readonly title: string;
  readonly main: Html;
  /** Where the page goes by itself, at once or after so many seconds. */
  readonly goOn?: { readonly to: string; readonly seconds: number };
  /** Said above everything else. */
  readonly notice?: { readonly text: string; readonly tone: 'wait' | 'refused' };
};

type Ground = {
  readonly visit: Visit;
  readonly settings: PageSettings;
  readonly repo: Repository | null;
};

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

export function page(ground: Ground, frame: Frame, status = 200): PageReply {
  const { goOn, notice } = frame;
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${goOn !== undefined && html`<meta http-equiv="refresh" content="${goOn.seconds};url=${goOn.to}" />`}
        <title>${frame.title}</title>
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        ${headerHtml(ground)}
        <main>
          ${notice !== undefined && html`<p class="notice ${notice.tone}" role="status">${notice.text}</p>`}
          ${frame.main}
        </main>
      </body>
    </html>`;
  return { status, headers: HEADERS, body: body.markup };
}

function headerHtml(ground: Ground): Html {
  const { visit, settings, repo } = ground;
  const repositories = visit.world.repositories.all().map((each) => {
    const here = each.id === repo?.id;
    const to = `${repoPath(visit, each)}/issues`;
    return html`<a href="${to}" ${here && html`aria-current="page"`}>${each.name}</a>`;
  });
  const now = wallClock(visit.world.clock.now());
  return html`<header>
    <a class="brand" href="/">sandbox forge</a>
    <nav aria-label="Repositories">${repositories}</nav>
    ${settings.moveClock === undefined ? html`<span class="clock">${now}</span>` : clockHtml(visit, now)}
    ${personHtml(ground)}
  </header>`;
}

function clockHtml(visit: Visit, now: string): Html {
  return html`<form class="clock" method="post" action="/move-clock">
    <span title="The time in this forge">${now}</span>${backHtml(visit)}
    <button name="hours" value="1" title="Move the clock on by an hour">+1 h</button
    ><button name="hours" value="24" title="Move the clock on by a day">+1 day</button>
  </form>`;
}

/** A fold that opens the list of people; choosing one is one press. */
function personHtml({ visit, repo }: Ground): Html {
  const me = actingAs(visit)?.login ?? 'nobody';
  const rows = seats(visit, repo).map(
    ({ login, name, role }) =>
      html`<button name="login" value="${login}" ${login === me && html`aria-current="true"`}>
        ${faceHtml(login)}<b>${login}</b><small>${name}${role !== '' && ` · ${role}`}</small>
      </button>`,
  );
  return html`<details class="person">
    <summary>${faceHtml(me)}<span>You are <b>${me}</b></span></summary>
    <form method="post" action="/act-as">${backHtml(visit)}${rows}</form>
  </details>`;
}

/** Where to return to: this page without what only its last visit meant. */
function backHtml({ url }: Visit): Html {
  return html`<input type="hidden" name="back" value="${url.pathname}" />`;
}

export function seeOther(to: string, cookie?: string): PageReply {
  return {
    status: 303,
    headers: { location: to, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) },
    body: '',
  };
}
