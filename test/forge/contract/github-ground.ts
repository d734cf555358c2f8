// The GitHub ground: the sandbox forge of this repository, reached over HTTP by the adapter under trial.
import { pino } from 'pino';
import { githubApp } from '../../../src/forge/github/app.ts';
import type { NoticeActor, RepoRef } from '../../../src/core/intent/notice.ts';
import type { Role } from '../../../src/core/policy/holders.ts';
import { operations, seedLighthouse } from '../../../src/sandbox/seed-lighthouse.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import type { RequestTrouble } from '../../../src/sandbox/faults.ts';
import type { Ground, OpenGround, Trouble } from './ground.ts';

const clock = { now: () => new Date() };

const ROLES: Readonly<Record<string, readonly Role[]>> = {
  read: ['viewer'],
  write: ['engineer'],
  maintain: ['maintainer'],
  admin: ['lead', 'incident_commander', 'admin'],
  auditing: ['auditor'],
};

const TROUBLES: Readonly<Record<Trouble, RequestTrouble>> = {
  answer_lost: { kind: 'apply_then_drop' },
  error_after: { kind: 'apply_then_fail', status: 502 },
  silence_after: { kind: 'hang', applied: true },
  error_before: { kind: 'refuse', status: 500 },
  cut: { kind: 'drop' },
  limited: { kind: 'secondary_limit', retryAfterSeconds: 120 },
};

export const openGithubGround: OpenGround = async ({ patienceMs, plain = false } = {}) => {
  const sandbox = await startSandbox({ clock, webhookSecret: 'a-webhook-secret-of-32-characters' });
  const installation = seedLighthouse(sandbox);
  sandbox.createApp({ slug: 'ci' });
  const { id } = sandbox.repository(operations);
  const repo: RepoRef = { id: String(id), name: operations };
  const workspace = `github:${String(installation.accountId)}`;
  const app = githubApp({
    appId: String(sandbox.app.id),
    privateKey: sandbox.app.privateKey,
    webhookSecrets: [sandbox.app.webhookSecret],
    baseUrl: `${sandbox.url}/api/v3`,
    writeIntervalMs: 0,
    rolesOf: (permission) => ROLES[permission] ?? [],
    log: pino({ level: 'silent' }),
    clock,
    ...(patienceMs === undefined ? {} : { fetchTimeoutMs: patienceMs }),
    machine: { wait: () => Promise.resolve(), random: () => 0.5 },
  });
  return {
    app,
    forge: await app.forge(workspace),
    workspace,
    repo,
    ...troubles(sandbox, plain),
    ...conversation(sandbox),
    ...accounts(sandbox),
    ...code(sandbox),
    uninstall: () => {
      sandbox.world.installations.remove(installation.id);
    },
    close: () => sandbox.close(),
  };
};

function troubles(
  sandbox: Sandbox,
  plain: boolean,
): Pick<Ground, 'trouble' | 'calm' | 'requests' | 'forgetRequests'> {
  const lack = (): void => {
    const trouble = { kind: 'refuse', status: 404 } as const;
    if (plain) sandbox.faults.onRequest({ method: 'POST', path: '/graphql', trouble });
  };
  lack();
  return {
    trouble: (kind, { method, path, times = 1 }) => {
      sandbox.faults.onRequest({ method, path, times, trouble: TROUBLES[kind] });
    },
    calm: () => {
      sandbox.faults.clear();
      lack();
    },
    // People act on the sandbox directly: whatever came over HTTP came from the app.
    requests: (method) =>
      sandbox.requests.all().filter((one) => method === undefined || one.method === method).length,
    forgetRequests: () => {
      sandbox.requests.clear();
    },
  };
}

const on = (issue: number): string => `${operations}#${String(issue)}`;

type Talking =
  | 'openIssue'
  | 'editIssue'
  | 'deleteIssue'
  | 'closeIssue'
  | 'comment'
  | 'editComment'
  | 'deleteComment'
  | 'addLabel'
  | 'reactToComment';

function conversation(sandbox: Sandbox): Pick<Ground, Talking> {
  return {
    openIssue: (by, input) => sandbox.as(by).openIssue(operations, input).number,
    editIssue: (by, issue, change) => {
      sandbox.as(by).editIssue(on(issue), change);
    },
    deleteIssue: (issue) => {
      sandbox.as('dee-lead').deleteIssue(on(issue));
    },
    closeIssue: (by, issue) => {
      sandbox.as(by).closeIssue(on(issue));
    },
    comment: (by, issue, body) => String(sandbox.as(by).comment(on(issue), body).id),
    editComment: (by, comment, body) => {
      sandbox.as(by).editComment(Number(comment), body);
    },
    deleteComment: (by, comment) => {
      sandbox.as(by).deleteComment(Number(comment));
    },
    addLabel: (by, issue, label) => {
      sandbox.as(by).addLabel(on(issue), label);
    },
    reactToComment: (by, comment) => {
      sandbox.as(by).reactToComment(Number(comment), 'eyes');
    },
  };
}

