/**
 * The answers that an act is owed, noted in the same transaction as the act itself: one reaction per comment, and
 * one reply to a refusal (once per actor, code and plan revision, as `decide` says) or to a question. The
 * reconciler gives them; an answer that was noted is never forgotten and never given twice.
 *
 * Everybody who can read may ask, and each answer is a write in a row that all changes share. So a person is answered
 * once a verb until the change moves on; who asks the same again is told that they were heard, a few times, and then
 * nothing.
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
  /** The account's id. */
  readonly actor: string;
  readonly intention: Intention;
  /** Where the act was done: a pull request may live in another repository than the change. */
  readonly repo: RepoRef;
  readonly decision: Decision;
  readonly stored: readonly StoredEvent[];
};

/** Questions asked again that still get a reaction: a person and state of the change. */
const MOST_REPEATS = 3;
/** Different things that are imagined, likewise. */
const MOST_IMAGINED = 8;
/** `reply:ask:simulate:<actor>:<seq>` */
const FIELDS_OF_A_QUESTION = 5;

/** Surfaces: `reaction:<comment>:<+1|confused>:<repo id>:<repo name>`, `reply:refused:<seq>`, `reply:ask:<what>:<actor>:<seq>[:<question>]`. */
function answersTo(answered: Answered): readonly string[] {
  const { intention, decision, stored } = answered;
  const wanted: string[] = [];
  if (commentOf(intention) !== null)
    wanted.push(reaction(answered, decision.kind === 'refused' ? 'confused' : '+1'));
  for (const event of stored) {
    if (event.type === 'refused' && event.data['reply'] === true)
      wanted.push(`reply:refused:${String(event.seq)}`);
  }
  const question = questionIn(answered);
  if (question !== null) wanted.push(question);
  return wanted;
}

/** The same for everything that one person asks about one state of the change: its last event. */
function questionIn({ change, actor, intention }: Answered): string | null {
  const { command } = intention;
  if (command.type !== 'ask' || commentOf(intention) === null) return null;
  const asked = `reply:ask:${command.what}:${actor}:${String(change.lastSeq)}`;
  return 'question' in command ? `${asked}:${command.question}` : asked;
}

/** What can be imagined has no end; a person's questions about one state of the change have one. */
function isOneTooMany(question: string, known: ReadonlySet<string>): boolean {
  const asked = `${question.split(':', FIELDS_OF_A_QUESTION).join(':')}:`;
  return [...known].filter((surface) => surface.startsWith(asked)).length >= MOST_IMAGINED;
}

export async function pendingAnswers(lock: HeadLock, answered: Answered): Promise<void> {
  const { number } = answered.change;
  const all = answersTo(answered);
  if (all.length === 0) return;
  const known = new Set((await listSurfaces(lock.tx, number)).map(({ surface }) => surface));
  const question = questionIn(answered);
  const isAnswered = question !== null && known.has(question);
  const isTooMuch = question !== null && !isAnswered && isOneTooMany(question, known);
  if ((isAnswered || isTooMuch) && !(await hearAgain(lock, answered, known))) return;
  const [bad, good] = [reaction(answered, 'confused'), reaction(answered, '+1')];
  const wanted = isTooMuch ? [bad] : all;
  // Several commands of one comment have one reaction: confused when any of them was refused.
  const spoilt = wanted.includes(good) && known.has(bad);
  if (wanted.includes(bad)) await dropSurface(lock.tx, number, good);
  for (const surface of wanted)
    if (surface !== good || !spoilt) await wantSurface(lock, number, surface);
}

/** False: this was asked so often that there is not even a reaction any more. Counts of earlier states are dropped. */
async function hearAgain(
  lock: HeadLock,
  { change, actor, intention }: Answered,
  known: ReadonlySet<string>,
): Promise<boolean> {
  const counts = [...known].filter((surface) => surface.startsWith(`asked:${actor}:`));
  const now = `asked:${actor}:${String(change.lastSeq)}:`;
  for (const surface of counts.filter((one) => !one.startsWith(now)))
    await dropSurface(lock.tx, change.number, surface);
  const heard = counts.filter((surface) => surface.startsWith(now)).length;
  if (heard >= MOST_REPEATS) return false;
  await wantSurface(lock, change.number, `${now}${commentOf(intention) ?? ''}`);
  return true;
}

function reaction({ intention, repo }: Answered, content: '+1' | 'confused'): string {
  return `reaction:${commentOf(intention) ?? ''}:${content}:${repo.id}:${repo.name}`;
}

function commentOf({ ref }: Intention): string | null {
  return ref?.startsWith('comment:') === true ? ref.slice('comment:'.length) : null;
}
