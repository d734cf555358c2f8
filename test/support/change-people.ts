/** The people of the stories, with the ids and roles of the organisation in the example changes. */
import type { Actor } from '../../src/core/change/facts.ts';
import type { Role } from '../../src/core/policy/holders.ts';

export const PEOPLE = {
  mara: human('9001', 'mara-ops', ['engineer']),
  jonas: human('9002', 'jonas-dba', ['engineer', 'maintainer']),
  priya: human('9003', 'priya-net', ['engineer', 'maintainer']),
  tomas: human('9004', 'tomas-sre', ['engineer', 'maintainer']),
  sora: human('9005', 'sora-sec', ['engineer']),
  dee: human('9006', 'dee-lead', ['lead', 'incident_commander']),
  lin: human('9007', 'lin-dev', ['engineer']),
  omar: human('9008', 'omar-dev', ['engineer', 'maintainer']),
  nina: human('9009', 'nina-cs', ['viewer']),
  rex: human('9010', 'rex-audit', ['auditor']),
} as const satisfies Readonly<Record<string, Actor>>;

export type PersonName = keyof typeof PEOPLE;

export const DEPLOYBOT: Actor = {
  id: '9900',
  login: 'deploybot[bot]',
  kind: 'bot',
  roles: ['engineer', 'maintainer'],
};
export const HOLDPOINT: Actor = { id: '0', login: 'holdpoint', kind: 'system', roles: [] };
export const SOMEBODY: Actor = { id: 'unknown', login: 'unknown', kind: 'unknown', roles: [] };

export const EVERYBODY: readonly Actor[] = [...Object.values(PEOPLE), DEPLOYBOT];

function human(id: string, login: string, roles: readonly Role[]): Actor {
  return { id, login, kind: 'human', roles };
}
