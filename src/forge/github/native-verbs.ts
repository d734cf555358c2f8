/**
 * What GitHub shows of its own beside an issue: what blocks it, of which type it is. Not every account has it, and an
 * older server has none of it: where it is missing nobody asks again for a day.
 */
import { ForgeFault } from '../fault.ts';
import type { FaultCode } from '../fault.ts';
import type { Forge } from '../port.ts';
import type { RepoRef } from '../../core/intent/notice.ts';
import { fieldOf, idAt, parseList, parseRecord, plainTextAt } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';
const BLOCKED_BY = `${ISSUE}/dependencies/blocked_by`;
const TYPES = '/repos/{owner}/{repo}/issue-types';
const DAY_MS = 24 * 3_600_000;

type NativeVerbs = Pick<
  Forge,
  'observeBlockers' | 'addBlocker' | 'removeBlocker' | 'observeIssueTypes' | 'setIssueType'
>;

export function nativeVerbs(site: Site): NativeVerbs {
  const { api } = site;
  const missing = missingFor(site);
  const types = new Map<string, { readonly names: readonly string[]; readonly until: number }>();
  const at = (repo: RepoRef, issue: number): Readonly<Record<string, unknown>> => ({
    ...named(repo),
    issue_number: issue,
  });
  return {
    observeBlockers: (repo, issue) =>
      missing.unless(repo, () =>
        api.readAll(`GET ${BLOCKED_BY}`, at(repo, issue), (data) =>
          parseList(data, 'issues').map((one) => idAt(parseRecord(one, 'issue'), 'id')),
        ),
      ),
    addBlocker: (repo, issue, blocker) => {
      const params = { ...at(repo, issue), issue_id: Number(blocker) };
      return isDone(() =>
        api.write({ kind: 'repeatable' }, { route: `POST ${BLOCKED_BY}`, params }, () => undefined),
      );
    },
    removeBlocker: (repo, issue, blocker) => {
      const params = { ...at(repo, issue), issue_id: Number(blocker) };
      const route = `DELETE ${BLOCKED_BY}/{issue_id}`;
      return isDone(() => api.write({ kind: 'repeatable' }, { route, params }, () => undefined));
    },
    observeIssueTypes: async (repo) => {
      const known = types.get(repo.id);
      if (known !== undefined && site.nowMs() < known.until) return known.names;
      const read = (): Promise<readonly string[]> =>
        api.read(`GET ${TYPES}`, named(repo), ({ data }) => typesIn(data));
      const names = (await orNull(read)) ?? [];
      types.set(repo.id, { names, until: site.nowMs() + DAY_MS });
      return names;
    },
    setIssueType: (repo, issue, type) => {
      const params = { ...at(repo, issue), type };
      return isDone(() =>
        api.write({ kind: 'repeatable' }, { route: `PATCH ${ISSUE}`, params }, () => undefined),
      );
    },
  };
}

function typesIn(data: unknown): readonly string[] {
  return parseList(data, 'issue types')
    .map((one) => parseRecord(one, 'issue type'))
    .filter((type) => fieldOf(type, 'is_enabled') !== false)
    .map((type) => plainTextAt(type, 'name'));
}

const WILL_NOT: ReadonlySet<FaultCode> = new Set(['not_found', 'forbidden', 'invalid']);

async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ForgeFault && WILL_NOT.has(error.code)) return null;
    throw error;
  }
}

async function isDone(write: () => Promise<void>): Promise<boolean> {
  return (await orNull(async () => write().then(() => true))) ?? false;
}

type Missing = {
  readonly unless: <T>(repo: RepoRef, ask: () => Promise<T>) => Promise<T | null>;
};

/** Of each repository, until when nobody asks again. */
function missingFor({ nowMs, lacks }: Site): Missing {
  const until = new Map<string, number>();
  return {
    unless: async (repo, ask) => {
      if (nowMs() < (until.get(repo.id) ?? 0)) return null;
      const answer = await orNull(ask);
      if (answer === null) {
        until.set(repo.id, nowMs() + DAY_MS);
        lacks(`GET ${BLOCKED_BY}`);
      }
      return answer;
    },
  };
}
