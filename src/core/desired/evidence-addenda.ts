/**
 * What was owed and written after the end, of an emergency or of a change that failed: dated additions to the evidence,
 * each naming the digest of the evidence that it belongs to.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import { isBefore } from '../change/moment.ts';
import { postReviewOf } from '../change/post-review.ts';
import { changeName, type Change, type Emergency } from '../change/state.ts';
import type { Stamp } from '../change/stamp.ts';
import { storable } from '../change/storable.ts';
import { actOf } from './evidence-act.ts';
import { ADDENDUM_SCHEMA, type EvidenceAddendum } from './evidence-record.ts';

export type SealedAddendum = { readonly addendum: EvidenceAddendum; readonly digest: string };

type Late = Pick<EvidenceAddendum, 'kind' | 'text' | 'outage' | 'late'> & { readonly stamp: Stamp };

/** Once, when the last of them is done. */
function allDuties({ duties }: Emergency): readonly Late[] {
  const done = duties.flatMap((duty) => (duty.done === null ? [] : [{ duty, act: duty.done }]));
  const last = done.toSorted((left, right) => right.act.seq - left.act.seq)[0];
  if (last === undefined || done.length < duties.length) return [];
  const lines = done.map(({ duty, act }) => `${duty.id} ${duty.title}: ${act.what}`);
  const late = done.some(({ duty, act }) => isBefore(duty.dueAt, act.at));
  return [{ kind: 'duties', stamp: last.act, text: lines.join('\n'), late }];
}

function lateIn(change: Change): readonly Late[] {
  const { emergency } = change;
  const owed = postReviewOf(change);
  const late: Late[] = [];
  if (emergency !== null && emergency.authorised !== null) {
    const { authorised: stamp, authoriseDueAt } = emergency;
    late.push({
      kind: 'authorisation',
      stamp,
      text: null,
      late: isBefore(authoriseDueAt, stamp.at),
    });
  }
  if (owed?.review) {
    const { review: stamp, dueAt } = owed;
    const outage = stamp.outage === null ? {} : { outage: stamp.outage };
    const said = { text: stamp.findings, ...outage, late: isBefore(dueAt, stamp.at) };
    late.push({ kind: 'review', stamp, ...said });
  }
  return emergency === null ? late : [...late, ...allDuties(emergency)];
}

export function addendaOf(
  change: Change,
  ended: Stamp,
  evidence: string,
): readonly SealedAddendum[] {
  return lateIn(change)
    .filter(({ stamp }) => stamp.seq > ended.seq)
    .toSorted((left, right) => left.stamp.seq - right.stamp.seq)
    .map(({ stamp, kind, text, outage, late }) => {
      const addendum: EvidenceAddendum = storable({
        schema: ADDENDUM_SCHEMA,
        schema_version: 1,
        change: changeName(change.number),
        number: change.number,
        evidence,
        kind,
        act: actOf(stamp),
        text,
        ...(outage === undefined ? {} : { outage }),
        late,
      });
      return {
        addendum,
        digest: createHash('sha256')
          .update(canonicalize({ ...addendum }))
          .digest('hex'),
      };
    });
}
