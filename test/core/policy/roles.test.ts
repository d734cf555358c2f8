/** Who somebody is by the policy: by permission, by team, by name; and what a team that is gone gives. */
import { describe, expect, it } from 'vitest';
import type { Actor, Facts } from '../../../src/core/change/facts.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { namesOf } from '../../../src/core/policy/names.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import type { Role } from '../../../src/core/policy/holders.ts';
import { enrol, isHolder, rolesHeld, teamsGone } from '../../../src/core/policy/roles.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT, PEOPLE } from '../../support/change-people.ts';
import { rule, ruled, TEAMS } from './ruled.ts';

const POLICY = {
  ...DEFAULT_POLICY,
  roleHolders: {
    lead: { ...NOBODY, teams: ['security'] },
    auditor: { ...NOBODY, people: ['Nina-CS'] },
    incident_commander: { ...NOBODY, teams: ['gone'] },
  },
};
const WORLD = { policy: POLICY, policyPeople: TEAMS };

describe('roles', () => {
  it('come from the permission where it is known, and are those given where it is not', () => {
    const asked: Actor = { ...PEOPLE.lin, permission: 'maintain' };
    expect(rolesHeld(asked, WORLD)).toEqual(['engineer', 'maintainer']);
    expect(rolesHeld({ ...asked, permission: 'no-such' }, WORLD)).toEqual([]);
    expect(rolesHeld(PEOPLE.lin, WORLD)).toEqual(['engineer']);
  });

  it('are those of the permission that a custom role builds on, unless the policy names the role', () => {
    const deployer: Actor = {
      ...PEOPLE.lin,
      roles: [],
      permission: 'deployer',
      permissionBelow: 'write',
    };
    expect(rolesHeld(deployer, WORLD)).toEqual(['engineer']);
    const naming = (deployers: readonly Role[]) => ({
      ...WORLD,
      policy: {
        ...POLICY,
        rolesByPermission: { write: ['engineer'], deployer: deployers } as const,
      },
    });
    expect(rolesHeld(deployer, naming(['maintainer']))).toEqual(['maintainer']);
    expect(rolesHeld(deployer, naming([]))).toEqual([]);
  });

  it('are added by team and by name, whatever the letters of the name', () => {
    expect(rolesHeld(PEOPLE.sora, WORLD)).toEqual(['engineer', 'lead']);
    expect(rolesHeld(PEOPLE.nina, WORLD)).toEqual(['viewer', 'auditor']);
  });

  it('go with the account: whoever took the login over has none of them', () => {
    const taken = { ...WORLD, policyPeople: { ...TEAMS, people: { 'nina-cs': '9999' } } };
    expect(rolesHeld(PEOPLE.nina, taken)).toEqual(['viewer']);
    expect(rolesHeld({ ...PEOPLE.nina, id: '9999' }, taken)).toEqual(['viewer', 'auditor']);
  });

  it('are given by no team that is gone, and to no machine', () => {
    expect(rolesHeld(PEOPLE.priya, WORLD)).not.toContain('incident_commander');
    const inTeam = { ...TEAMS, teams: { ...TEAMS.teams, security: [DEPLOYBOT.id] } };
    expect(rolesHeld(DEPLOYBOT, { ...WORLD, policyPeople: inTeam })).not.toContain('lead');
  });

  it('are given at one place to the actor, to everybody else, and to who reviewed', () => {
    const stage = setTheStage();
    const review = {
      by: PEOPLE.sora,
      state: 'approved',
      commit: 'c',
      at: stage.clock.now,
    } as const;
    const pull = { ...PULL, reviews: [review] };
    const facts: Facts = { ...stage.factsFor(PEOPLE.sora), ...WORLD, pulls: [pull] };
    const enrolled = enrol(facts);
    expect(enrolled.actor.roles).toContain('lead');
    expect(enrolled.people?.find(({ id }) => id === PEOPLE.omar.id)?.roles).toContain('lead');
    expect(enrolled.pulls[0]?.reviews[0]?.by.roles).toContain('lead');
    expect(enrol(enrolled)).toEqual(enrolled);
  });
});

describe('the logins of a policy', () => {
  it('are looked up, those of machines whose pushes are not minded among them', () => {
    const minding = rule('security', {}, { ignoreCommitsBy: ['Updater[bot]'] });
    const policy = ruled(null, [minding], { linkedAccounts: [['mara-ops', 'mara-private']] });
    expect(namesOf(policy).logins).toEqual(['mara-ops', 'mara-private', 'updater[bot]']);
  });
});

describe('being one of those whom a rule names', () => {
  it('cannot be told while nobody has looked the team or the login up', () => {
    const unknown = { policy: POLICY };
    expect(isHolder({ ...NOBODY, teams: ['security'] }, PEOPLE.sora, unknown)).toBe('unknown');
    expect(isHolder({ ...NOBODY, people: ['sora-sec'] }, PEOPLE.sora, unknown)).toBe('unknown');
    expect(isHolder({ ...NOBODY, roles: ['lead'] }, PEOPLE.sora, unknown)).toBe('unknown');
    expect(isHolder({ ...NOBODY, roles: ['lead'] }, PEOPLE.dee, unknown)).toBe('yes');
  });

  it('is denied by a team that is gone, which is named', () => {
    const holders = { ...NOBODY, roles: ['incident_commander' as const], teams: ['gone'] };
    expect(isHolder(holders, PEOPLE.sora, WORLD)).toBe('no');
    expect(teamsGone(holders, WORLD)).toEqual(['gone']);
  });

  it('is not opened by names that tables inherit', () => {
    const holders = { ...NOBODY, teams: ['__proto__', 'constructor'], people: ['toString'] };
    expect(isHolder(holders, PEOPLE.sora, WORLD)).toBe('unknown');
  });
});

const PULL = {
  ...{ repoId: '700', number: 701, head: 'h', author: PEOPLE.lin, contributors: [] },
  ...{ checks: 'passed' as const, failing: [], merged: false, open: true },
};
