// What every adapter promises, tried on a forge it knows nothing of. The reconciler and the gates stand on these
// sentences; an adapter that breaks one of them must not be merged.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CheckContent, Forge } from '../../../src/forge/port.ts';
import type { RepoRef } from '../../../src/core/intent/notice.ts';
import type { Ground } from './ground.ts';

const COMMENTS = '/comments';

export function promisesOf(name: string, open: () => Promise<Ground>): void {
  describe(`the forge port, kept by ${name}`, () => {
    let ground: Ground;
    let forge: Forge;
    let repo: RepoRef;
    const issueBy = (login: string): number =>
      ground.openIssue(login, { title: 'A change', body: 'one\ntwo' });

    beforeAll(async () => {
      ground = await open();
      ({ forge, repo } = ground);
    });
    afterEach(() => {
      ground.calm();
    });
    afterAll(() => ground.close());

    describe('comments', () => {
      test('a comment created is read back as ours', async () => {
        const issue = issueBy('mara-ops');
        const created = await forge.createComment(repo, issue, 'the record');
        expect(created).toMatchObject({
          issue,
          body: 'the record',
          ours: true,
          author: forge.self,
        });
        expect(await forge.observeComment(repo, created.id)).toEqual(created);
        expect(await forge.observeComments(repo, issue)).toEqual([created]);
      });

      test('a comment of a person is not ours, whatever it says', async () => {
        const issue = issueBy('mara-ops');
        const mine = await forge.createComment(repo, issue, 'the record');
        ground.comment('lin-dev', issue, mine.body);
        const seen = await forge.observeComments(repo, issue);
        expect(seen.map(({ ours }) => ours)).toEqual([true, false]);
        expect(seen[1]?.author).toMatchObject({ ...ground.person('lin-dev'), kind: 'human' });
      });

      test.each(['answer_lost', 'error_after'] as const)(
        'a create whose answer was lost (%s) is ambiguous, sent once, and can be found by reading back',
        async (kind) => {
          const issue = issueBy('mara-ops');
          ground.trouble(kind, { method: 'POST', path: COMMENTS });
          ground.forgetRequests();
          await expect(forge.createComment(repo, issue, 'once')).rejects.toMatchObject({
            code: 'ambiguous',
          });
          expect(ground.requests('POST')).toBe(1);
          const found = await forge.observeComments(repo, issue);
          expect(found.filter(({ ours, body }) => ours && body === 'once')).toHaveLength(1);
        },
      );

      test('a create that failed before anything happened is ambiguous too, because nobody can know', async () => {
        const issue = issueBy('mara-ops');
        ground.trouble('error_before', { method: 'POST', path: COMMENTS });
        await expect(forge.createComment(repo, issue, 'never')).rejects.toMatchObject({
          code: 'ambiguous',
        });
        expect(await forge.observeComments(repo, issue)).toEqual([]);
      });

      test('an edit is visible, and its lost answer is not ambiguous, because it may be repeated', async () => {
        const issue = issueBy('mara-ops');
        const { id } = await forge.createComment(repo, issue, 'first');
        await forge.editComment(repo, id, 'second');
        expect((await forge.observeComment(repo, id))?.body).toBe('second');
        ground.trouble('error_after', { method: 'PATCH', path: COMMENTS });
        await expect(forge.editComment(repo, id, 'third')).rejects.toMatchObject({
          code: 'server_error',
        });
        ground.trouble('cut', { method: 'PATCH', path: COMMENTS });
        await expect(forge.editComment(repo, id, 'third')).rejects.toMatchObject({
          code: 'unreachable',
        });
      });

      test('line ends of the web page are read as LF', async () => {
        const issue = issueBy('mara-ops');
        const { id } = await forge.createComment(repo, issue, '- [ ] one\n- [ ] two');
        ground.editComment('lin-dev', id, '- [x] one\r\n- [ ] two');
        expect((await forge.observeComment(repo, id))?.body).toBe('- [x] one\n- [ ] two');
      });

      test('who edited a comment last can be told; of one never edited it cannot', async () => {
        const issue = issueBy('mara-ops');
        const mine = await forge.createComment(repo, issue, 'first');
        expect(await forge.observeCommentEditor(mine)).toBeNull();
        ground.editComment('lin-dev', mine.id, 'second');
        ground.editComment('tomas-sre', mine.id, 'third');
        expect(await forge.observeCommentEditor(mine)).toMatchObject({
          by: ground.person('tomas-sre'),
        });
      });

      test('a deleted comment is gone, and deleting it again changes nothing', async () => {
        const issue = issueBy('mara-ops');
        const { id } = await forge.createComment(repo, issue, 'copy');
        await forge.deleteComment(repo, id);
        await forge.deleteComment(repo, id);
        expect(await forge.observeComment(repo, id)).toBeNull();
        expect(await forge.observeComments(repo, issue)).toEqual([]);
      });

      test('a comment can be minimised and stays readable', async () => {
        const issue = issueBy('mara-ops');
        const mine = await forge.createComment(repo, issue, 'old evidence');
        await forge.minimiseComment(mine, 'outdated');
        expect((await forge.observeComment(repo, mine.id))?.body).toBe('old evidence');
      });

      test('pages of more than a hundred comments are all read, in the order they were written', async () => {
        const issue = issueBy('mara-ops');
        for (let at = 0; at < 230; at += 1)
          ground.comment('lin-dev', issue, `comment ${String(at)}`);
        const seen = await forge.observeComments(repo, issue);
        expect(seen.map(({ body }) => body)).toEqual(
          Array.from({ length: 230 }, (_, at) => `comment ${String(at)}`),
        );
      });

      test('a comment on an issue that is gone is not found', async () => {
        const issue = issueBy('mara-ops');
        ground.deleteIssue(issue);
        await expect(forge.createComment(repo, issue, 'late')).rejects.toMatchObject({
          code: 'not_found',
        });
      });

      test('a reaction given twice is there once, and only ours are told', async () => {
        const issue = issueBy('mara-ops');
        const comment = ground.comment('lin-dev', issue, '/chg start');
        ground.reactToComment('mara-ops', comment);
        await forge.react(repo, comment, 'eyes');
        await forge.react(repo, comment, 'eyes');
        const [ours, ...more] = await forge.observeReactions(repo, comment);
        expect([ours?.content, more]).toEqual(['eyes', []]);
        await forge.unreact(repo, comment, ours?.id ?? '');
        await forge.unreact(repo, comment, ours?.id ?? '');
        expect(await forge.observeReactions(repo, comment)).toEqual([]);
      });
    });

    describe('issues', () => {
      test('an issue is read as it stands, with LF line ends', async () => {
        const issue = ground.openIssue('mara-ops', {
          title: 'Certificates',
          body: '### 1\r\n\r\nanswer\r\n',
        });
        expect(await forge.observeIssue(repo, issue)).toMatchObject({
          number: issue,
          title: 'Certificates',
          body: '### 1\n\nanswer\n',
          open: true,
          stateReason: null,
          labels: [],
          author: ground.person('mara-ops'),
        });
      });

      test('an issue that was deleted, or never was, is null', async () => {
        const issue = issueBy('mara-ops');
        ground.deleteIssue(issue);
        expect(await forge.observeIssue(repo, issue)).toBeNull();
        expect(await forge.observeIssue(repo, 999_999)).toBeNull();
      });

      test('a pull request is no issue', async () => {
        const { number } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        expect(await forge.observeIssue(repo, number)).toBeNull();
      });

      test('title and state are set, with the reason', async () => {
        const issue = issueBy('mara-ops');
        await forge.setTitle(repo, issue, 'CHG-00012: A change');
        await forge.closeIssue(repo, issue, 'not_planned');
        expect(await forge.observeIssue(repo, issue)).toMatchObject({
          title: 'CHG-00012: A change',
          open: false,
          stateReason: 'not_planned',
        });
        await forge.reopenIssue(repo, issue);
        expect(await forge.observeIssue(repo, issue)).toMatchObject({ open: true });
      });

      test('labels added twice are there once; removing a label that is gone changes nothing', async () => {
        const issue = issueBy('mara-ops');
        for (const name of ['chg/draft', 'chg/review']) {
          await forge.createLabel(repo, { name, color: 'cccccc', description: 'a state' });
        }
        await forge.addLabels(repo, issue, ['chg/draft', 'chg/review']);
        await forge.addLabels(repo, issue, ['chg/draft']);
        expect((await forge.observeIssue(repo, issue))?.labels.toSorted()).toEqual([
          'chg/draft',
          'chg/review',
        ]);
        await forge.removeLabel(repo, issue, 'chg/draft');
        await forge.removeLabel(repo, issue, 'chg/draft');
        expect((await forge.observeIssue(repo, issue))?.labels).toEqual(['chg/review']);
      });

      test('removing a label from an issue that is gone is not found', async () => {
        const issue = issueBy('mara-ops');
        ground.deleteIssue(issue);
        await expect(forge.removeLabel(repo, issue, 'chg/draft')).rejects.toMatchObject({
          code: 'not_found',
        });
      });

      test('a label registered twice is there once, as it was first made', async () => {
        await forge.createLabel(repo, { name: 'chg/start', color: '112233', description: 'first' });
        await forge.createLabel(repo, {
          name: 'CHG/start',
          color: '445566',
          description: 'second',
        });
        const found = (await forge.observeLabels(repo)).filter(
          ({ name }) => name.toLowerCase() === 'chg/start',
        );
        expect(found).toEqual([{ name: 'chg/start', color: '112233', description: 'first' }]);
      });

      test('only issues with the label are listed, open or closed, oldest change first, without pull requests', async () => {
        await forge.createLabel(repo, { name: 'change', color: 'cccccc', description: '' });
        const [first, second, other] = [
          issueBy('mara-ops'),
          issueBy('lin-dev'),
          issueBy('lin-dev'),
        ];
        const { number: pull } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        for (const issue of [first, second, pull]) await forge.addLabels(repo, issue, ['change']);
        ground.closeIssue('lin-dev', second);
        const seen = await forge.observeIssuesSince(repo, null, 'change');
        expect(seen.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([first, second]);
        expect(seen.map(({ number }) => number)).not.toContain(other);
        expect(seen.map(({ updatedAt }) => updatedAt)).toEqual(
          seen.map(({ updatedAt }) => updatedAt).toSorted(),
        );
        const later = new Date(Date.now() + 60_000).toISOString();
        expect(await forge.observeIssuesSince(repo, later, 'change')).toEqual([]);
      });

      test('issues beyond the first page are listed', async () => {
        await forge.createLabel(repo, { name: 'many', color: 'cccccc', description: '' });
        for (let at = 0; at < 105; at += 1)
          ground.openIssue('mara-ops', { title: `Change ${String(at)}`, labels: ['many'] });
        expect(await forge.observeIssuesSince(repo, null, 'many')).toHaveLength(105);
      });
    });

    describe('people', () => {
      test('an observed actor has the role of the moment', async () => {
        const lin = ground.person('lin-dev');
        expect(await forge.observeActor(repo, lin)).toEqual({ ...lin, roles: ['engineer'] });
        ground.setRole('lin-dev', 'maintain');
        expect((await forge.observeActor(repo, lin)).roles).toEqual(['maintainer']);
        ground.setRole('lin-dev', 'write');
        expect((await forge.observeActor(repo, lin)).roles).toEqual(['engineer']);
      });

      test('a removed collaborator has no role, and a stranger has none', async () => {
        const guest = ground.stranger('guest-dev');
        ground.setRole('guest-dev', 'maintain');
        expect((await forge.observeActor(repo, guest)).roles).toEqual(['maintainer']);
        ground.setRole('guest-dev', 'none');
        expect(await forge.observeActor(repo, guest)).toEqual({ ...guest, roles: [] });
        const passer = ground.stranger('passer-by');
        expect(await forge.observeActor(repo, passer)).toEqual({ ...passer, roles: [] });
      });

      test('somebody who came to hold another’s login does not come to hold their role', async () => {
        const omar = ground.person('omar-dev');
        ground.rename('omar-dev', 'omar-elsewhere');
        const impostor = ground.stranger('omar-dev');
        expect(await forge.observeActor(repo, impostor)).toMatchObject({
          id: impostor.id,
          roles: [],
        });
        expect(await forge.observeActor(repo, omar)).toEqual({
          ...ground.person('omar-elsewhere'),
          roles: ['maintainer'],
        });
      });

      test('a custom role counts as what the policy names, else as the permission it builds on', async () => {
        const priya = ground.person('priya-net');
        ground.setRole('priya-net', 'write', 'auditing');
        expect((await forge.observeActor(repo, priya)).roles).toEqual(['auditor']);
        ground.setRole('priya-net', 'write', 'release-crew');
        expect((await forge.observeActor(repo, priya)).roles).toEqual(['engineer']);
        ground.setRole('priya-net', 'maintain');
      });

      test('a bot holds no role, whatever the repository lets it do', async () => {
        const bot = ground.person('deploybot[bot]');
        expect(bot.kind).toBe('bot');
        expect(await forge.observeActor(repo, bot)).toEqual({ ...bot, roles: [] });
      });

      test('everyone with access is listed with their roles, and bots without', async () => {
        const people = await forge.observePeople(repo);
        const roles = new Map(people?.map((one) => [one.login, one.roles]));
        expect(roles.get('jonas-dba')).toEqual(['maintainer']);
        expect(roles.get('dee-lead')).toEqual(['lead', 'incident_commander', 'admin']);
        expect(roles.get('rex-audit')).toEqual(['viewer']);
        expect(roles.get('deploybot[bot]') ?? []).toEqual([]);
        expect(roles.has('passer-by')).toBe(false);
      });

      test('a login leads to an account, and an unknown one to nobody', async () => {
        expect(await forge.observePerson('tomas-sre')).toEqual(ground.person('tomas-sre'));
        expect(await forge.observePerson('nobody-here')).toBeNull();
      });
    });

    describe('pull requests', () => {
      test('a pull request is read with its head, and after the merge with the merge', async () => {
        const { number, head } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        expect(await forge.observePull(repo, number)).toMatchObject({
          number,
          head,
          open: true,
          merged: false,
          mergeSha: null,
        });
        const pushed = ground.push('lin-dev', number);
        expect((await forge.observePull(repo, number))?.head).toBe(pushed);
        ground.merge('dee-lead', number);
        const merged = await forge.observePull(repo, number);
        expect(merged).toMatchObject({ open: false, merged: true });
        expect(merged?.mergeSha).toMatch(/^[0-9a-f]{40}$/);
        expect(await forge.observePull(repo, 999_999)).toBeNull();
      });

      test('whoever had a hand in a commit is a contributor: author, committer, co-author', async () => {
        const tomas = ground.person('tomas-sre');
        const trailer = `work\n\nCo-authored-by: Tomas <${tomas.id}+tomas-sre@users.noreply.github.com>`;
        const { number } = ground.openPull('lin-dev', [
          { author: 'lin-dev' },
          { author: 'jonas-dba', committer: 'dee-lead', message: trailer },
        ]);
        const facts = await forge.observePullFacts(repo, number);
        expect(facts?.author).toEqual({ id: ground.person('lin-dev').id, login: 'lin-dev' });
        expect(facts?.contributors.map(({ id }) => id).toSorted()).toEqual(
          ['lin-dev', 'jonas-dba', 'dee-lead', 'tomas-sre']
            .map((login) => ground.person(login).id)
            .toSorted(),
        );
      });

      test('of each person the last decision stands, with the role of the moment and the commit it was given for', async () => {
        const { number, head } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        ground.review('tomas-sre', number, 'request_changes');
        ground.review('tomas-sre', number, 'approve');
        ground.review('tomas-sre', number, 'comment');
        const dismissed = ground.review('jonas-dba', number, 'approve');
        ground.dismissReview('dee-lead', dismissed);
        ground.review('nina-cs', number, 'approve');
        const pushed = ground.push('lin-dev', number);
        ground.review('dee-lead', number, 'approve');
        const facts = await forge.observePullFacts(repo, number);
        const told = facts?.reviews.map(({ by, state, commit }) => [
          by.login,
          state,
          commit,
          by.roles.join(),
        ]);
        expect(told?.toSorted()).toEqual([
          ['dee-lead', 'approved', pushed, 'lead,incident_commander,admin'],
          ['jonas-dba', 'dismissed', head, 'maintainer'],
          ['nina-cs', 'approved', head, 'viewer'],
          ['tomas-sre', 'approved', head, 'maintainer'],
        ]);
        expect(facts?.head).toBe(pushed);
      });

      test('a pull request that does not exist has no facts', async () => {
        expect(await forge.observePullFacts(repo, 999_999)).toBeNull();
      });

      test('a requested reviewer is listed, and asking twice leaves one', async () => {
        const { number } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        expect(await forge.observeRequestedReviewers(repo, number)).toEqual([]);
        await forge.requestReviewers(repo, number, ['tomas-sre']);
        await forge.requestReviewers(repo, number, ['tomas-sre']);
        expect(await forge.observeRequestedReviewers(repo, number)).toEqual(['tomas-sre']);
      });
    });

    describe('checks', () => {
      const content: CheckContent = {
        conclusion: 'action_required',
        title: 'Waiting for approval',
        summary: 'one gate is unmet',
        externalId: 'CHG-00012/gate',
        detailsUrl: 'https://holdpoint.example.com/changes/12',
      };

      test('a check created is read back as it was written, and an update replaces it', async () => {
        const { head } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        expect(await forge.observeCheck(repo, head)).toBeNull();
        const { id } = await forge.createCheck(repo, head, content);
        expect(await forge.observeCheck(repo, head)).toEqual({ id, content });
        const passed: CheckContent = {
          ...content,
          conclusion: 'success',
          title: 'All gates are met',
          detailsUrl: null,
        };
        const bare = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        const second = await forge.createCheck(repo, bare.head, passed);
        expect(await forge.observeCheck(repo, bare.head)).toEqual({
          id: second.id,
          content: passed,
        });
        await forge.updateCheck(repo, id, { ...passed, detailsUrl: content.detailsUrl });
        expect(await forge.observeCheck(repo, head)).toEqual({
          id,
          content: { ...passed, detailsUrl: content.detailsUrl },
        });
      });

      test('a create whose answer was lost is ambiguous and can be found by reading back', async () => {
        const { head } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        ground.trouble('error_after', { method: 'POST', path: '/check-runs' });
        await expect(forge.createCheck(repo, head, content)).rejects.toMatchObject({
          code: 'ambiguous',
        });
        expect((await forge.observeCheck(repo, head))?.content).toEqual(content);
      });

      test('nobody else’s check of our name is taken for ours', async () => {
        const { head } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        ground.reportCheck(head, 'holdpoint', 'success');
        expect(await forge.observeCheck(repo, head)).toBeNull();
      });

      test('what others report is weighed: silence, pending, passed, failed; ours does not count', async () => {
        const { number, head } = ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
        const checks = async () => {
          const facts = await forge.observePullFacts(repo, number);
          return [facts?.checks, facts?.failing.toSorted()];
        };
        await forge.createCheck(repo, head, content);
        expect(await checks()).toEqual(['none', []]);
        ground.reportCheck(head, 'build', null);
        expect(await checks()).toEqual(['pending', []]);
        ground.reportCheck(head, 'build', 'success');
        ground.reportCheck(head, 'docs', 'neutral');
        expect(await checks()).toEqual(['passed', []]);
        ground.setStatus(head, 'deploy/preview', 'pending');
        expect(await checks()).toEqual(['pending', []]);
        ground.setStatus(head, 'deploy/preview', 'failure');
        ground.reportCheck(head, 'scan', 'failure');
        expect(await checks()).toEqual(['failed', ['deploy/preview', 'scan']]);
      });
    });

    describe('trouble', () => {
      test('a read is tried three times before it gives up', async () => {
        const issue = issueBy('mara-ops');
        ground.trouble('error_before', {
          method: 'GET',
          path: `/issues/${String(issue)}`,
          times: 2,
        });
        expect(await forge.observeIssue(repo, issue)).toMatchObject({ number: issue });
        ground.trouble('cut', { method: 'GET', path: `/issues/${String(issue)}`, times: 2 });
        expect(await forge.observeIssue(repo, issue)).toMatchObject({ number: issue });
        ground.trouble('error_before', {
          method: 'GET',
          path: `/issues/${String(issue)}`,
          times: 3,
        });
        await expect(forge.observeIssue(repo, issue)).rejects.toMatchObject({
          code: 'server_error',
        });
      });

      test('the page that failed is read again, and no item is lost or doubled', async () => {
        const issue = issueBy('mara-ops');
        for (let at = 0; at < 120; at += 1) ground.comment('lin-dev', issue, String(at));
        ground.trouble('error_before', {
          method: 'GET',
          path: `/issues/${String(issue)}/comments`,
          times: 1,
        });
        const seen = await forge.observeComments(repo, issue);
        expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
      });

      test('a write is never sent twice', async () => {
        const issue = issueBy('mara-ops');
        ground.trouble('error_before', {
          method: 'PATCH',
          path: `/issues/${String(issue)}`,
          times: 1,
        });
        ground.forgetRequests();
        await expect(forge.setTitle(repo, issue, 'new')).rejects.toMatchObject({
          code: 'server_error',
        });
        expect(ground.requests('PATCH')).toBe(1);
      });
    });
  });
}

// These leave the ground unusable, so each has one of its own.
export function lastPromisesOf(name: string, open: () => Promise<Ground>): void {
  describe(`the forge port, kept by ${name}, when it ends`, () => {
    test('inside the silence a forge asked for nothing is sent, neither writes nor reads', async () => {
      const ground = await open();
      const { forge, repo } = ground;
      const issue = ground.openIssue('mara-ops', { title: 'A change' });
      ground.trouble('limited', { method: 'POST', path: COMMENTS });
      const refused = await forge
        .createComment(repo, issue, 'one')
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'rate_limited', retryAfterMs: 120_000 });
      ground.forgetRequests();
      await expect(forge.createComment(repo, issue, 'two')).rejects.toMatchObject({
        code: 'rate_limited',
      });
      await expect(forge.observeIssue(repo, issue)).rejects.toMatchObject({ code: 'rate_limited' });
      expect(ground.requests()).toBe(0);
      await ground.close();
    });

    test('where the app is not installed any more nothing looks gone: it is we who have no access', async () => {
      const ground = await open();
      const { app, forge, repo, workspace } = ground;
      const issue = ground.openIssue('mara-ops', { title: 'A change' });
      expect(await app.observeWorkspaces()).toMatchObject([{ workspace }]);
      ground.uninstall();
      await expect(forge.observeIssue(repo, issue)).rejects.toMatchObject({ code: 'unauthorised' });
      await expect(app.forge(workspace)).rejects.toMatchObject({ code: 'not_found' });
      expect(await app.observeWorkspaces()).toEqual([]);
      await ground.close();
    }, 30_000);

    test('a workspace nobody installed us in is not found', async () => {
      const ground = await open();
      await expect(ground.app.forge('github:1')).rejects.toMatchObject({ code: 'not_found' });
      expect((await ground.forge.observeRepositories()).map(({ name: full }) => full)).toContain(
        ground.repo.name,
      );
      await ground.close();
    });
  });
}
