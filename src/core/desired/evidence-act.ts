/** A stamp of the state as evidence: the person, the roles they held then, the time, the place, the event. */
import type { Stamp } from '../change/stamp.ts';
import type { EvidenceAct } from './evidence-record.ts';

export function actOf({ by, roles, at, url, seq }: Stamp): EvidenceAct {
  return { by: { id: by.id, login: by.login }, roles, at, url, event: seq };
}
