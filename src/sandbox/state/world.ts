/*
 * The whole forge as it stands: one table per kind of thing, the clock, the id counters, and the one exit by
 * which anything that happened leaves (`announce`). Acts change it, presenters and pages only read it.
 * A `Scene` is the world as met by one actor.
 */
import type {
  Account,
  Actor,
  App,
  Author,
  Installation,
  InstallationToken,
  Team,
} from './accounts.ts';
import type {
  CheckRun,
  CheckSuite,
  CommitStatus,
  Deployment,
  DeploymentStatus,
  WaitingRun,
} from './checks.ts';
import type { Comment, Issue, IssueEvent, IssueField, Reaction } from './conversations.ts';
import type { Delivery } from './deliveries.ts';
import type { Ids } from './ids.ts';
import { createIds } from './ids.ts';
import type { JsonObject } from './json-value.ts';
import type { MergeGroup, PullRequest, Review } from './pulls.ts';
import type { Commit, Label, Repository } from './repositories.ts';
import type { SignIns } from './sign-ins.ts';
import { createSignIns } from './sign-ins.ts';
import type { Table } from './table.ts';
import { createTable } from './table.ts';

export type Clock = { now(): Date };

/** Something that happened and that webhooks tell about; `body` holds the event's own fields. */
export type Happening = {
  readonly event: string;
  readonly action: string | null;
  readonly ownerId: number;
  readonly repoId: number | null;
  readonly senderId: number;
  readonly body: JsonObject;
  /** Only this app hears of it (buttons and re-runs of its own checks). */
  readonly onlyAppId?: number;
};

export type World = {
  readonly clock: Clock;
  /** By which tokens live and die: a play may move the clock by days, but the app's tokens age with the machine. */
  readonly credentialClock: Clock;
  readonly ids: Ids;
  readonly origin: () => string;
  readonly announce: (happening: Happening) => void;
  readonly accounts: Table<Account>;
  readonly teams: Table<Team>;
  readonly apps: Table<App>;
  readonly installations: Table<Installation>;
  readonly tokens: Map<string, InstallationToken>;
  readonly signIns: SignIns;
  readonly repositories: Table<Repository>;
  readonly labels: Table<Label>;
  readonly commits: Table<Commit>;
  readonly issues: Table<Issue>;
  readonly pulls: Table<PullRequest>;
  readonly comments: Table<Comment>;
  readonly issueEvents: Table<IssueEvent>;
  readonly reactions: Table<Reaction>;
  readonly reviews: Table<Review>;
  readonly mergeGroups: Table<MergeGroup>;
  readonly checkSuites: Table<CheckSuite>;
  readonly checkRuns: Table<CheckRun>;
  readonly statuses: Table<CommitStatus>;
  readonly deployments: Table<Deployment>;
  readonly deploymentStatuses: Table<DeploymentStatus>;
  readonly waitingRuns: Table<WaitingRun>;
  readonly deliveries: Table<Delivery>;
  /** Of each account that has types of issues, their names. */
  readonly issueTypes: Map<number, readonly string[]>;
  /** Likewise of fields: their names, each with its choices, or none for a text. */
  readonly issueFields: Map<number, readonly IssueField[]>;
  /** Names that renamed repositories had: `ownerId/name` to repository id. */
  readonly formerNames: Map<string, number>;
  /** Where transferred issues went: `repoId#number` to issue id. */
  readonly movedIssues: Map<string, number>;
};

export type Scene<Who extends Actor = Author> = { readonly world: World; readonly actor: Who };

export type WorldPorts = {
  readonly clock: Clock;
  readonly credentialClock: Clock;
  readonly origin: () => string;
  readonly announce: (happening: Happening) => void;
};

export function createWorld(ports: WorldPorts): World {
  const onCommit = (row: { readonly repoId: number; readonly headSha: string }): string =>
    `${row.repoId}:${row.headSha}`;
  return {
    ...ports,
    ids: createIds(),
    tokens: new Map(),
    signIns: createSignIns(),
    accounts: createTable<Account>({ key: (row) => row.login.toLowerCase() }),
    teams: createTable<Team>({
      group: (row) => row.orgId,
      key: (row) => `${row.orgId}/${row.slug}`,
    }),
    apps: createTable<App>({ key: (row) => row.slug }),
    installations: createTable<Installation>({ group: (row) => row.accountId }),
    repositories: createTable<Repository>({
      group: (row) => row.ownerId,
      key: (row) => `${row.ownerId}/${row.name.toLowerCase()}`,
    }),
    labels: createTable<Label>({
      group: (row) => row.repoId,
      key: (row) => `${row.repoId}/${row.name.toLowerCase()}`,
    }),
    commits: createTable<Commit>({
      group: (row) => row.repoId,
      key: (row) => `${row.repoId}:${row.sha}`,
    }),
    issues: createTable<Issue>({
      group: (row) => row.repoId,
      key: (row) => `${row.repoId}#${row.number}`,
    }),
    pulls: createTable<PullRequest>({
      group: (row) => row.repoId,
      key: (row) => `${row.repoId}#${row.number}`,
    }),
    comments: createTable<Comment>({ group: (row) => row.issueId }),
    issueEvents: createTable<IssueEvent>({ group: (row) => row.issueId }),
    reactions: createTable<Reaction>({ group: (row) => `${row.subject.kind}:${row.subject.id}` }),
    reviews: createTable<Review>({ group: (row) => row.pullId }),
    mergeGroups: createTable<MergeGroup>({ group: (row) => row.repoId }),
    checkSuites: createTable<CheckSuite>({ group: onCommit }),
    checkRuns: createTable<CheckRun>({ group: onCommit }),
    statuses: createTable<CommitStatus>({ group: (row) => `${row.repoId}:${row.sha}` }),
    deployments: createTable<Deployment>({ group: (row) => row.repoId }),
    deploymentStatuses: createTable<DeploymentStatus>({ group: (row) => row.deploymentId }),
    waitingRuns: createTable<WaitingRun>({ group: (row) => row.repoId }),
    deliveries: createTable<Delivery>(),
    issueTypes: new Map(),
    issueFields: new Map(),
    formerNames: new Map(),
    movedIssues: new Map(),
  };
}

/** Forge times have a resolution of one second and no fraction. */
export function stamp(world: World): string {
  return formatStamp(world.clock.now());
}

export function formatStamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
