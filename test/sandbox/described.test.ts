/*
 * One long play that asks every route and raises every webhook the sandbox has, so that all of them are held
 * against GitHub's own description. A route or webhook that no longer occurs here fails the test.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Octokit } from '@octokit/rest';
import { defaultEvents } from '../../src/sandbox/app-defaults.ts';
import { restRoutes } from '../../src/sandbox/rest/routes.ts';
import type { Judge } from './description.ts';
import { createJudge, knownEvents } from './description.ts';
import type { Play } from './support.ts';
import { openPlay } from './support.ts';

let play: Play;
let judge: Judge;
const repo = { owner: 'lighthouse-freight', repo: 'checkout' };
const name = 'lighthouse-freight/checkout';

beforeAll(async () => {
  judge = createJudge();
  play = await openPlay({
    events: [...defaultEvents, 'status'],
    onExchange: judge.onExchange,
    onPayload: judge.onPayload,
  });
});
afterAll(() => play.close());

type Values = Readonly<Record<string, unknown>>;

async function ask(
  client: Octokit,
  route: string,
  values: Values = {},
): Promise<Record<string, unknown>> {
  const { data } = (await client.request(route, { ...repo, ...values })) as {
    readonly data: unknown;
  };
  return data as Record<string, unknown>;
}

async function askEach(
  client: Octokit,
  routes: readonly string[],
  values: Values = {},
): Promise<void> {
  for (const route of routes) await ask(client, route, values);
}

it('the app knows itself', async () => {
  const installations = await ask(play.app, 'GET /app/installations');
  const [{ id }] = installations as unknown as readonly [{ readonly id: number }];
  await askEach(play.app, [
    'GET /app',
    'GET /repos/{owner}/{repo}/installation',
    'GET /app/hook/config',
    'GET /apps/holdpoint',
  ]);
  await askEach(
    play.app,
    [
      'GET /app/installations/{installation_id}',
      'POST /app/installations/{installation_id}/access_tokens',
    ],
    { installation_id: id },
  );
  await ask(play.app, 'GET /orgs/{org}/installation', { org: repo.owner });
  await ask(play.app, 'POST /app/installations/{installation_id}/access_tokens', {
    installation_id: id,
    repositories: ['checkout'],
    permissions: { issues: 'write' },
  });
  await askEach(play.bot, [
    'GET /installation/repositories',
    'GET /rate_limit',
    'GET /repos/{owner}/{repo}',
  ]);
  play.sandbox.ping();
});

it('people and rights are looked up', async () => {
  const values = {
    username: 'tomas-sre',
    org: repo.owner,
    team_slug: 'oncall',
    account_id: 9004,
    repository_id: play.sandbox.repository(name).id,
  };
  await askEach(
    play.bot,
    [
      'GET /repositories/{repository_id}',
      'GET /repos/{owner}/{repo}/collaborators',
      'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      'GET /users/{username}',
      'GET /user/{account_id}',
      'GET /orgs/{org}/teams',
      'GET /orgs/{org}/teams/{team_slug}',
      'GET /orgs/{org}/teams/{team_slug}/members',
      'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
      'GET /orgs/{org}/members/{username}',
      'GET /orgs/{org}/repos',
    ],
    values,
  );
  await ask(play.person('mara-ops'), 'GET /user');
});

it('an issue lives', async () => {
  const { bot } = play;
  const labels = 'GET /repos/{owner}/{repo}/labels';
  await ask(bot, 'POST /repos/{owner}/{repo}/labels', {
    name: 'change',
    color: 'ededed',
    description: 'A change',
  });
  await ask(bot, 'PATCH /repos/{owner}/{repo}/labels/{name}', { name: 'change', color: '0052cc' });
  await askEach(bot, [labels, `${labels}/{name}`], { name: 'change' });
  await ask(play.person('mara-ops'), 'POST /repos/{owner}/{repo}/issues', {
    title: 'Renew',
    body: 'Why',
    labels: ['change'],
  });
  await ask(bot, 'PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    issue_number: 1,
    title: 'CHG-00001: Renew',
    body: 'Why not',
  });
  const one = '/repos/{owner}/{repo}/issues/{issue_number}';
  await ask(bot, `POST ${one}/labels`, { issue_number: 1, labels: ['chg/review'] });
  await ask(bot, `PUT ${one}/labels`, { issue_number: 1, labels: ['chg/draft', 'chg/review'] });
  await ask(bot, `DELETE ${one}/labels/{name}`, { issue_number: 1, name: 'chg/draft' });
  await ask(bot, `GET ${one}/labels`, { issue_number: 1 });
  await ask(bot, `DELETE ${one}/labels`, { issue_number: 1 });
  await ask(bot, 'DELETE /repos/{owner}/{repo}/labels/{name}', { name: 'chg/draft' });
  await ask(bot, `PUT ${one}/lock`, { issue_number: 1, lock_reason: 'resolved' });
  await ask(bot, `DELETE ${one}/lock`, { issue_number: 1 });
  await ask(bot, `PATCH ${one}`, { issue_number: 1, assignees: ['mara-ops'] });
  await ask(bot, `PATCH ${one}`, { issue_number: 1, state: 'closed', state_reason: 'not_planned' });
  await ask(bot, `PATCH ${one}`, { issue_number: 1, state: 'open' });
  await askEach(
    bot,
    ['GET /repos/{owner}/{repo}/issues', `GET ${one}`, `GET ${one}/events`, `GET ${one}/timeline`],
    { issue_number: 1 },
  );
});

it('a comment lives', async () => {
  const { bot } = play;
  const on = '/repos/{owner}/{repo}/issues/{issue_number}';
  const one = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
  const { id } = await ask(bot, `POST ${on}/comments`, { issue_number: 1, body: 'one' });
  const values = { issue_number: 1, comment_id: id };
  await ask(bot, `PATCH ${one}`, { ...values, body: 'two' });
  play.sandbox.as('mara-ops').hideComment(Number(id));
  await askEach(
    bot,
    ['GET /repos/{owner}/{repo}/issues/comments', `GET ${on}/comments`, `GET ${one}`],
    values,
  );
  for (const target of [on, one]) {
    const reaction = await ask(bot, `POST ${target}/reactions`, { ...values, content: 'eyes' });
    await ask(bot, `GET ${target}/reactions`, values);
    await ask(bot, `DELETE ${target}/reactions/{reaction_id}`, {
      ...values,
      reaction_id: reaction['id'],
    });
  }
  await ask(bot, `DELETE ${one}`, values);
  await ask(bot, 'POST /graphql', {
    query:
      '{ repository(owner: "lighthouse-freight", name: "checkout") { issue(number: 1) { title } } }',
  });
});

it('a pull request lives', async () => {
  const { bot } = play;
  const lin = play.person('lin-dev');
  const one = '/repos/{owner}/{repo}/pulls/{pull_number}';
  const content = Buffer.from('size=20\n').toString('base64');
  play.sandbox
    .as('lin-dev')
    .push(name, { branch: 'next', commits: [{ message: 'Start', files: { 'a.txt': 'a\n' } }] });
  play.sandbox.as('lin-dev').push(name, {
    branch: 'pool',
    commits: [{ message: 'Start', files: { 'pool.conf': 'size=1\n' } }],
  });
  await ask(lin, 'PUT /repos/{owner}/{repo}/contents/{path}', {
    path: 'conf/pool',
    message: 'Raise',
    content,
    branch: 'pool',
  });
  const { number } = await ask(lin, 'POST /repos/{owner}/{repo}/pulls', {
    title: 'Raise',
    body: 'Change: CHG-00001',
    head: 'pool',
    base: 'main',
    draft: true,
  });
  const values = { pull_number: number, issue_number: number };
  const subject = `${name}#${Number(number)}`;
  const author = play.sandbox.as('lin-dev');
  author.setDraft(subject, false);
  author.setDraft(subject, true);
  author.setDraft(subject, false);
  await ask(bot, `POST ${one}/requested_reviewers`, {
    ...values,
    reviewers: ['omar-dev', 'tomas-sre'],
    team_reviewers: ['leads'],
  });
  await ask(bot, `GET ${one}/requested_reviewers`, values);
  await ask(bot, `DELETE ${one}/requested_reviewers`, {
    ...values,
    reviewers: ['tomas-sre'],
    team_reviewers: ['leads'],
  });
  await ask(bot, `PATCH ${one}`, { ...values, title: 'Raise it', base: 'next' });
  await ask(bot, `PATCH ${one}`, { ...values, base: 'main' });
  await ask(bot, 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    ...values,
    labels: ['risk/low'],
  });
  await ask(bot, 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
    ...values,
    name: 'risk/low',
  });
  const review = await ask(play.person('omar-dev'), `POST ${one}/reviews`, {
    ...values,
    event: 'APPROVE',
  });
  const reviewed = { ...values, review_id: review['id'] };
  await ask(play.person('omar-dev'), `PUT ${one}/reviews/{review_id}`, {
    ...reviewed,
    body: 'Looks right',
  });
  await askEach(bot, [`GET ${one}/reviews`, `GET ${one}/reviews/{review_id}`], reviewed);
  await ask(bot, `PUT ${one}/reviews/{review_id}/dismissals`, {
    ...reviewed,
    message: 'The plan changed',
  });
  author.closePullRequest(subject);
  author.reopenPullRequest(subject);
  author.push(name, {
    branch: 'pool',
    commits: [{ message: 'More', files: { 'README.md': null } }],
  });
  await askEach(
    bot,
    ['GET /repos/{owner}/{repo}/pulls', `GET ${one}`, `GET ${one}/commits`, `GET ${one}/files`],
    values,
  );
  await ask(bot, 'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline', values);
  await ask(play.person('omar-dev'), `PUT ${one}/merge`, { ...values, merge_method: 'squash' });
  await ask(bot, `GET ${one}/merge`, values);
});

it('code is read', async () => {
  play.sandbox.protectBranch(name, 'main', {
    requiredChecks: [
      { context: 'holdpoint', integrationId: play.sandbox.app.id },
      { context: 'ci', integrationId: null },
    ],
    requiredReviews: 1,
    mergeQueue: true,
  });
  const sha = play.sandbox.repository(name).refs.get('heads/main');
  const values = { commit_sha: sha, branch: 'main', basehead: 'pool...main', path: 'conf/pool' };
  await askEach(
    play.bot,
    [
      'GET /repos/{owner}/{repo}/commits',
      'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
      'GET /repos/{owner}/{repo}/compare/{basehead}',
      'GET /repos/{owner}/{repo}/branches',
      'GET /repos/{owner}/{repo}/branches/{branch}',
      'GET /repos/{owner}/{repo}/rules/branches/{branch}',
      'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
      'GET /repos/{owner}/{repo}/contents',
      'GET /repos/{owner}/{repo}/contents/{path}',
    ],
    values,
  );
  await ask(play.bot, 'GET /repos/{owner}/{repo}/contents/{path}', { path: 'conf' });
  await ask(play.bot, 'GET /repos/{owner}/{repo}/commits/{ref}', { ref: 'main' });
  await ask(play.bot, 'GET /repos/{owner}/{repo}/git/ref/{ref}', { ref: 'heads/main' });
});

it('checks, statuses and deployments are written', async () => {
  const { bot } = play;
  const sha = play.sandbox.repository(name).refs.get('heads/main');
  const output = { title: '2 of 7 unmet', summary: 'freeze', text: 'details' };
  const { id } = await ask(bot, 'POST /repos/{owner}/{repo}/check-runs', {
    name: 'holdpoint',
    head_sha: sha,
    status: 'in_progress',
    output,
  });
  const actions = [{ label: 'Confirm', description: 'Seen', identifier: 'hold:E3:confirm' }];
  await ask(bot, 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    check_run_id: id,
    conclusion: 'action_required',
    actions,
  });
  const omar = play.sandbox.as('omar-dev');
  omar.pressCheckButton(Number(id), 'hold:E3:confirm');
  const suite = play.sandbox.world.checkRuns.get(Number(id))?.suiteId;
  const values = { check_run_id: id, check_suite_id: suite, ref: 'main', sha };
  await askEach(
    bot,
    [
      'GET /repos/{owner}/{repo}/check-runs/{check_run_id}',
      'POST /repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest',
      'GET /repos/{owner}/{repo}/check-suites/{check_suite_id}',
      'GET /repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs',
      'POST /repos/{owner}/{repo}/check-suites/{check_suite_id}/rerequest',
    ],
    values,
  );
  await ask(play.person('omar-dev'), 'POST /repos/{owner}/{repo}/statuses/{sha}', {
    sha,
    state: 'success',
    context: 'ci',
    description: 'green',
  });
  const on = '/repos/{owner}/{repo}/commits/{ref}';
  await askEach(
    bot,
    [`GET ${on}/check-runs`, `GET ${on}/check-suites`, `GET ${on}/status`, `GET ${on}/statuses`],
    values,
  );
  const deployment = await ask(play.person('omar-dev'), 'POST /repos/{owner}/{repo}/deployments', {
    ref: 'main',
    environment: 'production',
    payload: { change: 'CHG-00001' },
    description: 'CHG-00001',
  });
  const deployed = { deployment_id: deployment['id'], state: 'in_progress', description: 'going' };
  await ask(
    play.person('omar-dev'),
    'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    deployed,
  );
  await askEach(
    bot,
    [
      'GET /repos/{owner}/{repo}/deployments',
      'GET /repos/{owner}/{repo}/deployments/{deployment_id}',
      'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    ],
    deployed,
  );
});

it('the merge queue runs, an issue is deleted, deliveries are listed', async () => {
  play.sandbox.protectBranch(name, 'main', {
    requiredChecks: [{ context: 'ci', integrationId: null }],
    mergeQueue: true,
  });
  const omar = play.sandbox.as('omar-dev');
  const pull = omar.openPullRequest(name, {
    head: 'queued',
    title: 'Queue me',
    commits: [{ message: 'Queue', files: { q: 'q' } }],
  });
  omar.setStatus(name, { sha: pull.headSha, state: 'success', context: 'ci' });
  omar.dequeue(omar.enqueue(name, [pull.number]).id);
  play.sandbox.as('dee-lead').deleteIssue(`${name}#1`);
  await play.sandbox.settled();
  const deliveries = (await ask(play.app, 'GET /app/hook/deliveries')) as unknown as readonly {
    readonly id: number;
  }[];
  const values = { delivery_id: deliveries[0]?.id };
  await askEach(
    play.app,
    ['GET /app/hook/deliveries/{delivery_id}', 'POST /app/hook/deliveries/{delivery_id}/attempts'],
    values,
  );
});

it('nothing was other than GitHub describes it', () => {
  expect(judge.complaints()).toEqual([]);
});

it('every route was asked and every webhook raised', () => {
  const routes = restRoutes.map(({ method, pattern }) => `${method.toLowerCase()} ${pattern}`);
  expect(routes.filter((route) => !judge.seen().operations.has(route))).toEqual([]);
  expect(knownEvents().filter((event) => !judge.seen().events.has(event))).toEqual([]);
});
