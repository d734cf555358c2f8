import { describe, expect, it } from 'vitest';
import { desire } from '../../src/core/desired/desire.ts';
import { renderAnnouncement } from '../../src/render/announcement.ts';
import { renderCheck } from '../../src/render/check.ts';
import { renderEvidence } from '../../src/render/evidence.ts';
import { renderRecord } from '../../src/render/record.ts';
import { renderRefusalReply } from '../../src/render/refusal.ts';
import { markerLine } from '../../src/render/safe-text.ts';
import { REFUSAL_FACTS } from '../../src/core/change/refusal-facts.ts';
import { REFUSAL_CODES, type RefusalCode } from '../../src/core/change/refusal.ts';
import { toStorableText } from '../../src/core/audit/canonical.ts';
import { momentOf } from '../core/desired/moments.ts';
import type { Words } from '../core/desired/rotation.ts';
import { live } from './forge-rendering.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

/** Between them they show every word that a person can put into a change. */
/** Every second text: more than five hundred in each field. */
const STRIDE = 2;

const SCENES = [
  'draft-unreadable',
  'review-blocked',
  'running-hold-declined',
  'running-paused',
  'running-with-pull',
  'rolled-back',
  'cancelled',
  'emergency-reviewed',
];

function marker(surface: string): string {
  return `<!-- holdpoint:${surface} v1 CHG-00001 00112233445566778899aabbccddeeff -->`;
}

function surfaces(name: string, words: Words): ReadonlyMap<string, string> {
  const { change, facts } = momentOf(name, words);
  const desired = desire(change, { facts, titlePrefix: true });
  const { record, evidence, announcements, checks } = desired;
  const parts =
    evidence === null ? [] : renderEvidence(evidence, (part) => marker(`evidence:${String(part)}`));
  return new Map([
    ['record', renderRecord(record, marker('record'))],
    ...parts.map((text, part): [string, string] => [`evidence ${String(part + 1)}`, text]),
    ...announcements.map((one): [string, string] => [
      one.about.kind,
      renderAnnouncement(one, marker(`milestone:${one.key}`)),
    ]),
    ...checks.map(({ view }): [string, string] => ['check', renderCheck(view).summary]),
  ]);
}

/** The machine block is tried by itself, in evidence-json.test.ts; it is long, and the same everywhere. */
function withoutMachineBlock(text: string): string {
  const lines = text.split('\n');
  const kept: string[] = [];
  let inside = false;
  for (const line of lines) {
    if (line.startsWith('<details><summary>Machine-readable block')) inside = true;
    if (!inside) kept.push(line);
    if (inside && line === '</details>') inside = false;
  }
  return kept.join('\n');
}

/** What is alive on a surface because we wrote it: headings, folds, links to sources, pings, markers. */
function alive(text: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of live(withoutMachineBlock(text))) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('hostile words in every field of every surface', () => {
  it.each(SCENES)(
    'bring nothing to life at the moment %s',
    (name) => {
      const plain = new Map(
        [...surfaces(name, () => 'plain words')].map(([surface, text]) => [surface, alive(text)]),
      );
      const found: object[] = [];
      // Each round moves every text one field further, so that after all rounds each has stood in each field.
      for (let round = 0; round < HOSTILE_TEXTS.length; round += STRIDE) {
        let field = round;
        const words: Words = () => {
          field += 1;
          return toStorableText(HOSTILE_TEXTS[field % HOSTILE_TEXTS.length] ?? '');
        };
        for (const [surface, text] of surfaces(name, words)) {
          const now = alive(text);
          if (JSON.stringify(now) !== JSON.stringify(plain.get(surface)))
            found.push({ surface, round, now, plain: plain.get(surface) });
        }
      }
      expect(found.slice(0, 3)).toEqual([]);
    },
    120_000,
  );

  it('bring nothing to life in the answer to a refusal', () => {
    const answer = (code: RefusalCode, text: string): string => {
      const facts = Object.fromEntries(REFUSAL_FACTS[code].map((fact) => [fact, [text]]));
      return renderRefusalReply(
        { code, facts, login: text, verb: text },
        markerLine(marker('reply:refused:1')),
      );
    };
    const found: object[] = [];
    for (const [index, text] of HOSTILE_TEXTS.entries()) {
      const code = REFUSAL_CODES[index % REFUSAL_CODES.length] ?? 'not_permitted';
      const now = alive(answer(code, text));
      const plain = alive(answer(code, 'plain'));
      if (JSON.stringify(now) !== JSON.stringify(plain)) found.push({ code, text, now, plain });
    }
    expect(found.slice(0, 3)).toEqual([]);
  });
});
