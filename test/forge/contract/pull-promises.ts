// What every adapter promises about pull requests: heads, contributors, reviews.
import { describe, expect, test } from 'vitest';
import type { Trial } from './ground.ts';

export function pullPromises(on: Trial): void {
  describe('pull requests', () => {
    test('a pull request is read with its head, and after the merge with the merge', async () => {
      const { number, head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      expect(await on.ground.forge.observePull(on.ground.repo, number)).toMatchObject({
        number,
        head,
        open: true,
        merged: false,
        mergeSha: null,
      });
      const pushed = on.ground.push('lin-dev', number);
      expect((await on.ground.forge.observePull(on.ground.repo, number))?.head).toBe(pushed);
      on.ground.merge('dee-lead', number);
      const merged = await on.ground.forge.observePull(on.ground.repo, number);
      expect(merged).toMatchObject({ open: false, merged: true });
      expect(merged?.mergeSha).toMatch(/^[0-9a-f]{40}$/);
      expect(await on.ground.forge.observePull(on.ground.repo, 999_999)).toBeNull();
    });

    test('whoever had a hand in a commit is a contributor: author, committer, co-author', async () => {
      const tomas = on.ground.person('tomas-sre');
      const trailer = `work\n\nCo-authored-by: Tomas <${tomas.id}+tomas-sre@users.noreply.github.com>`;
      const { number } = on.ground.openPull('lin-dev', [
        { author: 'lin-dev' },
        { author: 'jonas-dba', committer: 'dee-lead', message: trailer },
      ]);
      const facts = await on.ground.forge.observePullFacts(on.ground.repo, number);
      expect(facts?.author).toEqual({ id: on.ground.person('lin-dev').id, login: 'lin-dev' });
      expect(facts?.contributors.map(({ id }) => id).toSorted()).toEqual(
        ['lin-dev', 'jonas-dba', 'dee-lead', 'tomas-sre']
          .map((login) => on.ground.person(login).id)
          .toSorted(),
      );
    });

    test('of each person the last decision stands, with the role of the moment and the commit it was given for', async () => {
      const { number, head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      on.ground.review('tomas-sre', number, 'request_changes');
      const agreed = on.ground.review('tomas-sre', number, 'approve');
      on.ground.review('tomas-sre', number, 'comment');
      const dismissed = on.ground.review('jonas-dba', number, 'approve');
      on.ground.dismissReview('dee-lead', dismissed);
      on.ground.review('nina-cs', number, 'approve');
      const pushed = on.ground.push('lin-dev', number);
      on.ground.review('dee-lead', number, 'approve');
      const facts = await on.ground.forge.observePullFacts(on.ground.repo, number);
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
      const whole = await on.ground.forge.observeReviews(on.ground.repo, number);
      expect(whole.find(({ by }) => by.login === 'tomas-sre')).toMatchObject({
        id: String(agreed),
        state: 'approved',
        body: 'looked',
        commit: head,
        url: expect.stringContaining(String(agreed)) as string,
      });
      expect(whole.map(({ at }) => at)).toEqual(whole.map(({ at }) => at).toSorted());
      expect(whole).toHaveLength(4);
    });

    test('a pull request that does not exist has no facts', async () => {
      expect(await on.ground.forge.observePullFacts(on.ground.repo, 999_999)).toBeNull();
    });

    test('a requested reviewer is listed, and asking twice leaves one', async () => {
      const { number } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      expect(await on.ground.forge.observeRequestedReviewers(on.ground.repo, number)).toEqual([]);
      await on.ground.forge.requestReviewers(on.ground.repo, number, ['tomas-sre']);
      await on.ground.forge.requestReviewers(on.ground.repo, number, ['tomas-sre']);
      expect(await on.ground.forge.observeRequestedReviewers(on.ground.repo, number)).toEqual([
        'tomas-sre',
      ]);
    });
  });
}
