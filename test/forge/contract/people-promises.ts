// What every adapter promises about people: the role of this moment, bound to the account and not to its name.
import { describe, expect, test } from 'vitest';
import type { Trial } from './ground.ts';

export function peoplePromises(on: Trial): void {
  describe('people', () => {
    test('an observed actor has the role of the moment', async () => {
      const lin = on.ground.person('lin-dev');
      expect(await on.ground.forge.observeActor(on.ground.repo, lin)).toEqual({
        ...lin,
        roles: ['engineer'],
        permission: 'write',
      });
      on.ground.setRole('lin-dev', 'maintain');
      expect((await on.ground.forge.observeActor(on.ground.repo, lin)).roles).toEqual([
        'maintainer',
      ]);
      on.ground.setRole('lin-dev', 'write');
      expect((await on.ground.forge.observeActor(on.ground.repo, lin)).roles).toEqual(['engineer']);
    });

    test('a removed collaborator has no role, and a stranger has none', async () => {
      const guest = on.ground.stranger('guest-dev');
      on.ground.setRole('guest-dev', 'maintain');
      expect((await on.ground.forge.observeActor(on.ground.repo, guest)).roles).toEqual([
        'maintainer',
      ]);
      on.ground.setRole('guest-dev', 'none');
      const gone = await on.ground.forge.observeActor(on.ground.repo, guest);
      expect({ ...gone, permission: gone.permission ?? 'none' }).toEqual({
        ...guest,
        roles: [],
        permission: 'none',
      });
      const passer = on.ground.stranger('passer-by');
      expect((await on.ground.forge.observeActor(on.ground.repo, passer)).roles).toEqual([]);
    });

    test('somebody who came to hold another’s login does not come to hold their role', async () => {
      const omar = on.ground.person('omar-dev');
      on.ground.rename('omar-dev', 'omar-elsewhere');
      const impostor = on.ground.stranger('omar-dev');
      expect(await on.ground.forge.observeActor(on.ground.repo, impostor)).toMatchObject({
        id: impostor.id,
        roles: [],
      });
      expect(await on.ground.forge.observeActor(on.ground.repo, omar)).toEqual({
        ...on.ground.person('omar-elsewhere'),
        roles: ['maintainer'],
        permission: 'maintain',
        permissionBelow: 'write',
      });
    });

    test('a custom role counts as what the policy names, else as the permission it builds on', async () => {
      const priya = on.ground.person('priya-net');
      on.ground.setRole('priya-net', 'write', 'auditing');
      expect((await on.ground.forge.observeActor(on.ground.repo, priya)).roles).toEqual([
        'auditor',
      ]);
      on.ground.setRole('priya-net', 'write', 'release-crew');
      expect((await on.ground.forge.observeActor(on.ground.repo, priya)).roles).toEqual([
        'engineer',
      ]);
      on.ground.setRole('priya-net', 'maintain');
    });

    test('a bot holds no role, whatever the repository lets it do', async () => {
      const bot = on.ground.person('deploybot[bot]');
      expect(bot.kind).toBe('bot');
      expect(await on.ground.forge.observeActor(on.ground.repo, bot)).toEqual({
        ...bot,
        roles: [],
      });
    });

    test('everyone with access is listed with their roles, and bots without', async () => {
      const people = await on.ground.forge.observePeople(on.ground.repo);
      const roles = new Map(people?.map((one) => [one.login, one.roles]));
      expect(roles.get('jonas-dba')).toEqual(['maintainer']);
      expect(roles.get('dee-lead')).toEqual(['lead', 'incident_commander', 'admin']);
      expect(roles.get('rex-audit')).toEqual(['viewer']);
      expect(roles.get('deploybot[bot]') ?? []).toEqual([]);
      expect(roles.has('passer-by')).toBe(false);
    });

    test('a login leads to an account, and an unknown one to nobody', async () => {
      expect(await on.ground.forge.observePerson('tomas-sre')).toEqual(
        on.ground.person('tomas-sre'),
      );
      expect(await on.ground.forge.observePerson('nobody-here')).toBeNull();
    });
  });
}
