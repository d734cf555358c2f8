/** The addresses of the forge of `foreign-world.ts`, as GitHub's description lists them. */
import { randomUUID } from 'node:crypto';
import { Missing, wordOf } from './foreign-world.ts';
import type { CheckRun, ForeignWorld, Given, User } from './foreign-world.ts';

export type Handle = (
  found: readonly string[],
  given: Given,
  query: URLSearchParams,
) => readonly [number, unknown];
type Route = readonly [string, RegExp, Handle];

export function foreignRoutes(world: ForeignWorld): readonly Route[] {
  const {
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
  } = world;
  const R = '/repos/harbour/works';
  return [
    ['GET', /^\/app$/u, () => [200, { id: options.appId, slug: 'gatekeeper', name: 'Gatekeeper' }]],
    ['GET', /^\/app\/installations$/u, () => [200, [{ id: installation.id, account: owner }]]],
    [
      'POST',
      /^\/app\/installations\/4\/access_tokens$/u,
      () => {
        const token = `ghs_${randomUUID()}`;
        tokens.add(token);
        return [201, { token, expires_at: new Date(Date.now() + 3_600_000).toISOString() }];
      },
    ],
    [
      'GET',
      /^\/installation\/repositories$/u,
      () => [200, { total_count: 1, repositories: [repository] }],
    ],
    [
      'GET',
      /^\/users\/([^/]+)$/u,
      ([login = '']) => [200, login === bot.login ? bot : person404(people, login)],
    ],
    [
      'GET',
      new RegExp(`^${R}/collaborators$`, 'u'),
      () => [
        200,
        [...people.values()].map((user) => ({
          ...user,
          role_name: options.people[user.login],
          permissions: {},
        })),
      ],
    ],
    [
      'GET',
      new RegExp(`^${R}/collaborators/([^/]+)/permission$`, 'u'),
      ([login = '']) => {
        const user = person404(people, login);
        const role = options.people[login] ?? 'none';
        return [200, { permission: role === 'maintain' ? 'write' : role, role_name: role, user }];
      },
    ],
    ['GET', new RegExp(`^${R}/labels$`, 'u'), () => [200, labels]],
    [
      'POST',
      new RegExp(`^${R}/labels$`, 'u'),
      (_, given) => {
        const name = wordOf(given, 'name');
        if (labels.some((label) => label.name === name))
          return [
            422,
            {
              message: 'Validation Failed',
              errors: [{ resource: 'Label', code: 'already_exists', field: 'name' }],
            },
          ];
        labels.push({ name, color: wordOf(given, 'color'), description: null });
        return [201, labels.at(-1)];
      },
    ],
    [
      'GET',
      new RegExp(`^${R}/issues$`, 'u'),
      (_, __, query) => [
        200,
        issues.filter((one) => one.labels.includes(query.get('labels') ?? '')).map(issueJson),
      ],
    ],
    ['GET', new RegExp(`^${R}/issues/(\\d+)$`, 'u'), ([n]) => [200, issueJson(issueOf(Number(n)))]],
    [
      'PATCH',
      new RegExp(`^${R}/issues/(\\d+)$`, 'u'),
      ([n], given) => {
        editIssue(bot, issueOf(Number(n)), given);
        return [200, issueJson(issueOf(Number(n)))];
      },
    ],
    [
      'GET',
      new RegExp(`^${R}/issues/(\\d+)/comments$`, 'u'),
      ([n]) => [200, comments.filter((one) => one.issue === Number(n)).map(commentJson)],
    ],
    [
      'POST',
      new RegExp(`^${R}/issues/(\\d+)/comments$`, 'u'),
      ([n], given) => [
        201,
        commentJson(addComment(bot, issueOf(Number(n)), wordOf(given, 'body'))),
      ],
    ],
    [
      'GET',
      new RegExp(`^${R}/issues/comments/(\\d+)$`, 'u'),
      ([id]) => [200, commentJson(commentAt(id))],
    ],
    [
      'PATCH',
      new RegExp(`^${R}/issues/comments/(\\d+)$`, 'u'),
      ([id], given) => {
        editComment(bot, commentAt(id), wordOf(given, 'body'));
        return [200, commentJson(commentAt(id))];
      },
    ],
    [
      'GET',
      new RegExp(`^${R}/issues/comments/(\\d+)/reactions$`, 'u'),
      ([id]) => [200, commentAt(id).reactions],
    ],
    [
      'POST',
      new RegExp(`^${R}/issues/comments/(\\d+)/reactions$`, 'u'),
      ([id], given) => {
        commentAt(id).reactions.push({ id: next(), content: wordOf(given, 'content'), user: bot });
        return [201, commentAt(id).reactions.at(-1)];
      },
    ],
    [
      'POST',
      new RegExp(`^${R}/issues/(\\d+)/labels$`, 'u'),
      ([n], given) => {
        const issue = issueOf(Number(n));
        const names = (given['labels'] as string[]).filter((name) => !issue.labels.includes(name));
        issue.labels.push(...names);
        for (const name of names)
          void tell('issues', bot, { action: 'labeled', issue: issueJson(issue), label: { name } });
        return [200, issue.labels.map((name) => ({ name }))];
      },
    ],
    [
      'DELETE',
      new RegExp(`^${R}/issues/(\\d+)/labels/(.+)$`, 'u'),
      ([n, name = '']) => {
        const issue = issueOf(Number(n));
        if (!issue.labels.includes(name)) throw new Missing();
        issue.labels = issue.labels.filter((one) => one !== name);
        void tell('issues', bot, { action: 'unlabeled', issue: issueJson(issue), label: { name } });
        return [200, issue.labels.map((one) => ({ name: one }))];
      },
    ],
    ['GET', new RegExp(`^${R}/pulls/(\\d+)$`, 'u'), ([n]) => [200, pullJson(issueOf(Number(n)))]],
    [
      'GET',
      new RegExp(`^${R}/pulls/(\\d+)/commits$`, 'u'),
      ([n]) => {
        const { head, user } = issueOf(Number(n));
        return [
          200,
          [
            {
              sha: head,
              commit: {
                message: 'work',
                author: { name: user.login, email: `${user.login}@example.org` },
              },
              author: user,
              committer: user,
            },
          ],
        ];
      },
    ],
    [
      'GET',
      new RegExp(`^${R}/pulls/(\\d+)/reviews$`, 'u'),
      ([n]) => [200, reviews.filter((one) => one.number === Number(n)).map(reviewJson)],
    ],
    [
      'POST',
      new RegExp(`^${R}/pulls/(\\d+)/requested_reviewers$`, 'u'),
      ([n]) => [201, pullJson(issueOf(Number(n)))],
    ],
    [
      'GET',
      new RegExp(`^${R}/commits/([^/]+)/check-runs$`, 'u'),
      ([sha]) => {
        const found = checks.filter((run) => run.head_sha === sha).map(checkJson);
        return [200, { total_count: found.length, check_runs: found }];
      },
    ],
    ['GET', new RegExp(`^${R}/commits/([^/]+)/statuses$`, 'u'), () => [200, []]],
    [
      'POST',
      new RegExp(`^${R}/check-runs$`, 'u'),
      (_, given) => {
        checks.push({
          conclusion: null,
          output: { title: '', summary: '' },
          ...given,
          id: next(),
          app: options.appId,
        } as unknown as CheckRun);
        return [201, checkJson(checks.at(-1) as CheckRun)];
      },
    ],
    [
      'PATCH',
      new RegExp(`^${R}/check-runs/(\\d+)$`, 'u'),
      ([id], given) => {
        const run = checks.find((one) => one.id === Number(id));
        if (run === undefined) throw new Missing();
        return [200, checkJson(Object.assign(run, given))];
      },
    ],
  ];
}

function person404(people: ReadonlyMap<string, User>, login: string): User {
  const found = people.get(login);
  if (found === undefined) throw new Missing();
  return found;
}
