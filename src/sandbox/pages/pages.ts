/*
 * The sandbox's pages by address: read as the person chosen above, act as that person. What the forge refuses, and
 * what is not there, is a page as well.
 */
import { findIssue } from '../acts/find.ts';
import { ForgeRefusal } from '../acts/refuse.ts';
import type { PageReply, PageRoute, Visit } from '../http/page-route.ts';
import type { Issue } from '../state/conversations.ts';
import { actOn, ISSUE_ACTS, openFromForm, openPull, tick } from './acts.ts';
import { repoPath, subjectPath } from './badges.ts';
import { chooseForm, formPage } from './form-page.ts';
import { html } from './html.ts';
import { issueList, pullList } from './issue-list.ts';
import { issuePage } from './issue-page.ts';
import { page, seeOther, type Place } from './layout.ts';
import type { PageSettings } from './settings.ts';
import { actingAs, field, isSameSite, repositoryOf } from './visitor.ts';
import { editPage, newPullPage } from './write-pages.ts';

const REPO = '/{owner}/{repo}';
const ISSUE = `${REPO}/issues/{number}`;

type Reply = PageReply | Promise<PageReply>;
type Show = (place: Place) => Reply;

export function sandboxPages(settings: PageSettings = {}): readonly PageRoute[] {
  const at = (show: Show) => (visit: Visit) => within(settings, visit, show);
  const get = (pattern: string, show: Show): PageRoute => ({
    method: 'GET',
    pattern,
    handle: at(show),
  });
  const post = (pattern: string, act: Show): PageRoute => ({
    method: 'POST',
    pattern,
    handle: (visit) => (isSameSite(visit) ? within(settings, visit, act) : foreign),
  });
  return [
    { method: 'GET', pattern: '/', handle: home },
    {
      method: 'POST',
      pattern: '/act-as',
      handle: (visit) => (isSameSite(visit) ? actAs(visit) : foreign),
    },
    {
      method: 'POST',
      pattern: '/move-clock',
      handle: (visit) => (isSameSite(visit) ? moveClock(settings, visit) : foreign),
    },
    get(`${REPO}/issues`, issueList),
    get(`${REPO}/pulls`, pullList),
    get(`${REPO}/issues/new`, chooseForm),
    get(`${REPO}/issues/new/{file}`, formPage),
    post(`${REPO}/issues/new/{file}`, openFromForm),
    get(`${REPO}/pulls/new`, newPullPage),
    post(`${REPO}/pulls/new`, openPull),
    get(ISSUE, show),
    get(`${REPO}/pull/{number}`, show),
    get(`${ISSUE}/edit`, (place) => editPage(place, issueOf(place))),
    ...Object.entries(ISSUE_ACTS).map(([name, act]) =>
      post(`${ISSUE}/${name}`, (place) => actOn(place, issueOf(place), act)),
    ),
    post(`${ISSUE}/tick/{comment}`, (place) => actOn(place, issueOf(place), tick)),
  ];
}

function home(visit: Visit): PageReply {
  const [first] = visit.world.repositories.all();
  return first === undefined
    ? { status: 404, headers: {}, body: 'This forge has no repository yet.' }
    : seeOther(`${repoPath(visit, first)}/issues`);
}

/** An issue that is a pull request has its page where pull requests are, and the other way round. */
async function show(place: Place): Promise<PageReply> {
  const { visit, repo, settings } = place;
  const path = subjectPath(visit, repo, issueOf(place));
  if (decodeURI(visit.url.pathname) !== decodeURI(path))
    return seeOther(`${path}${visit.url.search}`);
  if (visit.url.searchParams.has('answered')) await soon(settings.answered);
  return issuePage(place, issueOf(place));
}

const PATIENCE_MS = 8_000;

/** An app that never answers must not keep the page from being shown. */
async function soon(answered: (() => Promise<void>) | undefined): Promise<void> {
  if (answered === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([answered().catch(() => undefined), patience]);
  clearTimeout(timer);
}

function issueOf({ visit, repo }: Place): Issue {
  return findIssue(visit.world, repo, Number(visit.params['number']));
}

async function within(settings: PageSettings, visit: Visit, act: Show): Promise<PageReply> {
  try {
    const repo = repositoryOf(visit);
    return await act({ visit, settings, repo, path: repoPath(visit, repo) });
  } catch (error) {
    if (!(error instanceof ForgeRefusal)) throw error;
    const missing = error.status === 404;
    const title = missing ? 'Not found' : 'The forge refused';
    const words = missing ? 'There is nothing here, or you may not see it.' : error.message;
    const main = html`<h1>${title}</h1>
      <p>${words}</p>`;
    return page({ visit, settings, repo: null }, { title, main }, error.status);
  }
}

const foreign: PageReply = {
  status: 403,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'This form was sent from another site.',
};

function actAs(visit: Visit): PageReply {
  const login = field(visit, 'login');
  const known = visit.world.accounts.find(login.toLowerCase());
  const cookie = `as=${known?.login ?? actingAs(visit)?.login ?? ''}; Path=/; SameSite=Lax; HttpOnly`;
  return seeOther(backOf(visit), cookie);
}

function moveClock(settings: PageSettings, visit: Visit): PageReply {
  const hours = Number(field(visit, 'hours'));
  if (hours > 0 && hours <= 24 * 31) settings.moveClock?.(hours);
  return seeOther(`${backOf(visit)}?fresh=top`);
}

/** Only a path of this site: what a browser could take for the address of another is none. */
function backOf(visit: Visit): string {
  const back = field(visit, 'back');
  return /^(?:\/[\w.~%-]+)+$/u.test(back) ? back : '/';
}
