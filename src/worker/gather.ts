/**
 * Reads from the forge whatever the next decision needs, before any lock is taken: the actor's role at this
 * moment, who could approve, and linked pull requests as they are now. What could not be read stays unknown.
 */
import type { Command, CommandType } from '../core/change/command.ts';
import type { Actor, Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import type { Intention } from '../core/intent/intention.ts';
import type { NoticeActor, RepoRef } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import { observePulls } from '../reconcile/observe.ts';
import { isoNow } from '../clock.ts';
import type { House } from './house.ts';

/** Commands whose answer depends on who else is there. */
const NEEDS_PEOPLE: ReadonlySet<CommandType> = new Set<CommandType>([
  'submit',
  'approve',
  'withdraw',
  'schedule',
  'start',
  'authorise',
  'review',
  'reconsider',
]);

export const SYSTEM_ACTOR: Actor = { id: '0', login: 'holdpoint', kind: 'system', roles: [] };

export type Subject = {
  readonly forge: Forge;
  readonly repo: RepoRef;
  readonly actor: NoticeActor;
  readonly change: Change | null;
  readonly intentions: readonly Intention[];
  readonly occurredAt: string;
};

export async function gather(house: House, subject: Subject): Promise<Facts> {
  const { forge, repo, change } = subject;
  const needsPeople = subject.intentions.some(({ command }) => NEEDS_PEOPLE.has(command.type));
  const [actor, people, pulls] = await Promise.all([
    roleOf(forge, repo, subject.actor),
    needsPeople ? forge.observePeople(repo) : null,
    change === null ? [] : observePulls(forge, change),
  ]);
  return { now: isoNow(house.clock), occurredAt: subject.occurredAt, actor, policy: house.policy, people, pulls, clockSkewMs: house.clockSkewMs() };
}

async function roleOf(forge: Forge, repo: RepoRef, actor: NoticeActor): Promise<Actor> {
  if (actor.kind === 'system') return { ...actor, roles: [] };
  return forge.observeActor(repo, actor);
}

/** Fills in what only the forge knows: the account behind a login, the head of a pull request. */
export async function resolve(subject: Subject): Promise<readonly Intention[]> {
  return Promise.all(
    subject.intentions.map(async (intention) => ({
      ...intention,
      command: await resolveCommand(subject, intention.command),
    })),
  );
}

async function resolveCommand(subject: Subject, command: Command): Promise<Command> {
  if (command.type === 'handover') {
    const to = await subject.forge.observePerson(command.toLogin);
    return { ...command, to: to === null ? null : { id: to.id, login: to.login } };
  }
  if (command.type === 'link' && command.head === '') {
    const repo = command.repoId === '' ? subject.repo : { id: command.repoId, name: command.repo };
    const pull = await subject.forge.observePull(repo, command.pull);
    return { ...command, repoId: repo.id, repo: repo.name, head: pull?.head ?? '' };
  }
  return command;
}
