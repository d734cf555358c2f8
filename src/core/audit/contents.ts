/**
 * Compares what lies beside a body with what the body promises: texts and the
 * actor's name against their commitments, and the columns that queries filter
 * on against the fields they were copied from. Erased is fine and counted;
 * missing, changed, half erased or additional is not.
 */
import { toHex } from './bytes.ts';
import { textProblem } from './canonical.ts';
import type { EventBody, EventColumns, RawEventRow } from './event.ts';
import { sameInstant } from './instant.ts';
import { commitmentTo, SALT_BYTES } from './link.ts';

export type Difference = {
  readonly where: string;
  readonly expected: string;
  readonly found: string;
};
export type ContentsFinding =
  | { readonly kind: 'fits'; readonly redacted: number }
  | { readonly kind: 'differs'; readonly difference: Difference };

type Commitment = { readonly where: string; readonly commitment: string };
type Opening = { readonly salt: Uint8Array | null; readonly text: string | null };

export function checkContents(row: RawEventRow, body: EventBody): ContentsFinding {
  const columns = row.columns === null ? null : columnsDifference(row.columns, body);
  if (columns !== null) return differs(columns);
  const actor = row.actor === null ? null : { salt: row.actor.salt, text: row.actor.login };
  const name = checkOpening({ where: 'actor', commitment: body.actor.name }, actor);
  return name.kind === 'differs' ? name : checkTexts(row, body, name.redacted);
}

function checkTexts(row: RawEventRow, body: EventBody, redactedBefore: number): ContentsFinding {
  const rows = new Map(row.texts.map((text) => [text.name, text]));
  let redacted = redactedBefore;
  for (const [name, commitment] of Object.entries(body.texts)) {
    const finding = checkOpening({ where: `text ${name}`, commitment }, rows.get(name) ?? null);
    if (finding.kind === 'differs') return finding;
    redacted += finding.redacted;
    rows.delete(name);
  }
  const [additional] = rows.keys();
  if (additional !== undefined)
    return differs({
      where: `text ${additional}`,
      expected: 'no such text',
      found: 'a text the event does not commit to',
    });
  if (row.texts.length !== Object.keys(body.texts).length) {
    return differs({
      where: 'texts',
      expected: 'each text once',
      found: `${String(row.texts.length)} rows`,
    });
  }
  return { kind: 'fits', redacted };
}

function checkOpening(promised: Commitment, opening: Opening | null): ContentsFinding {
  const { where, commitment } = promised;
  if (opening === null)
    return differs({ where, expected: `an opening of ${commitment}`, found: 'no row' });
  const { salt, text } = opening;
  if (salt === null && text === null) return { kind: 'fits', redacted: 1 };
  if (salt === null || text === null) {
    return differs({
      where,
      expected: 'salt and text, or neither',
      found: salt === null ? 'a text without its salt' : 'a salt without its text',
    });
  }
  if (salt.length !== SALT_BYTES)
    return differs({
      where,
      expected: `a salt of ${String(SALT_BYTES)} bytes`,
      found: `${String(salt.length)} bytes`,
    });
  // Hashing would turn a lone surrogate into U+FFFD and hide the difference between the two.
  const problem = textProblem(text);
  if (problem !== null) return differs({ where, expected: 'a storable text', found: problem });
  const computed = toHex(commitmentTo(text, salt));
  return computed === commitment
    ? { kind: 'fits', redacted: 0 }
    : differs({ where, expected: commitment, found: computed });
}

function columnsDifference(columns: EventColumns, body: EventBody): Difference | null {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['type', body.type, columns.type],
    ['change', String(body.change), String(columns.change)],
    ['actor_id', body.actor.id, columns.actorId],
    ['actor_name', body.actor.name, columns.actorName],
  ];
  for (const [column, expected, found] of pairs) {
    if (expected !== found) return { where: `column ${column}`, expected, found };
  }
  if (!sameInstant(body.occurredAt, columns.occurredAt))
    return { where: 'column occurred_at', expected: body.occurredAt, found: columns.occurredAt };
  if (!sameInstant(body.observedAt, columns.observedAt))
    return { where: 'column observed_at', expected: body.observedAt, found: columns.observedAt };
  return null;
}

function differs(difference: Difference): ContentsFinding {
  return { kind: 'differs', difference };
}
