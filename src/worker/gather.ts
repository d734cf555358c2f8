/**
 * Reads from the forge whatever the next decision needs, before any lock is taken: the actor's role at this
 * moment, who could approve, and linked pull requests as they are now. What could not be read stays unknown.
 */
import type { EventSource } from '../core/audit/event.ts';
import { awaitsApproval, awaitsSubmit } from '../core/change/awaits.ts';
import type { Command, CommandType } from '../core/change/command.ts';
import type { Actor, Elsewhere, Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import type { Person } from '../core/change/stamp.ts';
import { SETTLING } from '../core/change/transition.ts';
import { DEFAULT_POLICY } from '../core/policy/default-policy.ts';
import { enrol } from '../core/policy/roles.ts';
import { mindsFilesExactly } from '../core/policy/tolerance.ts';
import { openedOwn } from '../core/intent/intend-own.ts';
import type { Intention } from '../core/intent/intention.ts';
import type { NoticeActor, RepoRef } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import type { PolicySeen } from '../reconcile/eyes.ts';
import {
  observeElsewhere,
  observeHome,
  observePeople,
  observePulls,
} from '../reconcile/observe.ts';
import type { PeopleSeen } from '../reconcile/observe.ts';
import { isoNow } from '../clock.ts';
import type { House } from './house.ts';

/** Commands whose answer depends on who else is there. */
const NEEDS_PEOPLE: ReadonlySet<CommandType> = new Set<CommandType>([
  'submit',
  'approve',
  'withdraw',
  'schedule',
  'start',
  'handover',
  'delegate',
  'bypass',
  'grant',
  'deny',
  'authorise',
  'review',
  'review_template',
  'note_merge',
  'note_identity',
  'reconsider',
]);

/** Commands after which approvals are counted, while the change waits for one. */
const COUNTS: ReadonlySet<CommandType> = new Set<CommandType>([...SETTLING, 'complete']);

/** The forge signed, or listed, what it tells of the act and its time; nobody else can set that back. */
const DELIVERED: ReadonlySet<EventSource['kind']> = new Set(['webhook', 'redelivery', 'catch_up']);

export const SYSTEM_ACTOR: Actor = { id: '0', login: 'holdpoint', kind: 'system', roles: [] };

export type Subject = {
  readonly workspace: string;
  /** null: nothing is asked of it, and what only it knows stays unknown. */
  readonly forge: Forge | null;
  readonly repo: RepoRef;
  readonly actor: NoticeActor;
  readonly change: Change | null;
  readonly intentions: readonly Intention[];
  readonly occurredAt: string;
  readonly source: Pick<EventSource, 'kind'>;
  readonly policy?: PolicySeen;
};

export async function gather(house: House, subject: Subject): Promise<Facts> {
  const { forge, change, occurredAt } = subject;
  const needsPeople = subject.intentions.some(({ command }) => asksForPeople(change, command));
  const asked = subject.intentions.some(({ command }) => asks(change, command)) ? forge : null;
  // A question is answered by the run that shows it, which reads for itself.
  const judged = subject.intentions.some(({ command }) => command.type !== 'ask');
  const home = asked === null ? null : await homeOf(asked, subject);
  const [actor, policy, people] = await Promise.all([
    home === null ? { ...subject.actor, roles: [] } : roleOf(home, subject.actor),
    subject.policy ?? policyFor(house, subject, home),
    needsPeople && home !== null
      ? observePeople(home.forge, home.repo, { change, others: [subject.actor] })
      : { people: null },
  ]);
  const seen = { ...policy, ...people };
  const pulls =
    asked === null || !judged ? [] : await pullsOf(house, { ...subject, forge: asked }, seen);
  const template = home === null ? {} : await house.templates.standing(home.forge, change);
  const spoken = needsPeople || (judged && binds(subject));
  const elsewhere = spoken ? await elsewhereOf(house, asked, { ...subject, pulls }) : [];
  return enrol({
    now: isoNow(house.clock),
    occurredAt,
    ...(DELIVERED.has(subject.source.kind) ? { witnessed: true } : {}),
    actor,
    ...signInFor(house, subject),
    ...policy,
    ...people,
    ...template,
    pulls,
    elsewhere,
    clockSkewMs: house.clockSkewMs(),
  });
}

/** When approvals are bound to files, and when a push may leave them bound. */
const BINDS: ReadonlySet<CommandType> = new Set<CommandType>(['approve', 'link', 'note_head']);

function binds({ intentions }: Pick<Subject, 'intentions'>): boolean {
  return intentions.some(({ command }) => BINDS.has(command.type));
}

async function elsewhereOf(
  { policies }: House,
  forge: Forge | null,
  around: Pick<Subject, 'change' | 'actor'> & Pick<Facts, 'pulls'>,
): Promise<readonly Elsewhere[]> {
  const { change } = around;
  if (forge === null || change === null) return [];
  const policyOf = (repo: RepoRef): Promise<PolicySeen> => policies.inForce(forge, repo);
  return observeElsewhere({ forge, policyOf }, { ...around, change });
}

/** What is not a change yet is signed by nobody. */
function signInFor({ signInAt }: House, { workspace, change }: Subject): Pick<Facts, 'signInAt'> {
  return { signInAt: signInAt(workspace, change?.number ?? 0) };
}

/** Of what is only just being opened, the pull request that it is. */
async function pullsOf(
  { policies }: House,
  { forge, change, repo, intentions }: Subject & { readonly forge: Forge },
  seen: PolicySeen & PeopleSeen,
): Promise<Facts['pulls']> {
  if (change !== null) {
    const policyOf = (at: RepoRef): Promise<PolicySeen> => policies.inForce(forge, at);
    const exact = binds({ intentions }) && (await isExact(seen, change, policyOf));
    return observePulls({ forge, weigh: policies.weigher(forge), exact }, change, seen);
  }
  const opens = intentions.find(({ command }) => command.type === 'open')?.command;
  if (opens?.type !== 'open' || opens.pull === undefined) return [];
  const pull = await forge.observePullFacts(repo, opens.issue);
  return pull === null ? [] : [pull];
}

/** An approval binds the files for the policy of the change, and for that of each repository that it is merged in. */
async function isExact(
  { policy }: PolicySeen,
  { repoId, pulls }: Change,
  policyOf: (repo: RepoRef) => Promise<PolicySeen>,
): Promise<boolean> {
  if (mindsFilesExactly(policy)) return true;
  const open = pulls.filter((pull) => pull.repoId !== repoId && !pull.merged);
  const repos = new Map(open.map((pull) => [pull.repoId, { id: pull.repoId, name: pull.repo }]));
  const there = await Promise.all([...repos.values()].map(policyOf));
  return there.some((one) => mindsFilesExactly(one.policy));
}

/** A second thought while nothing waits to be approved decides nothing. */
function asks(change: Change | null, { type }: Command): boolean {
  return type !== 'reconsider' || awaitsSettling(change);
}

export function awaitsSettling(change: Change | null): boolean {
  return change !== null && (awaitsApproval(change) || awaitsSubmit(change));
}

function asksForPeople(change: Change | null, { type }: Command): boolean {
  if (NEEDS_PEOPLE.has(type)) return true;
  // What its template approved is approved anew by it, with another value.
  if (type === 'record_plan' && change?.plan?.template !== undefined) return true;
  return awaitsSettling(change) && COUNTS.has(type);
}

/** Where nothing may be asked, the rules are those that the record knows. */
async function policyFor(
  { policies }: House,
  { workspace, change }: Subject,
  home: Home | null,
): Promise<PolicySeen> {
  if (home !== null) return policies.inForce(home.forge, home.repo);
  const version = change?.policy ?? DEFAULT_POLICY.version;
  return { policy: await policies.kept(workspace, version) };
}

type Home = { readonly forge: Forge; readonly repo: RepoRef };

/**
 * A word said in another repository counts by what the person may do where the change lives. A name that we remember
 * may have come to belong to another repository, whose owner is nobody here: null, unless the change's own issue is
 * found there. Only a delivery that has just come says itself which name leads where.
 */
async function homeOf(forge: Forge, { repo, change, source }: Subject): Promise<Home | null> {
  const here = change === null || repo.id === change.repoId;
  if (change === null || (here && source.kind === 'webhook')) return { forge, repo };
  const home = here ? repo : { id: change.repoId, name: change.repo };
  const issue = await observeHome(forge, home, change);
  return issue?.id === change.issueId ? { forge, repo: home } : null;
}

async function roleOf({ forge, repo }: Home, actor: NoticeActor): Promise<Actor> {
  return actor.kind === 'system' ? { ...actor, roles: [] } : forge.observeActor(repo, actor);
}

type Asking = Pick<Subject, 'forge' | 'repo' | 'intentions' | 'source'>;

/** Fills in what only the forge knows: the account behind a login, the head of a pull request. */
export async function resolve(asking: Asking): Promise<readonly Intention[]> {
  const { forge, repo, intentions, source } = asking;
  if (forge === null) return intentions;
  return Promise.all(
    intentions.map(async (intention) => ({
      ...intention,
      command: await resolveCommand({ forge, repo, source }, intention.command),
    })),
  );
}

type Resolving = Home & Pick<Subject, 'source'>;

async function resolveCommand(
  { forge, repo: here, source }: Resolving,
  command: Command,
): Promise<Command> {
  const asked = askedForEditors(command, source);
  if (asked !== null) {
    const editors = await editorsOf(forge, here, asked);
    return lookUp({ forge, repo: here }, { ...asked.command, editors });
  }
  if (command.type === 'handover' || command.type === 'delegate') {
    const to = await forge.observePerson(command.toLogin);
    return { ...command, to: to === null ? null : { id: to.id, login: to.login } };
  }
  if (command.type === 'link' && command.head === '') {
    const repo = command.repoId === '' ? here : { id: command.repoId, name: command.repo };
    const pull = await forge.observePull(repo, command.pull);
    const based = pull?.base === undefined ? {} : { base: pull.base };
    return { ...command, repoId: repo.id, repo: repo.name, head: pull?.head ?? '', ...based };
  }
  return command;
}

/** What was only named by its number. */
async function lookUp({ forge, repo }: Home, command: Written): Promise<Written> {
  if (command.type !== 'open' || command.pull?.head !== '') return command;
  return openedOwn(command, await forge.observePull(repo, command.issue));
}

type Written = Extract<Command, { readonly type: 'open' | 'record_plan' }>;

type Authored = { readonly command: Written; readonly issue: number; readonly onPull: boolean };

function askedForEditors(command: Command, { kind }: Resolving['source']): Authored | null {
  if (command.type !== 'open' && command.type !== 'record_plan') return null;
  const { type, issue, editors } = command;
  // What a sweep finds is the text of now; a delivery of the opening holds the text of then.
  const isAsked = editors === null || (type === 'open' && kind === 'sweep');
  if (!isAsked || issue === undefined) return null;
  const onPull = type === 'open' ? command.pull !== undefined : command.onPull === true;
  return { command, issue, onPull };
}

/** Null when one of them is nobody we could tell apart from an approver. */
async function editorsOf(
  forge: Forge,
  repo: RepoRef,
  { issue, onPull }: Authored,
): Promise<readonly Person[] | null> {
  const editors = onPull
    ? await forge.observePullEditors(repo, issue)
    : await forge.observeIssueEditors(repo, issue);
  if (editors === null || editors.some(({ kind }) => kind === 'unknown')) return null;
  return editors.filter(({ kind }) => kind === 'human').map(({ id, login }) => ({ id, login }));
}
