/**
 * Enough independent people agreed to exactly this plan, under this policy, with these heads. Once a change runs, its
 * merge and deployments still ask; completing it asks only when it was reopened with another plan.
 */
import type { RefusalFacts } from '../change/refusal.ts';
import { signInMinutes } from '../policy/sign-in.ts';
import { signInsDue } from '../policy/sign-ins-due.ts';
import type { SignInDue } from '../policy/sign-ins-due.ts';
import { tally } from '../policy/tally.ts';
import type { Tally, Voice } from '../policy/tally.ts';
import { isPreapproved } from '../policy/pre-approved.ts';
import { templateName } from '../template/template.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Asked, Finding, Gate } from './gate.ts';

const STALE: readonly Voice['reason'][] = [
  'approval_stale',
  'ref_changed',
  'stale_review',
  'reopened',
];

export const approvals: Gate = {
  id: 'approvals',
  title: 'Approved',
  code: 'approval_missing',
  also: ['approval_stale', 'reauthentication_due'],
  purposes: ['approve', 'schedule', 'start', 'merge', 'deploy', 'complete'],
  wakesOn: [
    'approved',
    'identity_confirmed',
    'approval_withdrawn',
    'approvals_voided',
    'plan_recorded',
    'plan_editor_found',
    'pull_linked',
    'pull_unlinked',
    'pull_head_moved',
    'pull_pushed',
    'pull_retargeted',
    'review_submitted',
    'review_dismissed',
  ],
  bypassedInEmergency: true,
  elsewhere: true,
  judge: ({ change, facts, purpose }) => {
    if (purpose === 'complete' && !change.reapprovalDue) return notApplicable('none_required');
    const count = tally(change, facts);
    if (count.rule === null) return notApplicable('no_category');
    const template = change.plan?.template;
    if (count.enough && template !== undefined && isPreapproved(change, facts))
      return met({ ...numbers(count), template: templateName(template) });
    if (count.enough)
      return met({ ...numbers(count), by: count.counted.map(({ by }) => by.login) });
    if (count.unknown.includes('editor'))
      return { ...cannotTell('editor'), who: [change.author.login] };
    if (count.unknown.includes('sign_in')) return { ...cannotTell('sign_in'), who: ['admin'] };
    const [first] = count.unknown;
    if (first !== undefined && !count.isShort) return cannotTell(first);
    return unsigned({ change, facts }, count) ?? missing(count, signInsDue(change, facts));
  },
};

type Here = Pick<Asked, 'change' | 'facts'>;

/** Nothing is missing but that those who agreed show who they are. */
function unsigned({ change, facts }: Here, count: Tally): Finding | null {
  const due = signInsDue(change, facts);
  const minutes = signInMinutes(change, facts.policy);
  const [first] = due;
  if (first === undefined || minutes === null || !isEnoughUnsigned({ change, facts })) return null;
  const by = loginsOf(due);
  const address = typeof facts.signInAt === 'string' ? { address: facts.signInAt } : {};
  const said = { ...numbers(count), by, minutes, until: first.until, ...address };
  return { ...unmet(said, { who: by }), code: 'reauthentication_due' };
}

function isEnoughUnsigned({ change, facts }: Here): boolean {
  return tally(change, { ...facts, policy: { ...facts.policy, reauthentication: null } }).enough;
}

function loginsOf(due: readonly SignInDue[]): readonly string[] {
  return [...new Set(due.map(({ by }) => by.login))];
}

/** Whoever could give any of what is asked for now, by name; where nobody is known, what they would have to be. */
function missing(count: Tally, due: readonly SignInDue[]): Finding {
  const eligible = count.eligible.map(({ login }) => login);
  const asked = count.open.filter(({ isOpen }) => isOpen);
  const roles = [...new Set(asked.flatMap(({ need }) => need.holders.roles))];
  const kinds = [
    ...roles,
    ...asked.flatMap(({ need }) => [...need.holders.teams, ...need.holders.people]),
  ];
  const way = { who: eligible.length > 0 ? eligible : kinds, next: '/chg approve' };
  const stale = staleVoices(count);
  const said = { ...numbers(count), ...partsOf(count), roles, eligible };
  if (stale.length === 0) return unmet({ ...said, ...named('unsigned', loginsOf(due)) }, way);
  const by = [...new Set(stale.map(({ approval }) => approval.by.login))];
  const what = [...new Set(stale.map(({ about }) => about ?? 'plan'))];
  return { ...unmet({ ...said, by, what }, way), code: 'approval_stale' };
}

/** By title: what rules ask for and is missing now, what follows in its turn, and teams that are gone. */
function partsOf({ open, rules }: Tally): RefusalFacts {
  const asked = open.filter(({ need }) => need.stage !== null);
  const parts = asked.filter(({ isOpen }) => isOpen).map(({ need }) => need.title);
  const later = asked.filter(({ isOpen }) => !isOpen).map(({ need }) => need.title);
  const hollow = rules.filter((rule) => rule.answer === 'not_met' && rule.open.length === 0);
  const gone = [...new Set(open.flatMap((part) => part.gone))];
  return {
    ...named('parts', parts),
    ...named('later', later),
    ...named(
      'hollow',
      hollow.map(({ title }) => title),
    ),
    ...named('teams', gone),
  };
}

function named(fact: string, names: readonly string[]): RefusalFacts {
  return names.length === 0 ? {} : { [fact]: names };
}

/** Voices that were good once, of people who have not spoken again. */
function staleVoices({ spoke, counted }: Tally): readonly Voice[] {
  return spoke.filter(
    ({ reason, approval }) =>
      STALE.includes(reason) && !counted.some(({ by }) => by.id === approval.by.id),
  );
}

function numbers(count: Tally): {
  category: string;
  needed: number;
  counted: number;
  remaining: number;
} {
  const { rule, needed, remaining } = count;
  return { category: rule?.category ?? '', needed, counted: needed - remaining, remaining };
}
