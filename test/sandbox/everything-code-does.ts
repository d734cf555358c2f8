/*
 * Plays that ask every route and raise every webhook of pull requests, code, checks and deployments.
 */
import { ask, askEach, repoName } from './ask.ts';
import type { Play } from './support.ts';

export async function pullRequestLives(play: Play): Promise<void> {
  const { bot } = play;
  const lin = play.person('lin-dev');
  const one = '/repos/{owner}/{repo}/pulls/{pull_number}';
  const content = Buffer.from('size=20\n').toString('base64');
  play.sandbox
    .as('lin-dev')
    .push(repoName, { branch: 'next', commits: [{ message: 'Start', files: { 'a.txt': 'a\n' } }] });
  play.sandbox.as('lin-dev').push(repoName, {
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
  const subject = `${repoName}#${Number(number)}`;
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
  author.push(repoName, {
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
}

export async function codeIsRead(play: Play): Promise<void> {
  play.sandbox.protectBranch(repoName, 'main', {
    requiredChecks: [
      { context: 'holdpoint', integrationId: play.sandbox.app.id },
      { context: 'ci', integrationId: null },
    ],
    requiredReviews: 1,
    mergeQueue: true,
  });
  const sha = play.sandbox.repository(repoName).refs.get('heads/main');
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
}

export async function checksAreWritten(play: Play): Promise<void> {
  const { bot } = play;
  const sha = play.sandbox.repository(repoName).refs.get('heads/main');
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
  await runWaits(play, bot);
}

async function runWaits(play: Play, bot: Play['bot']): Promise<void> {
  const run = play.sandbox.as('omar-dev').deployAndWait(repoName, { ref: 'main' });
  const route = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule';
  const waiting = { run_id: run.id, environment_name: run.environment };
  await ask(bot, route, { ...waiting, comment: 'CHG-00001 waits' });
  await ask(bot, route, { ...waiting, state: 'approved', comment: 'CHG-00001 runs' });
}

export async function queueRuns(play: Play): Promise<void> {
  play.sandbox.protectBranch(repoName, 'main', {
    requiredChecks: [{ context: 'ci', integrationId: null }],
    mergeQueue: true,
  });
  const omar = play.sandbox.as('omar-dev');
  const pull = omar.openPullRequest(repoName, {
    head: 'queued',
    title: 'Queue me',
    commits: [{ message: 'Queue', files: { q: 'q' } }],
  });
  omar.setStatus(repoName, { sha: pull.headSha, state: 'success', context: 'ci' });
  omar.dequeue(omar.enqueue(repoName, [pull.number]).id);
  const dee = play.sandbox.as('dee-lead');
  dee.deleteIssue(`${repoName}#1`);
  const lost = dee.openIssue('lighthouse-freight/operations', { title: 'Wrong place' });
  dee.transferIssue(`lighthouse-freight/operations#${lost.number}`, repoName);
  dee.renameRepository('lighthouse-freight/operations', 'ops');
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
}
