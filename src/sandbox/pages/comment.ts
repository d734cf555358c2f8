/*
 * One thing that somebody wrote: the text of an issue, a comment, a review. Comments of the app stand out; those
 * that were minimised are folded, not gone; a long text below which the talk has begun is folded as well.
 */
import type { Comment, Issue } from '../state/conversations.ts';
import type { Review } from '../state/pulls.ts';
import { faceHtml, loginOf } from './badges.ts';
import { html, type Html } from './html.ts';
import type { Place } from './layout.ts';
import { markdown } from './markdown.ts';
import { mayWrite } from './visitor.ts';
import { timeHtml } from './when.ts';

const LONG = 1_500;

export function openingHtml(place: Place, issue: Issue): Html {
  const body = issue.body ?? '';
  const text = html`<div class="text">${body === '' ? html`<p class="quiet">No text.</p>` : markdown(body)}</div>`;
  const talked = place.visit.world.comments.of(issue.id).length > 0;
  const headings = body.split('\n').filter((line) => line.startsWith('### ')).length;
  const answers =
    headings > 0 ? `${String(headings)} answers` : `${String(body.length)} characters`;
  return articleHtml(place, {
    userId: issue.userId,
    at: issue.createdAt,
    verb: 'wrote',
    note: issue.edits.length > 1 ? 'edited' : '',
    content:
      talked && body.length > LONG
        ? html`<details class="long"><summary>Show the whole text: ${answers}</summary>${text}</details>`
        : text,
  });
}

/** `act`: where a pressed box is sent. */
export function commentHtml(place: Place, comment: Comment, act: string): Html {
  const { visit, repo } = place;
  const form = mayWrite(visit, repo) ? `ticks-${String(comment.id)}` : null;
  const text = html`${form !== null && html`<form id="${form}" method="post" action="${act}/tick/${comment.id}"></form>`}
    <div class="text">${markdown(comment.body, form)}</div>
    ${reactionsHtml(place, comment)}`;
  const hidden = comment.minimizedReason;
  return articleHtml(place, {
    id: `c${String(comment.id)}`,
    userId: comment.userId,
    at: comment.createdAt,
    verb: 'commented',
    note: comment.updatedAt === comment.createdAt ? '' : 'edited',
    app: comment.viaAppId !== null,
    content:
      hidden === null
        ? text
        : html`<details class="long"><summary>Folded away as ${hidden}</summary>${text}</details>`,
  });
}

const VERDICTS: Readonly<Record<Review['state'], string>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'asked for changes',
  COMMENTED: 'commented on the code',
  DISMISSED: 'approved once; dismissed',
};

export function reviewHtml(place: Place, review: Review): Html {
  return articleHtml(place, {
    userId: review.userId,
    at: review.submittedAt,
    verb: `${VERDICTS[review.state]} at ${review.commitId.slice(0, 10)}`,
    note: '',
    content: review.body === '' ? html`` : html`<div class="text">${markdown(review.body)}</div>`,
  });
}

type Written = {
  readonly id?: string;
  readonly userId: number;
  readonly at: string;
  readonly verb: string;
  readonly note: string;
  readonly app?: boolean;
  readonly content: Html;
};

function articleHtml({ visit }: Place, written: Written): Html {
  const login = loginOf(visit, written.userId);
  const note = written.note === '' ? html`` : html` · ${written.note}`;
  return html`<article class="${written.app === true ? 'app' : ''}" ${written.id !== undefined && html`id="${written.id}"`}>
    <div class="by">${faceHtml(login)}<b>${login}</b> ${written.verb} <span>${timeHtml(written.at)}${note}</span></div>
    ${written.content}
  </article>`;
}

const FACES: ReadonlyMap<string, string> = new Map([
  ['+1', '👍'],
  ['-1', '👎'],
  ['confused', '😕'],
  ['eyes', '👀'],
  ['heart', '❤️'],
  ['hooray', '🎉'],
  ['rocket', '🚀'],
  ['laugh', '😄'],
]);

function reactionsHtml({ visit }: Place, comment: Comment): Html {
  const given = visit.world.reactions.of(`comment:${String(comment.id)}`);
  const faces = given.map(({ content, userId }) => {
    const login = loginOf(visit, userId);
    return html`<span title="${content} by ${login}">${FACES.get(content) ?? content}</span>`;
  });
  return faces.length === 0 ? html`` : html`<p class="reactions">${faces}</p>`;
}
