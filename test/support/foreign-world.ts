/**
 * A forge written from GitHub's public REST description alone, by nobody who knows Holdpoint: the least an app needs to
 * sign in, read and write, with the fewest fields, small ids, whole seconds, and no GraphQL, no page links, no list of
 * deliveries, no limits told. Here is what it keeps, and what it tells whom it calls.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export type User = { readonly login: string; readonly id: number; readonly type: string };
type Label = { name: string; color: string; description: string | null };
export type Comment = {
  id: number;
  issue: number;
  body: string;
  user: User;
  at: string;
  edited: string;
  reactions: { id: number; content: string; user: User }[];
};
export type Issue = {
  id: number;
  number: number;
  title: string;
  body: string;
  user: User;
  state: string;
  reason: string | null;
  labels: string[];
  at: string;
  head: string | null;
};
export type CheckRun = {
  id: number;
  name: string;
  head_sha: string;
  status: string;
  conclusion: string | null;
  output: { title: string; summary: string };
  app: number;
};
type Review = {
  id: number;
  number: number;
  user: User;
  state: string;
  body: string;
  commit_id: string;
  submitted_at: string;
};

export type Options = {
  readonly appId: number;
  readonly secret: string;
  readonly people: Readonly<Record<string, string>>;
  readonly missing?: readonly RegExp[];
};

export const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

export type Given = Readonly<Record<string, unknown>>;
export class Missing extends Error {}
export type ForeignWorld = ReturnType<typeof foreignWorld>;

export function foreignWorld(options: Options) {
  let last = 10;
  const next = (): number => (last += 1);
  const owner = { login: 'harbour', id: 2, type: 'Organization' };
  const repository = { id: 3, name: 'works', full_name: 'harbour/works', private: true, owner };
  const installation = { id: 4 };
  const bot: User = { login: 'gatekeeper[bot]', id: 5, type: 'Bot' };
  const people = new Map<string, User>(
    Object.keys(options.people).map((login) => [login, { login, id: next(), type: 'User' }]),
  );
  const labels: Label[] = [];
  const issues: Issue[] = [];
  const comments: Comment[] = [];
  const checks: CheckRun[] = [];
  const reviews: Review[] = [];
  const tokens = new Set<string>();
  const at = { url: '', hook: '' };

  const person = (login: string): User => {
    const found = people.get(login);
    if (found === undefined) throw new Error(`nobody is called ${login}`);
    return found;
  };
  const issueOf = (number: number): Issue => {
    const found = issues.find((one) => one.number === number);
    if (found === undefined) throw new Missing();
    return found;
  };
  const web = (issue: Issue): string =>
    `${at.url}/harbour/works/${issue.head === null ? 'issues' : 'pull'}/${String(issue.number)}`;
  const issueJson = (issue: Issue) => ({
    id: issue.id,
    number: issue.number,
    html_url: web(issue),
    title: issue.title,
    body: issue.body,
    user: issue.user,
    state: issue.state,
    state_reason: issue.reason,
    labels: issue.labels.map((name) => ({ name })),
    created_at: issue.at,
    updated_at: issue.at,
    ...(issue.head === null ? {} : { pull_request: {} }),
  });
  const commentJson = (one: Comment) => ({
    id: one.id,
    html_url: `${web(issueOf(one.issue))}#issuecomment-${String(one.id)}`,
    body: one.body,
    user: one.user,
    created_at: one.at,
    updated_at: one.edited,
  });
  const pullJson = (pull: Issue) => ({
    id: pull.id,
    number: pull.number,
    html_url: web(pull),
    title: pull.title,
    body: pull.body,
    user: pull.user,
    state: pull.state,
    draft: false,
    merged: pull.reason === 'merged',
    head: { sha: pull.head, ref: `branch-${String(pull.number)}` },
    base: { ref: 'main' },
    created_at: pull.at,
    updated_at: pull.at,
  });
  const reviewJson = ({ number, ...review }: Review) => ({
    ...review,
    html_url: `${web(issueOf(number))}#review-${String(review.id)}`,
  });
  const checkJson = (run: CheckRun) => ({
    ...run,
    html_url: `${at.url}/checks/${String(run.id)}`,
    app: { id: run.app },
  });

  const sent: { event: string; status: number }[] = [];
  let line: Promise<unknown> = Promise.resolve();
  /** In order, and three times at most; afterwards it is not told again. */
  const deliver = async (event: string, message: object): Promise<void> => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const status = await fetch(at.hook, { method: 'POST', ...message }).then(
        (answer) => answer.status,
        () => 0,
      );
      sent.push({ event, status });
      if (status !== 0 && status < 500) return;
      await sleep(1000);
    }
  };
  const tell = (event: string, sender: User, payload: object): Promise<unknown> => {
    const body = JSON.stringify({
      ...payload,
      repository,
      organization: owner,
      sender,
      installation,
    });
    const headers = {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      // A connection that was kept may be closed by the other side in the moment in which it is used again.
      connection: 'close',
      'x-hub-signature-256': `sha256=${createHmac('sha256', options.secret).update(body).digest('hex')}`,
    };
    line = line.then(() => (at.hook === '' ? null : deliver(event, { headers, body })));
    return line;
  };

  const addIssue = (
    user: User,
    given: { title: string; body: string; labels: readonly string[]; head?: string },
  ): Issue => {
    const known = given.labels.filter((name) => labels.some((label) => label.name === name));
    const issue = {
      id: next(),
      number: issues.length + 1,
      title: given.title,
      body: given.body,
      user,
      state: 'open',
      reason: null,
      labels: known,
      at: now(),
      head: given.head ?? null,
    };
    issues.push(issue);
    return issue;
  };
  const addComment = (user: User, issue: Issue, body: string): Comment => {
    const time = now();
    const comment = {
      id: next(),
      issue: issue.number,
      body,
      user,
      at: time,
      edited: time,
      reactions: [],
    };
    comments.push(comment);
    void tell('issue_comment', user, {
      action: 'created',
      issue: issueJson(issue),
      comment: commentJson(comment),
    });
    return comment;
  };
  const editComment = (user: User, comment: Comment, body: string): void => {
    const before = comment.body;
    Object.assign(comment, { body, edited: now() });
    void tell('issue_comment', user, {
      action: 'edited',
      issue: issueJson(issueOf(comment.issue)),
      comment: commentJson(comment),
      changes: { body: { from: before } },
    });
  };
  const editIssue = (user: User, issue: Issue, given: Given): void => {
    const { title, body, state } = issue;
    Object.assign(issue, pick(given, ['title', 'body', 'state']), { at: now() });
    if (given['state_reason'] !== undefined) issue.reason = wordOf(given, 'state_reason');
    const changes = {
      ...(issue.title === title ? {} : { title: { from: title } }),
      ...(issue.body === body ? {} : { body: { from: body } }),
    };
    if (Object.keys(changes).length > 0)
      void tell('issues', user, { action: 'edited', issue: issueJson(issue), changes });
    if (issue.state !== state)
      void tell('issues', user, {
        action: issue.state === 'open' ? 'reopened' : 'closed',
        issue: issueJson(issue),
      });
  };

  const commentAt = (id: string | undefined): Comment => {
    const found = comments.find((one) => one.id === Number(id));
    if (found === undefined) throw new Missing();
    return found;
  };

  return {
    at,
    bot,
    checks,
    checkJson,
    commentAt,
    commentJson,
    comments,
    editComment,
    editIssue,
    addComment,
    installation,
    issueJson,
    issueOf,
    issues,
    labels,
    next,
    options,
    owner,
    people,
    pullJson,
    repository,
    reviewJson,
    reviews,
    tell,
    tokens,
    person,
    addIssue,
    sent,
    told: () => line,
  };
}

export function wordOf(given: Given, key: string): string {
  const value = given[key];
  return typeof value === 'string' ? value : '';
}
function pick(given: Given, keys: readonly string[]): Given {
  return Object.fromEntries(Object.entries(given).filter(([key]) => keys.includes(key)));
}
