// A log in memory, built with the same parts that build the stored one.
import { createHash } from 'node:crypto';
import { EMPTY_LOG } from '../../../src/core/audit/chain.ts';
import type { NewEvent, RawEventRow } from '../../../src/core/audit/event.ts';
import { leafHash, linkHash } from '../../../src/core/audit/link.ts';
import type { ChainPoint } from '../../../src/core/audit/link.ts';
import { countTexts, sealEvent } from '../../../src/core/audit/seal.ts';

export const WORKSPACE = 'github:9812';

export const salt = (label: string): Uint8Array => createHash('sha256').update(label).digest();

export const anEvent = (given: Partial<NewEvent> = {}): NewEvent => ({
  type: 'step_done',
  change: 12,
  actor: { id: '7', login: 'mara-ops', kind: 'human', roles: ['engineer'] },
  source: { kind: 'webhook', delivery: 'd-1', ref: 'comment:123', url: null },
  occurredAt: '2026-11-22T04:36:00Z',
  observedAt: '2026-11-22T04:36:01.250Z',
  policy: 'p1',
  data: { step: 'E2' },
  texts: { observed: 'gone after 41 s' },
  ...given,
});

export const aRow = (event: NewEvent, after: ChainPoint): RawEventRow => {
  const seq = after.seq + 1;
  const login = salt(`login ${event.actor.login}`);
  const texts = Array.from({ length: countTexts(event) }, (_, index) =>
    salt(`text ${String(seq)} ${String(index)}`),
  );
  const sealed = sealEvent(event, { login, texts });
  const leaf = leafHash(sealed.body);
  return {
    seq,
    prevHash: after.hash,
    hash: linkHash(WORKSPACE, seq, { prev: after.hash, leaf }),
    body: sealed.body,
    texts: sealed.texts,
    actor: { salt: login, login: event.actor.login },
    columns: sealed.columns,
  };
};

export const aLog = (events: readonly NewEvent[]): readonly RawEventRow[] => {
  const rows: RawEventRow[] = [];
  for (const event of events) rows.push(aRow(event, headOf(rows)));
  return rows;
};

export const headOf = (rows: readonly RawEventRow[]): ChainPoint => rows.at(-1) ?? EMPTY_LOG;

/** With the chain after it made to fit again, as somebody who owns the database would. */
export const rehashed = (rows: readonly RawEventRow[]): readonly RawEventRow[] => {
  let point = EMPTY_LOG;
  return rows.map((row) => {
    const seq = point.seq + 1;
    const hash = linkHash(WORKSPACE, seq, { prev: point.hash, leaf: leafHash(row.body) });
    const linked = { ...row, seq, prevHash: point.hash, hash };
    point = { seq, hash };
    return linked;
  });
};
