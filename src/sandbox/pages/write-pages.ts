/* Two pages to write on: the title and text of an issue, and a pull request with one file in it. */
import type { PageReply } from '../http/page-route.ts';
import type { Issue } from '../state/conversations.ts';
import { html } from './html.ts';
import { page, type Place } from './layout.ts';
import { subjectPath } from './badges.ts';

export function editPage(place: Place, issue: Issue): PageReply {
  const back = subjectPath(place.visit, place.repo, issue);
  const main = html`<h1>Edit <small class="quiet">#${issue.number}</small></h1>
    <form class="block" method="post">
      <label class="field"
        ><span class="name">Title</span
        ><input type="text" name="title" value="${issue.title}" maxlength="256" required
      /></label>
      <label class="field"
        ><span class="name">Text</span
        ><textarea name="body" rows="28">
${issue.body ?? ''}</textarea></label
      >
      <p class="buttons"><button class="go">Save</button><a class="button" href="${back}">Back</a></p>
    </form>`;
  return page(place, { title: `Edit #${String(issue.number)}`, main });
}

export function newPullPage(place: Place): PageReply {
  const { visit, repo } = place;
  const number = visit.world.issues.of(repo.id).length + 1;
  const main = html`<h1>New pull request</h1>
    <p class="quiet">One commit with one file, on a branch of its own, into ${repo.defaultBranch}.</p>
    <form class="block" method="post">
      <label class="field"
        ><span class="name">Title</span><input type="text" name="title" required maxlength="256"
      /></label>
      <label class="field"
        ><span class="name">Text</span
        ><textarea name="body" rows="4">
${visit.url.searchParams.get('body') ?? ''}</textarea></label
      >
      <label class="field"
        ><span class="name">Branch</span
        ><input type="text" name="branch" value="proposal-${number}" required pattern="[A-Za-z0-9][A-Za-z0-9._-]*"
      /></label>
      <label class="field"
        ><span class="name">File</span
        ><input type="text" name="path" value="proposal-${number}.conf" required maxlength="200"
      /></label>
      <label class="field"
        ><span class="name">Its content</span
        ><textarea name="content" rows="6" required>
limit = 20
</textarea></label
      >
      <p class="buttons"><button class="go">Open pull request</button></p>
    </form>`;
  return page(place, { title: `New pull request · ${repo.name}`, main });
}
