/*
 * The example organisation of the demo and of most stories: Lighthouse Freight, its ten people and one bot, two
 * repositories, and the app installed on both. Logins and ids are those of the examples; everything is invented.
 */
import type { Installation } from './state/accounts.ts';
import type { Role } from './state/repositories.ts';
import type { Stage } from './stage.ts';

type Seat = {
  readonly login: string;
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly teams: readonly string[];
};

export const lighthouse = 'lighthouse-freight';
export const operations = `${lighthouse}/operations`;
export const checkout = `${lighthouse}/checkout`;

export const lighthousePeople: readonly Seat[] = [
  { login: 'mara-ops', id: 9001, name: 'Mara', role: 'write', teams: ['platform'] },
  { login: 'jonas-dba', id: 9002, name: 'Jonas', role: 'maintain', teams: ['data'] },
  { login: 'priya-net', id: 9003, name: 'Priya', role: 'maintain', teams: ['network'] },
  { login: 'tomas-sre', id: 9004, name: 'Tomas', role: 'maintain', teams: ['platform', 'oncall'] },
  { login: 'sora-sec', id: 9005, name: 'Sora', role: 'write', teams: ['security'] },
  { login: 'dee-lead', id: 9006, name: 'Dee', role: 'admin', teams: ['leads'] },
  { login: 'lin-dev', id: 9007, name: 'Lin', role: 'write', teams: ['checkout'] },
  { login: 'omar-dev', id: 9008, name: 'Omar', role: 'maintain', teams: ['checkout'] },
  { login: 'nina-cs', id: 9009, name: 'Nina', role: 'read', teams: ['customer-support'] },
  { login: 'rex-audit', id: 9010, name: 'Rex', role: 'read', teams: ['internal-audit'] },
];

const bot = { login: 'deploybot[bot]', id: 9900, name: 'Deploy bot' };

export type LighthouseOptions = {
  /** Files on the default branch, per repository name, such as a policy file and issue forms. */
  readonly files?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export function seedLighthouse(sandbox: Stage, options: LighthouseOptions = {}): Installation {
  for (const { login, id, name } of lighthousePeople)
    sandbox.createUser({ login, id, name, email: `${login}@lighthouse.example` });
  sandbox.createUser({ ...bot, type: 'Bot' });
  const members = lighthousePeople.map((person) => person.login);
  sandbox.createOrganization({ login: lighthouse, id: 9812, members });
  for (const slug of new Set(lighthousePeople.flatMap((person) => person.teams))) {
    sandbox.createTeam({
      org: lighthouse,
      slug,
      members: lighthousePeople
        .filter((person) => person.teams.includes(slug))
        .map((person) => person.login),
    });
  }
  for (const name of ['operations', 'checkout']) {
    const files = options.files?.[name];
    sandbox.createRepository({
      owner: lighthouse,
      name,
      private: true,
      ...(files === undefined ? {} : { files }),
    });
    for (const { login, role } of lighthousePeople)
      sandbox.addCollaborator(`${lighthouse}/${name}`, { login, role });
    sandbox.addCollaborator(`${lighthouse}/${name}`, { login: bot.login, role: 'write' });
  }
  return sandbox.installApp(lighthouse);
}
