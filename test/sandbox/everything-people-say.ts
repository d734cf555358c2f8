/*
 * Plays that ask every route and raise every webhook of apps, people, issues and comments.
 */
import { ask, askEach, repoName } from './ask.ts';
import type { Play } from './support.ts';

const owner = 'lighthouse-freight';

export async function appKnowsItself(play: Play): Promise<void> {
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
  await ask(play.app, 'GET /orgs/{org}/installation', { org: owner });
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
}

/** An app learns who is at a browser, and gives the token back. */
export async function personSignsIn({ sandbox }: Play): Promise<void> {
  const { url, app } = sandbox;
  const callback = 'https://holdpoint.example.com/confirm/callback';
  sandbox.setCallbackUrls([callback]);
  const address = `${url}/login/oauth/authorize?client_id=${app.clientId}&state=s`;
  const said = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: 'as=mara-ops' },
    body: new URLSearchParams({ decision: 'authorize' }),
  });
  const code = new URL(said.headers.get('location') ?? url).searchParams.get('code') ?? '';
  const exchanged = await fetch(`${url}/login/oauth/access_token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, code }),
  });
  const { access_token: token } = (await exchanged.json()) as { readonly access_token: string };
  const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
  const revoked = await fetch(`${url}/api/v3/applications/${app.clientId}/token`, {
    method: 'DELETE',
    headers: { authorization: `Basic ${basic}` },
    body: JSON.stringify({ access_token: token }),
  });
  if (revoked.status !== 204) throw new Error(`the token was not revoked: ${revoked.status}`);
}

export async function peopleAreLookedUp(play: Play): Promise<void> {
  const values = {
    username: 'tomas-sre',
    org: owner,
    team_slug: 'oncall',
    account_id: 9004,
    repository_id: play.sandbox.repository(repoName).id,
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
}

export async function issueLives(play: Play): Promise<void> {
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
}

/** One issue blocks another, one is a part of it, and its type is given. */
export async function issuesAreLinked({ bot, sandbox }: Play): Promise<void> {
  const mara = sandbox.as('mara-ops');
  const blocker = mara.openIssue(repoName, { title: 'First', body: 'Before it' });
  const part = mara.openIssue(repoName, { title: 'A part', body: 'Of it' });
  const blockedBy = '/repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by';
  const values = { issue_number: 1, issue_id: blocker.id };
  await ask(bot, `POST ${blockedBy}`, values);
  await ask(bot, `GET ${blockedBy}`, values);
  await ask(bot, `DELETE ${blockedBy}/{issue_id}`, values);
  mara.addPart(`${repoName}#1`, `${repoName}#${part.number}`);
  mara.offerIssueTypes(repoName, ['Bug', 'Change']);
  await ask(bot, 'GET /repos/{owner}/{repo}/issue-types');
  const risk = { name: 'Change risk', dataType: 'single_select', options: ['Low'] } as const;
  mara.offerIssueFields(repoName, [risk, { name: 'Note', dataType: 'text', options: [] }]);
  await ask(bot, 'GET /orgs/{org}/issue-fields', { org: owner });
  await ask(bot, 'POST /repos/{owner}/{repo}/issues/{issue_number}/issue-field-values', {
    issue_number: 1,
    issue_field_values: [
      { field_id: 700, value: 'Low' },
      { field_id: 701, value: 'so' },
    ],
  });
  await ask(bot, 'PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    ...values,
    type: 'Change',
  });
}

export async function commentLives(play: Play): Promise<void> {
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
}
