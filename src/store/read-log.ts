/**
 * Reads the log in pages by sequence number, so that a log of any length needs
 * the memory of one page. A page is an event page and its texts; more than
 * 1000 rows a page is slower, not faster.
 */
import { toHex } from '../core/audit/bytes.ts';
import type { RawEventRow, RawText, StoredEvent } from '../core/audit/event.ts';
import { unsealEvent } from '../core/audit/unseal.ts';
import { sessionOf } from './session.ts';
import type { Tx } from './in-workspace.ts';
import type { Session } from './session.ts';

export type LogRange = {
  /** Only events of this change. */
  readonly change?: number;
  /** First and last sequence number, both included. */
  readonly from?: number;
  readonly to?: number;
  /** At most 1000. */
  readonly pageSize?: number;
};

const MOST_ROWS = 1000;
/** Above every sequence number, and still exact. */
const END = Number.MAX_SAFE_INTEGER;

/** Events as they were appended, erased texts as null. Verifies nothing; see `verifyLog`. */
export async function* readEvents(
  tx: Tx,
  range: LogRange = {},
): AsyncGenerator<StoredEvent, void, undefined> {
  for await (const row of readRawRows(tx, range)) yield unsealEvent(row);
}

/** Rows exactly as stored, for verification and exports. */
export async function* readRawRows(
  tx: Tx,
  range: LogRange = {},
): AsyncGenerator<RawEventRow, void, undefined> {
  const limit = Math.min(range.pageSize ?? MOST_ROWS, MOST_ROWS);
  let from = range.from ?? 1;
  for (;;) {
    // Asked anew for each page: the transaction must still be open.
    const rows = await readPage(sessionOf(tx), { ...range, from, limit });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    from = last.seq + 1;
  }
}

/** Only what links are proven by: three times as fast, and useless for anything else. */
export async function* readLinks(
  tx: Tx,
  range: { readonly from: number; readonly to: number },
): AsyncGenerator<RawEventRow, void, undefined> {
  let { from } = range;
  for (;;) {
    const { client, workspace } = sessionOf(tx);
    const { rows } = await client.query<Pick<EventRow, 'seq' | 'prev_hash' | 'hash' | 'body'>>({
      name: 'read_links',
      text: `SELECT seq, prev_hash, hash, body FROM events
              WHERE workspace = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq LIMIT $4`,
      values: [workspace, from, range.to, MOST_ROWS],
    });
    for (const { seq, prev_hash: prevHash, hash, body } of rows) {
      yield { seq, prevHash, hash, body, texts: [], actor: null, columns: null };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < MOST_ROWS) return;
    from = last.seq + 1;
  }
}

type Page = LogRange & { readonly from: number; readonly limit: number };

type EventRow = {
  readonly seq: number;
  readonly prev_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
  readonly type: string;
  readonly change: number | null;
  readonly actor_id: string;
  readonly actor_name: Uint8Array;
  readonly occurred_at: string;
  readonly observed_at: string;
  readonly known: boolean;
  readonly login: string | null;
  readonly salt: Uint8Array | null;
};

const EVENTS = `
  SELECT seq, prev_hash, hash, body, type, change, actor_id, actor_name, occurred_at, observed_at,
         p.commitment IS NOT NULL AS known, p.login, p.salt
    FROM events e
    LEFT JOIN people p ON p.workspace = e.workspace AND p.id = e.actor_id AND p.commitment = e.actor_name
   WHERE e.workspace = $1 AND e.seq BETWEEN $2 AND $3`;

async function readPage(session: Session, page: Page): Promise<readonly RawEventRow[]> {
  const { client, workspace } = session;
  const { from, to = END, limit, change } = page;
  const { rows } =
    change === undefined
      ? await client.query<EventRow>({
          name: 'read_events',
          text: `${EVENTS} ORDER BY e.seq LIMIT $4`,
          values: [workspace, from, to, limit],
        })
      : await client.query<EventRow>({
          name: 'read_change_events',
          text: `${EVENTS} AND e.change = $5 ORDER BY e.seq LIMIT $4`,
          values: [workspace, from, to, limit, change],
        });
  const texts = await readTexts(session, rows);
  return rows.map((row) => rawRow(row, texts.get(row.seq) ?? []));
}

async function readTexts(
  session: Session,
  events: readonly EventRow[],
): Promise<ReadonlyMap<number, readonly RawText[]>> {
  const found = new Map<number, RawText[]>();
  if (events.length === 0) return found;
  const { rows } = await session.client.query<RawText & { readonly seq: number }>({
    name: 'read_texts',
    text: 'SELECT seq, name, salt, text FROM texts WHERE workspace = $1 AND seq = ANY($2::bigint[])',
    values: [session.workspace, events.map(({ seq }) => seq)],
  });
  for (const { seq, ...text } of rows) {
    const texts = found.get(seq);
    if (texts === undefined) found.set(seq, [text]);
    else texts.push(text);
  }
  return found;
}

function rawRow(row: EventRow, texts: readonly RawText[]): RawEventRow {
  return {
    seq: row.seq,
    prevHash: row.prev_hash,
    hash: row.hash,
    body: row.body,
    texts,
    actor: row.known ? { salt: row.salt, login: row.login } : null,
    columns: {
      type: row.type,
      change: row.change,
      actorId: row.actor_id,
      actorName: toHex(row.actor_name),
      occurredAt: row.occurred_at,
      observedAt: row.observed_at,
    },
  };
}
