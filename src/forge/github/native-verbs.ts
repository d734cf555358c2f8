/**
 * What GitHub shows of its own beside an issue: what blocks it, its type, its fields. Not every account has it, and an
 * older server has none of it: where it is missing nobody asks again for a day.
 */
import { ForgeFault } from '../fault.ts';
import type { FaultCode } from '../fault.ts';
import type { Forge, IssueField } from '../port.ts';
import type { RepoRef } from '../../core/intent/notice.ts';
import { fieldOf, idAt, listAt, parseList, parseRecord, plainTextAt, textAt } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';
const BLOCKED_BY = `${ISSUE}/dependencies/blocked_by`;
const TYPES = '/repos/{owner}/{repo}/issue-types';
const DAY_MS = 24 * 3_600_000;

type NativeVerbs = Pick<
  Forge,
  | 'observeBlockers'
  | 'addBlocker'
  | 'removeBlocker'
  | 'observeIssueTypes'
  | 'observeIssueFields'
  | 'setIssueType'
  | 'setIssueFields'
>;

export function nativeVerbs(site: Site): NativeVerbs {
  const { api } = site;
  const missing = missingFor(site);
  const types = keptForADay<string>(site);
  const fields = keptForADay<IssueField>(site);
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
    observeIssueTypes: (repo) =>
      types(repo, () => api.read(`GET ${TYPES}`, named(repo), ({ data }) => typesIn(data))),
    observeIssueFields: (repo) =>
      fields(repo, () =>
        api.read('GET /orgs/{org}/issue-fields', { org: named(repo).owner }, ({ data }) =>
          fieldsIn(data),
        ),
      ),
    setIssueFields: (repo, issue, values) => {
      const given = values.map(({ id, value }) => ({ field_id: Number(id), value }));
      const params = { ...at(repo, issue), issue_field_values: given };
      const route = `POST ${ISSUE}/issue-field-values`;
      return isDone(() => api.write({ kind: 'repeatable' }, { route, params }, () => undefined));
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

const KINDS: ReadonlyMap<string, IssueField['kind']> = new Map([
  ['text', 'text'],
  ['date', 'date'],
  ['single_select', 'choice'],
]);

/** Fields of other kinds are not for us. */
function fieldsIn(data: unknown): readonly IssueField[] {
  return parseList(data, 'issue fields').flatMap((one): readonly IssueField[] => {
    const field = parseRecord(one, 'issue field');
    const type = textAt(field, 'data_type');
    const kind = KINDS.get(type);
    if (kind === undefined) return [];
    const options = kind === 'choice' ? listAt(field, 'options') : [];
    const choices = options.map((option) => plainTextAt(parseRecord(option, 'option'), 'name'));
    return [{ id: idAt(field, 'id'), name: plainTextAt(field, 'name'), kind, choices }];
  });
}

type Keeping<T> = (repo: RepoRef, ask: () => Promise<readonly T[]>) => Promise<readonly T[]>;

/** None where the forge has no such list, or not for us; that is kept as well. */
function keptForADay<T>({ nowMs }: Site): Keeping<T> {
  const kept = new Map<string, { readonly list: readonly T[]; readonly until: number }>();
  return async (repo, ask) => {
    const known = kept.get(repo.id);
    if (known !== undefined && nowMs() < known.until) return known.list;
    const list = (await orNull(ask)) ?? [];
    kept.set(repo.id, { list, until: nowMs() + DAY_MS });
    return list;
  };
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
