/** What a check holds, as data; `view.ts` says what holds for every view. */
import type { ForgedReport } from '../change/forged.ts';
import type { StateName } from '../change/state.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { Guidance } from './guidance.ts';
import type { RecordView, Situation, ViewClock, Who } from './view.ts';

/** What a second person is asked about on a check; `round`: the event by which the step was done. */
export type OpenHold = { readonly step: string; readonly round: number };

/** The answer to "may this merge?", for one head commit. */
export type CheckView = {
  /** Buttons for a second person; null: nobody is asked. */
  readonly hold: OpenHold | null;
  /** What others said on the commit under our name. */
  readonly forged: readonly ForgedReport[];
  readonly number: number;
  readonly issueUrl: string;
  readonly state: StateName;
  readonly clock: ViewClock;
  readonly conclusion: 'success' | 'failure' | 'action_required';
  readonly externalId: string;
  readonly closure: RecordView['closure'];
  readonly rollback: RecordView['rollback'];
  readonly endReason: string | null;
  readonly situation: Situation;
  readonly who: Who;
  readonly verdicts: readonly Verdict[];
  readonly guidance: Guidance | null;
};
