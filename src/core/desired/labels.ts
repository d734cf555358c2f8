/**
 * Every label the app can ever set, with its colour and its sentence. Labels are for lists and searches; they
 * say nothing that the record does not say, and nothing is ever read back from them.
 *
 * What must stay true: names are at most 50 characters, descriptions at most 100; exactly one state label stands
 * on a change. The label `change` belongs to the form and to people, not to us.
 */
import type { Category, Level } from '../plan/plan.ts';
import { STATES, type Change, type StateName } from '../change/state.ts';
import { openObjections } from '../gate/objections.ts';
import { isOnHold } from '../gate/on-hold.ts';
import { isOver, owesAnything } from './duties.ts';

export type DesiredLabel = {
  readonly name: string;
  readonly color: string;
  readonly description: string;
};

/** Nobody else names labels like this; `risk/accepted`, however, may well be a team's own. */
const OWN_NAMESPACES = ['chg/', 'chg-flag/'] as const;

/** Muted, and each light or dark enough for the text that a forge puts on it. */
const STATE_LABELS: Readonly<Record<StateName, Omit<DesiredLabel, 'name'>>> = {
  draft: {
    color: 'D4D8DD',
    description: 'The author is still writing; nothing has been asked of anybody',
  },
  review: { color: 'F2DDA4', description: 'People read the plan and decide' },
  approved: {
    color: 'BFE3C7',
    description: 'Approved as it stands; a substantive edit would void it',
  },
  scheduled: { color: 'B9D7F0', description: 'Approved, with a window booked' },
  in_progress: { color: '2F6FB0', description: 'The operator is walking the checklist' },
  completed: { color: '2E7D4F', description: 'Done, verified and closed' },
  rolled_back: { color: '9A5B13', description: 'Done, reversed; the record says why' },
  rejected: { color: '7A4A4A', description: 'Decided against by an approver' },
  cancelled: { color: '6E7781', description: 'Called off before it began' },
};

const CATEGORY_LABELS: Readonly<Record<Category, Omit<DesiredLabel, 'name'>>> = {
  standard: { color: 'E4E9EF', description: 'Low risk, well understood, done from a template' },
  normal: { color: 'CFE0EA', description: 'Planned, read and approved one by one' },
  significant: { color: 'D9CDEB', description: 'High risk: a lead approves' },
  emergency: {
    color: 'F3C9B8',
    description: 'Needed at once; the review follows within its limit',
  },
};

const LEVEL_COLORS: Readonly<Record<Level, string>> = {
  low: 'E4E9EF',
  medium: 'F2E3BC',
  high: 'F0CDA6',
  critical: 'E8B4A6',
};

const FLAGS = {
  'hold-waiting': { color: 'F2DDA4', description: 'A hold point waits for a second person' },
  blocked: {
    color: 'E8B4A6',
    description: 'Somebody objects, or the record could not be brought up to date',
  },
  hold: {
    color: 'E8B4A6',
    description: 'Start and merge wait; anybody who may label sets it, an engineer takes it off',
  },
  'post-review-due': {
    color: 'F3C9B8',
    description:
      'After an emergency or a failure something is still owed: its review, a word, a task',
  },
  paused: { color: 'D4D8DD', description: 'The operator stopped for now; no step is taken' },
  overrun: { color: 'F0CDA6', description: 'Running after the end of its window' },
} as const;
type Flag = keyof typeof FLAGS;

/** The labels a change shows now. */
export function labelsOf(change: Change): readonly DesiredLabel[] {
  return [
    stateLabel(change.state),
    ...(change.category === null ? [] : [categoryLabel(change.category)]),
    ...(change.risk === null ? [] : [levelLabel('risk', change.risk)]),
    ...(change.priority === null ? [] : [levelLabel('priority', change.priority)]),
    ...flagsOf(change).map(flagLabel),
  ];
}

/** Labels that people put on and take off as we do: they have to be there before anybody can. */
export const LABELS_FOR_PEOPLE: readonly DesiredLabel[] = [flagLabel('hold')];

/** Every label that can ever be set, in the order of the documentation. */
export function labelRegistry(): readonly DesiredLabel[] {
  const levels: readonly Level[] = ['low', 'medium', 'high', 'critical'];
  const categories: readonly Category[] = ['standard', 'normal', 'significant', 'emergency'];
  const flags = Object.keys(FLAGS).filter(isFlag);
  return [
    ...STATES.map(stateLabel),
    ...categories.map(categoryLabel),
    ...levels.map((level) => levelLabel('risk', level)),
    ...levels.map((level) => levelLabel('priority', level)),
    ...flags.map(flagLabel),
  ];
}

/** Forges compare label names without regard to case; so do we. */
export function isOurLabel(name: string): boolean {
  const lower = name.toLowerCase();
  if (OWN_NAMESPACES.some((space) => lower.startsWith(space))) return true;
  return labelRegistry().some((label) => label.name === lower);
}

export function stateLabel(state: StateName): DesiredLabel {
  return { name: `chg/${state.replaceAll('_', '-')}`, ...STATE_LABELS[state] };
}

function categoryLabel(category: Category): DesiredLabel {
  return { name: `category/${category}`, ...CATEGORY_LABELS[category] };
}

function levelLabel(kind: 'risk' | 'priority', level: Level): DesiredLabel {
  const description =
    kind === 'risk'
      ? `Risk as chosen by the author: ${level}`
      : `Priority: ${level}; it orders lists and decides nothing`;
  return { name: `${kind}/${level}`, color: LEVEL_COLORS[level], description };
}

function flagLabel(flag: Flag): DesiredLabel {
  return { name: `chg-flag/${flag}`, ...FLAGS[flag] };
}

function isFlag(name: string): name is Flag {
  return name in FLAGS;
}

function flagsOf(change: Change): readonly Flag[] {
  const running = change.state === 'in_progress';
  const holds = Object.values(change.steps).map((step) => step.hold?.status ?? null);
  const beforeStart = !running && !isOver(change);
  const flags: readonly (readonly [Flag, boolean])[] = [
    [
      'hold-waiting',
      !isOver(change) && holds.some((status) => status === 'waiting' || status === 'declined'),
    ],
    [
      'blocked',
      (beforeStart && change.objections.some((objection) => objection.lifted === null)) ||
        (running && openObjections(change, 'concern').length > 0) ||
        change.stopped.length > 0,
    ],
    ['hold', (!isOver(change) || change.state === 'completed') && isOnHold(change)],
    ['post-review-due', owesAnything(change)],
    ['paused', running && change.paused !== null],
    ['overrun', running && change.overrunSince !== null],
  ];
  return flags.flatMap(([flag, up]) => (up ? [flag] : []));
}
