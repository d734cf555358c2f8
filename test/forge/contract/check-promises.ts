// What every adapter promises about checks: ours is ours, and others' are weighed without it.
import { describe, expect, test } from 'vitest';
import type { CheckContent } from '../../../src/forge/port.ts';
import type { Trial } from './ground.ts';

const BOT = 'deploybot[bot]';

export function checkPromises(on: Trial): void {
  describe('checks', () => {
    const content: CheckContent = {
      conclusion: 'action_required',
      title: 'Waiting for approval',
      summary: 'one gate is unmet',
      externalId: 'CHG-00012/gate',
      detailsUrl: 'https://holdpoint.example.com/changes/12',
    };

    test('a check created is read back as it was written, and an update replaces it', async () => {
      const { head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      expect(await on.ground.forge.observeCheck(on.ground.repo, head)).toBeNull();
      const { id } = await on.ground.forge.createCheck(on.ground.repo, head, content);
      expect(await on.ground.forge.observeCheck(on.ground.repo, head)).toEqual({ id, content });
      const passed: CheckContent = {
        ...content,
        conclusion: 'success',
        title: 'All gates are met',
        detailsUrl: null,
      };
      const bare = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      const second = await on.ground.forge.createCheck(on.ground.repo, bare.head, passed);
      expect(await on.ground.forge.observeCheck(on.ground.repo, bare.head)).toEqual({
        id: second.id,
        content: passed,
      });
      await on.ground.forge.updateCheck(on.ground.repo, id, {
        ...passed,
        detailsUrl: content.detailsUrl,
      });
      expect(await on.ground.forge.observeCheck(on.ground.repo, head)).toEqual({
        id,
        content: { ...passed, detailsUrl: content.detailsUrl },
      });
    });

    test('a create whose answer was lost is ambiguous and can be found by reading back', async () => {
      const { head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      on.ground.trouble('error_after', { method: 'POST', path: '/check-runs' });
      await expect(
        on.ground.forge.createCheck(on.ground.repo, head, content),
      ).rejects.toMatchObject({
        code: 'ambiguous',
      });
      expect((await on.ground.forge.observeCheck(on.ground.repo, head))?.content).toEqual(content);
    });

    test('nobody else’s check of our name is taken for ours', async () => {
      const { head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      on.ground.reportCheck(head, 'holdpoint', 'success');
      expect(await on.ground.forge.observeCheck(on.ground.repo, head)).toBeNull();
      const { id } = await on.ground.forge.createCheck(on.ground.repo, head, content);
      expect(await on.ground.forge.observeCheck(on.ground.repo, head)).toEqual({ id, content });
      // Whoever speaks last under a name is heard: ours has to be said anew.
      on.ground.reportCheck(head, 'holdpoint', 'success');
      expect(await on.ground.forge.observeCheck(on.ground.repo, head)).toBeNull();
    });

    test('what others report is weighed: silence, pending, passed, failed; ours does not count', async () => {
      const { number, head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      const checks = async () => {
        const facts = await on.ground.forge.observePullFacts(on.ground.repo, number);
        return [facts?.checks, facts?.failing.toSorted()];
      };
      await on.ground.forge.createCheck(on.ground.repo, head, content);
      expect(await checks()).toEqual(['none', []]);
      on.ground.reportCheck(head, 'build', null);
      expect(await checks()).toEqual(['pending', []]);
      on.ground.reportCheck(head, 'build', 'success');
      on.ground.reportCheck(head, 'docs', 'neutral');
      expect(await checks()).toEqual(['passed', []]);
      on.ground.setStatus(BOT, { sha: head, context: 'deploy/preview', state: 'pending' });
      expect(await checks()).toEqual(['pending', []]);
      on.ground.setStatus(BOT, { sha: head, context: 'deploy/preview', state: 'failure' });
      on.ground.reportCheck(head, 'scan', 'failure');
      expect(await checks()).toEqual(['failed', ['deploy/preview', 'scan']]);
    });

    test('what others say under our names counts for nothing, and is told with who said it', async () => {
      const { number, head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      const { forge, repo } = on.ground;
      const facts = async () => forge.observePullFacts(repo, number);
      expect(await facts()).not.toHaveProperty('forged');
      on.ground.reportCheck(head, 'holdpoint', 'success');
      on.ground.setStatus(BOT, { sha: head, context: 'holdpoint', state: 'success' });
      on.ground.setStatus(BOT, { sha: head, context: 'Holdpoint/policy', state: 'success' });
      const told = await facts();
      expect(told).toMatchObject({ checks: 'none', failing: [], reports: [] });
      const forged = told?.forged?.map(({ via, name, says }) => `${via} ${name} ${says ?? ''}`);
      expect(forged?.toSorted()).toEqual([
        'check holdpoint success',
        'status holdpoint success',
        'status holdpoint/policy success',
      ]);
      expect(told?.forged?.filter(({ via }) => via === 'status').map(({ by }) => by.login)).toEqual(
        [BOT, BOT],
      );
      expect(told?.namesake).toMatchObject({ ours: false, says: 'success' });
    });

    test('a status of ours over somebody else’s is known as ours, and is no report', async () => {
      const { number, head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      const { forge, repo } = on.ground;
      on.ground.setStatus(BOT, { sha: head, context: 'holdpoint', state: 'success' });
      const said = {
        name: 'holdpoint',
        says: 'failure',
        text: 'Not mergeable',
        url: null,
      } as const;
      expect(await forge.writeStatus(repo, head, said)).toBe(true);
      const told = await forge.observePullFacts(repo, number);
      expect(told?.namesake).toEqual({ ours: true, says: 'failure', text: 'Not mergeable' });
      expect(told).toMatchObject({ checks: 'none', reports: [] });
      expect(told?.forged).toHaveLength(1);
    });

    test('a check has the buttons that it was given, and keeps them when none are named', async () => {
      const { head } = on.ground.openPull('lin-dev', [{ author: 'lin-dev' }]);
      const { forge, repo } = on.ground;
      const buttons = [{ label: 'Re-check', description: 'Ask anew', identifier: 'recheck' }];
      const { id } = await forge.createCheck(repo, head, { ...content, buttons });
      expect(on.ground.buttonsOn(head)).toEqual(['Re-check']);
      await forge.updateCheck(repo, id, content);
      expect(on.ground.buttonsOn(head)).toEqual(['Re-check']);
      await forge.updateCheck(repo, id, { ...content, buttons: [] });
      expect(on.ground.buttonsOn(head)).toEqual([]);
    });

    test('a status that passes vouches for nothing when its sender has a hand in the code', async () => {
      const { number, head } = on.ground.openPull('lin-dev', [{ author: 'omar-dev' }]);
      const { forge, repo } = on.ground;
      const pushers = [on.ground.person('tomas-sre')];
      const checks = async () => (await forge.observePullFacts(repo, number, { pushers }))?.checks;
      for (const hand of ['lin-dev', 'omar-dev', 'tomas-sre']) {
        on.ground.setRole(hand, 'write');
        on.ground.setStatus(hand, { sha: head, context: 'ci/test', state: 'success' });
      }
      expect(await checks()).toBe('none');
      on.ground.setStatus(BOT, { sha: head, context: 'ci/test', state: 'failure' });
      for (const hand of ['lin-dev', 'omar-dev', 'tomas-sre'])
        on.ground.setStatus(hand, { sha: head, context: 'ci/test', state: 'success' });
      expect(await checks()).toBe('failed');
      on.ground.setStatus(BOT, { sha: head, context: 'ci/test', state: 'success' });
      expect(await checks()).toBe('passed');
      on.ground.setStatus('lin-dev', { sha: head, context: 'ci/test', state: 'failure' });
      expect(await checks()).toBe('failed');
    });

    test('a machine that commits as well is still the CI', async () => {
      const { number, head } = on.ground.openPull('lin-dev', [
        { author: 'lin-dev' },
        { author: BOT },
      ]);
      on.ground.setStatus(BOT, { sha: head, context: 'ci/test', state: 'success' });
      const facts = await on.ground.forge.observePullFacts(on.ground.repo, number);
      expect(facts?.contributors.map(({ login }) => login)).toContain(BOT);
      expect(facts?.checks).toBe('passed');
    });
  });
}
