/*
 * Issues, comments, labels and reactions over HTTP, as the app and people meet them.
 */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Play } from './support.ts';
import { openPlay, repo } from './support.ts';

let play: Play;
beforeEach(async () => {
  play = await openPlay();
});
afterEach(() => play.close());

const subject = 'lighthouse-freight/operations#1';

describe('an issue', () => {
  it('opened by a writer carries its labels and raises opened, then labeled', async () => {
    await play.bot.rest.issues.createLabel({ ...repo, name: 'change' });
    play.sandbox.as('mara-ops').openIssue('lighthouse-freight/operations', {
      title: 'Renew',
      body: 'x',
      labels: ['Change'],
    });
    await play.sandbox.settled();
    expect(play.receiver.names()).toEqual(['label.created', 'issues.opened', 'issues.labeled']);
    expect(play.receiver.received[1]?.payload).toMatchObject({
      issue: { number: 1, labels: [{ name: 'change' }] },
      sender: { login: 'mara-ops' },
    });
  });

  it('opened by a reader loses its labels without a word, but keeps those of a form', async () => {
    await play.bot.rest.issues.createLabel({ ...repo, name: 'change' });
    const nina = play.person('nina-cs');
    const { data: plain } = await nina.rest.issues.create({
      ...repo,
      title: 'One',
      labels: ['change'],
    });
    expect(plain.labels).toEqual([]);
    const form = play.sandbox.as('nina-cs').openIssue('lighthouse-freight/operations', {
      title: 'Two',
      labels: ['change', 'missing'],
      fromForm: true,
    });
    const { data } = await play.bot.rest.issues.get({ ...repo, issue_number: form.number });
    expect(data.labels.map((label) => (typeof label === 'string' ? label : label.name))).toEqual([
      'change',
    ]);
  });

  it('edited by the app tells who did it and what it was', async () => {
    play.sandbox
      .as('mara-ops')
      .openIssue('lighthouse-freight/operations', { title: 'Renew', body: 'x' });
    await play.bot.rest.issues.update({ ...repo, issue_number: 1, title: 'CHG-00001: Renew' });
    await play.sandbox.settled();
    expect(play.receiver.received.at(-1)?.payload).toMatchObject({
      action: 'edited',
      changes: { title: { from: 'Renew' } },
      sender: { login: 'holdpoint[bot]', type: 'Bot' },
    });
  });

  it('can be closed by its author with read access, and reopened only because the author closed it', async () => {
    const nina = play.sandbox.as('nina-cs');
    nina.openIssue('lighthouse-freight/operations', { title: 'One' });
    nina.closeIssue(subject);
    expect(nina.reopenIssue(subject)).toMatchObject({ state: 'open', stateReason: 'reopened' });
    play.sandbox.as('mara-ops').closeIssue(subject);
    expect(() => nina.reopenIssue(subject)).toThrow('takes the triage role');
  });

  it('refuses a body that is longer than the forge takes', async () => {
    const attempt = play
      .person('mara-ops')
      .rest.issues.create({ ...repo, title: 'Long', body: 'x'.repeat(65_537) });
    await expect(attempt).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('body is too long') as string,
    });
  });

  it('is listed with its neighbours page by page', async () => {
    for (let count = 0; count < 5; count += 1)
      play.sandbox
        .as('mara-ops')
        .openIssue('lighthouse-freight/operations', { title: `Issue ${count}` });
    const all = await play.bot.paginate(play.bot.rest.issues.listForRepo, {
      ...repo,
      per_page: 2,
      direction: 'asc',
    });
    expect(all.map((issue) => issue.number)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('a comment', () => {
  beforeEach(() => {
    play.sandbox.as('mara-ops').openIssue('lighthouse-freight/operations', { title: 'Renew' });
  });

  it('by the app is signed for delivery over the exact bytes', async () => {
    await play.bot.rest.issues.createComment({ ...repo, issue_number: 1, body: 'Grüße ✋' });
    await play.sandbox.settled();
    const delivery = play.receiver.received.at(-1);
    const expected = createHmac('sha256', play.sandbox.app.webhookSecret)
      .update(delivery?.body ?? '', 'utf8')
      .digest('hex');
    expect(delivery?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
    expect(delivery?.payload).toMatchObject({
      action: 'created',
      comment: { performed_via_github_app: { slug: 'holdpoint' } },
      installation: { id: 51_400_100 },
    });
  });

  it('ticked by a person changes one character and tells the text before', async () => {
    const text = '- [ ] <!-- chg:E2 --> **E2** Drain\r\n- [ ] <!-- chg:E3 --> **E3** [hold] Look';
    const { data } = await play.bot.rest.issues.createComment({
      ...repo,
      issue_number: 1,
      body: text,
    });
    play.sandbox.as('mara-ops').tick(data.id, 'chg:E3');
    await play.sandbox.settled();
    expect(play.receiver.received.at(-1)?.payload).toMatchObject({
      action: 'edited',
      changes: { body: { from: text } },
      comment: { body: text.replace('[ ] <!-- chg:E3', '[x] <!-- chg:E3') },
      sender: { login: 'mara-ops' },
    });
  });

  it('by the app cannot be ticked without write access', async () => {
    const { data } = await play.bot.rest.issues.createComment({
      ...repo,
      issue_number: 1,
      body: '- [ ] <!-- chg:E2 --> x',
    });
    expect(() => play.sandbox.as('nina-cs').tick(data.id, 'chg:E2')).toThrow(
      'takes the write role',
    );
  });

  it('saved from a stale page overwrites what came between', async () => {
    const stale = '- [ ] <!-- chg:E2 --> a\n- [ ] <!-- chg:E3 --> b';
    const { data } = await play.bot.rest.issues.createComment({
      ...repo,
      issue_number: 1,
      body: stale,
    });
    play.sandbox.as('mara-ops').tick(data.id, 'chg:E2');
    const after = play.sandbox.as('jonas-dba').tick(data.id, 'chg:E3', { shown: stale });
    expect(after.body).toBe('- [ ] <!-- chg:E2 --> a\n- [x] <!-- chg:E3 --> b');
  });

  it('takes a reaction once and raises no webhook for it', async () => {
    const comment = play.sandbox.as('mara-ops').comment(subject, '/chg submit');
    await play.sandbox.settled();
    const before = play.receiver.received.length;
    const first = await play.bot.rest.reactions.createForIssueComment({
      ...repo,
      comment_id: comment.id,
      content: '+1',
    });
    const second = await play.bot.rest.reactions.createForIssueComment({
      ...repo,
      comment_id: comment.id,
      content: '+1',
    });
    await play.sandbox.settled();
    expect([first.status, second.status, second.data.id === first.data.id]).toEqual([
      201,
      200,
      true,
    ]);
    expect(play.receiver.received.length).toBe(before);
  });

  it('answers 304 when nothing changed and costs no request of the limit', async () => {
    const first = await play.bot.rest.issues.get({ ...repo, issue_number: 1 });
    const again = play.bot.rest.issues.get({
      ...repo,
      issue_number: 1,
      headers: { 'if-none-match': first.headers.etag ?? '' },
    });
    await expect(again).rejects.toMatchObject({ status: 304 });
    expect(play.sandbox.requests.counts('holdpoint[bot]').notModified).toBe(1);
  });
});

describe('what went elsewhere', () => {
  beforeEach(() => {
    play.sandbox.as('mara-ops').openIssue('lighthouse-freight/operations', { title: 'Renew' });
    play.sandbox.as('mara-ops').comment(subject, 'first');
  });

  it('an issue transferred is found from its old address, in its new repository', async () => {
    play.sandbox.as('mara-ops').transferIssue(subject, 'lighthouse-freight/checkout');
    const { data } = await play.bot.rest.issues.get({ ...repo, issue_number: 1 });
    expect(data).toMatchObject({ number: 1, title: 'Renew', comments: 1 });
    expect(data.repository_url.endsWith('/repos/lighthouse-freight/checkout')).toBe(true);
    await play.sandbox.settled();
    const told = play.receiver.received.find(({ payload }) => payload['action'] === 'transferred');
    expect(told?.payload).toMatchObject({
      issue: { number: 1 },
      changes: { new_repository: { name: 'checkout' } },
      repository: { name: 'operations' },
    });
  });

  it('a repository renamed answers reads and writes under its old name', async () => {
    play.sandbox.as('dee-lead').renameRepository('lighthouse-freight/operations', 'ops');
    const { data } = await play.bot.rest.repos.get(repo);
    expect(data.full_name).toBe('lighthouse-freight/ops');
    await play.bot.rest.issues.createComment({ ...repo, issue_number: 1, body: 'second' });
    expect(play.sandbox.world.comments.all().map(({ body }) => body)).toEqual(['first', 'second']);
  });
});
