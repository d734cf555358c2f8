/*
 * One issue or pull request: what the person wrote, what the app answered, the boxes, and a place to say something.
 * Right after an act the page says that the app is at work, and goes on by itself once it has answered.
 */
import type { PageReply } from '../http/page-route.ts';
import type { Issue } from '../state/conversations.ts';
import { labelsHtml, loginOf, standingHtml, standingOf, subjectPath } from './badges.ts';
import { commentHtml, openingHtml } from './comment.ts';
import { composerHtml } from './composer.ts';
import { html, type Html } from './html.ts';
import { tabsHtml } from './issue-list.ts';
import { page, type Frame, type Place } from './layout.ts';
import { checksHtml, mergeHtml, pullHeadHtml, reviewsHtml } from './pull-parts.ts';
import { timeHtml } from './when.ts';

export function issuePage(place: Place, issue: Issue): PageReply {
  const { visit } = place;
  const pull = visit.world.pulls.get(issue.id);
  const act = `${place.path}/issues/${String(issue.number)}`;
  const comments = visit.world.comments.of(issue.id);
  const main = html`${tabsHtml(place, issue.isPull ? 'pulls' : 'issues')}
    <h1>${issue.title} <small class="quiet">#${issue.number}</small></h1>
    <p class="signs">
      ${standingHtml(standingOf(visit, issue))}${labelsHtml(visit, issue)}
      <small class="quiet">opened ${timeHtml(issue.createdAt)} by ${loginOf(visit, issue.userId)}</small>
    </p>
    ${pull !== undefined && pullHeadHtml(place, pull)} ${openingHtml(place, issue)}
    ${comments.map((comment) => commentHtml(place, comment, act))}
    ${pull !== undefined && html`${reviewsHtml(place, pull)}${checksHtml(place, pull)}`}
    ${composerHtml(place, issue, act)} ${pull !== undefined && mergeHtml(issue, pull, act)}
    ${actsHtml(place, issue, act)}`;
  return page(place, {
    title: `${issue.title} · #${String(issue.number)}`,
    main,
    ...noticeOf(place, issue),
  });
}

function actsHtml({ path }: Place, issue: Issue, act: string): Html {
  const open = issue.state === 'open';
  // Whoever names a ticket in front of the title names it in the pull request as well.
  const ticket = /^[A-Z]+-\d+(?=:)/u.exec(issue.title)?.[0];
  const proposal = `${path}/pulls/new${ticket === undefined ? '' : `?body=${encodeURIComponent(`Change: ${ticket}`)}`}`;
  return html`<form class="buttons" method="post" action="${act}/state">
    <a class="button" href="${act}/edit">Edit title and text</a>
    ${!issue.isPull && html`<a class="button" href="${proposal}">Open a pull request for it</a>`}
    <button name="state" value="${open ? 'closed' : 'open'}">${open ? 'Close' : 'Reopen'}</button>
  </form>`;
}

function noticeOf({ visit, settings, repo }: Place, issue: Issue): Pick<Frame, 'notice' | 'goOn'> {
  const query = visit.url.searchParams;
  const refused = query.get('refused');
  if (refused !== null) return { notice: { text: refused, tone: 'refused' } };
  const at = query.get('fresh');
  if (at === null) return {};
  const here = subjectPath(visit, repo, issue);
  const anchor = /^[a-z0-9]{1,24}$/u.test(at) ? `#${at}` : '';
  const waits = settings.answered !== undefined;
  return {
    notice: { text: 'The app is answering …', tone: 'wait' },
    goOn: { to: `${here}${waits ? '?answered=1' : ''}${anchor}`, seconds: waits ? 0 : 1 },
  };
}
