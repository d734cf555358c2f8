/**
 * What the check says, as a commit status: short enough for its one line.
 *
 * What must stay true: what is no yes is a failure; a status knows no softer no that holds a merge up.
 */
import type { CheckContent, StatusContent } from '../forge/port.ts';

const LONGEST = 140;

export function statusOf({ name, conclusion, title, detailsUrl }: CheckContent): StatusContent {
  return {
    name: name ?? 'holdpoint',
    says: conclusion === 'success' ? 'success' : 'failure',
    text: title.slice(0, LONGEST),
    url: detailsUrl,
  };
}
