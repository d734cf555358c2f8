// What every adapter promises about what rules are made of: files, teams, the default branch, merge groups, and whether
// branch rules hold a merge up at all.
import { describe, expect, test } from 'vitest';
import type { Trial } from './ground.ts';

const POLICY = '.github/holdpoint.yml';

export function rulePromises(on: Trial): void {
  filePromises(on);
  folderPromises(on);
  teamPromises(on);
  groupPromises(on);
  gatePromises(on);
}

function filePromises(on: Trial): void {
  describe('a file', () => {
    test('is read from the default branch, or from the one that is named, with the id of its text', async () => {
      const { ground } = on;
      const { forge, repo } = ground;
      expect(await forge.observeFile(repo, POLICY)).toBeNull();
      ground.putFile('dee-lead', { path: POLICY, content: 'a: ü\r\n' });
      const read = await forge.observeFile(repo, POLICY);
      const blob = expect.stringMatching(/^[0-9a-f]{40}$/u) as string;
      expect(read).toMatchObject({ text: 'a: ü\n', blob });
      ground.putFile('lin-dev', { path: POLICY, content: 'a: 2\n', branch: 'proposal' });
      expect(await forge.observeFile(repo, POLICY)).toEqual(read);
      expect(await forge.observeFile(repo, POLICY, 'proposal')).toMatchObject({ text: 'a: 2\n' });
      expect(await forge.observeFile(repo, POLICY, 'no-such-branch')).toBeNull();
    });

    test('that is too large, or no file at all, is not taken for none', async () => {
      const { ground } = on;
      ground.putFile('dee-lead', { path: 'big.txt', content: 'x'.repeat(1_048_577) });
      expect(await ground.forge.observeFile(ground.repo, 'big.txt')).toBe('too_large');
      await expect(ground.forge.observeFile(ground.repo, '.github')).rejects.toMatchObject({
        code: 'invalid',
      });
    });

    test('of a repository that is not shown to us throws; it is not none', async () => {
      const { forge, repo } = on.ground;
      const hidden = { id: '1', name: `${repo.name.split('/')[0] ?? ''}/hidden` };
      await expect(forge.observeFile(hidden, POLICY)).rejects.toMatchObject({ code: 'forbidden' });
      const another = { ...repo, id: '1' };
      await expect(forge.observeFile(another, 'no-such-file')).rejects.toMatchObject({
        code: 'forbidden',
      });
    });

    test('that cannot be read now throws; it is not none', async () => {
      const { ground } = on;
      ground.trouble('error_before', { method: 'POST', path: '/graphql', times: 3 });
      ground.trouble('error_before', { method: 'GET', path: '/contents/', times: 3 });
      await expect(ground.forge.observeFile(ground.repo, POLICY)).rejects.toMatchObject({
        code: 'server_error',
      });
    });

    test('the default branch is told with its head', async () => {
      const { ground } = on;
      const head = ground.putFile('dee-lead', { path: 'x', content: 'x' });
      expect(await ground.forge.observeDefaultBranch(ground.repo)).toEqual({ name: 'main', head });
    });
  });
}

function folderPromises(on: Trial): void {
  describe('a folder', () => {
    const FOLDER = '.github/whole';

    test('is read whole from the default branch, without the folders below it', async () => {
      const { ground } = on;
      const { forge, repo } = ground;
      expect(await forge.observeFolder(repo, FOLDER)).toBeNull();
      ground.putFile('dee-lead', { path: `${FOLDER}/b.yml`, content: 'b: 1\r\n' });
      ground.putFile('dee-lead', { path: `${FOLDER}/a.yml`, content: 'a: ü\n' });
      ground.putFile('dee-lead', { path: `${FOLDER}/old/c.yml`, content: 'c: 1\n' });
      const files = (await forge.observeFolder(repo, FOLDER)) ?? [];
      expect(files.map(({ path }) => path)).toEqual([`${FOLDER}/a.yml`, `${FOLDER}/b.yml`]);
      for (const { path, seen } of files) expect(seen).toEqual(await forge.observeFile(repo, path));
    });

    test('is read file by file where the one question brings nothing', async () => {
      const { ground } = on;
      const { forge, repo } = ground;
      ground.putFile('dee-lead', { path: '.github/parts/a.yml', content: 'a: 1\n' });
      const whole = await forge.observeFolder(repo, '.github/parts');
      ground.trouble('error_before', { method: 'POST', path: '/graphql', times: 6 });
      expect(whole).toHaveLength(1);
      expect(await forge.observeFolder(repo, '.github/parts')).toEqual(whole);
    });

    test('is what it was at a commit that is named, both ways', async () => {
      const { ground } = on;
      const { forge, repo } = ground;
      const before = ground.putFile('dee-lead', { path: '.github/then/a.yml', content: 'a: 1\n' });
      ground.putFile('dee-lead', { path: '.github/then/b.yml', content: 'b: 1\n' });
      const then = await forge.observeFolder(repo, '.github/then', before);
      ground.trouble('error_before', { method: 'POST', path: '/graphql', times: 6 });
      expect(then?.map(({ path }) => path)).toEqual(['.github/then/a.yml']);
      expect(await forge.observeFolder(repo, '.github/then', before)).toEqual(then);
    });

    test('is read whole or not at all, both ways', async () => {
      const { ground } = on;
      const { forge, repo } = ground;
      const many = Array.from({ length: 200 }, (_, at) => `.github/many/${String(at)}.txt`);
      const commit = (...paths: readonly string[]): { readonly head: string } =>
        ground.propose('lin-dev', {
          title: 'Many',
          commits: [{ author: 'lin-dev', files: Object.fromEntries(paths.map((p) => [p, 'x'])) }],
        });
      const [full, over] = [commit(...many), commit(...many, '.github/many/z.yml')];
      expect(await forge.observeFolder(repo, '.github/many', full.head)).toHaveLength(200);
      const read = (): Promise<unknown> => forge.observeFolder(repo, '.github/many', over.head);
      await expect(read()).rejects.toMatchObject({ code: 'invalid' });
      ground.trouble('error_before', { method: 'POST', path: '/graphql', times: 3 });
      await expect(read()).rejects.toMatchObject({ code: 'invalid' });
    });

    test('tells a file that is too large as that, both ways', async () => {
      const { ground } = on;
      const path = '.github/heavy/a.yml';
      ground.putFile('dee-lead', { path, content: 'x'.repeat(1_048_577) });
      const read = (): Promise<unknown> => ground.forge.observeFolder(ground.repo, '.github/heavy');
      expect(await read()).toEqual([{ path, seen: 'too_large' }]);
      ground.trouble('error_before', { method: 'POST', path: '/graphql', times: 6 });
      expect(await read()).toEqual([{ path, seen: 'too_large' }]);
    });

    test('of a repository that is not shown to us throws; it is not none', async () => {
      const { forge, repo } = on.ground;
      const hidden = { id: '1', name: `${repo.name.split('/')[0] ?? ''}/hidden` };
      for (const one of [hidden, { ...repo, id: '1' }])
        await expect(forge.observeFolder(one, FOLDER)).rejects.toMatchObject({ code: 'forbidden' });
    });

    test('that is a file is not taken for none', async () => {
      const { ground } = on;
      ground.putFile('dee-lead', { path: 'plain', content: 'x' });
      await expect(ground.forge.observeFolder(ground.repo, 'plain')).rejects.toMatchObject({
        code: 'invalid',
      });
    });
  });
}

