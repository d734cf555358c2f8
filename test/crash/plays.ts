// What is played while the application dies: the stories of the demo, and a short one for the ordinary test run.
import type { Company } from '../../src/demo/company.ts';
import { narrator } from '../../src/demo/narrator.ts';
import { playCertificate } from '../../src/demo/stories/certificate.ts';
import { playEmergency } from '../../src/demo/stories/emergency.ts';
import { readBody } from '../../src/demo/stories/read-body.ts';
import { playRelease } from '../../src/demo/stories/release.ts';
import { playRollback } from '../../src/demo/stories/rollback.ts';
import { operations } from '../../src/sandbox/seed-lighthouse.ts';

export type Play = (company: Company) => Promise<void>;

export const BEGINS = '2026-11-19T10:00:00+01:00';

const silent = narrator(() => undefined, false);

export const certificate: Play = async (company) => {
  await playCertificate(company, silent);
};

/** The three that the demo tells, and, by the calendar between them, one with a pull request and its check. */
export const allStories: Play = async (company) => {
  await playCertificate(company, silent);
  await playRelease(company, silent);
  await playEmergency(company, silent);
  // What the emergency still owes becomes overdue in between, and by no act of the next story.
  company.clock.moveTo('2026-12-08T00:00:00Z');
  await company.settle();
  await playRollback(company, silent);
};

/** A refusal, an approval, a booked window, a tick too early: a bit of everything in seven acts. */
export const short: Play = async (company) => {
  const { sandbox, clock } = company;
  const [mara, tomas] = [sandbox.as('mara-ops'), sandbox.as('tomas-sre')];
  clock.moveTo('2026-11-19T10:02:00+01:00');
  const body = readBody('cert-rotation');
  const issue = mara.openIssue(operations, { title: 'Rotate', body, labels: ['change'] });
  await company.settle();
  const ref = `${operations}#${String(issue.number)}`;
  const acts: readonly (readonly [string, () => unknown])[] = [
    ['10:20', () => mara.comment(ref, '/chg submit')],
    ['10:22', () => mara.comment(ref, '/chg approve I know it is fine')],
    ['14:41', () => tomas.comment(ref, '/chg approve Good to go')],
    ['14:45', () => mara.comment(ref, '/chg schedule')],
    ['14:46', () => mara.tick(recordOf(company, issue.id), 'chg:E1')],
    ['14:47', () => mara.tick(recordOf(company, issue.id), 'chg:P1')],
  ];
  for (const [at, act] of acts) {
    clock.moveTo(`2026-11-19T${at}:00+01:00`);
    act();
    await company.settle();
  }
};

function recordOf({ sandbox }: Company, issue: number): number {
  const record = sandbox.world.comments
    .of(issue)
    .find(({ body }) => body.includes('<!-- holdpoint:record '));
  if (record === undefined) throw new Error('there is no record comment');
  return record.id;
}
