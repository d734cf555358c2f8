/**
 * The review after the fact in the record: while it is owed the questions that it answers and how it is given, afterwards
 * who gave it and what they found. Questions: templates/review-questions.hbs.
 */
import type { Outage } from '../core/change/outage.ts';
import type { PostReview } from '../core/change/post-review.ts';
import { asMarkdown, md, NOTHING, type Markdown } from './markdown.ts';
import { login } from './safe-text.ts';
import { short } from './situation-facts.ts';
import { template } from './template.ts';
import { exact, moment, span, type Clock } from './when.ts';

const QUESTIONS = template<{ readonly rolledBack: boolean; readonly emergency: boolean }>(
  'review-questions',
);

export function postReviewLines(owed: PostReview | null, clock: Clock): readonly Markdown[] {
  if (owed === null) return [];
  const { why, review } = owed;
  if (review !== null) {
    const down = review.outage === null ? NOTHING : md`; ${outageText(review.outage, clock)}`;
    return [
      md`**Reviewed** ${moment(review.at, clock)} by ${login(review.by.login)}${down}\n${short(review.findings)}`,
    ];
  }
  const asked = { rolledBack: why === 'rolled_back', emergency: why === 'emergency' };
  return [asMarkdown(QUESTIONS(asked).trimEnd())];
}

/** As evidence says it. */
export function exactOutage({ start, end }: Outage, clock: Clock): Markdown {
  return md`down from ${exact(start, clock)} to ${exact(end, clock)}, ${span(start, end)}`;
}

/** `down 24 Nov 14:02 Europe/Berlin for 29 min` */
function outageText({ start, end }: Outage, clock: Clock): Markdown {
  return md`down ${moment(start, clock)} for ${span(start, end)}`;
}
