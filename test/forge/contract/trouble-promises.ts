// What every adapter promises when requests fail: reads are repeated a little, writes never.
import { describe, expect, test } from 'vitest';
import { openIssue } from './ground.ts';
import type { Trial } from './ground.ts';

export function troublePromises(on: Trial): void {
  describe('trouble', () => {
    test('a read is tried three times before it gives up', async () => {
      const issue = openIssue(on, 'mara-ops');
      on.ground.trouble('error_before', {
        method: 'GET',
        path: `/issues/${String(issue)}`,
        times: 2,
      });
      expect(await on.ground.forge.observeIssue(on.ground.repo, issue)).toMatchObject({
        number: issue,
      });
      on.ground.trouble('cut', { method: 'GET', path: `/issues/${String(issue)}`, times: 2 });
      expect(await on.ground.forge.observeIssue(on.ground.repo, issue)).toMatchObject({
        number: issue,
      });
      on.ground.trouble('error_before', {
        method: 'GET',
        path: `/issues/${String(issue)}`,
        times: 3,
      });
      await expect(on.ground.forge.observeIssue(on.ground.repo, issue)).rejects.toMatchObject({
        code: 'server_error',
      });
    });

    test('the page that failed is read again, and no item is lost or doubled', async () => {
      const issue = openIssue(on, 'mara-ops');
      for (let at = 0; at < 120; at += 1) on.ground.comment('lin-dev', issue, String(at));
      on.ground.trouble('error_before', {
        method: 'GET',
        path: `/issues/${String(issue)}/comments`,
        times: 1,
      });
      const seen = await on.ground.forge.observeComments(on.ground.repo, issue);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
    });

    test('a write is never sent twice', async () => {
      const issue = openIssue(on, 'mara-ops');
      on.ground.trouble('error_before', {
        method: 'PATCH',
        path: `/issues/${String(issue)}`,
        times: 1,
      });
      on.ground.forgetRequests();
      await expect(on.ground.forge.setTitle(on.ground.repo, issue, 'new')).rejects.toMatchObject({
        code: 'server_error',
      });
      expect(on.ground.requests('PATCH')).toBe(1);
    });
  });
}
