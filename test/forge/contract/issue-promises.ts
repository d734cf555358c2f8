// What every adapter promises about issues and labels: read as they stand, and asking twice changes nothing.
import { describe, expect, test } from 'vitest';
import { openIssue } from './ground.ts';
import type { Trial } from './ground.ts';

export function issuePromises(on: Trial): void {
  describe('issues', () => {
    test('an issue is read as it stands, with LF line ends', async () => {
      const issue = on.ground.openIssue('mara-ops', {
        title: 'Certificates',
        body: '### 1\r\n\r\nanswer\r\n',
      });
      expect(await on.ground.forge.observeIssue(on.ground.repo, issue)).toMatchObject({
        number: issue,
        title: 'Certificates',
        body: '### 1\n\nanswer\n',
        open: true,
        stateReason: null,
        labels: [],
        author: on.ground.person('mara-ops'),
      });
    });

    test('an issue that was deleted, or never was, is null', async () => {
      const issue = openIssue(on, 'mara-ops');
      on.ground.deleteIssue(issue);
      expect(await on.ground.forge.observeIssue(on.ground.repo, issue)).toBeNull();
      expect(await on.ground.forge.observeIssue(on.ground.repo, 999_999)).toBeNull();
    });

    test('everybody who ever edited the text is told, and nobody when nobody did', async () => {
      const issue = openIssue(on, 'mara-ops');
      const { forge, repo } = on.ground;
      expect(await forge.observeIssueEditors(repo, issue)).toEqual([]);
      on.ground.editIssue('tomas-sre', issue, { body: 'second' });
      on.ground.editIssue('lin-dev', issue, { body: 'third' });
      on.ground.editIssue('tomas-sre', issue, { title: 'Another title' });
      const editors = await forge.observeIssueEditors(repo, issue);
      expect(editors?.map(({ login }) => login).toSorted()).toEqual([
        'lin-dev',
        'mara-ops',
        'tomas-sre',
      ]);
    });

    test('who edited the issue of another repository by that name is not told', async () => {
      const issue = openIssue(on, 'mara-ops');
      on.ground.editIssue('tomas-sre', issue, { body: 'second' });
      const squatted = { ...on.ground.repo, id: '999999' };
      expect(await on.ground.forge.observeIssueEditors(squatted, issue)).toBeNull();
    });

    test('a pull request is no issue', async () => {
      const { number } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      expect(await on.ground.forge.observeIssue(on.ground.repo, number)).toBeNull();
    });

    test('title and state are set, with the reason', async () => {
      const issue = openIssue(on, 'mara-ops');
      await on.ground.forge.setTitle(on.ground.repo, issue, 'CHG-00012: A change');
      await on.ground.forge.closeIssue(on.ground.repo, issue, 'not_planned');
      expect(await on.ground.forge.observeIssue(on.ground.repo, issue)).toMatchObject({
        title: 'CHG-00012: A change',
        open: false,
        stateReason: 'not_planned',
      });
      await on.ground.forge.reopenIssue(on.ground.repo, issue);
      expect(await on.ground.forge.observeIssue(on.ground.repo, issue)).toMatchObject({
        open: true,
      });
    });

    test('labels added twice are there once; removing a label that is gone changes nothing', async () => {
      const issue = openIssue(on, 'mara-ops');
      for (const name of ['chg/draft', 'chg/review']) {
        await on.ground.forge.createLabel(on.ground.repo, {
          name,
          color: 'cccccc',
          description: 'a state',
        });
      }
      await on.ground.forge.addLabels(on.ground.repo, issue, ['chg/draft', 'chg/review']);
      await on.ground.forge.addLabels(on.ground.repo, issue, ['chg/draft']);
      expect(
        (await on.ground.forge.observeIssue(on.ground.repo, issue))?.labels.toSorted(),
      ).toEqual(['chg/draft', 'chg/review']);
      await on.ground.forge.removeLabel(on.ground.repo, issue, 'chg/draft');
      await on.ground.forge.removeLabel(on.ground.repo, issue, 'chg/draft');
      expect((await on.ground.forge.observeIssue(on.ground.repo, issue))?.labels).toEqual([
        'chg/review',
      ]);
    });

    test('removing a label from an issue that is gone is not found', async () => {
      const issue = openIssue(on, 'mara-ops');
      on.ground.deleteIssue(issue);
      await expect(
        on.ground.forge.removeLabel(on.ground.repo, issue, 'chg/draft'),
      ).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    test('a label registered twice is there once, as it was first made', async () => {
      await on.ground.forge.createLabel(on.ground.repo, {
        name: 'chg/start',
        color: '112233',
        description: 'first',
      });
      await on.ground.forge.createLabel(on.ground.repo, {
        name: 'CHG/start',
        color: '445566',
        description: 'second',
      });
      const found = (await on.ground.forge.observeLabels(on.ground.repo)).filter(
        ({ name }) => name.toLowerCase() === 'chg/start',
      );
      expect(found).toEqual([{ name: 'chg/start', color: '112233', description: 'first' }]);
    });

    test('only issues with the label are listed, open or closed, oldest change first, without pull requests', async () => {
      await on.ground.forge.createLabel(on.ground.repo, {
        name: 'change',
        color: 'cccccc',
        description: '',
      });
      const [first, second, other] = [
        openIssue(on, 'mara-ops'),
        openIssue(on, 'lin-dev'),
        openIssue(on, 'lin-dev'),
      ];
      const { number: pull } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      for (const issue of [first, second, pull])
        await on.ground.forge.addLabels(on.ground.repo, issue, ['change']);
      on.ground.closeIssue('lin-dev', second);
      const seen = await on.ground.forge.observeIssuesSince(on.ground.repo, null, 'change');
      expect(seen.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([first, second]);
      expect(seen.map(({ number }) => number)).not.toContain(other);
      expect(seen.map(({ updatedAt }) => updatedAt)).toEqual(
        seen.map(({ updatedAt }) => updatedAt).toSorted(),
      );
      const later = new Date(Date.now() + 60_000).toISOString();
      expect(await on.ground.forge.observeIssuesSince(on.ground.repo, later, 'change')).toEqual([]);
    });

    test('issues beyond the first page are listed', async () => {
      await on.ground.forge.createLabel(on.ground.repo, {
        name: 'many',
        color: 'cccccc',
        description: '',
      });
      for (let at = 0; at < 105; at += 1)
        on.ground.openIssue('mara-ops', { title: `Change ${String(at)}`, labels: ['many'] });
      expect(await on.ground.forge.observeIssuesSince(on.ground.repo, null, 'many')).toHaveLength(
        105,
      );
    });
  });
}
