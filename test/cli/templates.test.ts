// The commands about templates of changes: what somebody who writes one is told before it is merged, and the forms that
// come of it.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { expectText } from '../golden/golden.ts';
import { playTranscript, runHere } from './transcript.ts';
import type { Said } from './transcript.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-templates-'));
const TEMPLATES = join(folder, '.github', 'holdpoint', 'templates');
const FORM = join(folder, '.github', 'ISSUE_TEMPLATE', 'template-certificate.yml');
const TEXT = readFileSync(new URL('../policy/certificate.yml', import.meta.url), 'utf8').replace(
  'expires: 2027-05-31',
  'expires: 2999-12-31',
);

function write(id: string, text = TEXT): void {
  writeFileSync(join(TEMPLATES, `${id}.yml`), text.replace('id: certificate', `id: ${id}`));
}

beforeAll(() => {
  mkdirSync(TEMPLATES, { recursive: true });
  write('certificate');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const forms = (...args: readonly string[]): Promise<Said> =>
  runHere(['forms', 'install', '--dir', folder, ...args], {});
const templates = (...args: readonly string[]): Promise<Said> => runHere(['template', ...args], {});

describe('templates on the command line', () => {
  test('are listed, shown and validated; forms are made of them and say when they are not theirs any more', async () => {
    write('broken', TEXT.replace('certificate of {{host}} is', 'certificate of {{hots}} is'));
    write('old', TEXT.replace('2999-12-31', '2020-01-31'));
    const { expected, found } = await playTranscript('templates', {
      environment: {},
      words: { $DIR: folder },
    });
    expect(found).toBe(expected);
    rmSync(join(TEMPLATES, 'broken.yml'));
    rmSync(join(TEMPLATES, 'old.yml'));
  });

  test('are data for those who ask for it', async () => {
    const listed = JSON.parse((await templates('list', '--dir', folder, '--json')).out) as unknown;
    expect(listed).toMatchObject({
      templates: [{ template: { id: 'certificate' }, problems: [] }],
    });
    const said = await templates('validate', folder, '--json');
    expect(JSON.parse(said.out)).toMatchObject({
      files: [{ template: 'certificate@1', expired: false, problems: [] }],
    });
    const shown = await templates('show', 'certificate', '--dir', folder, '--json');
    expect(JSON.parse(shown.out)).toMatchObject({
      template: { variables: [{ id: 'host' }, {}, {}] },
    });
  });

  test('write out what would move a cursor', async () => {
    write(
      'hostile',
      TEXT.replace('title: Renew', 'title: "\\e[2J\\u202e Renew').replace(
        /(web server)\n/u,
        '$1"\n',
      ),
    );
    for (const args of [
      ['list', '--dir', folder],
      ['show', 'hostile', '--dir', folder],
    ]) {
      const { out } = await templates(...args);
      expect(out).toContain('Renew');
      expect(out).not.toMatch(/[\u001B\u202E]/u);
    }
    rmSync(join(TEMPLATES, 'hostile.yml'));
  });

  test('could not tell, or wrong use, where there is no such folder or file', async () => {
    expect(await templates('list', '--dir', join(folder, 'none'))).toMatchObject({ code: 2 });
    expect(await templates('validate', join(folder, 'none.yml'))).toMatchObject({ code: 3 });
    expect(await templates('show')).toMatchObject({ code: 2 });
  });
});

describe('the form of a template', () => {
  test('asks only its variables, with the label that makes an issue a change', async () => {
    await forms('--force');
    expectText('test/cli/transcripts/template-form.yml', readFileSync(FORM, 'utf8'));
  });

  test('follows its template, and goes with it', async () => {
    await forms();
    write('certificate', TEXT.replace('version: 1', 'version: 2'));
    const checked = await forms('--check');
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('template-certificate.yml  out of date');
    expect(readFileSync(FORM, 'utf8')).toContain('certificate@1');
    expect((await forms()).out).toContain('template-certificate.yml  written');
    expect(readFileSync(FORM, 'utf8')).toContain('certificate@2');
    expect((await forms('--check')).code).toBe(0);
    renameSync(join(TEMPLATES, 'certificate.yml'), join(TEMPLATES, 'away'));
    expect((await forms('--check')).out).toContain('template-certificate.yml  orphaned');
    expect((await forms()).out).toContain('template-certificate.yml  removed');
    expect(existsSync(FORM)).toBe(false);
    renameSync(join(TEMPLATES, 'away'), join(TEMPLATES, 'certificate.yml'));
    write('certificate');
  });

  test('that somebody wrote by hand is neither overwritten nor taken away', async () => {
    writeFileSync(FORM, 'name: ours\n');
    const other = FORM.replace('certificate', 'ours');
    writeFileSync(other, 'name: ours\n');
    const said = await forms();
    expect(said).toMatchObject({ code: 1 });
    expect(said.out).toContain('template-certificate.yml  kept');
    expect(said.out).not.toContain('template-ours.yml');
    expect(readFileSync(FORM, 'utf8')).toBe('name: ours\n');
    expect(readFileSync(other, 'utf8')).toBe('name: ours\n');
  });

  test('stays as it is while its template has mistakes, which are told', async () => {
    await forms('--force');
    const before = readFileSync(FORM, 'utf8');
    write('certificate', TEXT.replace('version: 1', 'version: none'));
    const said = await forms();
    expect(said.code).toBe(1);
    expect(said.err).toContain('certificate.yml:4:10: wrong_value: expected a whole number');
    expect(readFileSync(FORM, 'utf8')).toBe(before);
    write('certificate');
  });
});
