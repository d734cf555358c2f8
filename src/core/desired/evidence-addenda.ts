/**
 * What an emergency owed and was written after the end: dated additions to the evidence, each naming the digest
 * of the evidence that it belongs to.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import { isBefore } from '../change/moment.ts';
import { changeName, type Change, type Emergency } from '../change/state.ts';
import type { Stamp } from '../change/stamp.ts';
import { storable } from '../change/storable.ts';
import { actOf } from './evidence-act.ts';
import { ADDENDUM_SCHEMA, type EvidenceAddendum } from './evidence-record.ts';

export type SealedAddendum = { readonly addendum: EvidenceAddendum; readonly digest: string };

type Late = {
  readonly kind: EvidenceAddendum['kind'];
  readonly stamp: Stamp;
  readonly text: string | null;
};

/** Once, when the last of them is done. */
function allDuties({ duties }: Emergency): readonly Late[] {
  const done = duties.flatMap((duty) => (duty.done === null ? [] : [{ duty, act: duty.done }]));
  const last = done.toSorted((left, right) => right.act.seq - left.act.seq)[0];
  if (last === undefined || done.length < duties.length) return [];
  const lines = done.map(({ duty, act }) => `${duty.id} ${duty.title}: ${act.what}`);
  return [{ kind: 'duties', stamp: last.act, text: lines.join('\n') }];
}

function isLate(emergency: Emergency, kind: Late['kind'], { at }: Stamp): boolean {
  if (kind === 'duties')
    return emergency.duties.some(({ done, dueAt }) => done !== null && isBefore(dueAt, done.at));
  return isBefore(kind === 'review' ? emergency.reviewDueAt : emergency.authoriseDueAt, at);
}

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
  late.push(...allDuties(emergency));
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
        late: isLate(emergency, kind, stamp),
      });
      return {
        addendum,
        digest: createHash('sha256')
          .update(canonicalize({ ...addendum }))
          .digest('hex'),
      };
    });
}
