/*
 * A person at the keyboard. Each verb is done at once, with the rights the person has at that moment, and
 * refuses as the forge would (`ForgeRefusal`, with the HTTP status it would have had). Records are returned as
 * they stand after the act.
 */
import type { World } from '../state/world.ts';
import type { CheckVerbs, PullVerbs } from './code.ts';
import { checkVerbs, pullVerbs } from './code.ts';
import type { CommentVerbs, IssueVerbs, LabelVerbs } from './conversation.ts';
import { commentVerbs, issueVerbs, labelVerbs } from './conversation.ts';
import { createDesk } from './desk.ts';

export type Person = { readonly login: string } & IssueVerbs &
  CommentVerbs &
  LabelVerbs &
  PullVerbs &
  CheckVerbs;

export function createPerson(world: World, login: string): Person {
  const desk = createDesk(world, login);
  return {
    login,
    ...issueVerbs(desk),
    ...commentVerbs(desk),
    ...labelVerbs(desk),
    ...pullVerbs(desk),
    ...checkVerbs(desk),
  };
}
