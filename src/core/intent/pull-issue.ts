/**
 * A pull request that is its own change, in the place of the change's issue: where the record stands, whose text is the
 * plan, which labels it carries. Forges number both in one row, so the number leads to one of them only.
 */
import type { IssueSeen, PullSeen } from './notice.ts';

export function pullAsIssue(pull: PullSeen): IssueSeen {
  const { number, url, title, body, open, author } = pull;
  return {
    ...{ number, url, title, body, open, author, pull },
    id: pullIssueId(number),
    stateReason: null,
    labels: pull.labels ?? [],
    updatedAt: pull.updatedAt ?? '',
  };
}

/** Within its repository; never the id of an issue, which is digits. */
export function pullIssueId(pull: number): string {
  return `pull:${String(pull)}`;
}
