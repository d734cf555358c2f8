// Whoever sets Holdpoint up asks what is still missing, and is told what was expected, what is there, and what to do.
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/cli/command.ts';
import { WITHOUT } from '../../src/cli/doctor-rights.ts';
import { readGateClient } from '../../src/config.ts';
import { run } from '../../src/cli/run.ts';
import { operations } from '../../src/demo/company.ts';
import { PERMISSIONS, SUBSCRIBED_EVENTS } from '../../src/forge/github/permissions.ts';
import { ForgeFault } from '../../src/forge/fault.ts';
import type { Forge, ForgeApp } from '../../src/forge/port.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { MARA, OMAR, stage } from '../support/tale.ts';

const scene = stage();
const PATH = '.github/holdpoint.yml';
const FORM = '.github/ISSUE_TEMPLATE/change.yml';

type Said = { readonly out: string; readonly err: string; readonly code: number };

function asks(...args: readonly string[]): Promise<Said> {
  return asksOf(scene.world().company.application().house.app, ...args);
}

let unset: readonly string[] = [];

const OUT_OF_REACH = (): Promise<Store> => Promise.reject(new Error('nothing is stored'));

async function asksOf(app: ForgeApp, ...args: readonly string[]): Promise<Said> {
  return asksWith(OUT_OF_REACH, app, args);
}

async function asksWith(
  openStore: () => Promise<Store>,
  app: ForgeApp,
  args: readonly string[],
): Promise<Said> {
  const said = { out: '', err: '' };
  const code = await run(['doctor', ...args], {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    openStore,
    openForge: () => ({ app, web: 'https://forge.test', unset }),
    now: () => '2026-11-21T10:00:00Z',
    gateClient: () => readGateClient({}),
    version: '0.0.0-test',
  });
  return { ...said, code };
}

function sandbox(): Sandbox {
  return scene.world().company.sandbox;
}

function requires(integrationId: number | null): void {
  const requiredChecks = [{ context: 'holdpoint', integrationId }];
  sandbox().protectBranch(operations, 'main', { requiredChecks });
}

function puts(path: string, content: string | null): void {
  sandbox().putFile(operations, { path, content, author: MARA });
}

