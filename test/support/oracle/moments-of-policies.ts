/**
 * Moments that only some policies or categories know: bypasses that were asked for, answered and are over; sign-ins that
 * are there or missing; a template whose change failed.
 */
import { WINDOW } from '../change-plans.ts';
import { asksSignIn } from './agreement.ts';
import { CAST, NAMES } from './cast.ts';
import type { Name } from './cast.ts';
import { code } from './scenes.ts';
import type { Play } from './scenes.ts';
import type { Setting } from './told.ts';

export type Moment = {
  readonly moment: string;
  readonly isIn: (setting: Setting) => boolean;
  readonly play: (play: Play) => void;
};

const GATE = 'preflight_steps_open';
const REASON = 'the staging rack is being moved';

/** Approved, in its window, and nothing of the preflight done. */
function unprepared(play: Play): void {
  play.approved();
  play.stage.clock.set(WINDOW.start);
  play.is({ inWindow: true, signed: [] });
}

function asks(play: Play, name: Name): void {
  play.does(name, { type: 'bypass', gate: GATE, reason: REASON });
  play.is({ asked: name });
}

const BYPASSED: Readonly<Record<string, (play: Play) => void>> = {
  'a bypass asked for': (play) => {
    unprepared(play);
    asks(play, 'engineer');
  },
  'a bypass asked for by the author': (play) => {
    unprepared(play);
    asks(play, 'author');
  },
  'a bypass asked for by somebody whose role went': (play) => {
    unprepared(play);
    asks(play, 'former_maintainer');
  },
  'a bypass asked for, then pushed unheard': (play) => {
    unprepared(play);
    asks(play, 'engineer');
    play.is({ moved: play.told.pull });
    if (play.told.pull) play.stage.world.pulls = [code('third')];
  },
  'a bypass asked for four days ago': (play) => {
    play.approved();
    play.does('engineer', { type: 'bypass', gate: GATE, reason: REASON });
    play.stage.clock.set('2026-11-23T09:30:00Z');
  },
  'a bypass granted': (play) => {
    unprepared(play);
    asks(play, 'engineer');
    play.does('boss', { type: 'grant', gate: GATE, note: '' });
    play.is({ answered: { by: 'boss', how: 'granted' }, passed: 'boss' });
  },
  'a bypass denied': (play) => {
    unprepared(play);
    asks(play, 'engineer');
    play.does('boss', { type: 'deny', gate: GATE, reason: 'they are back in an hour' });
    play.is({ answered: { by: 'boss', how: 'denied' } });
  },
  'bypassed from the list': (play) => {
    unprepared(play);
    play.does('security', { type: 'bypass', gate: GATE, reason: REASON });
    play.is({ passed: 'security' });
  },
  'bypassed two days ago': (play) => {
    play.approved();
    play.does('security', { type: 'bypass', gate: GATE, reason: REASON });
    play.stage.clock.set(WINDOW.start);
    play.is({ inWindow: true });
  },
};

const HUMANS = NAMES.filter((name) => CAST[name].kind === 'human');

const SIGNED: Readonly<Record<string, (play: Play) => void>> = {
  'review, everybody signed in': (play) => {
    play.review();
    signIn(play);
  },
  'review, one voice short and everybody signed in': (play) => {
    play.oneVoiceShort();
    signIn(play);
  },
  'review, approved by people who have not signed in': (play) => {
    play.review();
    for (const name of ['security', 'boss', 'approver'] as const) {
      const approve = { type: 'approve', note: '', channel: 'command', commit: null } as const;
      if (play.stage.act(CAST[name], approve).kind === 'accepted')
        play.is({ approved: [...play.told.approved, name] });
    }
    play.is({ unsigned: play.told.approved });
  },
  'running, everybody signed in': (play) => {
    play.running();
    signIn(play);
  },
};

/** Whoever has no word to give is heard all the same, and nothing comes of it. */
function signIn(play: Play): void {
  for (const name of HUMANS) play.does(name, { type: 'note_identity' });
  play.is({ signed: HUMANS });
}

const BLOB = 'b'.repeat(40);
const TEMPLATE = { id: 'certificate', version: 3, blob: BLOB } as const;

/** Approved by its template and booked at the submit, begun and rolled back. */
function failedFromTemplate(play: Play): void {
  play.plan = { ...play.plan, form: 'template/certificate@3', template: TEMPLATE };
  const current = { ...TEMPLATE, expires: null, file: 'acme/ops:certificate.yml' };
  play.stage.world.template = { current, suspended: null };
  play.draft();
  play.does('author', { type: 'submit' });
  play.is({ state: 'scheduled', booked: true });
  play.ready();
  play.does('operator', { type: 'start', authoriser: null });
  play.is({ state: 'in_progress', executors: ['operator'] });
  play.does('operator', { type: 'rollback', reason: 'clients are refused' });
  play.is({ state: 'rolled_back', suspended: true });
}

const FAILED: Readonly<Record<string, (play: Play) => void>> = {
  'rolled back, made from a template': failedFromTemplate,
  'rolled back, its template reviewed': (play) => {
    failedFromTemplate(play);
    play.does('boss', { type: 'review_template', findings: 'the timeout was too short' });
    play.is({ reviewedBy: 'boss' });
  },
};

export const SPECIAL: readonly Moment[] = [
  ...among(BYPASSED, ({ regime, category }) => regime.id === 'passing' && category !== 'emergency'),
  ...among(SIGNED, asksSignIn),
  ...among(FAILED, ({ regime, category }) => category === 'standard' && regime.id !== 'strict'),
];

function among(
  moments: Readonly<Record<string, (play: Play) => void>>,
  isIn: Moment['isIn'],
): readonly Moment[] {
  return Object.entries(moments).map(([moment, play]) => ({ moment, isIn, play }));
}
