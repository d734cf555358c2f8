/**
 * Pull requests that are their own change, in tales: a company whose policy lets them be one, and a pull request with
 * what people do to it and what the app shows on it.
 */
import { beforeAll, expect } from 'vitest';
import type { StoredEvent } from '../../src/core/audit/event.ts';
import type { Change } from '../../src/core/change/state.ts';
import { operations } from '../../src/demo/company.ts';
import type { CommitInput } from '../../src/sandbox/acts/commits.ts';
import type { Comment } from '../../src/sandbox/state/conversations.ts';
import { findChangeByIssue } from '../../src/store/changes.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { loadChange } from '../../src/store/load-change.ts';
import { readEvents } from '../../src/store/read-log.ts';
import { checkOn, pullOf } from './pulls.ts';
import { BOT, DEE, LIN, stage, TOMAS, type Stage } from './tale.ts';

export const SECTIONS: Readonly<Record<string, string>> = {
  What: 'Retries the call once.',
  Why: 'Every tenth call is lost.',
  Testing: 'Unit tests, and by hand against staging.',
  'Security impact': 'None.',
};

export function text(sections: Readonly<Record<string, string>> = SECTIONS): string {
  return Object.entries(sections)
    .map(([heading, words]) => `## ${heading}\n\n${words}`)
    .join('\n\n');
}

export const OWN_PULLS = 'policy: 1\nown_pull_requests: [standard]\n';

export type Opening = {
  readonly who?: string;
  readonly branch: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly commits?: readonly CommitInput[];
  /** Whoever may read may propose; the branch comes from somebody who may push. */
  readonly pushedBy?: string;
  readonly fork?: boolean;
};

export type OwnPull = {
  /** `owner/name#n` */
  readonly ref: string;
  readonly says: (who: string, words: string) => Promise<void>;
  readonly does: (act: () => unknown) => Promise<void>;
  readonly review: (
    who: string,
    verdict: 'approve' | 'request_changes',
    words?: string,
  ) => Promise<void>;
  readonly pushes: (who?: string, message?: string) => Promise<void>;
  readonly ciSays: (state: 'success' | 'failure') => Promise<void>;
  readonly merges: (who: string) => Promise<void>;
  readonly state: () => Promise<string>;
  /** `type login` of every event of its change. */
  readonly told: () => Promise<readonly string[]>;
  /** The newest change that it is; null: none. */
  readonly change: () => Promise<Change | null>;
  readonly events: () => Promise<readonly StoredEvent[]>;
  /** The check on its head: `conclusion: title`. */
  readonly check: () => string;
  readonly comments: () => readonly Comment[];
  readonly record: () => string;
  readonly labels: () => readonly string[];
};

/** A company in which a pull request may be its own change. */
export function stageOfOwnPulls(policy = OWN_PULLS): Stage {
  const scene = stage();
  withPolicy(scene, policy);
  return scene;
}

/** The policy file of the company's repository. */
function withPolicy(scene: Stage, policy: string): void {
  beforeAll(async () => {
    const { company } = scene.world();
    company.sandbox.as(DEE).push(operations, {
      branch: 'main',
      commits: [{ message: 'Rules', author: DEE, files: { '.github/holdpoint.yml': policy } }],
    });
    await company.settle();
  });
}

/** Green and approved by tomas-sre. */
export async function approvedPull(scene: Stage, branch: string, body?: string): Promise<OwnPull> {
  const pull = await opensPull(scene, { branch, ...(body === undefined ? {} : { body }) });
  await pull.ciSays('success');
  await pull.review(TOMAS, 'approve');
  expect(await pull.state()).toBe('approved');
  return pull;
}

export async function opensPull(scene: Stage, opening: Opening): Promise<OwnPull> {
  const { who = LIN, branch, body = text(), draft = false } = opening;
  const { company } = scene.world();
  const { sandbox } = company;
  const commits = opening.commits ?? [
    { message: 'Retry once', author: who, files: { [`${branch}.ts`]: 'export {};\n' } },
  ];
  scene.pass(1);
  const { pushedBy } = opening;
  if (pushedBy !== undefined)
    sandbox.as(pushedBy).push(operations, { branch, commits, from: 'main' });
  const title = `Retry: ${branch}`;
  const opened = sandbox.as(who).openPullRequest(operations, {
    ...{ head: branch, title, body, draft, fork: opening.fork === true },
    ...(pushedBy === undefined ? { commits } : {}),
  });
  await company.settle();
  return pullFrom(scene, `${operations}#${String(opened.number)}`, branch);
}

function pullFrom(scene: Stage, ref: string, branch: string): OwnPull {
  const { company } = scene.world();
  const { sandbox } = company;
  const number = Number(ref.split('#')[1]);
  const does = async (act: () => unknown): Promise<void> => {
    scene.pass(1);
    act();
    await company.settle();
  };
  const issueId = (): number => {
    const { id } = sandbox.repository(operations);
    return sandbox.world.issues.of(id).find((one) => one.number === number)?.id ?? 0;
  };
  const events = async (): Promise<readonly StoredEvent[]> => {
    const change = await changeOn(scene, number);
    return change === null ? [] : eventsOf(scene, change.number);
  };
  const comments = (): readonly Comment[] => sandbox.world.comments.of(issueId());
  return {
    ref,
    does,
    comments,
    says: (who, words) => does(() => sandbox.as(who).comment(ref, words)),
    review: (who, verdict, words) => does(() => sandbox.as(who).review(ref, verdict, words)),
    pushes: (who = LIN, message = 'More') =>
      does(() => {
        const files = { [`${branch}.ts`]: `export const at = ${String(scene.now().getTime())};\n` };
        sandbox.as(who).push(operations, { branch, commits: [{ message, author: who, files }] });
      }),
    ciSays: (state) =>
      does(() => {
        const sha = pullOf(scene, ref).headSha;
        const said = { sha, context: 'ci/test', state, description: state };
        sandbox.as(BOT).setStatus(operations, said);
      }),
    merges: (who) => does(() => sandbox.as(who).merge(ref)),
    change: () => changeOn(scene, number),
    state: async () => (await changeOn(scene, number))?.state ?? 'none',
    events,
    told: async () => (await events()).map(({ type, actor }) => `${type} ${actor.login}`),
    check: () => {
      const check = checkOn(scene, ref);
      return check === undefined
        ? 'nothing'
        : `${check.conclusion ?? ''}: ${check.output.title ?? ''}`;
    },
    record: () =>
      comments().findLast(({ body }) => body.includes('<!-- holdpoint:record '))?.body ?? '',
    labels: () =>
      (sandbox.world.issues.get(issueId())?.labelIds ?? []).flatMap(
        (id) => sandbox.world.labels.get(id)?.name ?? [],
      ),
  };
}

async function changeOn(scene: Stage, number: number): Promise<Change | null> {
  const { company } = scene.world();
  const repo = String(company.sandbox.repository(operations).id);
  return inWorkspace(company.application().house.db, company.workspace, async (tx) => {
    const found = await findChangeByIssue(tx, repo, number);
    return found === null ? null : loadChange(tx, found);
  });
}

async function eventsOf(scene: Stage, change: number): Promise<readonly StoredEvent[]> {
  const { company } = scene.world();
  return inWorkspace(company.application().house.db, company.workspace, async (tx) => {
    const found: StoredEvent[] = [];
    for await (const event of readEvents(tx, { change })) found.push(event);
    return found;
  });
}
