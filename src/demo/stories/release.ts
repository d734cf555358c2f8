/**
 * A story with code: twelve steps ticked a minute apart, two hold points and one pull request. It is what the count
 * of forge writes is measured on, and what the tests of the check on a pull request play.
 */
import { readFileSync } from 'node:fs';
import { operations, type Company } from '../company.ts';
import type { Narrator } from '../narrator.ts';
import { openStory, type Story } from '../storyteller.ts';

export const LIN = 'lin-dev';
export const OMAR = 'omar-dev';

export type Release = { readonly story: Story; readonly pull: string };

/** Opened, with its pull request linked and a green CI on its head. */
export async function openRelease(company: Company, tell: Narrator): Promise<Release> {
  const story = await openStory(company, tell, {
    at: '2026-11-23T11:40:00+01:00',
    who: LIN,
    repo: operations,
    title: 'Release the split-shipment fee with its database column',
    body: readFileSync(new URL('../changes/release.md', import.meta.url), 'utf8'),
  });
  story.at('2026-11-23T11:50:00+01:00');
  const pull = await propose(company, story);
  return { story, pull };
}

async function propose(company: Company, story: Story): Promise<string> {
  const { sandbox } = company;
  const opened = sandbox.as(LIN).openPullRequest(operations, {
    head: 'split-fee',
    title: 'Split-shipment fee',
    body: `Change: CHG-0000${String(await numberOf(story))}`,
    commits: [
      { message: 'Add the fee', author: LIN, files: { 'fee.ts': 'export const fee = 490;\n' } },
    ],
  });
  await company.settle();
  const pull = `${operations}#${String(opened.number)}`;
  await passChecks(company, pull);
  return pull;
}

/** The CI's word on the head of a pull request. */
export async function passChecks(company: Company, pull: string): Promise<void> {
  const head = headOf(company, pull);
  // Whoever wrote the code does not answer for it.
  company.sandbox.as('deploybot[bot]').setStatus(operations, {
    sha: head,
    context: 'ci/test',
    state: 'success',
    description: 'all tests passed',
  });
  await company.settle();
}

export function headOf(company: Company, pull: string): string {
  const number = Number(pull.split('#')[1]);
  const row = company.sandbox.world.pulls.all().find((one) => one.number === number);
  if (row === undefined) throw new Error(`${pull} is no pull request`);
  return row.headSha;
}

function numberOf(story: Story): Promise<number> {
  const name = /CHG-(\d{5})/u.exec(story.record().body)?.[1];
  return Promise.resolve(Number(name ?? '0'));
}

/** From submit to the closed issue; steps are ticked a minute apart, observations come in one comment a phase. */
export async function playRelease(company: Company, tell: Narrator): Promise<Release> {
  tell.title('A release with a pull request: twelve steps, two hold points');
  const release = await openRelease(company, tell);
  await agreeOnRelease(company, release);
  await walkRelease(company, release);
  return release;
}

export async function agreeOnRelease(company: Company, { story, pull }: Release): Promise<void> {
  story.at('2026-11-23T12:00:00+01:00');
  await story.says(LIN, '/chg submit');
  story.at('2026-11-24T10:10:00+01:00');
  await story.does(OMAR, 'approves the pull request', () =>
    company.sandbox.as(OMAR).review(pull, 'approve', 'Numbers match the sheet'),
  );
}

async function walkRelease(company: Company, { story, pull }: Release): Promise<void> {
  const ticking = minutes(story, '2026-12-01T21:40:00+01:00');
  for (const step of ['P1', 'P2']) await ticking(step);
  story.at('2026-12-01T22:02:00+01:00');
  await story.says(LIN, '/chg start');
  const running = minutes(story, '2026-12-01T22:03:00+01:00');
  for (const step of ['E1', 'E2', 'E3']) await running(step);
  await story.says(OMAR, '/chg confirm E3 I recomputed three of them');
  await story.does(LIN, 'merges the pull request', () => company.sandbox.as(LIN).merge(pull));
  const later = minutes(story, '2026-12-01T22:15:00+01:00');
  for (const step of ['E4', 'E5', 'E6', 'E7']) await later(step);
  await story.says(
    LIN,
    'P1: off in all regions\nP2: 0.8 s\nE1: green\nE2: all pods ready\nE3: ten of ten equal\nE4: 7.1 %\nE5: 25 %\nE6: within 1 %\nE7: 100 %',
  );
  await story.says(OMAR, '/chg confirm E7 The dashboard says 7 %');
  const last = minutes(story, '2026-12-01T22:30:00+01:00');
  for (const step of ['V1', 'V2', 'V3']) await last(step);
  await story.says(
    LIN,
    'V1: basket, receipt and report agree\nV2: two contacts\nV3: in the band\n/chg complete successful As planned.',
  );
}

function minutes(story: Story, from: string): (step: string) => Promise<void> {
  let at = Date.parse(from);
  return async (step) => {
    story.at(new Date(at).toISOString());
    at += 60_000;
    await story.ticks(LIN, step);
  };
}
