// What every adapter promises about comments and reactions: created once or found again, and ours by account only.
import { describe, expect, test } from 'vitest';
import { openIssue } from './ground.ts';
import type { Trial } from './ground.ts';

const COMMENTS = '/comments';

export function commentPromises(on: Trial): void {
  describe('comments', () => {
    test('a comment created is read back as ours', async () => {
      const issue = openIssue(on, 'mara-ops');
      const created = await on.ground.forge.createComment(on.ground.repo, issue, 'the record');
      expect(created).toMatchObject({
        issue,
        body: 'the record',
        ours: true,
        author: on.ground.forge.self,
      });
      expect(await on.ground.forge.observeComment(on.ground.repo, created.id)).toEqual(created);
      expect(await on.ground.forge.observeComments(on.ground.repo, issue)).toEqual([created]);
    });

    test('a comment of a person is not ours, whatever it says', async () => {
      const issue = openIssue(on, 'mara-ops');
      const mine = await on.ground.forge.createComment(on.ground.repo, issue, 'the record');
      on.ground.comment('lin-dev', issue, mine.body);
      const seen = await on.ground.forge.observeComments(on.ground.repo, issue);
      expect(seen.map(({ ours }) => ours)).toEqual([true, false]);
      expect(seen[1]?.author).toMatchObject({ ...on.ground.person('lin-dev'), kind: 'human' });
    });

    test.each(['answer_lost', 'error_after'] as const)(
      'a create whose answer was lost (%s) is ambiguous, sent once, and can be found by reading back',
      async (kind) => {
        const issue = openIssue(on, 'mara-ops');
        on.ground.trouble(kind, { method: 'POST', path: COMMENTS });
        on.ground.forgetRequests();
        await expect(
          on.ground.forge.createComment(on.ground.repo, issue, 'once'),
        ).rejects.toMatchObject({
          code: 'ambiguous',
        });
        expect(on.ground.requests('POST')).toBe(1);
        const found = await on.ground.forge.observeComments(on.ground.repo, issue);
        expect(found.filter(({ ours, body }) => ours && body === 'once')).toHaveLength(1);
      },
    );

    test('a create that failed before anything happened is ambiguous too, because nobody can know', async () => {
      const issue = openIssue(on, 'mara-ops');
      on.ground.trouble('error_before', { method: 'POST', path: COMMENTS });
      await expect(
        on.ground.forge.createComment(on.ground.repo, issue, 'never'),
      ).rejects.toMatchObject({
        code: 'ambiguous',
      });
      expect(await on.ground.forge.observeComments(on.ground.repo, issue)).toEqual([]);
    });

    test('an edit is visible, and its lost answer is not ambiguous, because it may be repeated', async () => {
      const issue = openIssue(on, 'mara-ops');
      const { id } = await on.ground.forge.createComment(on.ground.repo, issue, 'first');
      await on.ground.forge.editComment(on.ground.repo, id, 'second');
      expect((await on.ground.forge.observeComment(on.ground.repo, id))?.body).toBe('second');
      on.ground.trouble('error_after', { method: 'PATCH', path: COMMENTS });
      await expect(on.ground.forge.editComment(on.ground.repo, id, 'third')).rejects.toMatchObject({
        code: 'server_error',
      });
      on.ground.trouble('cut', { method: 'PATCH', path: COMMENTS });
      await expect(on.ground.forge.editComment(on.ground.repo, id, 'third')).rejects.toMatchObject({
        code: 'unreachable',
      });
    });

    test('line ends of the web page are read as LF', async () => {
      const issue = openIssue(on, 'mara-ops');
      const { id } = await on.ground.forge.createComment(
        on.ground.repo,
        issue,
        '- [ ] one\n- [ ] two',
      );
      on.ground.editComment('lin-dev', id, '- [x] one\r\n- [ ] two');
      expect((await on.ground.forge.observeComment(on.ground.repo, id))?.body).toBe(
        '- [x] one\n- [ ] two',
      );
    });

    test('who edited a comment last can be told; of one never edited it cannot', async () => {
      const issue = openIssue(on, 'mara-ops');
      const mine = await on.ground.forge.createComment(on.ground.repo, issue, 'first');
      expect(await on.ground.forge.observeCommentEditor(mine)).toBeNull();
      on.ground.editComment('lin-dev', mine.id, 'second');
      on.ground.editComment('tomas-sre', mine.id, 'third');
      expect(await on.ground.forge.observeCommentEditor(mine)).toMatchObject({
        by: on.ground.person('tomas-sre'),
      });
    });

    test('a deleted comment is gone, and deleting it again changes nothing', async () => {
      const issue = openIssue(on, 'mara-ops');
      const { id } = await on.ground.forge.createComment(on.ground.repo, issue, 'copy');
      await on.ground.forge.deleteComment(on.ground.repo, id);
      await on.ground.forge.deleteComment(on.ground.repo, id);
      expect(await on.ground.forge.observeComment(on.ground.repo, id)).toBeNull();
      expect(await on.ground.forge.observeComments(on.ground.repo, issue)).toEqual([]);
    });

    test('a comment can be minimised and stays readable', async () => {
      const issue = openIssue(on, 'mara-ops');
      const mine = await on.ground.forge.createComment(on.ground.repo, issue, 'old evidence');
      await on.ground.forge.minimiseComment(mine, 'outdated');
      expect((await on.ground.forge.observeComment(on.ground.repo, mine.id))?.body).toBe(
        'old evidence',
      );
    });

    test('pages of more than a hundred comments are all read, in the order they were written', async () => {
      const issue = openIssue(on, 'mara-ops');
      for (let at = 0; at < 230; at += 1)
        on.ground.comment('lin-dev', issue, `comment ${String(at)}`);
      const seen = await on.ground.forge.observeComments(on.ground.repo, issue);
      expect(seen.map(({ body }) => body)).toEqual(
        Array.from({ length: 230 }, (_, at) => `comment ${String(at)}`),
      );
    });

    test('a comment on an issue that is gone is not found', async () => {
      const issue = openIssue(on, 'mara-ops');
      on.ground.deleteIssue(issue);
      await expect(
        on.ground.forge.createComment(on.ground.repo, issue, 'late'),
      ).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    test('a reaction given twice is there once, and only ours are told', async () => {
      const issue = openIssue(on, 'mara-ops');
      const comment = on.ground.comment('lin-dev', issue, '/chg start');
      on.ground.reactToComment('mara-ops', comment);
      await on.ground.forge.react(on.ground.repo, comment, 'eyes');
      await on.ground.forge.react(on.ground.repo, comment, 'eyes');
      const [ours, ...more] = await on.ground.forge.observeReactions(on.ground.repo, comment);
      expect([ours?.content, more]).toEqual(['eyes', []]);
      await on.ground.forge.unreact(on.ground.repo, comment, ours?.id ?? '');
      await on.ground.forge.unreact(on.ground.repo, comment, ours?.id ?? '');
      expect(await on.ground.forge.observeReactions(on.ground.repo, comment)).toEqual([]);
    });
  });
}
