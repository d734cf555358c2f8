/**
 * One event as a line of JSON from which the chain can be proven again: the stored bytes, the hashes, and the
 * openings of the commitments. Written by the export, read by `audit verify --file`.
 *
 * What must stay true: the body is given as the bytes that were hashed, as text where they are UTF-8 and in base64
 * where they are not; an erased text has neither words nor salt. A line that cannot be read says what is wrong with it.
 */
import { fromHex, fromUtf8, toHex, utf8 } from '../core/audit/bytes.ts';
import type { RawEventRow, RawLogin, RawText } from '../core/audit/event.ts';
import { jsonLine } from './row-text.ts';

export type EventLine = { readonly workspace: string; readonly row: RawEventRow };

export type ReadLine =
  | { readonly kind: 'event'; readonly line: EventLine }
  | { readonly kind: 'unreadable'; readonly why: string };

export function writeEventLine(workspace: string, row: RawEventRow): string {
  const body = fromUtf8(row.body);
  const line = {
    workspace,
    seq: row.seq,
    prev_hash: toHex(row.prevHash),
    hash: toHex(row.hash),
    ...(body === null ? { body_base64: Buffer.from(row.body).toString('base64') } : { body }),
    actor: row.actor === null ? null : { login: row.actor.login, salt: hexOrNull(row.actor.salt) },
    texts: row.texts
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
      .map(({ name, salt, text }) => ({ name, salt: hexOrNull(salt), text })),
  };
  return jsonLine(line);
}

export function readEventLine(text: string): ReadLine {
  try {
    const line = object(JSON.parse(text), 'the line');
    const row: RawEventRow = {
      seq: integer(line['seq'], 'seq'),
      prevHash: hex(line['prev_hash'], 'prev_hash'),
      hash: hex(line['hash'], 'hash'),
      body: readBody(line),
      texts: list(line['texts'], 'texts').map(readText),
      actor: line['actor'] === null ? null : readActor(object(line['actor'], 'actor')),
      columns: null,
    };
    return { kind: 'event', line: { workspace: string(line['workspace'], 'workspace'), row } };
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : 'it is no JSON' };
  }
}

type Fields = Readonly<Record<string, unknown>>;

function readBody(line: Fields): Uint8Array {
  if (typeof line['body'] === 'string') return utf8(line['body']);
  return Buffer.from(string(line['body_base64'], 'body'), 'base64');
}

function readText(value: unknown): RawText {
  const text = object(value, 'texts');
  return {
    name: string(text['name'], 'texts.name'),
    salt: saltOrNull(text['salt']),
    text: stringOrNull(text['text'], 'texts.text'),
  };
}

function readActor(actor: Fields): RawLogin {
  return { login: stringOrNull(actor['login'], 'actor.login'), salt: saltOrNull(actor['salt']) };
}

function hexOrNull(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : toHex(bytes);
}

function saltOrNull(value: unknown): Uint8Array | null {
  return value === null ? null : hex(value, 'salt');
}

function hex(value: unknown, where: string): Uint8Array {
  const bytes = fromHex(string(value, where));
  if (bytes === null) throw new TypeError(`${where}: expected lower-case hex`);
  return bytes;
}

function integer(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new TypeError(`${where}: expected a whole number`);
}

function string(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${where}: expected a text`);
}

function stringOrNull(value: unknown, where: string): string | null {
  return value === null ? null : string(value, where);
}

function list(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new TypeError(`${where}: expected a list`);
}

function object(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new TypeError(`${where}: expected an object`);
}
