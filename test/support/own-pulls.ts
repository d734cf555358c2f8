/**
 * Pull requests that are their own change, in tales: a company whose policy lets them be one, and a pull request with
 * what people do to it and what the app shows on it.
 */
import { beforeAll } from 'vitest';
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
import { BOT, DEE, LIN, type Stage } from './tale.ts';

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

export type Opening = {
  readonly who?: string;
  readonly branch: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly commits?: readonly CommitInput[];
  /** Whoever may read may propose; the branch comes from somebody who may push. */
  readonly pushedBy?: string;
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
  /** The newest change that it is; null: none. */
  readonly change: () => Promise<Change | null>;
  readonly events: () => Promise<readonly StoredEvent[]>;
  /** The check on its head: `conclusion: title`. */
  readonly check: () => string;
  readonly comments: () => readonly Comment[];
  readonly record: () => string;
  readonly labels: () => readonly string[];
};

/** The policy file of the company's repository. */
export function withPolicy(stage: Stage, policy: string): void {
  beforeAll(async () => {
    const { company } = stage.world();
    company.sandbox.as(DEE).push(operations, {
      branch: 'main',
      commits: [{ message: 'Rules', author: DEE, files: { '.github/holdpoint.yml': policy } }],
    });
    await company.settle();
  });
}

export async function opensPull(stage: Stage, opening: Opening): Promise<OwnPull> {
  const { who = LIN, branch, body = text(), draft = false } = opening;
  const { company } = stage.world();
  const { sandbox } = company;
  const commits = opening.commits ?? [
    { message: 'Retry once', author: who, files: { [`${branch}.ts`]: 'export {};\n' } },
  ];
  stage.pass(1);
  const { pushedBy } = opening;
  if (pushedBy !== undefined)
    sandbox.as(pushedBy).push(operations, { branch, commits, from: 'main' });
  const title = `Retry: ${branch}`;
  const opened = sandbox.as(who).openPullRequest(operations, {
    ...{ head: branch, title, body, draft },
    ...(pushedBy === undefined ? { commits } : {}),
  });
  await company.settle();
  return pullFrom(stage, `${operations}#${String(opened.number)}`, branch);
}

function pullFrom(stage: Stage, ref: string, branch: string): OwnPull {
  const { company } = stage.world();
  const { sandbox } = company;
  const number = Number(ref.split('#')[1]);
  const does = async (act: () => unknown): Promise<void> => {
    stage.pass(1);
    act();
    await company.settle();
  };
  const issueId = (): number => {
    const { id } = sandbox.repository(operations);
    return sandbox.world.issues.of(id).find((one) => one.number === number)?.id ?? 0;
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
        const files = { [`${branch}.ts`]: `export const at = ${String(stage.now().getTime())};\n` };
        sandbox.as(who).push(operations, { branch, commits: [{ message, author: who, files }] });
      }),
    ciSays: (state) =>
      does(() => {
        const sha = pullOf(stage, ref).headSha;
        const said = { sha, context: 'ci/test', state, description: state };
        sandbox.as(BOT).setStatus(operations, said);
      }),
    merges: (who) => does(() => sandbox.as(who).merge(ref)),
    change: () => changeOn(stage, number),
    events: async () => {
      const change = await changeOn(stage, number);
      return change === null ? [] : eventsOf(stage, change.number);
    },
    check: () => {
      const check = checkOn(stage, ref);
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

async function changeOn(stage: Stage, number: number): Promise<Change | null> {
  const { company } = stage.world();
  const repo = String(company.sandbox.repository(operations).id);
  return inWorkspace(company.application().house.db, company.workspace, async (tx) => {
    const found = await findChangeByIssue(tx, repo, number);
    return found === null ? null : loadChange(tx, found);
  });
}

async function eventsOf(stage: Stage, change: number): Promise<readonly StoredEvent[]> {
  const { company } = stage.world();
  return inWorkspace(company.application().house.db, company.workspace, async (tx) => {
    const found: StoredEvent[] = [];
    for await (const event of readEvents(tx, { change })) found.push(event);
    return found;
  });
}
