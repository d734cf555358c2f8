/**
 * What happens on checks of our name: a button is pressed, or somebody else reports under it. The second is recorded
 * with who it was, for each change on that commit; our own answer is written over it by the reconciler, which sees what
 * stands there.
 */
import { readPress } from './check-button.ts';
import { forgedDetail, forgedKey } from '../change/forged.ts';
import type { Intention } from './intention.ts';
import { intendReconsider } from './intend-pull.ts';
import { asking } from './known.ts';
import type { Known, NoticeOf } from './known.ts';

export function intendForged(
  { fact, occurredAt }: NoticeOf<'check_forged'>,
  known: Known,
): readonly Intention[] {
  const { report } = fact;
  const { url } = report;
  const detail = forgedDetail(report);
  return known.linked.flatMap(({ number }) => {
    const key = forgedKey(report, number);
    const again = asking(
      number,
      { type: 'reconsider' },
      { key: `${key}:again:${occurredAt}`, url: null },
    );
    // Until it says something it opens and shuts nothing.
    if (report.says === null) return [again];
    const tampering = { type: 'note_tampering', surface: 'check', how: 'edited', detail } as const;
    return [asking(number, tampering, { key, url }), again];
  });
}

/** Whoever pressed is the sender of the delivery; of which change and step, the button says. */
export function intendPressed(
  { fact, actor, occurredAt }: NoticeOf<'check_requested'>,
  known: Known,
): readonly Intention[] {
  const { sha, identifier, check } = fact;
  const again = intendReconsider(
    `check:${sha}:${identifier ?? 'again'}:${occurredAt}`,
    known.linked,
  );
  const press = identifier === null ? null : readPress(identifier);
  const isHere = known.linked.some(({ number }) => number === press?.change);
  if (press === null || check === undefined || !isHere) return again;
  const { verb: type, change, step, round: pressed } = press;
  const key = `button:${check.id}:${identifier ?? ''}:${actor.id}:${occurredAt}`;
  const command = { type, step, observed: '', pressed } as const;
  return [asking(change, command, { key, url: check.url }), ...again];
}
