/**
 * The moments of the matrix: changes in every state, and of what may stand in the way of an act each thing alone, so that
 * no gate hides behind another.
 */
import { WINDOW } from '../change-plans.ts';
import { REPO } from '../change-verbs.ts';
import { CAST, NOW } from './cast.ts';
import { SPECIAL } from './moments-of-policies.ts';
import { code, Play } from './scenes.ts';
import type { Scene } from './scenes.ts';
import { PULL } from './told.ts';
import type { Setting } from './told.ts';

const MOMENTS: Readonly<Record<string, (play: Play) => void>> = {
  draft: (play) => {
    play.draft();
  },
  review: (play) => {
    play.review();
  },
  'review, objected': (play) => {
    play.review();
    play.objects('block', 'concern', 'hold', 'request');
  },
  'review, changes requested': (play) => {
    play.review();
    play.objects('request');
  },
  'review, one voice short': (play) => {
    play.oneVoiceShort();
  },
  'review, the code unreviewed': (play) => {
    play.review();
    if (!play.told.pull) return;
    play.stage.world.pulls = play.stage.world.pulls.map((one) => ({ ...one, reviews: [] }));
    play.is({ unreviewed: true });
  },
  'review, the delegator pushed': (play) => {
    play.review();
    if (!play.told.pull) return;
    play.stage.world.pulls = [code('third')];
    const head = { repoId: REPO.repoId, pull: PULL, head: 'third', pushed: true } as const;
    play.does('delegator', { type: 'note_head', ...head });
    play.is({ pushers: ['pusher', 'delegator'] });
  },
  approved: (play) => {
    play.approved();
  },
  'approved, before its window': (play) => {
    play.approved();
    play.walksFirst();
  },
  'approved, nothing walked': (play) => {
    play.approved();
    play.stage.clock.set(WINDOW.start);
    play.is({ inWindow: true });
  },
  'approved, in its window': (play) => {
    play.approved();
    play.ready();
  },
  scheduled: (play) => {
    play.scheduled();
  },
  'scheduled, blocked': (play) => {
    play.scheduled();
    play.objects('block');
  },
  'scheduled, with a concern': (play) => {
    play.scheduled();
    play.objects('concern');
  },
  'scheduled, on hold': (play) => {
    play.scheduled();
    play.objects('hold');
  },
  'scheduled, an approver lost the role': (play) => {
    const isStrict = play.told.regime.id === 'strict';
    play.scheduled(
      isStrict ? ['security', 'approver', 'former_maintainer'] : ['former_maintainer'],
    );
  },
  'scheduled, pushed unheard': (play) => {
    play.scheduled();
    play.is({ moved: play.told.pull });
    if (play.told.pull) play.stage.world.pulls = [code('third')];
  },
  'running, first step': (play) => {
    play.running();
  },
  'running, at the hold': (play) => {
    play.atHold();
  },
  'running, the button pressed': (play) => {
    play.pressed();
  },
  'running, all done but the words': (play) => {
    play.pressed();
    play.walksOn();
  },
  'running, past the hold': (play) => {
    play.afterHold();
  },
  'running, paused': (play) => {
    play.afterHold();
    play.does('blocker', { type: 'pause', reason: 'the pager went off' });
    play.is({ paused: true });
  },
  'running, all done and paused': (play) => {
    play.finished();
    play.does('blocker', { type: 'pause', reason: 'the pager went off' });
    play.is({ paused: true });
  },
  'running, offered': (play) => {
    play.afterHold();
    const { successor: to } = CAST;
    play.does('operator', { type: 'handover', to, toLogin: to.login });
    play.is({ offered: true });
  },
  'running, all done': (play) => {
    play.finished();
  },
  completed: (play) => {
    play.completed();
  },
  'running, reopened': (play) => {
    play.completed();
    play.does('boss', { type: 'reopen', reason: 'the second node was forgotten' });
    play.is({ state: 'in_progress' });
  },
  'rolled back': (play) => {
    play.running();
    play.does('operator', { type: 'rollback', reason: 'clients are refused' });
    play.is({ state: 'rolled_back' });
  },
  'rolled back and verified': (play) => {
    play.running();
    play.does('operator', { type: 'rollback', reason: 'clients are refused' });
    play.does('operator', { type: 'recovered', observed: 'refused requests are back to zero' });
    play.is({ state: 'rolled_back', recovered: true });
  },
  rejected: (play) => {
    play.review();
    play.does('boss', { type: 'reject', reason: 'not this quarter' });
    play.is({ state: 'rejected' });
  },
  cancelled: (play) => {
    play.review();
    play.does('author', { type: 'cancel', reason: 'the issuer moved the date' });
    play.is({ state: 'cancelled' });
  },
};

/** Those of everybody, and those that a policy or a category alone knows. */
export function momentsIn(setting: Setting): readonly string[] {
  const special = SPECIAL.filter(({ isIn }) => isIn(setting)).map(({ moment }) => moment);
  return [...Object.keys(MOMENTS), ...special];
}

/** From here on those have roles who have them now, and the policy is the one that is asked. */
export function sceneOf(moment: string, setting: Setting): Scene {
  const play = new Play(setting);
  const special = SPECIAL.find((one) => one.moment === moment);
  (MOMENTS[moment] ?? special?.play)?.(play);
  const { stage, told } = play;
  stage.world.people = NOW;
  stage.world.policy = setting.regime.asked;
  return { told: { ...told, moment }, stage, change: stage.change };
}
