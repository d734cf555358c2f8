// What every adapter promises when the forge turns us away. Each of these leaves the ground unusable, so each has
// one of its own.
import { describe, expect, test } from 'vitest';
import type { OpenGround } from './ground.ts';

export function lastPromisesOf(name: string, open: OpenGround): void {
  describe(`the forge port, kept by ${name}, when it ends`, () => {
    test('inside the silence a forge asked for nothing is sent, neither writes nor reads', async () => {
      const ground = await open();
      const { forge, repo } = ground;
      const issue = ground.openIssue('mara-ops', { title: 'A change' });
      ground.trouble('limited', { method: 'POST', path: '/comments' });
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

    test('a forge that never answers is not waited for, and a create is then ambiguous', async () => {
      const ground = await open({ patienceMs: 1_000 });
      const { forge, repo } = ground;
      const issue = ground.openIssue('mara-ops', { title: 'A change' });
      ground.trouble('silence_after', { method: 'POST', path: '/comments' });
      await expect(forge.createComment(repo, issue, 'one')).rejects.toMatchObject({
        code: 'ambiguous',
      });
      expect(await forge.observeComments(repo, issue)).toMatchObject([{ body: 'one', ours: true }]);
      ground.trouble('silence_after', { method: 'PATCH', path: '/issues/' });
      await expect(forge.setTitle(repo, issue, 'new')).rejects.toMatchObject({
        code: 'unreachable',
      });
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
