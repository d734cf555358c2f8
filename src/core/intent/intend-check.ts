/**
 * Somebody else reported under the name of our check. It is recorded with who it was, for each change on that commit;
 * our own answer is written over it by the reconciler, which sees what stands there.
 */
import type { Intention } from './intention.ts';
import { asking } from './known.ts';
import type { Known, NoticeOf } from './known.ts';

export function intendForged(notice: NoticeOf<'check_forged'>, known: Known): readonly Intention[] {
  const { sha, by, via, conclusion, url } = notice.fact;
  const key = `forged:${via}:${sha}:${by.id}:${notice.occurredAt}`;
  // Until it says something it opens and shuts nothing.
  const detail = `a ${via} of our name that says ${conclusion ?? 'nothing yet'}, by ${by.login}`;
  return known.linked.flatMap(({ number }) => [
    ...(conclusion === null
      ? []
      : [
          asking(
            number,
            { type: 'note_tampering', surface: 'check', how: 'edited', detail },
            { key: `${key}:${String(number)}`, url },
          ),
        ]),
    asking(number, { type: 'reconsider' }, { key: `${key}:again:${String(number)}`, url: null }),
  ]);
}
