import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { REFUSAL_FACTS, VERDICT_FACTS } from '../../src/core/change/refusal-facts.ts';
import { REFUSAL_CODES, type RefusalCode } from '../../src/core/change/refusal.ts';
import { markerLine, plainText } from '../../src/render/safe-text.ts';
import { refusalText, renderRefusalReply, verdictText } from '../../src/render/refusal.ts';
import { UTC_CLOCK } from '../../src/render/when.ts';
import { SAMPLE_FACTS } from '../golden/sample-facts.ts';

type Entry = Readonly<Record<string, unknown>>;

const TABLE = load(
  readFileSync(new URL('../../templates/refusals.yml', import.meta.url), 'utf8'),
) as Readonly<Record<string, Entry>>;
/** Made by the printer itself: the exact command, and ids that may stand in a code span. */
const PRINTED = ['next', 'id', 'hold_id'];

function textsOf(entry: Entry): readonly string[] {
  return Object.values(entry).flatMap((value) =>
    typeof value === 'string'
      ? [value]
      : Object.values(value as Readonly<Record<string, Entry>>).flatMap(textsOf),
  );
}

/** Every name that a template asks for. */
function namesIn(text: string): readonly string[] {
  const names: string[] = [];
  class Names extends Handlebars.Visitor {
    override PathExpression(path: hbs.AST.PathExpression): void {
      if (!['if', 'unless', 'each', 'this'].includes(path.original))
        names.push(String(path.parts[0]));
    }
  }
  new Names().accept(Handlebars.parse(text));
  return names;
}

describe('the words of a refusal', () => {
  it.each(REFUSAL_CODES)('%s asks only for facts that come with it', (code: RefusalCode) => {
    const known = [...REFUSAL_FACTS[code], ...VERDICT_FACTS, ...PRINTED];
    const asked = textsOf(TABLE[code] ?? {}).flatMap(namesIn);
    expect(asked.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(REFUSAL_CODES)(
    '%s have title, sentence, remedy and who, with and without facts',
    (code: RefusalCode) => {
      for (const facts of [{}, ...SAMPLE_FACTS[code]]) {
        const { title, sentence, remedy, who } = refusalText(code, facts);
        expect(title).toMatch(/^\S.{3,}[^.:]$/u);
        expect(sentence).toMatch(/^.{10,}$/su);
        expect(remedy).toMatch(/[.?]$/u);
        expect(who).toMatch(/^\S.{2,}[^.]$/u);
        for (const text of [title, sentence, remedy, who])
          expect(text).not.toMatch(/undefined|null|NaN|\[object| {2}|\{\{| ,| \./u);
      }
    },
  );

  it('put the exact command of a gate into the remedy, once', () => {
    const text = verdictText(
      { code: 'hold_point_open', facts: { steps: ['E3'] }, next: '/chg confirm E3 <what you see>' },
      UTC_CLOCK,
    );
    expect(text.remedy).toBe(
      'Whoever did not do the step looks, then writes `/chg confirm E3 <what you see>`.',
    );
    const other = verdictText(
      { code: 'freeze_window_blocked', facts: {}, next: '/chg schedule <start>/<end> <zone>' },
      UTC_CLOCK,
    );
    expect(other.remedy).toBe(
      'Move the window out of the freeze; it allows no override. `/chg schedule <start>/<end> <zone>`',
    );
  });

  it('show times in the zone of the refusal', () => {
    const { sentence } = refusalText(
      'window_not_open',
      { start: '2026-11-22T03:30:00Z', end: '2026-11-22T04:30:00Z', zone: 'Asia/Tokyo' },
      { zone: 'UTC', year: 2026 },
    );
    expect(sentence).toBe(
      'A change starts inside its window, which opens 22 Nov 12:30 Asia/Tokyo.',
    );
  });

  it('never let a step that somebody made up into a command', () => {
    const { remedy } = refusalText('observation_missing', { step: '`; @everyone' });
    expect(remedy).toContain('`/chg done <step> <what you saw>`');
    expect(remedy).not.toContain('@everyone');
  });

  it('stay short, however much there would be to say', () => {
    for (const code of REFUSAL_CODES) {
      const facts = Object.fromEntries(
        REFUSAL_FACTS[code].map((fact) => [
          fact,
          Array.from({ length: 500 }, () => 'x<'.repeat(2_000)),
        ]),
      );
      const reply = renderRefusalReply(
        { code, facts, login: 'mara-ops', verb: 'start' },
        markerLine('<!-- holdpoint:reply:1 v1 CHG-00001 00 -->'),
      );
      expect(reply.length, code).toBeLessThan(60_000);
    }
  });

  it('can be read where there is no Markdown', () => {
    const { sentence } = refusalText('change_blocked', {
      by: ['sora-sec'],
      texts: ['a_b *c* <d> `e` #12'],
    });
    expect(plainText(sentence)).toBe('sora-sec blocked this change: a_b *c* <d> e #12');
  });
});
