/**
 * The evidence of a change as anybody can make it again from the events alone: the record that the evidence comment
 * shows, and its digest. Who holds the comment and an export of the log can compare the two.
 *
 * What must stay true: the record depends on nothing but events; its shape is schemas/evidence.schema.json.
 */
import type { StoredEvent } from '../core/audit/event.ts';
import { evolve } from '../core/change/evolve.ts';
import type { Change } from '../core/change/state.ts';
import type { SealedAddendum } from '../core/desired/evidence-addenda.ts';
import type { EvidenceRecord } from '../core/desired/evidence-record.ts';
import { evidenceView } from '../core/desired/evidence.ts';

export type SealedEvidence = {
  readonly record: EvidenceRecord;
  /** SHA-256 over the canonical JSON of the record, hex. */
  readonly digest: string;
  /** What was written after the end, each with a digest of its own. */
  readonly addenda: readonly SealedAddendum[];
};

/** Null while the change has not ended. The events are those of one change, oldest first. */
export function evidenceRecord(events: readonly StoredEvent[]): SealedEvidence | null {
  const change = events.reduce<Change | null>((state, event) => evolve(state, event), null);
  const view = change === null ? null : evidenceView(change);
  return view === null ? null : { record: view.record, digest: view.digest, addenda: view.addenda };
}
