/**
 * The first story: an ordinary change with two hold points, from the form to the evidence. The operator tries to
 * confirm her own hold and is refused; a maintainer looks himself and confirms.
 */
import { operations, type Company } from '../company.ts';
import type { Narrator } from '../narrator.ts';
import { openStory, type Story } from '../storyteller.ts';
import { readBody } from './read-body.ts';

const MARA = 'mara-ops';
const TOMAS = 'tomas-sre';

export async function playCertificate(company: Company, tell: Narrator): Promise<Story> {
  const story = await certificateAtHold(company, tell);
  await passHold(story);
  await verify(story);
  return story;
}

/** Up to the moment in which the operator has been refused as her own second person. */
export async function certificateAtHold(company: Company, tell: Narrator): Promise<Story> {
  tell.title('Story 1 · a certificate is rotated: a normal change with hold points');
  const story = await openStory(company, tell, {
    at: '2026-11-19T10:02:00+01:00',
    who: MARA,
    repo: operations,
    title: 'Rotate the TLS certificate on the public API gateway',
    body: readBody('cert-rotation'),
  });
  await agree(story);
  await prepare(story);
  await executeToHold(story);
  return story;
}

async function agree(story: Story): Promise<void> {
  story.at('2026-11-19T10:20:00+01:00');
  await story.says(MARA, '/chg submit');
  story.at('2026-11-19T10:22:00+01:00');
  await story.says(MARA, '/chg approve I wrote it, I know it is fine');
  story.at('2026-11-19T14:41:00+01:00');
  await story.says(
    TOMAS,
    '/chg approve Checked the chain order note against the March incident. Good to go.',
  );
  story.at('2026-11-19T14:45:00+01:00');
  await story.says(MARA, '/chg schedule');
}

async function prepare(story: Story): Promise<void> {
  story.at('2026-11-22T04:20:00+01:00');
  await story.ticks(MARA, 'P1');
  story.at('2026-11-22T04:22:00+01:00');
  await story.ticks(MARA, 'P2');
  story.at('2026-11-22T04:24:00+01:00');
  await story.says(
    MARA,
    'P1: Fingerprints equal, two certificates, leaf first\nP2: 7C:19, 2026-12-02 on both\n/chg done P3 Support on shift said go',
  );
  story.at('2026-11-22T04:25:00+01:00');
  await story.says(MARA, '/chg start');
  story.at('2026-11-22T04:31:00+01:00');
  await story.says(MARA, '/chg start');
}

async function executeToHold(story: Story): Promise<void> {
  story.at('2026-11-22T04:40:00+01:00');
  await story.says(MARA, '/chg done E1 Test passed, 0600 root');
  story.at('2026-11-22T04:41:00+01:00');
  await story.ticks(MARA, 'E3');
  story.at('2026-11-22T04:45:00+01:00');
  await story.says(MARA, '/chg done E2 Old workers gone after 41 s');
  story.at('2026-11-22T04:49:00+01:00');
  await story.says(
    MARA,
    '/chg done E3 New serial ends 02:E4, chain ok, stapling good, Android 7 profile ok',
  );
  story.at('2026-11-22T04:52:00+01:00');
  await story.says(MARA, '/chg confirm E3 Looks right to me');
}

async function passHold(story: Story): Promise<void> {
  story.at('2026-11-22T04:54:00+01:00');
  await story.says(TOMAS, '/chg confirm E3 I see 02:E4 from my phone as well');
  story.at('2026-11-22T05:01:00+01:00');
  await story.says(MARA, '/chg done E4 0.02%');
  story.at('2026-11-22T05:16:00+01:00');
  await story.says(MARA, '/chg done E5 Same as gw-1; 0.02%');
}

async function verify(story: Story): Promise<void> {
  story.at('2026-11-22T05:19:00+01:00');
  await story.says(MARA, '/chg done V1 Order T-20931 accepted, expiry 2027-02-18');
  story.at('2026-11-22T05:24:00+01:00');
  await story.says(MARA, '/chg done V2 Partner Brightline sees the new serial');
  story.at('2026-11-22T05:25:00+01:00');
  await story.says(TOMAS, "/chg confirm V2 Read the partner's message, it is the right serial");
  story.at('2026-11-22T05:26:00+01:00');
  await story.says(MARA, '/chg done V3 88 days left');
  story.at('2026-11-22T05:29:00+01:00');
  await story.says(
    MARA,
    '/chg complete successful Second node took the full fifteen minutes because of the drain. Template updated.',
  );
}
