/**
 * What each line of an example's script is on the forge: a line of a comment, something else that is done there, or
 * nothing, where it tells what comes of itself. Beside it stands what the log says of it afterwards.
 *
 * What must stay true: an event that is not in this table ends the play, so that no line of a script is passed over.
 */
import { detail, type ExampleEvent } from '../examples.ts';
import type { Scene } from './scene.ts';

type Row = {
  /** The event of the log; null: the log of the change says nothing of it. */
  readonly told: string | null;
  readonly says?: (event: ExampleEvent, scene: Scene) => string;
  readonly does?: (event: ExampleEvent, scene: Scene) => unknown;
};

/** `/chg <verb>` and members of the line, in this order. */
function says(told: string, verb: string, ...members: readonly string[]): Row {
  const line = (event: ExampleEvent): string =>
    ['/chg', verb, ...members.map((name) => detail(event, name))].join(' ');
  return { told, says: line };
}

const PLANNING: Readonly<Record<string, Row>> = {
  submitted: says('submitted', 'submit'),
  submit_refused: says('refused', 'submit'),
  approved: { told: 'approved', says: ({ comment = '' }) => `/chg approve ${comment}`.trim() },
  approve_refused: says('refused', 'approve'),
  changes_requested: says('changes_requested', 'request-changes', 'comment'),
  freeze_overridden: says('overridden', 'override freeze_window_blocked', 'reason'),
  scheduled: says('scheduled', 'schedule'),
  window_changed: {
    told: 'plan_recorded',
    does: (event, scene) =>
      scene.edits(event.actor, scene.example.answers['window'] ?? '', detail(event, 'to')),
  },
  plan_edited: {
    told: 'plan_recorded',
    does: (event, scene) => scene.edits(event.actor, detail(event, 'from'), detail(event, 'to')),
  },
  conflict_noticed: { told: null },
};

const RUNNING: Readonly<Record<string, Row>> = {
  started: says('started', 'start'),
  authorised: says('authorised', 'authorise', 'note'),
  step_done: says('step_done', 'done', 'step', 'observed'),
  hold_confirmed: says('hold_confirmed', 'confirm', 'step', 'observed'),
  hold_confirm_refused: says('refused', 'confirm', 'step', 'observed'),
  hold_rejected: says('hold_declined', 'decline', 'step', 'observed'),
  rolled_back: says('rollback_started', 'rollback', 'reason'),
  recovered: says('recovered', 'recovered', 'observed'),
  completed: says('completed', 'complete', 'closure_code', 'notes'),
  post_review_approved: says('posthoc_reviewed', 'review', 'findings'),
  follow_up_done: says('duty_done', 'done', 'duty', 'note'),
  template_suspended: { told: 'template_suspended' },
};

const CODING: Readonly<Record<string, Row>> = {
  pushed: { told: null, does: (event, scene) => scene.pushes(event) },
  checks_passed: {
    told: null,
    does: (event, { sandbox, repo, pullOf }) => {
      const { headSha: sha } = pullOf(event);
      return sandbox.as(event.actor).setStatus(repo, { sha, context: 'test', state: 'success' });
    },
  },
  linked: { told: 'pull_linked', does: (event, scene) => scene.proposes(event) },
  merged: {
    told: 'pull_merged',
    does: (event, { sandbox, repo, pullOf }) =>
      sandbox.as(event.actor).merge(`${repo}#${String(pullOf(event).number)}`, 'squash'),
  },
  deployed: {
    told: 'deployment_finished',
    does: (event, { sandbox, repo, pullOf }) => {
      const [ref, environment] = [pullOf(event).mergeCommitSha ?? '', detail(event, 'environment')];
      const bot = sandbox.as(event.actor);
      const { id } = bot.createDeployment(repo, { ref, environment });
      return bot.reportDeployment(id, { state: 'success' });
    },
  },
};

const ROWS: Readonly<Record<string, Row>> = {
  opened: { told: 'change_opened' },
  ...PLANNING,
  ...RUNNING,
  ...CODING,
};

export function rowOf({ event }: ExampleEvent): Row {
  const row = ROWS[event];
  if (row === undefined) throw new Error(`nobody knows how to play ${JSON.stringify(event)}`);
  return row;
}
