/* The text of an issue in a box, for the person who wrote it or may write to the repository. */
import type { PageReply } from '../http/page-route.ts';
import type { Issue } from '../state/conversations.ts';
import { html } from './html.ts';
import type { Place } from './issue-page.ts';
import { page, people } from './layout.ts';

export function editPage(place: Place, issue: Issue): PageReply {
  const { visit, repo, path } = place;
  const main = html`<h1>Edit #${issue.number}</h1>
    <form class="block" method="post" action="${path}/issues/${issue.number}/edit">
      <label>Title<input type="text" name="title" value="${issue.title}" maxlength="256" /></label
      ><label>Text<textarea name="body" rows="30">${issue.body ?? ''}</textarea></label>
      <div class="row"><button class="go">Save</button></div>
    </form>`;
  return page(visit, { title: `Edit #${String(issue.number)}`, people: people(visit, repo), main });
}
