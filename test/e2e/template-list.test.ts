// A file says nothing about what happened to changes that were made of it: whoever lists templates asks the record.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { readGateClient } from '../../src/config.ts';
import { operations } from '../../src/demo/company.ts';
import { DEE, MARA, stage } from '../support/tale.ts';
import { answered, TEMPLATE_FILE, templateFile } from '../support/template-file.ts';

const scene = stage();
const folder = mkdtempSync(join(tmpdir(), 'holdpoint-list-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function checkedOut(version: number): void {
  mkdirSync(dirname(join(folder, TEMPLATE_FILE)), { recursive: true });
  writeFileSync(join(folder, TEMPLATE_FILE), templateFile({ version }));
}

async function listed(...args: readonly string[]): Promise<readonly [string, number]> {
  const { house } = scene.world().company.application();
  let said = '';
  const tell = (text: string): void => {
    said += text;
  };
  const code = await run(['template', 'list', '--dir', folder, ...args], {
    ...{ out: tell, err: tell, now: () => scene.now().toISOString(), version: '0' },
    gateClient: () => readGateClient({}),
    openStore: () => Promise.resolve({ db: house.db, close: () => Promise.resolve() }),
    openForge: () => {
      throw new Error('the forge is not asked');
    },
  });
  return [said, code];
}

it('template list names the change whose failure suspended a template, until a new version stands there', async () => {
  const { sandbox, settle } = scene.world().company;
  const files = { [TEMPLATE_FILE]: templateFile() };
  sandbox
    .as(DEE)
    .push(operations, { branch: 'main', commits: [{ message: 'Template', author: DEE, files }] });
  await settle();
  const body = answered({ host: 'gw-7', window: scene.window(25 * 60) });
  const tale = await scene.opens({ body, title: 'Rotate a certificate' });
  checkedOut(1);
  expect(await listed('--repo', operations)).toEqual([expect.stringContaining('no last day'), 0]);
  await tale.says(MARA, '/chg submit');
  scene.pass(25 * 60 + 5);
  for (const words of ['done P1 02:E3', 'start', 'rollback the reload hangs'])
    await tale.says(MARA, `/chg ${words}`);
  const name = `CHG-${String(tale.number).padStart(5, '0')}`;
  expect(await listed('--repo', operations)).toEqual([
    `certificate@1  Rotate a certificate  3 variables  suspended: ${name} failed\n`,
    1,
  ]);
  expect(await listed()).toEqual([expect.not.stringContaining('suspended'), 0]);
  scene.pass(6);
  await tale.says(MARA, '/chg recovered it serves the old one again');
  const [measured] = await listed('--repo', operations);
  expect(measured).toMatch(/1 change, ran \d+ .*, going back took \d+ min .*\(median\)/u);
  checkedOut(2);
  expect(await listed('--repo', operations)).toEqual([expect.stringContaining('@2'), 0]);
  expect(await listed('--repo', 'nobody/nothing')).toEqual([
    'holdpoint template list: no change was ever opened in nobody/nothing.\n',
    3,
  ]);
});
