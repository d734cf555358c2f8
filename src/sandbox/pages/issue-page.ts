/*
 * One issue or pull request: what the person wrote, what the app answered, the boxes, the labels, and a place to
 * say something. Comments that were minimised are folded, not gone.
 */
import type { PageReply, Visit } from '../http/page-route.ts';
import type { Comment, Issue } from '../state/conversations.ts';
import type { CheckRun } from '../state/checks.ts';
import type { Repository } from '../state/repositories.ts';
import { html, raw, type Html } from './html.ts';
import { page, people } from './layout.ts';
import { markdown } from './markdown.ts';

export type Place = { readonly visit: Visit; readonly repo: Repository; readonly path: string };

export function issuePage(place: Place, issue: Issue): PageReply {
  const { visit, repo } = place;
  const here = `${place.path}/issues/${String(issue.number)}`;
  const fresh = visit.url.searchParams.has('fresh');
  const refused = visit.url.searchParams.get('refused');
  const comments = visit.world.comments
    .of(issue.id)
    .map((comment) => commentHtml(place, here, comment));
  const main = html`<h1>${issue.title} <span class="meta">#${issue.number}</span></h1>
    <p class="meta">
      <span class="state ${issue.state}">${issue.state}</span> opened by
      <b>${loginOf(visit, issue.userId)}</b> ${issue.createdAt.slice(0, 16).replace('T', ' ')} UTC
    </p>
    <p>${labelsHtml(visit, issue)}</p>
    ${raw(issue.isPull ? pullHtml(place, issue) : html``)}
    <article>
      <div class="who"><b>${loginOf(visit, issue.userId)}</b> wrote</div>
      <div class="text">${markdown(issue.body ?? '')}</div>
    </article>
    ${comments}
    <form class="block" method="post" action="${here}/comment">
      <label for="say"
        >Say something
        <small>A command stands on a line of its own: /chg help lists them all.</small></label
      ><textarea id="say" name="body" required></textarea>
      <div class="row"><button class="go">Comment</button></div>
    </form>
    <form class="row" method="post" action="${here}/state">
      <button name="state" value="${issue.state === 'open' ? 'closed' : 'open'}">
        ${issue.state === 'open' ? 'Close issue' : 'Reopen issue'}</button
      ><a href="${here}/edit">Edit text</a>
    </form>
    ${raw(issue.isPull ? reviewHtml(here) : html``)}`;
  return page(visit, {
    title: `${issue.title} · #${String(issue.number)}`,
    people: people(visit, repo),
    main,
    ...(fresh ? { refreshTo: here } : {}),
    ...(refused === null ? {} : { notice: refused }),
  });
}

export function loginOf(visit: Visit, id: number): string {
  return visit.world.accounts.get(id)?.login ?? 'ghost';
}

export function labelsHtml(visit: Visit, issue: Issue): readonly Html[] {
  return issue.labelIds.flatMap((id) => {
    const label = visit.world.labels.get(id);
    return label === undefined
      ? []
      : [
          html`<span class="label" style="background:#${label.color};color:${inkOn(label.color)}"
            >${label.name}</span
          >`,
        ];
  });
}

function inkOn(color: string): string {
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return (red ?? 0) * 0.3 + (green ?? 0) * 0.59 + (blue ?? 0) * 0.11 > 150 ? '#1f2328' : '#ffffff';
}

const FACES: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  confused: '😕',
  eyes: '👀',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  laugh: '😄',
};

function commentHtml(place: Place, here: string, comment: Comment): Html {
  const { visit } = place;
  const form = `ticks-${String(comment.id)}`;
  const reactions = visit.world.reactions
    .all()
    .filter((one) => one.subject.kind === 'comment' && one.subject.id === comment.id);
  const ours = comment.viaAppId !== null;
  const text = html`<form id="${form}" method="post" action="${here}/tick/${comment.id}"></form>
    <div class="text">${markdown(comment.body, form)}</div>`;
  const folded =
    comment.minimizedReason === null
      ? text
      : html`<details>
          <summary class="hidden">hidden as ${comment.minimizedReason}</summary>
          ${raw(text)}
        </details>`;
  const faces = reactions.map(
    (one) =>
      html`<span title="${loginOf(visit, one.userId)}">${FACES[one.content] ?? one.content}</span>`,
  );
  return html`<article class="${ours ? 'ours' : ''}" id="c${comment.id}">
    <div class="who">
      <b>${loginOf(visit, comment.userId)}</b> ${comment.createdAt.slice(0, 16).replace('T', ' ')}
      UTC${comment.updatedAt === comment.createdAt ? '' : ' · edited'}
    </div>
    ${raw(folded)}${raw(faces.length === 0 ? html`` : html`<div class="reactions">${faces}</div>`)}
  </article>`;
}

function pullHtml(place: Place, issue: Issue): Html {
  const pull = place.visit.world.pulls.get(issue.id);
  if (pull === undefined) return html``;
  const runs = place.visit.world.checkRuns
    .all()
    .filter((run) => run.repoId === issue.repoId && run.headSha === pull.headSha);
  return html`<p class="meta">
      ${pull.headRef} → ${pull.baseRef} at
      <code>${pull.headSha.slice(0, 10)}</code>${pull.merged ? ' · merged' : ''}
    </p>
    ${runs.map(runHtml)}`;
}

function runHtml(run: CheckRun): Html {
  return html`<div class="check">
    <b>${run.name}</b> ·
    ${run.conclusion ?? run.status}${run.output.title === null ? '' : ` · ${run.output.title}`}
    <details>
      <summary>why</summary>
      ${markdown(run.output.summary ?? '')}
    </details>
  </div>`;
}

function reviewHtml(here: string): Html {
  return html`<form class="block" method="post" action="${here}/review">
      <label for="review">Review</label><textarea id="review" name="body"></textarea>
      <div class="row">
        <button name="verdict" value="approve">Approve</button
        ><button name="verdict" value="request_changes">Request changes</button
        ><button name="verdict" value="comment">Comment</button>
      </div>
    </form>
    <form class="row" method="post" action="${here}/merge">
      <button class="go">Merge</button>
    </form>`;
}