function accounts(sandbox: Sandbox): Pick<Ground, 'person' | 'setRole' | 'rename' | 'stranger'> {
  const person = (login: string): NoticeActor => {
    const account = sandbox.world.accounts.find(login.toLowerCase());
    if (account === undefined) throw new Error(`nobody is called ${login}`);
    return {
      id: String(account.id),
      login: account.login,
      kind: account.type === 'User' ? 'human' : 'bot',
    };
  };
  return {
    person,
    setRole: (login, role, customName) => {
      sandbox.addCollaborator(operations, {
        login,
        role,
        ...(customName === undefined ? {} : { roleName: customName }),
      });
    },
    rename: (login, to) => {
      sandbox.rename(login, to);
    },
    stranger: (login) => {
      sandbox.createUser({ login });
      return person(login);
    },
  };
}

type Coding =
  | 'openPull'
  | 'propose'
  | 'putFile'
  | 'team'
  | 'protect'
  | 'enqueue'
  | 'push'
  | 'review'
  | 'dismissReview'
  | 'merge'
  | 'setStatus'
  | 'buttonsOn'
  | 'reportCheck';

function code(sandbox: Sandbox): Pick<Ground, Coding> {
  let branches = 0;
  const headOf = (pull: number): string => {
    const found = sandbox.world.pulls.all().find((one) => one.number === pull);
    if (found === undefined) throw new Error(`no pull request ${String(pull)}`);
    return found.headSha;
  };
  const branchOf = new Map<number, string>();
  return {
    openPull: (by, commits) => {
      branches += 1;
      const head = `work-${String(branches)}`;
      const made = commits.map((commit, at) => ({
        message: 'work',
        files: { [`${head}-${String(at)}`]: 'x' },
        ...commit,
      }));
      const pull = sandbox
        .as(by)
        .openPullRequest(operations, { head, title: 'Work', commits: made });
      branchOf.set(pull.number, head);
      return { number: pull.number, head: headOf(pull.number) };
    },
    push: (by, pull) =>
      sandbox.as(by).push(operations, {
        branch: branchOf.get(pull) ?? '',
        commits: [{ message: 'more', files: { more: 'x' } }],
      }).sha,
    review: (by, pull, verdict) => sandbox.as(by).review(on(pull), verdict, 'looked').id,
    dismissReview: (by, review) => {
      sandbox.as(by).dismissReview(review, 'outdated');
    },
    merge: (by, pull) => {
      sandbox.as(by).merge(on(pull));
    },
    setStatus: (by, status) => {
      sandbox.as(by).setStatus(operations, status);
    },
    propose: (by, { commits, title = 'Work', ...more }) => {
      branches += 1;
      const head = `work-${String(branches)}`;
      const made = commits.map((commit) => ({ message: 'work', ...commit }));
      const pull = sandbox
        .as(by)
        .openPullRequest(operations, { head, title, commits: made, ...more });
      branchOf.set(pull.number, head);
      return { number: pull.number, head: headOf(pull.number) };
    },
    putFile: (author, file) => sandbox.putFile(operations, { author, ...file }).sha,
    team: (slug, members, under) => {
      const org = operations.split('/')[0] ?? '';
      sandbox.createTeam({ org, slug, members, ...(under === undefined ? {} : { parent: under }) });
    },
    buttonsOn: (sha) =>
      sandbox.world.checkRuns
        .of(`${String(sandbox.repository(operations).id)}:${sha}`)
        .filter(({ appId }) => appId === sandbox.app.id)
        .flatMap(({ actions }) => actions.map(({ label }) => label)),
    protect: (branch, { required, ...rules }) => {
      const integrationId = required === 'of_us' ? sandbox.app.id : null;
      const requiredChecks =
        required === undefined ? [] : [{ context: 'holdpoint', integrationId }];
      sandbox.protectBranch(operations, branch, { requiredChecks, ...rules });
    },
    enqueue: (by, pulls) => {
      const { headRef, headSha, baseSha } = sandbox.as(by).enqueue(operations, pulls);
      return { headRef: `refs/heads/${headRef}`, headSha, baseSha };
    },
    reportCheck: (sha, name, conclusion) => {
      const shape =
        conclusion === null
          ? ({ status: 'in_progress' } as const)
          : ({ status: 'completed', conclusion } as const);
      sandbox.reportCheck(operations, { app: 'ci', name, ref: sha, ...shape });
    },
  };
}
