/*
 * What a pull request has beyond an issue: its commit, what checks and people say about it, and the merge. The
 * sandbox has no CI of its own, so a visitor may let one speak.
 */
import type { CheckRun, CommitStatus } from '../state/checks.ts';
import type { Issue } from '../state/conversations.ts';
import type { PullRequest } from '../state/pulls.ts';
import { loginOf } from './badges.ts';
import { reviewHtml } from './comment.ts';
import { html, type Html } from './html.ts';
import type { Place } from './layout.ts';
import { markdown } from './markdown.ts';

export function pullHeadHtml({ visit }: Place, pull: PullRequest): Html {
  const asked = pull.requestedReviewerIds.map((id) => loginOf(visit, id)).join(', ');
  return html`<p class="quiet">
    <code>${pull.headRef}</code> into <code>${pull.baseRef}</code>, at
    <code>${pull.headSha.slice(0, 10)}</code>${asked !== '' && html` · review asked of ${asked}`}
  </p>`;
}

/** Everything that was said about the head commit; the last word of each status counts. */
export function checksHtml({ visit }: Place, pull: PullRequest): Html {
  const commit = `${String(pull.repoId)}:${pull.headSha}`;
  const slugs = new Map(visit.world.apps.all().map(({ id, slug }) => [id, slug]));
  const runs = visit.world.checkRuns
    .of(commit)
    .map((run) => runHtml(run, slugs.get(run.appId) ?? ''));
  const statuses = new Map(visit.world.statuses.of(commit).map((each) => [each.context, each]));
  const rows = [...runs, ...[...statuses.values()].map(statusHtml)];
  const none = html`<p class="empty">No check has said anything about this commit yet.</p>`;
  return html`<section class="checks" id="checks">
    <h2>Checks</h2>
    ${rows.length === 0 ? none : rows}
  </section>`;
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['success', '✓'],
  ['neutral', '–'],
  ['skipped', '–'],
  ['failure', '✗'],
  ['error', '✗'],
  ['timed_out', '✗'],
  ['cancelled', '✗'],
  ['action_required', '!'],
]);

function signHtml(verdict: string): Html {
  const tone = verdict === 'success' ? 'good' : SIGNS.get(verdict) === '✗' ? 'bad' : 'wait';
  return html`<span class="sign ${tone}" title="${verdict}">${SIGNS.get(verdict) ?? '●'}</span>`;
}

function runHtml(run: CheckRun, app: string): Html {
  const verdict = run.conclusion ?? run.status;
  const title = run.output.title ?? verdict.replaceAll('_', ' ');
  const summary = run.output.summary ?? '';
  const head = html`${signHtml(verdict)}<b>${run.name}</b> <span>${title}</span> <small>by ${app}</small>`;
  return summary === ''
    ? html`<p class="check">${head}</p>`
    : html`<details class="check" open>
        <summary>${head}</summary>
        <div class="text">${markdown(summary)}</div>
      </details>`;
}

function statusHtml({ context, state, description }: CommitStatus): Html {
  return html`<p class="check">${signHtml(state)}<b>${context}</b> <span>${description ?? state}</span></p>`;
}

export function reviewsHtml(place: Place, pull: PullRequest): readonly Html[] {
  return place.visit.world.reviews.of(pull.id).map((review) => reviewHtml(place, review));
}

export function mergeHtml(issue: Issue, pull: PullRequest, act: string): Html {
  if (issue.state === 'closed') return html``;
  return html`<form class="block" method="post" action="${act}/review">
      <label class="field"><span class="name">Review</span><textarea name="body" rows="3"></textarea></label>
      <p class="buttons">
        <button name="verdict" value="approve" class="go">Approve</button
        ><button name="verdict" value="request_changes">Request changes</button
        ><button name="verdict" value="comment">Comment only</button>
      </p>
    </form>
    <form class="buttons" method="post" action="${act}/report">
      <input type="hidden" name="sha" value="${pull.headSha}" />
      <span class="quiet">Let CI say about ${pull.headSha.slice(0, 10)}:</span>
      <button name="state" value="success">tests passed</button
      ><button name="state" value="failure">tests failed</button>
    </form>
    <form class="buttons" method="post" action="${act}/merge">
      <button class="go">Merge into ${pull.baseRef}</button>
    </form>`;
}
