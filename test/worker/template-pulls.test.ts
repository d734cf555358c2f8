// What a pull request would do to templates, where a forge tells less than it might.
import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../src/core/change/facts.ts';
import { ForgeFault } from '../../src/forge/fault.ts';
import type { FolderFile, Forge } from '../../src/forge/port.ts';
import {
  among,
  otherTemplates,
  preapprovedBy,
  readEdits,
} from '../../src/worker/template-pulls.ts';
import { templateFile } from '../support/template-file.ts';

const REPO = { id: '1', name: 'lighthouse-freight/operations' };
const FOLDER = '.github/holdpoint/templates';
const HEAD = 'f'.repeat(40);

type Files = Readonly<Record<string, string>>;

/** By the names of the files: at the default branch, and at the head. */
function forge(here: Files | null, there: Files | null): Pick<Forge, 'observeFolder'> {
  const folder = (files: Files): readonly FolderFile[] =>
    Object.entries(files).map(([name, text]) => ({
      path: `${FOLDER}/${name}`,
      seen: { text, blob: `blob of ${text}` },
    }));
  return {
    observeFolder: (_repo, path, ref) => {
      expect(path).toBe(FOLDER);
      const files = ref === HEAD ? there : here;
      return Promise.resolve(files === null ? null : folder(files));
    },
  };
}

const named = (name: string, version = 1): string =>
  templateFile({ version }).replace('id: certificate', `id: ${name}`);

type Listed = NonNullable<NonNullable<PullFacts['detail']>['files']>;

function touching(...paths: readonly string[]): Listed {
  return paths.map((path) => ({ path, previous: null, added: 1, deleted: 0 }));
}

/** `null`: the forge does not list the files. */
function weighed(
  reader: Pick<Forge, 'observeFolder'>,
  files: Listed | null,
  fork = false,
): ReturnType<typeof preapprovedBy> {
  return preapprovedBy(reader, REPO, { head: HEAD, files, fork });
}

describe('a pull request whose files are listed', () => {
  it('asks nothing of the forge when no template is among them', async () => {
    const never: Pick<Forge, 'observeFolder'> = {
      observeFolder: () => Promise.reject(new Error('asked')),
    };
    expect(
      await weighed(never, touching('src/a.ts', `${FOLDER}/below/a.yml`, `${FOLDER}/a.md`)),
    ).toBeUndefined();
  });

  it('proposes nothing where its branch only lags behind', async () => {
    const reader = forge({ 'a.yml': named('a', 2), 'b.yml': named('b') }, { 'a.yml': named('a') });
    expect(await weighed(reader, touching(`${FOLDER}/b.yml`))).toEqual([]);
    expect(await weighed(reader, touching('src/a.ts'))).toBeUndefined();
  });

  it('that renames one takes away the one and brings the other', async () => {
    const reader = forge({ 'a.yml': named('a') }, { 'b.yml': named('b') });
    const renamed = [
      { path: `${FOLDER}/b.yml`, previous: `${FOLDER}/a.yml`, added: 1, deleted: 1 },
    ] as Listed;
    expect(await weighed(reader, renamed)).toEqual(['templates.b']);
    const touched = among(renamed, await otherTemplates(reader, REPO, HEAD));
    const edits = await readEdits(REPO, touched);
    expect(edits?.map(({ id, from, to }) => [id, from?.version, to?.version])).toEqual([
      ['a', 1, undefined],
      ['b', undefined, 1],
    ]);
  });
});

describe('a pull request whose files nobody lists', () => {
  it('is compared by the folders themselves', async () => {
    const same = { 'a.yml': named('a') };
    expect(await weighed(forge(same, same), null)).toBeUndefined();
    expect(await weighed(forge(null, null), null)).toBeUndefined();
    expect(await weighed(forge(same, { 'a.yml': named('a', 2) }), null)).toEqual(['templates.a']);
    expect(await weighed(forge(null, same), null)).toEqual(['templates.a']);
  });

  it('cannot be told where the folder is not shown, and is asked again where that passes', async () => {
    const failing = (code: 'forbidden' | 'unreachable'): Pick<Forge, 'observeFolder'> => ({
      observeFolder: () => Promise.reject(new ForgeFault(code, 'no')),
    });
    expect(await weighed(failing('forbidden'), null)).toBeNull();
    await expect(weighed(failing('unreachable'), null)).rejects.toThrow(ForgeFault);
  });
});

describe('one pull request', () => {
  const many = (count: number): Files =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`a${String(at)}.yml`, named(`a${String(at)}`)]),
    );

  it('is read up to a bound: beyond it nobody can tell', async () => {
    expect(await weighed(forge(null, many(20)), null)).toHaveLength(20);
    expect(await weighed(forge(null, many(21)), null)).toBeNull();
  });

  it('lets others have their turn between two templates', async () => {
    const touched = await otherTemplates(forge(null, many(2)), REPO, HEAD);
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    await readEdits(REPO, touched);
    expect(turned).toBe(true);
  });

  it('from a fork is not read at all', async () => {
    const never = forge(null, null);
    const unread: Pick<Forge, 'observeFolder'> = {
      observeFolder: async (repo, path, ref) =>
        ref === HEAD
          ? [
              {
                path: `${FOLDER}/a.yml`,
                seen: {
                  blob: 'b',
                  get text(): string {
                    throw new Error('read');
                  },
                },
              },
            ]
          : never.observeFolder(repo, path, ref),
    };
    expect(await weighed(unread, null, true)).toBeNull();
    expect(await weighed(unread, touching('src/a.ts'), true)).toBeUndefined();
  });
});

describe('a head', () => {
  it('is looked at further where the folder ends otherwise there', async () => {
    const [one, two] = [{ 'a.yml': named('a') }, { 'a.yml': named('a'), 'b.yml': named('b') }];
    const touches = async (here: Files | null, there: Files | null): Promise<boolean> =>
      (await otherTemplates(forge(here, there), REPO, HEAD)).length > 0;
    expect(await touches(one, one)).toBe(false);
    expect(await touches(null, null)).toBe(false);
    expect(await touches(one, null)).toBe(true);
    expect(await touches(null, one)).toBe(true);
    expect(await touches(two, one)).toBe(true);
    expect(await touches(one, two)).toBe(true);
  });
});