describe('holdpoint doctor', () => {
  it('says where nothing holds a merge up, what to do, by whom and where', async () => {
    sandbox().protectBranch(operations, 'main', null);
    const said = await asks(operations);
    expect(said).toMatchObject({ code: 1, err: '' });
    expect(said.out).toContain('✗ check: expected the check holdpoint is required on main');
    expect(said.out).toContain(`where: https://forge.test/${operations}/settings/rules`);
    expect(said.out).not.toContain('source of the check');
    expect(said.out).toContain('next: list categories in own_pull_requests first');
    puts(PATH, 'policy: 1\nown_pull_requests: [standard]\n');
    expect((await asks(operations)).out).toContain('next: give main a rule');
    puts(PATH, null);
  });

  it('says where approvals are to be signed and nobody can sign in', async () => {
    puts(PATH, 'policy: 1\nreauthentication: { categories: [significant], within_minutes: 60 }\n');
    unset = ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'];
    const said = await asks(operations);
    expect(said.out).toContain(
      '✗ sign-in: expected whoever approves can sign in again; found not set: GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET',
    );
    expect(said.out).toContain('/confirm/callback as a callback URL');
    unset = [];
    expect((await asks(operations)).out).toContain('✓ sign-in: its settings are there');
    puts(PATH, null);
    expect((await asks(operations)).out).not.toContain('sign-in');
  });

  it('says that a check which anybody may report is none', async () => {
    requires(null);
    expect((await asks(operations)).out).toContain('✗ source of the check');
    requires(sandbox().app.id);
    const { out } = await asks(operations);
    expect(out).toContain('✓ check: required on main');
    expect(out).toContain('✓ source of the check: this app alone');
  });

  it('does not call well what it is not shown', async () => {
    requires(sandbox().app.id);
    const said = await asks(operations, '--json');
    const { result, repositories } = JSON.parse(said.out) as {
      readonly result: string;
      readonly repositories: readonly { readonly findings: readonly { about: string }[] }[];
    };
    const bypasses = repositories[0]?.findings.find(({ about }) => about === 'bypasses');
    expect(bypasses).toMatchObject({ answer: 'unknown', where: expect.any(String) as string });
    expect([result, said.code]).toEqual(['unknown', 3]);
  });

  it('says who can approve what, without those who never can', async () => {
    const { out } = await asks(operations);
    expect(out).toMatch(/✓ approves normal: .*tomas-sre/u);
    expect(out).toContain(
      '✓ approves significant: dee-lead; too few when one of them is the author',
    );
    expect(out).toContain('✓ authorises emergency: dee-lead\n');
    expect(out).not.toContain('nina-cs');
  });

  it('tells every line of a policy that cannot be used, an overdue review, and who is gone', async () => {
    puts(PATH, 'policy: 1\nfoo: 1\n');
    expect((await asks(operations)).out).toContain(`✗ policy ${operations}:${PATH}:2:1`);
    puts(
      PATH,
      'policy: 1\ndocument: { owner: Platform, next_review: 2026-01-01 }\nroles:\n  lead: { teams: [gone], people: [nobody-at-all] }\n',
    );
    const { out, code } = await asks(operations);
    expect(code).toBe(1);
    expect(out).toContain(
      '✗ review of the policy: expected not overdue; found due since 2026-01-01',
    );
    expect(out).toContain('who: Platform');
    expect(out).toContain('team gone, login nobody-at-all');
    puts(PATH, null);
  });

  it('knows an older form from the newest, and says the command', async () => {
    puts(FORM, 'name: Change\n');
    const { out } = await asks(operations);
    expect(out).toContain(`✗ form change.yml: expected ${FORM} in its newest version`);
    expect(out).toContain('holdpoint forms install --dir <checkout> --force');
  });

  it('looks at every repository that the app sees, and says of others that it does not', async () => {
    expect((await asks()).out).toMatch(/^\d repositories: \d+ well/mu);
    const said = await asks('elsewhere/nothing');
    expect(said.out).toContain('✗ repository: expected the app sees it; found it does not');
    expect(said.code).toBe(1);
  });

  it('says of a repository that does not answer that it cannot tell, and goes on', async () => {
    const { app } = scene.world().company.application().house;
    const [place] = await app.observeWorkspaces();
    const forge = await app.forge(place?.workspace ?? '');
    const silent: Forge = {
      ...forge,
      observeLabels: (repo) =>
        repo.name === operations
          ? Promise.reject(new ForgeFault('unreachable', 'no answer'))
          : forge.observeLabels(repo),
    };
    const { out, code } = await asksOf({ ...app, forge: () => Promise.resolve(silent) });
    expect(out).toContain(`${operations}\n  ? access: expected to look at it; found no answer`);
    expect(out).toMatch(/✓ labels: they are there/u);
    expect(code).not.toBe(0);
  });

  it('says who reports under the name of the check, where the record can be asked', async () => {
    const { house } = scene.world().company.application();
    const close = (): Promise<void> => Promise.resolve();
    const withRecord = (): Promise<Said> =>
      asksWith(() => Promise.resolve({ db: house.db, close }), house.app, [operations]);
    expect((await asks(operations)).out).not.toContain('names of our checks');
    expect((await withRecord()).out).toContain('✓ names of our checks: nobody did');
    const sha = sandbox().repository(operations).refs.get('heads/main') ?? '';
    sandbox().as(OMAR).setStatus(operations, { sha, context: 'holdpoint', state: 'success' });
    await scene.world().company.settle();
    const { out, code } = await withRecord();
    expect(out).toContain('✗ names of our checks: expected nobody else reports under them');
    expect(out).toContain('1 report on 1 commit in the last 30 days, last by omar-dev, a status');
    expect(out).toContain(`where: https://forge.test/${operations}/commit/${sha}`);
    expect(code).toBe(1);
  });

  it('says which rights and events the app was not given, and what goes without each until somebody accepts it', async () => {
    const { world } = sandbox();
    const row = world.installations.all()[0];
    if (row === undefined) throw new Error('the app is installed nowhere');
    const { merge_queues: _, ...given } = row.permissions;
    const permissions = { ...given, statuses: 'read' } as const;
    const events = row.events.filter((event) => event !== 'merge_group');
    world.installations.put({ ...row, permissions, events });
    const { out } = await asks(operations);
    world.installations.put(row);
    expect(out).toMatch(
      /✗ permission merge_queues: read: expected given .*groups of a merge queue/u,
    );
    expect(out).toMatch(/✗ event merge_group: expected given to the app; found not given/u);
    expect(out).toMatch(/✗ permission statuses: write: .*forges .*stays as it is/u);
  });

  it('can say of everything that app.yml asks for what goes without it', () => {
    const asked = [
      ...Object.entries(PERMISSIONS).map(([name, right]) => `permission ${name}: ${right}`),
      ...SUBSCRIBED_EVENTS.map((event) => `event ${event}`),
    ];
    expect(Object.keys(WITHOUT).toSorted()).toEqual(asked.toSorted());
  });
});
