/**
 * What the mappers of this folder share: the parsed delivery they are given and the answer they give. `at` is
 * the forge's own time of the act, or null where GitHub gives none; then the delivery's time stands in.
 */
import type { NoticeActor, NoticeFact } from '../../../core/intent/notice.ts';
import type { Bot } from '../seen.ts';
import type { Json } from '../shape.ts';

export type Ourselves = {
  readonly appId: string;
  /** Null when it could not be asked for. */
  readonly bot: Bot | null;
};

export type Delivered = {
  readonly payload: Json;
  /** Empty when the event has none. */
  readonly action: string;
  readonly sender: NoticeActor;
  readonly ourselves: Ourselves;
};

export type Told = { readonly fact: NoticeFact; readonly at: string | null };

export function nothing(why: string): Told {
  return { fact: { kind: 'nothing', why }, at: null };
}

/** Nobody can say what it was about: it is put aside where people see it. */
export function unreadable(why: string): Told {
  return { fact: { kind: 'nothing', why, trouble: 'unreadable' }, at: null };
}

/** Whoever sent it so was not the forge: it is put aside, and concerns nobody. */
export function refused(why: string): Told {
  return { fact: { kind: 'nothing', why, trouble: 'refused' }, at: null };
}
