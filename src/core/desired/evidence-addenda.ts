/**
 * What an emergency owed and was written after the end: dated additions to the evidence, each naming the digest
 * of the evidence that it belongs to.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import { isBefore } from '../change/moment.ts';
import { changeName, type Change, type Stamp } from '../change/state.ts';
import { storable } from '../change/storable.ts';
import { actOf } from './evidence-act.ts';
import { ADDENDUM_SCHEMA, type EvidenceAddendum } from './evidence-record.ts';

export type SealedAddendum = { readonly addendum: EvidenceAddendum; readonly digest: string };

type Late = {
  readonly kind: EvidenceAddendum['kind'];
  readonly stamp: Stamp;
  readonly text: string | null;
};

export function addendaOf(
  change: Change,
  ended: Stamp,
  evidence: string,
): readonly SealedAddendum[] {
  const { emergency } = change;
  if (emergency === null) return [];
  const { authorised, review } = emergency;
  const late: Late[] = [];
  if (authorised !== null) late.push({ kind: 'authorisation', stamp: authorised, text: null });
  if (review !== null) late.push({ kind: 'review', stamp: review, text: review.findings });
  return late
    .filter(({ stamp }) => stamp.seq > ended.seq)
    .toSorted((left, right) => left.stamp.seq - right.stamp.seq)
    .map(({ kind, stamp, text }) => {
      const addendum: EvidenceAddendum = storable({
        schema: ADDENDUM_SCHEMA,
        schema_version: 1,
        change: changeName(change.number),
        number: change.number,
        evidence,
        kind,
        act: actOf(stamp),
        text,
        late: isBefore(
          kind === 'review' ? emergency.reviewDueAt : emergency.authoriseDueAt,
          stamp.at,
        ),
      });
      return {
        addendum,
        digest: createHash('sha256')
          .update(canonicalize({ ...addendum }))
          .digest('hex'),
      };
    });
}
