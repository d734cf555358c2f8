import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { intend } from '../../../src/core/intent/intend.ts';
import type { Notice, NoticeFact } from '../../../src/core/intent/notice.ts';
import { REFUSAL_FACTS } from '../../../src/core/change/refusal-facts.ts';
import {
  aChange,
  aComment,
  aPull,
  anIssue,
  mara,
  nobody,
  notice,
  ourselves,
  robot,
  tomas,
  whatIsKnown,
} from './scene.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        '/chg approve',
        '/chg done E1 x',
        'E2: y',
        '> ',
        '```',
        '\n',
        'Change: CHG-9',
        '- [x] <!-- chg:E1 -->',
        '- [ ] <!-- chg:E1 -->',
        ' ',
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('\n')),
);
const id = fc.constantFrom('55', '300', '400', '__proto__');
const at = fc.constantFrom('2026-11-22T03:45:00Z', '2026-11-22T03:46:00Z');
const actor = fc.constantFrom(mara, tomas, robot, ourselves, nobody);
const label = fc.constantFrom(
  'change',
  'chg/review',
  'chg/in-progress',
  'chg/completed',
  'constructor',
  'x',
);
const issue = fc
  .record({ title: text, body: text, labels: fc.array(label), updatedAt: at })
  .map(anIssue);
const comment = fc
  .record({ id, body: text, author: actor, ours: fc.boolean(), createdAt: at, updatedAt: at })
  .map(aComment);
const where = { issue: fc.constantFrom(12, 45), onPull: fc.boolean(), comment };
const pull = fc
  .record({ body: text, author: actor, merged: fc.boolean(), mergeSha: fc.constantFrom(null, 'c') })
  .map(aPull);
const review = fc.record({
  id,
  state: fc.constantFrom('approved' as const, 'changes_requested' as const, 'commented' as const),
  body: text,
  commit: text,
  url: text,
});
const is = <K extends NoticeFact['kind']>(kind: K): fc.Arbitrary<K> => fc.constant(kind);

const fact: fc.Arbitrary<NoticeFact> = fc.oneof(
  fc.record({ kind: is('issue_opened'), issue }),
  fc.record({
    kind: is('issue_edited'),
    issue,
    before: fc.record({ body: fc.option(text), title: fc.option(text) }),
  }),
  fc.record({ kind: fc.constantFrom('issue_closed' as const, 'issue_reopened' as const), issue }),
  fc.record({
    kind: fc.constantFrom('label_added' as const, 'label_removed' as const),
    issue,
    label,
  }),
  fc.record({
    kind: fc.constantFrom('comment_created' as const, 'comment_deleted' as const),
    ...where,
  }),
  fc.record({ kind: is('comment_edited'), ...where, before: fc.option(text) }),
  fc.record({
    kind: is('pull_changed'),
    action: fc.constantFrom(
      'opened' as const,
      'edited' as const,
      'pushed' as const,
      'closed' as const,
      'ready' as const,
    ),
    pull,
  }),
  fc.record({ kind: is('review_submitted'), pull, review }),
  fc.record({ kind: is('check_requested'), sha: text, identifier: fc.option(text) }),
  fc.record({ kind: is('checks_changed'), sha: text }),
);

const notices: fc.Arbitrary<Notice> = fc.record({ fact, actor, occurredAt: at }).map((told) =>
  notice(told.fact, {
    actor: told.actor,
    occurredAt: told.occurredAt,
    echo: told.actor === ourselves,
  }),
);

const situations = fc.constantFrom(
  whatIsKnown(),
  whatIsKnown({ change: null }),
  whatIsKnown({ change: null, linked: [aChange({ number: 7 }), aChange({ number: 8 })] }),
  whatIsKnown({
    change: aChange({ state: 'draft' }),
    stateLabel: null,
    recordComment: null,
    otherComment: null,
    lastRecordBody: '',
  }),
);

describe('what is asked by whatever a forge may send', () => {
  it('is the same every time, and never an error', () => {
    fc.assert(
      fc.property(notices, situations, (told, known) => {
        expect(intend(structuredClone(told), known)).toEqual(intend(told, known));
      }),
      { numRuns: 3_000 },
    );
  });

  it('is a set of different acts, known by other things than the delivery', () => {
    fc.assert(
      fc.property(notices, situations, (told, known) => {
        const keys = intend(told, known).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        const redelivered = { ...told, installation: '78', account: 'renamed' };
        expect(intend(redelivered, known).map(({ key }) => key)).toEqual(keys);
      }),
      { numRuns: 3_000 },
    );
  });

  it('has the same keys in any order and however often it comes', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([1, 2, 3, 4, 5, 1, 3]),
        fc.array(notices, { minLength: 5, maxLength: 5 }),
        (order, told) => {
          const known = whatIsKnown();
          const keysOf = (list: readonly (Notice | undefined)[]): ReadonlySet<string> =>
            new Set(
              list.flatMap((one) =>
                one === undefined ? [] : intend(one, known).map(({ key }) => key),
              ),
            );
          const shuffled = [...order.map((index) => told[index - 1]), ...told];
          expect(keysOf(shuffled)).toEqual(keysOf(told));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is nothing when it is our own echo', () => {
    fc.assert(
      fc.property(notices, situations, (told, known) => {
        expect(intend({ ...told, echo: true }, known)).toEqual([]);
      }),
    );
  });

  it('approves, starts or confirms nothing on the word of a machine', () => {
    const harmless = ['reconsider', 'record_plan', 'open', 'note_', 'misread'];
    fc.assert(
      fc.property(notices, situations, (told, known) => {
        const commands = intend({ ...told, actor: robot, echo: false }, known).map(
          ({ command }) => command.type,
        );
        expect(
          commands.filter((type) => !harmless.some((start) => type.startsWith(start))),
        ).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('explains itself with facts that belong to the code', () => {
    fc.assert(
      fc.property(notices, situations, (told, known) => {
        for (const { command } of intend(told, known)) {
          if (command.type !== 'misread') continue;
          const allowed = REFUSAL_FACTS[command.code];
          expect(Object.keys(command.facts).filter((name) => !allowed.includes(name))).toEqual([]);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
