// How many questions a folder costs: one, and one more for each of a few files that are no text.
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Forge } from '../../../src/forge/port.ts';
import { API, REPO, REPO_PATH, scriptedApp, scriptSignIn, WORKSPACE } from './nocked.ts';

let forge: Forge;

beforeEach(async () => {
  nock.disableNetConnect();
  scriptSignIn();
  forge = await scriptedApp().app.forge(WORKSPACE);
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('a folder', () => {
  const text = { oid: 'b'.repeat(40), text: 'a: 1\n', byteSize: 5, isTruncated: false };
  const odd = { ...text, text: null };
  const answer = (object: object) =>
    nock(API)
      .post('/graphql')
      .reply(200, { data: { repository: { databaseId: 77, object } } });
  const folder = (...objects: readonly object[]) =>
    answer({
      entries: objects.map((object, at) => ({ name: `${String(at)}.yml`, type: 'blob', object })),
    });

  test('is read in one question, and what is no text in it at its own address', async () => {
    folder(text, odd, text);
    answer(odd);
    nock(API)
      .get(`${REPO_PATH}/contents/parts%2F1.yml`)
      .reply(200, { type: 'file', encoding: 'base64', size: 1, content: '/w==', sha: odd.oid });
    const files = await forge.observeFolder(REPO, 'parts');
    expect(files?.map(({ path }) => path)).toEqual(['parts/0.yml', 'parts/1.yml', 'parts/2.yml']);
  });

  test('with more of that than is asked for is not read at all', async () => {
    folder(...Array.from({ length: 11 }, () => odd));
    await expect(forge.observeFolder(REPO, 'parts')).rejects.toMatchObject({ code: 'invalid' });
  });
});
