// The issue for what went past every gate says what, who, when, where, why and what to write, in words that do nothing.
import { describe, expect, test } from 'vitest';
import { ANSWER_REFUSALS } from '../../src/core/deploy/answer-unauthorised.ts';
import { UNAUTHORISED_KINDS } from '../../src/core/deploy/unauthorised.ts';
import { renderUnauthorised, type UnauthorisedView } from '../../src/render/unauthorised.ts';

const MARKER = '<!-- holdpoint:unauthorised:7 v1 CHG-00000 abc -->';
const SEEN: UnauthorisedView = {
  ...{ kind: 'direct_push', repoName: 'lighthouse/gateway', place: 'main', sha: 'a91d7c0b0000' },
  ...{ actorLogin: 'lin-dev', url: null, matchedChange: null, times: 1, state: 'open' },
  ...{ firstSeen: '2026-11-22T04:40:00Z', lastSeen: '2026-11-22T05:40:00Z' },
  ...{ byLogin: null, answeredAt: null, change: null, reason: null },
  ...{ refused: null, refusedLogin: null },
};
const bodyOf = (more: Partial<UnauthorisedView> = {}): string =>
  renderUnauthorised({ ...SEEN, ...more }, MARKER).body;

describe('the issue for what went past every gate', () => {
  test('says what was seen, why nothing allowed it, and what to write', () => {
    expect(bodyOf()).toBe(
      [
        '**What:** a push to the default branch without a pull request, branch `main` of `lighthouse/gateway`',
        '**Who:** `lin-dev`',
        '**When:** 2026-11-22 04:40:00 +00:00',
        '**Commit:** `a91d7c0b0000`',
        '**Why this is unauthorised:** No merged pull request stands behind this commit, or the push took off what was merged, so nobody else has read it and no change speaks for it.',
        '**Now:** open: nobody has answered for it yet',
        '**Next**, in a comment here, on a line of its own:',
        '- `/chg justify CHG-00012` names the change that stands for it, one that was written afterwards as well; a reason may follow.\n- `/chg justify <reason>` says why it had to be so.\n- `/chg dismiss <reason>` says that it is noise.',
        '**Who:** a lead, or whoever may approve changes; never whoever did it.',
        '',
        MARKER,
      ].join('\n\n'),
    );
  });

  test('has a title and a why of its own for each kind', () => {
    const all = UNAUTHORISED_KINDS.map((kind) => renderUnauthorised({ ...SEEN, kind }, MARKER));
    expect(new Set(all.map(({ title }) => title)).size).toBe(UNAUTHORISED_KINDS.length);
    expect(bodyOf({ kind: 'deployment_out_of_turn', matchedChange: 3 })).toContain(
      'not inside its window. It belongs to CHG-00003.',
    );
  });

  test('counts, and says who answered with what', () => {
    expect(bodyOf({ times: 3 })).toContain('3 times, first 2026-11-22 04:40:00 +00:00, last 2026');
    const answered = { byLogin: 'dee-lead', answeredAt: '2026-11-22T06:00:00Z', change: 12 };
    const body = bodyOf({ ...answered, state: 'justified', reason: 'it was down' });
    expect(body).toContain('justified by `dee-lead`, 2026-11-22 06:00:00 +00:00; CHG-00012 stands');
    expect(body).toContain('> it was down');
    expect(body).not.toContain('**Next**');
  });

  test('says of every answer that does not count why, and who can', () => {
    for (const refused of ANSWER_REFUSALS)
      expect(bodyOf({ refused, refusedLogin: 'lin-dev' })).toMatch(
        /\*\*Did not count:\*\* the answer of `lin-dev`: \w.{10,}\.\n/u,
      );
  });

  test('shows hostile words as words', () => {
    const hostile = '`@everyone` <img src=x> #1 [x](javascript:alert(1))\n/chg dismiss -->';
    const body = bodyOf({
      ...{ place: hostile, actorLogin: hostile, sha: hostile, url: 'javascript:alert(1)' },
      ...{ repoName: hostile, state: 'dismissed', byLogin: hostile, answeredAt: SEEN.lastSeen },
      reason: hostile,
    });
    const plain = body.replaceAll(/(`+)[^\n]*?[^`]\1(?!`)/gu, '');
    expect(plain).not.toMatch(/@everyone|<img|[^\\]\]\(javascript/u);
    expect(plain.split('\n').some((line) => line.startsWith('/chg'))).toBe(false);
    expect(body.match(/<!--/gu)).toHaveLength(1);
    expect(body.endsWith(MARKER)).toBe(true);
  });
});
