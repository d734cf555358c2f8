/*
 * The app's own dealings with the forge: tokens that expire and are bounded, permissions, and the record of
 * webhook deliveries.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Play } from './support.ts';
import { appToken, octokitWith, openPlay, repo } from './support.ts';

let play: Play;
const subject = 'lighthouse-freight/operations#1';
beforeEach(async () => {
  play = await openPlay();
});
afterEach(() => play.close());

describe('an installation token', () => {
  it('is refused one hour after it was made', async () => {
    play.clock.advance(3_599_000);
    await expect(play.bot.rest.repos.get(repo)).resolves.toMatchObject({ status: 200 });
    play.clock.advance(1_000);
    await expect(play.bot.rest.repos.get(repo)).rejects.toMatchObject({ status: 401 });
  });

  it('narrowed to one repository does not see the other, nor what it has no permission for', async () => {
    const [installation] = (await play.app.rest.apps.listInstallations()).data;
    const { data } = await play.app.rest.apps.createInstallationAccessToken({
      installation_id: installation?.id ?? 0,
      repositories: ['checkout'],
      permissions: { issues: 'read' },
    });
    const narrow = octokitWith(play.sandbox, data.token);
    await expect(narrow.rest.repos.get(repo)).rejects.toMatchObject({ status: 404 });
    const attempt = narrow.rest.issues.create({ owner: repo.owner, repo: 'checkout', title: 'x' });
    await expect(attempt).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('not accessible by integration') as string,
    });
  });

  it('cannot be had with a token of the app that is out of date, forged, or of nobody', async () => {
    const tokens = [
      [{ exp: play.clock.now().getTime() / 1000 - 1 }, 401],
      [{ exp: play.clock.now().getTime() / 1000 + 3600 }, 401],
      [{ iss: 1 }, 404],
    ] as const;
    for (const [claims, status] of tokens) {
      const app = octokitWith(play.sandbox, appToken(play.sandbox, play.clock, claims));
      await expect(app.rest.apps.getAuthenticated()).rejects.toMatchObject({ status });
    }
    const [head, claims] = appToken(play.sandbox, play.clock).split('.');
    const forged = octokitWith(
      play.sandbox,
      `${head}.${claims}.${Buffer.from('x'.repeat(256)).toString('base64url')}`,
    );
    await expect(forged.rest.apps.getAuthenticated()).rejects.toMatchObject({ status: 401 });
  });

  it('sees nothing of an organisation that has not installed the app', async () => {
    play.sandbox.createOrganization({ login: 'rival-cargo', members: ['mara-ops'] });
    play.sandbox.createRepository({ owner: 'rival-cargo', name: 'secrets' });
    await expect(
      play.bot.rest.repos.get({ owner: 'rival-cargo', repo: 'secrets' }),
    ).rejects.toMatchObject({ status: 404 });
    play.sandbox.addCollaborator('rival-cargo/secrets', { login: 'mara-ops', role: 'write' });
    play.sandbox.as('mara-ops').openIssue('rival-cargo/secrets', { title: 'Quiet' });
    await play.sandbox.settled();
    expect(play.receiver.received).toEqual([]);
  });
});

it('an app installed on one repository neither sees nor hears of the others', async () => {
  play.sandbox.createOrganization({ login: 'rival-cargo', members: ['mara-ops'] });
  for (const name of ['open', 'shut']) {
    play.sandbox.createRepository({ owner: 'rival-cargo', name });
    play.sandbox.addCollaborator(`rival-cargo/${name}`, { login: 'mara-ops', role: 'write' });
  }
  play.sandbox.installApp('rival-cargo', { repositories: ['open'] });
  play.sandbox.as('mara-ops').openIssue('rival-cargo/shut', { title: 'Unheard' });
  play.sandbox.as('mara-ops').openIssue('rival-cargo/open', { title: 'Heard' });
  await play.sandbox.settled();
  expect(play.receiver.names()).toEqual(['installation.created', 'issues.opened']);
  const attempt = play.app.rest.apps.getRepoInstallation({ owner: 'rival-cargo', repo: 'shut' });
  await expect(attempt).rejects.toMatchObject({ status: 404 });
});

describe('roles', () => {
  it.each([
    ['nina-cs', 'read', 'read'],
    ['mara-ops', 'write', 'write'],
    ['jonas-dba', 'write', 'maintain'],
    ['dee-lead', 'admin', 'admin'],
  ])(
    '%s shows as %s in the older word and as %s by name',
    async (username, permission, role_name) => {
      const { data } = await play.bot.rest.repos.getCollaboratorPermissionLevel({
        ...repo,
        username,
      });
      expect(data).toMatchObject({ permission, role_name });
    },
  );

  it('of a custom kind show by their own name', async () => {
    play.sandbox.addCollaborator('lighthouse-freight/operations', {
      login: 'nina-cs',
      role: 'triage',
      roleName: 'release-captain',
    });
    const { data } = await play.bot.rest.repos.getCollaboratorPermissionLevel({
      ...repo,
      username: 'nina-cs',
    });
    expect(data).toMatchObject({ permission: 'read', role_name: 'release-captain' });
  });

  it('granted to a team reach the members of its child teams', async () => {
    play.sandbox.createTeam({
      org: 'lighthouse-freight',
      slug: 'night-shift',
      parent: 'leads',
      members: ['nina-cs'],
    });
    play.sandbox.addTeamGrant('lighthouse-freight/operations', { slug: 'leads', role: 'maintain' });
    const { data } = await play.bot.rest.repos.getCollaboratorPermissionLevel({
      ...repo,
      username: 'nina-cs',
    });
    expect(data.role_name).toBe('maintain');
    const { data: membership } = await play.bot.rest.teams.getMembershipForUserInOrg({
      org: repo.owner,
      team_slug: 'leads',
      username: 'nina-cs',
    });
    expect(membership.state).toBe('active');
  });

  it('follow the person through a change of name', async () => {
    play.sandbox.rename('mara-ops', 'mara-platform');
    const { data } = await play.bot.rest.users.getByUsername({ username: 'mara-platform' });
    expect(data.id).toBe(9001);
    await expect(play.bot.rest.users.getByUsername({ username: 'mara-ops' })).rejects.toMatchObject(
      { status: 404 },
    );
  });
});

describe('a delivery', () => {
  beforeEach(async () => {
    play.sandbox.as('mara-ops').openIssue('lighthouse-freight/operations', { title: 'Renew' });
    await play.sandbox.settled();
  });

  it('that the app refused is recorded as failed and not tried again', async () => {
    play.receiver.answerWith(503);
    play.sandbox.as('mara-ops').comment(subject, 'hello');
    await play.sandbox.settled();
    const { data } = await play.app.rest.apps.listWebhookDeliveries();
    expect(data[0]).toMatchObject({
      event: 'issue_comment',
      action: 'created',
      status: 'Invalid HTTP Response: 503',
      status_code: 503,
      redelivery: false,
    });
    expect(play.receiver.names()).toEqual(['issues.opened', 'issue_comment.created']);
  });

  it('asked for again comes with the same guid and the same bytes', async () => {
    const { data } = await play.app.rest.apps.listWebhookDeliveries();
    await play.app.rest.apps.redeliverWebhookDelivery({ delivery_id: data[0]?.id ?? 0 });
    await play.sandbox.settled();
    const [first, second] = play.receiver.received;
    expect([second?.guid, second?.body, second?.headers['x-hub-signature-256']]).toEqual([
      first?.guid,
      first?.body,
      first?.headers['x-hub-signature-256'],
    ]);
    const after = await play.app.rest.apps.listWebhookDeliveries();
    expect(after.data.map(({ redelivery }) => redelivery).slice(0, 2)).toEqual([true, false]);
  });

  it('can be read back with its headers and payload', async () => {
    const { data: list } = await play.app.rest.apps.listWebhookDeliveries();
    const { data } = await play.app.rest.apps.getWebhookDelivery({ delivery_id: list[0]?.id ?? 0 });
    expect(data.request.payload).toEqual(play.receiver.received[0]?.payload);
    expect(data.request.headers).toMatchObject({
      'X-GitHub-Event': 'issues',
      'X-GitHub-Delivery': play.receiver.received[0]?.guid,
    });
  });

  it('is listed newest first, page by page, for three days', async () => {
    for (const text of ['1', '2', '3']) play.sandbox.as('mara-ops').comment(subject, text);
    await play.sandbox.settled();
    const first = await play.app.request('GET /app/hook/deliveries', { per_page: 3 });
    const cursor = /cursor=([^&>]+)/.exec(first.headers.link ?? '')?.[1] ?? '';
    const second = await play.app.request('GET /app/hook/deliveries', { per_page: 3, cursor });
    const events = [...first.data, ...second.data].map(({ event }) => event);
    expect(events).toEqual([
      'issue_comment',
      'issue_comment',
      'issue_comment',
      'issues',
      'installation',
    ]);
    play.clock.advance(3 * 24 * 3_600_000 + 1_000);
    const late = octokitWith(play.sandbox, appToken(play.sandbox, play.clock));
    expect((await late.rest.apps.listWebhookDeliveries()).data).toEqual([]);
  });

  it('to a silent receiver ends after the timeout', async () => {
    await play.close();
    play = await openPlay({ deliveryTimeoutMs: 50 });
    play.receiver.answerWith('never');
    play.sandbox.as('mara-ops').openIssue('lighthouse-freight/operations', { title: 'Renew' });
    await play.sandbox.settled();
    const { data } = await play.app.rest.apps.listWebhookDeliveries();
    expect(data[0]).toMatchObject({ status: 'timed out' });
  });
});
