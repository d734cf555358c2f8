// A change lives in one repository and merges a pull request in another. Both have rules and people of their own: the
// answer on the pull request is yes only when both say yes, whichever of them is the stricter one.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { checkout } from '../../src/sandbox/seed-lighthouse.ts';
import { checkAt } from '../support/pulls.ts';
import {
  BOT,
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  OMAR,
  PRIYA,
  SORA,
  stage,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
/** Long stories: many acts, each seen through to the end. */
const LONG = 60_000;
const PATH = '.github/holdpoint.yml';
const WEAK = 'policy: 1\ncategories:\n  normal: { pull_requests: { checks: false } }\n';
const STRICT = `policy: 1
categories:
  normal: { approvals: { count: 2 } }
approvals:
  owners: { title: Owners of the files, owners: true }
rules:
  owned: { title: What is somebody's, require: { approval: owners } }
checks:
  core: { title: Core tests, names: [core], from: ['${BOT}'], must_report: true }
review_requests: { mode: all }
`;

function sandbox() {
  return scene.world().company.sandbox;
}

/** The people of the stricter repository are others than those who approve at home. */
function seats(): void {
  for (const login of [TOMAS, JONAS, PRIYA, OMAR])
    sandbox().addCollaborator(checkout, { login, role: 'read' });
  for (const login of [SORA, NINA])
    sandbox().addCollaborator(checkout, { login, role: 'maintain' });
}

async function rules(repo: string, text: string): Promise<void> {
  const files = { [PATH]: text, '.github/CODEOWNERS': `*.ts @${NINA}\n` };
  scene.pass(2);
  sandbox()
    .as(DEE)
    .push(repo, { branch: 'main', commits: [{ message: 'Rules', author: DEE, files }] });
  await scene.world().company.settle();
}

async function proposes(tale: Tale, branch: string): Promise<string> {
  let number = 0;
  await tale.does(LIN, `proposes ${branch}`, () => {
    ({ number } = sandbox()
      .as(LIN)
      .openPullRequest(checkout, {
        head: branch,
        title: branch,
        body: `Change: CHG-${String(tale.number).padStart(5, '0')}`,
        commits: [{ message: branch, author: LIN, files: { [`${branch}.ts`]: 'export {};\n' } }],
      }));
  });
  return `${checkout}#${String(number)}`;
}

function pullOf(pull: string) {
  const number = Number(pull.split('#')[1]);
  return sandbox()
    .world.pulls.of(sandbox().repository(checkout).id)
    .find((one) => one.number === number);
}

function headOf(pull: string): string {
  return pullOf(pull)?.headSha ?? '';
}

/** Whom the forge asks for a review of it. */
function requestedFor(pull: string): readonly (string | undefined)[] {
  const { accounts } = sandbox().world;
  const ids = pullOf(pull)?.requestedReviewerIds ?? [];
  return ids.map((id) => accounts.get(id)?.login).toSorted();
}

function answerOn(pull: string): { conclusion: string | null; summary: string } {
  const check = checkAt(scene, sandbox().repository(checkout).id, headOf(pull));
  return { conclusion: check?.conclusion ?? null, summary: check?.output?.summary ?? '' };
}

async function coreSays(tale: Tale, pull: string): Promise<void> {
  const status = { sha: headOf(pull), context: 'core', state: 'success', description: '' } as const;
  await tale.does(BOT, 'says success', () => sandbox().as(BOT).setStatus(checkout, status));
}

async function begins(tale: Tale): Promise<void> {
  scene.pass(25 * 60);
  await tale.says(MARA, '/chg start');
}

beforeAll(seats);

describe('a strict repository whose pull request belongs to a change in a weak one', () => {
  it(
    'is opened by its own people, owners and checks, not by those who approve at home',
    async () => {
      await rules(operations, WEAK);
      await rules(checkout, STRICT);
      const tale = await scene.opens();
      const pull = await proposes(tale, 'strict');
      await tale.says(MARA, '/chg submit');
      expect((await tale.change()).state).toBe('review');
      expect(requestedFor(pull)).toEqual([DEE, NINA, SORA]);
      await tale.says(TOMAS, '/chg approve');
      await tale.says(JONAS, '/chg approve');
      expect((await tale.change()).state).toBe('review');
      expect(answerOn(pull).conclusion).not.toBe('success');
      expect(answerOn(pull).summary).toContain(`Approved in \`${checkout}\``);
      expect(answerOn(pull).summary).toContain(`CI passed in \`${checkout}\``);
      // Sora may write at home and keeps the other repository; Nina may only read at home, and owns the file there.
      await tale.says(SORA, '/chg approve');
      await tale.does(NINA, 'approves by review', () => sandbox().as(NINA).review(pull, 'approve'));
      expect((await tale.change()).state).toBe('review');
      await coreSays(tale, pull);
      expect((await tale.change()).state).toBe('approved');
      await begins(tale);
      expect((await tale.change()).state).toBe('in_progress');
      expect(answerOn(pull)).toMatchObject({ conclusion: 'success' });
      // The rules of there became stricter: whoever agreed did so under others.
      await rules(checkout, STRICT.replace('count: 2', 'count: 3'));
      expect(answerOn(pull).conclusion).not.toBe('success');
      await rules(checkout, 'policy: 1\nunheard: of\n');
      expect(answerOn(pull).summary).toContain('policy_invalid');
      await rules(checkout, STRICT);
      expect(answerOn(pull)).toMatchObject({ conclusion: 'success' });
      // Whoever lost the role there counts no more.
      sandbox().addCollaborator(checkout, { login: NINA, role: 'read' });
      scene.pass(2);
      await tale.says(MARA, '/chg status');
      expect(answerOn(pull).conclusion).not.toBe('success');
      sandbox().addCollaborator(checkout, { login: NINA, role: 'maintain' });
    },
    LONG,
  );
});

describe('a weak repository whose pull request belongs to a change in a strict one', () => {
  it(
    'loosens nothing of what is asked at home',
    async () => {
      await rules(checkout, WEAK);
      await rules(operations, 'policy: 1\ncategories:\n  normal: { approvals: { count: 2 } }\n');
      const tale = await scene.opens();
      const pull = await proposes(tale, 'weak');
      await coreSays(tale, pull);
      await tale.says(MARA, '/chg submit');
      await tale.does(SORA, 'approves by review', () => sandbox().as(SORA).review(pull, 'approve'));
      await tale.does(NINA, 'approves by review', () => sandbox().as(NINA).review(pull, 'approve'));
      expect((await tale.change()).state).toBe('review');
      await tale.says(TOMAS, '/chg approve');
      expect((await tale.change()).state).toBe('review');
      await tale.says(JONAS, '/chg approve');
      expect((await tale.change()).state).toBe('approved');
      await begins(tale);
      expect(answerOn(pull)).toMatchObject({ conclusion: 'success' });
    },
    LONG,
  );
});

leavesATrace(scene);
