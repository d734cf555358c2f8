/**
 * The answers that an act is owed, noted in the same transaction as the act itself: one reaction per comment, and
 * one reply to a refusal (once per actor, code and plan revision, as `decide` says) or to a question. The
 * reconciler gives them; an answer that was noted is never forgotten and never given twice.
 */
import type { StoredEvent } from '../core/audit/event.ts';
import type { Decision } from '../core/change/decide.ts';
import type { Change } from '../core/change/state.ts';
import type { Intention } from '../core/intent/intention.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import type { HeadLock } from '../store/lock.ts';
import { dropSurface, listSurfaces, wantSurface } from '../store/surfaces.ts';

export type Answered = {
  readonly change: Change;
  readonly intention: Intention;
  /** Where the act was done: a pull request may live in another repository than the change. */
  readonly repo: RepoRef;
  readonly decision: Decision;
  readonly stored: readonly StoredEvent[];
};

/** Surfaces: `reaction:<comment>:<+1|confused>:<repo id>:<repo name>`, `reply:refused:<seq>`, `reply:ask:<what>:<comment>`. */
export function answersTo(answered: Answered): readonly string[] {
  const { intention, decision, stored } = answered;
  const comment = commentOf(intention);
  const wanted: string[] = [];
  if (comment !== null)
    wanted.push(reaction(answered, decision.kind === 'refused' ? 'confused' : '+1'));
  for (const event of stored) {
    if (event.type === 'refused' && event.data['reply'] === true)
      wanted.push(`reply:refused:${String(event.seq)}`);
  }
  if (intention.command.type === 'ask' && comment !== null)
    wanted.push(`reply:ask:${intention.command.what}:${comment}`);
  return wanted;
}

export async function pendingAnswers(lock: HeadLock, answered: Answered): Promise<void> {
  const { number } = answered.change;
  const wanted = answersTo(answered);
  const [bad, good] = [reaction(answered, 'confused'), reaction(answered, '+1')];
  // Several commands of one comment have one reaction: confused when any of them was refused.
  const spoilt = wanted.includes(good) && (await isWanted(lock, number, bad));
  if (wanted.includes(bad)) await dropSurface(lock.tx, number, good);
  for (const surface of wanted)
    if (surface !== good || !spoilt) await wantSurface(lock, number, surface);
}

async function isWanted(lock: HeadLock, change: number, name: string): Promise<boolean> {
  return (await listSurfaces(lock.tx, change)).some(({ surface }) => surface === name);
}

function reaction({ intention, repo }: Answered, content: '+1' | 'confused'): string {
  return `reaction:${commentOf(intention) ?? ''}:${content}:${repo.id}:${repo.name}`;
}

function commentOf({ ref }: Intention): string | null {
  return ref?.startsWith('comment:') === true ? ref.slice('comment:'.length) : null;
}
