/*
 * Reviews over REST. A review is always submitted with its verdict; pending drafts are not modelled.
 */
import type { Review } from '../state/pulls.ts';
import { notFound, unprocessable } from '../acts/refuse.ts';
import { dismissReview, editReview, submitReview } from '../acts/reviews.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import {
  author,
  numberParam,
  ok,
  optionalChoice,
  optionalText,
  requiredText,
} from '../http/call.ts';
import { listed } from '../http/page.ts';
import { reviewJson } from '../json/pulls.ts';
import { pullOf } from './pulls.ts';

const about = { resource: 'PullRequestReview' };

function review(call: Call): Review {
  const found = call.world.reviews.get(numberParam(call, 'review_id'));
  if (found?.pullId !== pullOf(call).id) throw notFound();
  return found;
}

function submit(call: Call): Reply {
  const verdict = optionalChoice(call, 'event', {
    ...about,
    among: ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'],
  });
  if (verdict === undefined)
    throw unprocessable('Unprocessable Entity', [
      'A review without an event would stay pending; give an event.',
    ]);
  const body = optionalText(call, 'body', about);
  const commitId = optionalText(call, 'commit_id', about);
  const submitted = submitReview(author(call), pullOf(call), {
    verdict,
    ...(body === undefined ? {} : { body }),
    ...(commitId === undefined ? {} : { commitId }),
  });
  return ok(reviewJson(call.world, submitted));
}

const many = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews';
const one = `${many}/{review_id}`;

export const reviewRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: many,
    handle: (call) =>
      listed(call, call.world.reviews.of(pullOf(call).id), (row) => reviewJson(call.world, row)),
  },
  { method: 'POST', pattern: many, handle: submit },
  { method: 'GET', pattern: one, handle: (call) => ok(reviewJson(call.world, review(call))) },
  {
    method: 'PUT',
    pattern: one,
    handle: (call) =>
      ok(
        reviewJson(
          call.world,
          editReview(author(call), review(call), requiredText(call, 'body', about)),
        ),
      ),
  },
  {
    method: 'PUT',
    pattern: `${one}/dismissals`,
    handle: (call) =>
      ok(
        reviewJson(
          call.world,
          dismissReview(author(call), review(call), requiredText(call, 'message', about)),
        ),
      ),
  },
];
