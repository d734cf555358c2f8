/** What `doctor` says of those who report under the names of our checks, as the record remembers it. */
import type { ForgedRow } from '../store/forged-reports.ts';
import { well, wrong, type Finding, type Site } from './doctor-finding.ts';
import { counted } from './terminal.ts';

export const FORGED_DAYS = 30;
const SHORT_SHA = 7;

/** None where the record is out of reach: it is asked beside the forge, and not instead. */
export function forgedFindings({ seen, web, forged }: Site): readonly Finding[] {
  if (forged === null) return [];
  const short = { about: 'names of our checks', expected: 'nobody else reports under them' };
  const [last] = forged;
  const days = `in the last ${String(FORGED_DAYS)} days`;
  if (last === undefined) return [well({ ...short, found: `nobody did ${days}` })];
  const times = forged.reduce((sum, row) => sum + row.times, 0);
  const commits = counted(new Set(forged.map(({ sha }) => sha)).size, 'commit', 'commits');
  const found = `${counted(times, 'report', 'reports')} on ${commits} ${days}, last ${told(last)}`;
  const remedy = `ask ${last.by.login}; choose this app as the source of the required check holdpoint, so that no other counts`;
  const where = `${web}/${seen.repo}/commit/${last.sha}`;
  return [wrong({ ...short, found }, { remedy, who: 'an admin of the repository', where })];
}

function told({ by, via, name, says, sha }: ForgedRow): string {
  const said = `a ${via} ${name} that says ${says ?? 'nothing yet'}`;
  return `by ${by.login}, ${said}, on ${sha.slice(0, SHORT_SHA)}`;
}
