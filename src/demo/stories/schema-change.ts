/**
 * The fifth story: a schema change with its pull request. The plan is sent back for the step that its kind asks for;
 * whoever has a hand in the code is no voice, a maintainer is not enough, a lead is; and what was agreed to ends with
 * the commit that it was agreed to.
 */
import { checkout, type Company } from '../company.ts';
import type { Narrator } from '../narrator.ts';
import { openStory, type Story } from '../storyteller.ts';
import { checkOf, CI, refusedMerge, testsPass } from './checkout.ts';
import { readBody } from './read-body.ts';

const LIN = 'lin-dev';
const OMAR = 'omar-dev';
const TOMAS = 'tomas-sre';
const DEE = 'dee-lead';

const MIGRATION = 'migrations/0042_shipment_fee.sql';
const BACKUP = `3. Take a backup of the orders database, and see that it is complete
   - expect: Backup and archive complete; verification reports no mismatch
   - rollback: None needed, nothing has changed yet`;

type Play = { readonly company: Company; readonly story: Story };

export async function playSchemaChange(company: Company, tell: Narrator): Promise<Story> {
  tell.title('Story 5 · a schema change with its pull request: a lead decides, a push asks again');
  const story = await openStory(company, tell, {
    at: '2026-12-10T10:00:00+01:00',
    who: LIN,
    repo: checkout,
    title: 'Add the split-shipment fee to the orders table',
    body: readBody('fee-column'),
  });
  const play = { company, story };
  await addBackup(play);
  const pull = await propose(play);
  await agree(play, pull);
  await pushAndAgreeAgain(play, pull);
  await execute(play, pull);
  return story;
}

/** Refused first: the kind of change asks for a backup right before the execution. */
async function addBackup({ company, story }: Play): Promise<void> {
  story.at('2026-12-10T10:05:00+01:00');
  await story.says(LIN, '/chg submit');
  story.at('2026-12-10T10:20:00+01:00');
  await story.does(LIN, 'adds the backup to the steps before', () =>
    company.sandbox.as(LIN).editIssue(story.issue, {
      body: readBody('fee-column').replace('\n\n### 18 ', `\n${BACKUP}\n\n### 18 `),
    }),
  );
}

async function propose({ company, story }: Play): Promise<string> {
  const name = /CHG-\d{5}/u.exec(story.record().body)?.[0] ?? '';
  const opened = { number: 0 };
  story.at('2026-12-10T10:40:00+01:00');
  await story.does(LIN, `opens a pull request that says “Change: ${name}”`, () => {
    const { number } = company.sandbox.as(LIN).openPullRequest(checkout, {
      head: 'fee-column',
      title: 'Add shipment_fee_cents',
      body: `Change: ${name}\n\nThe column and its way back.`,
      commits: [
        {
          message: `Add the column\n\nCo-authored-by: Omar <${OMAR}@lighthouse.example>`,
          author: LIN,
          files: { [MIGRATION]: 'alter table orders add column shipment_fee_cents integer;\n' },
        },
      ],
    });
    opened.number = number;
  });
  const pull = `${checkout}#${String(opened.number)}`;
  story.shows(checkOf(company, pull));
  story.at('2026-12-10T10:48:00+01:00');
  await ciPasses({ company, story }, pull);
  story.at('2026-12-10T10:50:00+01:00');
  await story.says(LIN, '/chg submit');
  return pull;
}

async function ciPasses({ company, story }: Play, pull: string): Promise<void> {
  await story.does(CI, 'reports unit-tests: passed', () => {
    testsPass(company, pull, CI);
  });
  story.shows(checkOf(company, pull));
}

async function agree({ company, story }: Play, pull: string): Promise<void> {
  const { sandbox } = company;
  story.at('2026-12-10T11:30:00+01:00');
  await story.says(OMAR, '/chg approve I know this table well');
  story.at('2026-12-10T13:05:00+01:00');
  await story.does(TOMAS, 'approves the pull request by review', () =>
    sandbox.as(TOMAS).review(pull, 'approve', 'Lock timeout and batches are right'),
  );
  story.at('2026-12-10T15:00:00+01:00');
  await story.does(DEE, 'approves the pull request by review', () =>
    sandbox.as(DEE).review(pull, 'approve', 'Go, on Tuesday night'),
  );
}

async function pushAndAgreeAgain({ company, story }: Play, pull: string): Promise<void> {
  const { sandbox } = company;
  story.at('2026-12-11T09:15:00+01:00');
  await story.does(LIN, 'pushes one more commit: the rollback script', () =>
    sandbox.as(LIN).push(checkout, {
      branch: 'fee-column',
      commits: [
        {
          message: 'The way back',
          author: LIN,
          files: {
            [MIGRATION.replace('.sql', '.down.sql')]:
              'alter table orders drop column shipment_fee_cents;\n',
          },
        },
      ],
    }),
  );
  story.shows(checkOf(company, pull));
  story.at('2026-12-11T09:24:00+01:00');
  await ciPasses({ company, story }, pull);
  await story.does(LIN, 'tries to merge all the same', () => {
    story.shows(refusedMerge(company, pull, LIN));
  });
  story.at('2026-12-11T11:00:00+01:00');
  await story.does(DEE, 'approves the pull request again', () =>
    sandbox.as(DEE).review(pull, 'approve', 'Read the way back as well'),
  );
  story.at('2026-12-11T11:10:00+01:00');
  await story.says(LIN, '/chg schedule');
  story.shows(checkOf(company, pull));
}

async function execute({ company, story }: Play, pull: string): Promise<void> {
  story.at('2026-12-15T21:50:00+01:00');
  await story.says(
    LIN,
    '/chg done P1 0.8 s, counts equal\n/chg done P2 Column gone, counts equal\n/chg done P3 Backup of 21:40 verified',
  );
  story.at('2026-12-15T22:01:00+01:00');
  await story.says(LIN, '/chg start');
  story.at('2026-12-15T22:06:00+01:00');
  await story.says(LIN, '/chg done E1 0.9 s, no lock wait');
  story.at('2026-12-15T22:16:00+01:00');
  await story.says(LIN, '/chg done E2 Counts equal, ten of ten');
  story.at('2026-12-15T22:18:00+01:00');
  await story.says(TOMAS, '/chg confirm E2 I counted on the replica: equal');
  story.shows(checkOf(company, pull));
  story.at('2026-12-15T22:20:00+01:00');
  await story.does(LIN, 'merges the pull request (squash)', () =>
    company.sandbox.as(LIN).merge(pull, 'squash'),
  );
  story.shows(checkOf(company, pull));
  story.at('2026-12-15T22:28:00+01:00');
  await story.says(LIN, '/chg done E3 Merged, deployment green');
  story.at('2026-12-15T22:34:00+01:00');
  await story.says(LIN, '/chg done V1 Order T-21877 placed and cancelled');
  story.at('2026-12-15T22:51:00+01:00');
  await story.says(
    LIN,
    '/chg done V2 Errors unchanged, lag 0.2 s\n/chg complete successful As planned; no lock wait.',
  );
}
