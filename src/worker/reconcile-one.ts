/**
 * One run of the reconciler as a job: what its outcome means for the next one. A run that fails in a way nobody
 * foresaw is put off like any other, ever longer, so that one change cannot keep the worker from the rest.
 */
import { isoNow, systemClock } from '../clock.ts';
import { pauseAfter } from '../reconcile/outcome.ts';
import type { Reconciled } from '../reconcile/reconcile.ts';
import { delayDirty, readMark, wantLookLater, type Mark } from '../store/dirty.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { answerDeploymentsOf } from './answer-deployment.ts';
import { answerGroupsOf } from './answer-merge-group.ts';
import type { House } from './house.ts';
import { wakeReconcile } from './wakes.ts';

export type Reconciling = {
  readonly house: House;
  readonly reconcile: (workspace: string, change: number) => Promise<Reconciled>;
};

/** Somebody has to look at it; it is tried again all the same. */
const STUCK_MS = 30_000;
/** First pauses after a failure: the change is looked at as well, which costs more than the group. */
const GROUP_PAUSES = 30;

export async function reconcileOne(
  { house, reconcile }: Reconciling,
  workspace: string,
  change: number,
): Promise<void> {
  const at = { workspace, change };
  const fields = { action: 'reconciled', ...at };
  try {
    if (await isShown(house, at)) return;
    // First: a run that has shown the change is not repeated, and a group must not keep a yes that is none any more.
    const { isAnswered, againAt } = await answersGroups(house, at);
    const outcome = await reconcile(workspace, change);
    const { mark } = outcome;
    switch (outcome.kind) {
      case 'done':
        if (!isAnswered) await lookLater(house, at, GROUP_PAUSES * house.retryMs);
        await lookAgain(house, at, [outcome.againAt, againAt]);
        house.log.debug({ ...fields, writes: outcome.writes }, 'the forge shows the change');
        return;
      case 'again': {
        const { why, afterMs } = outcome;
        house.log.debug({ ...fields, why, afterMs }, 'the forge will be looked at again');
        await comeBack(house, at, { mark, afterMs, why });
        return;
      }
      case 'stuck': {
        const { why } = outcome;
        house.log.error({ ...fields, why }, 'a change cannot be shown on the forge');
        await comeBack(house, at, {
          mark,
          afterMs: pauseAfter(STUCK_MS, mark?.attempts ?? 0),
          why,
        });
      }
    }
  } catch (error) {
    house.log.error({ ...fields, err: error }, 'showing a change on the forge failed');
    const mark = await inWorkspace(house.db, workspace, (tx) => readMark(tx, change));
    const afterMs = pauseAfter(STUCK_MS, mark?.attempts ?? 0);
    await comeBack(house, at, { mark, afterMs, why: String(error) });
  }
}

type Answered = { readonly isAnswered: boolean; readonly againAt: string | null };

/** False: of a group, or of a deployment that waits, nobody knows what it shows now. That is no reason not to show the change itself. */
async function answersGroups(house: House, { workspace, change }: At): Promise<Answered> {
  try {
    await answerGroupsOf(house, workspace, change);
    const againAt = await answerDeploymentsOf(house, workspace, change);
    return { isAnswered: true, againAt };
  } catch (error) {
    const fields = { action: 'groups_unanswered', workspace, change, err: error };
    house.log.error(fields, 'what waits for an answer was not answered; it will be soon');
    return { isAnswered: false, againAt: null };
  }
}

async function lookAgain(house: House, at: At, agains: readonly (string | null)[]): Promise<void> {
  for (const again of agains)
    if (again !== null) await lookLater(house, at, untilThen(house, again));
}

/** As if it were not shown: whoever is shown is not looked at. */
async function lookLater(house: House, { workspace, change }: At, pauseMs: number): Promise<void> {
  const notBefore = new Date(systemClock.now().getTime() + pauseMs).toISOString();
  const later = { since: isoNow(house.clock), notBefore };
  await inWorkspace(house.db, workspace, (tx) => wantLookLater(tx, change, later));
}

function untilThen({ clock }: House, at: string): number {
  return Date.parse(at) - clock.now().getTime();
}

/** Woken while the run before was under way, which has seen to it all the same. */
async function isShown(house: House, { workspace, change }: At): Promise<boolean> {
  const mark = await inWorkspace(house.db, workspace, (tx) => readMark(tx, change));
  return mark !== null && mark.version <= mark.clean;
}

type At = { readonly workspace: string; readonly change: number };
type Pause = { readonly mark: Mark | null; readonly afterMs: number; readonly why: string };

/** The pulse finds it when its time has come; what need not wait is woken. */
async function comeBack(house: House, at: At, { mark, afterMs, why }: Pause): Promise<void> {
  if (afterMs <= 0) return wakeReconcile(house.db, at);
  if (mark === null) return;
  const retryAt = new Date(systemClock.now().getTime() + afterMs).toISOString();
  const { version, clean } = mark;
  const delay = { number: at.change, version, clean, retryAt, problem: why };
  await inWorkspace(house.db, at.workspace, (tx) => delayDirty(tx, delay));
}
