/**
 * Issues: reading them, and the things we ever change on one: title, labels, state. The body belongs to people and is
 * not written, but of issues that we opened ourselves. A pull request is an issue to GitHub's API, but never a change
 * issue to us.
 */
import { ForgeFault } from '../fault.ts';
import type { Forge } from '../port.ts';
import type { IssueSeen, NoticeActor, RepoRef } from '../../core/intent/notice.ts';
import { allEditors, askForEdits, ISSUE_EDITS } from './editors.ts';
import { isBot, isPull, issueSeen } from './seen.ts';
import { parseList, parseRecord } from './shape.ts';
import { leftRepository, named } from './site.ts';
import type { Site } from './site.ts';

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';

type IssueVerbs = Pick<
  Forge,
  | 'observeIssue'
  | 'observeIssuesSince'
  | 'observeOurIssues'
  | 'observeIssueEditors'
  | 'createIssue'
  | 'rewriteIssue'
  | 'setTitle'
  | 'addLabels'
  | 'removeLabel'
  | 'closeIssue'
  | 'reopenIssue'
>;

export function issueVerbs(site: Site): IssueVerbs {
  const { api } = site;
  const observeIssue = async (repo: RepoRef, issue: number): Promise<IssueSeen | null> =>
    api.readOrNull(`GET ${ISSUE}`, { ...named(repo), issue_number: issue }, (answer) => {
      const json = parseRecord(answer.data, 'issue');
      const seen = issueSeen(json);
      return isPull(json) || seen.number !== issue || leftRepository(answer, repo) ? null : seen;
    });

  const patch: Patch = async (repo, issue, change) =>
    api.write(
      { kind: 'repeatable' },
      { route: `PATCH ${ISSUE}`, params: { ...named(repo), issue_number: issue, ...change } },
      () => undefined,
    );

  return {
    ...ourOwn(site, patch),
    observeIssue,
    observeIssuesSince: (repo, since, label) => issuesSince(site, repo, { since, label }),
    observeIssueEditors: (repo, issue) => editorsOf(site, repo, issue),
    setTitle: (repo, issue, title) => patch(repo, issue, { title }),
    closeIssue: (repo, issue, reason) =>
      patch(repo, issue, { state: 'closed', state_reason: reason }),
    reopenIssue: (repo, issue) => patch(repo, issue, { state: 'open' }),
    addLabels: (repo, issue, labels) =>
      api.write(
        { kind: 'repeatable' },
        { route: `POST ${ISSUE}/labels`, params: { ...named(repo), issue_number: issue, labels } },
        () => undefined,
      ),
    removeLabel: async (repo, issue, label) => {
      try {
        await api.write(
          { kind: 'repeatable' },
          {
            route: `DELETE ${ISSUE}/labels/{name}`,
            params: { ...named(repo), issue_number: issue, name: label },
          },
          () => undefined,
        );
      } catch (error) {
        if (!(error instanceof ForgeFault) || error.code !== 'not_found') throw error;
        // Either the label is gone, which is what was asked for, or the issue is.
        if (await isMissing(api, repo, issue)) throw error;
      }
    },
  };
}

type Patch = (
  repo: RepoRef,
  issue: number,
  change: Readonly<Record<string, string>>,
) => Promise<void>;
type OurOwn = Pick<IssueVerbs, 'observeOurIssues' | 'createIssue' | 'rewriteIssue'>;

/** Issues that we open ourselves. */
function ourOwn(site: Site, patch: Patch): OurOwn {
  return {
    observeOurIssues: async (repo, label) =>
      (await issuesSince(site, repo, { since: null, label })).filter(({ author }) =>
        isBot(author, site.bot),
      ),
    createIssue: (repo, { title, body, label }) =>
      site.api.write(
        { kind: 'create' },
        {
          route: 'POST /repos/{owner}/{repo}/issues',
          params: { ...named(repo), title, body, labels: [label] },
        },
        ({ data }) => issueSeen(data).number,
      ),
    rewriteIssue: (repo, issue, { body, reopens }) =>
      patch(repo, issue, { body, ...(reopens ? { state: 'open' } : {}) }),
  };
}

type Wanted = { readonly since: string | null; readonly label: string };

async function issuesSince(
  { api }: Site,
  repo: RepoRef,
  { since, label }: Wanted,
): Promise<readonly IssueSeen[]> {
  // By creation: that order does not move while the pages are read, so none is skipped.
  const order = { state: 'all', labels: label, sort: 'created', direction: 'asc' };
  const list = api.readAll(
    'GET /repos/{owner}/{repo}/issues',
    { ...named(repo), ...order, ...(since === null ? {} : { since }) },
    (data) =>
      parseList(data, 'issues')
        .filter((issue) => !isPull(parseRecord(issue, 'issue')))
        .map(issueSeen),
  );
  const issues = await list.catch(noneWhereIssuesAreOff);
  return issues.toSorted((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt));
}

/** "Gone" is said of the list itself only where a repository has no issues at all. */
function noneWhereIssuesAreOff(error: unknown): readonly IssueSeen[] {
  if (error instanceof ForgeFault && error.status === 410) return [];
  throw error;
}

async function editorsOf(
  site: Site,
  repo: RepoRef,
  issue: number,
): Promise<readonly NoticeActor[] | null> {
  const variables = { ...named(repo), number: issue };
  const question = { what: 'an issue', text: ISSUE_EDITS, variables };
  return askForEdits(site, question, (data) => allEditors(data, repo));
}

/** Works for pull requests too: they are labelled through the same address. */
async function isMissing(api: Site['api'], repo: RepoRef, issue: number): Promise<boolean> {
  const found = await api.readOrNull(
    `GET ${ISSUE}`,
    { ...named(repo), issue_number: issue },
    () => true,
  );
  return found === null;
}
