/* The issues, or the pull requests, of a repository: the open ones, or those that are over. */
import type { PageReply } from '../http/page-route.ts';
import type { Issue } from '../state/conversations.ts';
import { labelsHtml, loginOf, standingHtml, standingOf, subjectPath } from './badges.ts';
import { html, type Html } from './html.ts';
import { page, type Place } from './layout.ts';
import { timeHtml } from './when.ts';

export function issueList(place: Place): PageReply {
  return listPage(place, 'issues');
}

export function pullList(place: Place): PageReply {
  return listPage(place, 'pulls');
}

type Kind = 'issues' | 'pulls';

function listPage(place: Place, kind: Kind): PageReply {
  const { visit, repo, path } = place;
  const all = visit.world.issues
    .of(repo.id)
    .filter(({ isPull }) => isPull === (kind === 'pulls'))
    .toSorted((a, b) => b.number - a.number);
  const state = visit.url.searchParams.get('state') === 'closed' ? 'closed' : 'open';
  const rows = all.filter((issue) => issue.state === state).map((issue) => rowHtml(place, issue));
  const title = kind === 'issues' ? 'Issues' : 'Pull requests';
  const main = html`${tabsHtml(place, kind)}
    <div class="bar">
      <h1>${title} <small class="quiet">${repo.name}</small></h1>
      <a class="button go" href="${path}/${kind}/new">${kind === 'issues' ? 'New change' : 'New pull request'}</a>
    </div>
    <p class="tabs">${(['open', 'closed'] as const).map((each) => filterHtml({ all, kind, path, each, state }))}</p>
    ${rows.length === 0 ? emptyHtml(all.length, state) : html`<ul class="rows">${rows}</ul>`}`;
  return page(place, { title: `${title} · ${repo.name}`, main });
}

export function tabsHtml({ visit, repo, path }: Place, kind: Kind | null): Html {
  const count = (pulls: boolean): number =>
    visit.world.issues
      .of(repo.id)
      .filter(({ isPull, state }) => isPull === pulls && state === 'open').length;
  const tab = (each: Kind, name: string): Html =>
    html`<a href="${path}/${each}" ${each === kind && html`aria-current="page"`}
      >${name} <small>${count(each === 'pulls')}</small></a
    >`;
  return html`<nav class="sections" aria-label="${repo.name}">
    ${tab('issues', 'Issues')}${tab('pulls', 'Pull requests')}
  </nav>`;
}

type Filter = {
  readonly all: readonly Issue[];
  readonly kind: Kind;
  readonly path: string;
  readonly each: 'open' | 'closed';
  readonly state: string;
};

function filterHtml({ all, kind, path, each, state }: Filter): Html {
  const count = all.filter((issue) => issue.state === each).length;
  return html`<a href="${path}/${kind}?state=${each}" ${each === state && html`aria-current="page"`}
    >${count} ${each}</a
  >`;
}

function emptyHtml(all: number, state: string): Html {
  return html`<p class="empty">${all === 0 ? 'Nothing here yet.' : `Nothing is ${state}.`}</p>`;
}

function rowHtml({ visit, repo }: Place, issue: Issue): Html {
  const comments = visit.world.comments.of(issue.id).length;
  return html`<li>
    <div class="bar">
      <a class="title" href="${subjectPath(visit, repo, issue)}">${issue.title}</a>
      <span class="quiet">${comments === 1 ? '1 comment' : `${String(comments)} comments`}</span>
    </div>
    <p class="signs">${standingHtml(standingOf(visit, issue))}${labelsHtml(visit, issue)}</p>
    <small class="quiet"
      >#${issue.number} · opened ${timeHtml(issue.createdAt)} by ${loginOf(visit, issue.userId)}</small
    >
  </li>`;
}