function teamPromises(on: Trial): void {
  describe('a team', () => {
    test('is everybody in it and in the teams below it, by account', async () => {
      const { ground } = on;
      ground.team('leads', ['dee-lead']);
      ground.team('night-leads', ['tomas-sre'], 'leads');
      const ids = async (team: string) =>
        (await ground.forge.observeTeam(team))?.map(({ id }) => id).toSorted() ?? null;
      const all = ['dee-lead', 'tomas-sre'].map((login) => ground.person(login).id).toSorted();
      expect(await ids('leads')).toEqual(all);
      expect(await ids(`${ground.repo.name.split('/')[0] ?? ''}/leads`)).toEqual(all);
      expect(await ids('night-leads')).toEqual([ground.person('tomas-sre').id]);
    });

    test('that does not exist, or is of an organisation not shown to us, is nobody’s', async () => {
      expect(await on.ground.forge.observeTeam('no-such-team')).toBeNull();
      expect(await on.ground.forge.observeTeam('elsewhere/leads')).toBeNull();
    });
  });
}

function groupPromises(on: Trial): void {
  describe('a group of the merge queue', () => {
    test('is every pull request in it, whatever its commits say', async () => {
      const { ground } = on;
      ground.protect('main', { mergeQueue: true });
      const make = (name: string, message = 'work') =>
        ground.propose('lin-dev', {
          title: `${name} (#99)`,
          commits: [
            { author: 'lin-dev', message, files: { [`${name}-1`]: 'x' } },
            { author: 'lin-dev', message: 'Merge pull request #98', files: { [name]: 'x' } },
          ],
        }).number;
      const numbers = ['q1', 'q2', 'q3'].map((name) => make(name));
      const group = ground.enqueue('dee-lead', numbers);
      expect(await ground.forge.observeMergeGroup(ground.repo, group)).toEqual(numbers);
      const alone = make('q4');
      const single = ground.enqueue('dee-lead', [alone]);
      expect(await ground.forge.observeMergeGroup(ground.repo, single)).toEqual([alone]);
      // A push after that: the group still holds what was there before, of which nobody knows whose it is now.
      ground.push('lin-dev', numbers[1] ?? 0);
      expect(await ground.forge.observeMergeGroup(ground.repo, group)).toBeNull();
      const odd = { ...single, headRef: 'refs/heads/main' };
      expect(await ground.forge.observeMergeGroup(ground.repo, odd)).toBeNull();
      const lost = { ...single, headSha: '0'.repeat(40) };
      expect(await ground.forge.observeMergeGroup(ground.repo, lost)).toBeNull();
    });
  });
}

function gatePromises(on: Trial): void {
  describe('the rules of a branch', () => {
    test('say whether our check is required, and of whom; what is not shown stays unknown', async () => {
      const { ground } = on;
      const gate = () => ground.forge.observeGate(ground.repo, 'guarded');
      ground.putFile('dee-lead', { path: 'x', content: 'x', branch: 'guarded' });
      const none = { bypassers: null, queued: false, dismissesStale: false };
      expect(await gate()).toEqual({ required: false, pinned: null, ...none });
      ground.protect('guarded', { required: 'of_anybody' });
      expect(await gate()).toMatchObject({ required: true, pinned: false });
      ground.protect('guarded', { required: 'of_us', mergeQueue: true });
      expect(await gate()).toMatchObject({ required: true, pinned: true, queued: true });
      ground.trouble('error_before', { method: 'GET', path: '/rules/', times: 3 });
      await expect(gate()).rejects.toMatchObject({ code: 'server_error' });
    });
  });
}
