/**
 * What stands on heads under the name of our check and is not ours. Written over by the run; recorded here where no
 * delivery told of it in its time, so that a lost one hides nothing.
 */
import { forgedKey, type ForgedReport } from '../core/change/forged.ts';
import type { Namesake, PullFacts } from '../core/change/facts.ts';
import type { Run } from './run.ts';

/** What nobody told of, by the keys under which a delivery would have been recorded. */
export type ForgedTeller = (
  workspace: string,
  change: number,
  found: ReadonlyMap<string, ForgedReport>,
) => Promise<void>;

export function namesakesOf(pulls: readonly PullFacts[]): ReadonlyMap<string, Namesake> {
  return new Map(
    pulls.flatMap(({ repoId, head, namesake }) =>
      namesake === undefined ? [] : [[`${repoId}:${head}`, namesake] as const],
    ),
  );
}

export async function tellForged(
  run: Run,
  pulls: readonly PullFacts[],
  tell: ForgedTeller,
): Promise<void> {
  const { number, ended } = run.page.change;
  if (ended !== null) return;
  const found = pulls.flatMap(({ forged = [] }) => forged).filter((one) => isUntold(run, one));
  if (found.length === 0) return;
  const byKey = new Map(found.map((one) => [forgedKey(one, number), one]));
  await tell(run.forge.workspace, number, byKey);
}

/** A delivery that witnessed it knows more: it is given time to come. */
function isUntold(run: Run, { says, at }: ForgedReport): boolean {
  if (says === null) return false;
  return at === null || Date.parse(run.now()) - Date.parse(at) > run.pace.orphanMs;
}
