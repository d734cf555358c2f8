/**
 * What the shipped policy asks of each kind of change. Steps come from the step sets and the time to go back from the
 * rollback methods, so that each is said once.
 *
 * What must stay true: every kind has its rule, under the kind's own id. Whatever a rule cannot hold by itself stands
 * in its notes, and is shown to whoever it concerns.
 */
import type { ApprovalRule, Demands, PolicyRule } from '../rule.ts';
import { KINDS } from './kinds.ts';
import { longestRollback } from './rollback.ts';
import { stepsFor } from './step-sets.ts';

const A_LEAD: ApprovalRule = {
  id: 'a_lead',
  title: 'A lead',
  holders: { roles: ['lead'], teams: [], people: [] },
  owners: false,
  count: 1,
  stage: 1,
  voidedByPush: true,
  ignoreUpdateMerges: false,
  ignoreCommitsBy: [],
};

export const APPROVAL_RULES: readonly ApprovalRule[] = [A_LEAD];

type Row = { readonly demands?: Partial<Demands>; readonly notes?: readonly string[] };

const LED: Partial<Demands> = {
  categoryAtLeast: 'significant',
  approval: { kind: 'rule', id: A_LEAD.id },
};

/** By kind; what follows from step sets and rollback methods is not repeated. */
const ROWS: Readonly<Record<string, Row>> = {
  documentation: {
    demands: { categoryAtLeast: 'standard' },
    notes: ['Standard is enough where nothing but documentation is touched.'],
  },
  ci_pipeline: {
    demands: { sections: ['security_impact'] },
    notes: [
      'The pipeline guards everything else: say what happens to its checks, its secrets and who may run it.',
    ],
  },
  dependency_update: {
    notes: [
      'Automated pull requests bring updates as they come out.',
      'Once a quarter somebody reads the whole list by hand: what is behind, what nobody maintains, what is not needed.',
      'A version that closes an exploited CVE goes in at once, as an emergency where the notice cannot be kept.',
    ],
  },
  database_schema: {
    demands: { categoryAtLeast: 'significant', answers: ['test_evidence'], window: true },
    notes: ['The migration is a file under version control; nobody types it on the night.'],
  },
  postgresql_config: {
    demands: { window: true },
    notes: ['A restart cuts every connection: the window is one in which that may happen.'],
  },
  firewall: { demands: LED },
  single_sign_on: { demands: LED },
  security_control: { demands: LED },
};

const URGENT: PolicyRule = {
  id: 'urgent',
  title: 'Critical priority, but no emergency',
  when: {
    kind: 'and',
    of: [
      { kind: 'priority', levels: ['critical'] },
      { kind: 'not', of: { kind: 'category', categories: ['emergency'] } },
    ],
  },
  demands: demands({ hold: true }),
  notes: ['Who is in a hurry overlooks things: somebody else looks at least once on the way.'],
};

export const RULES: readonly PolicyRule[] = [
  ...KINDS.map(({ id, title }): PolicyRule => {
    const row = ROWS[id] ?? {};
    return {
      id,
      title,
      when: { kind: 'change_kind', kinds: [id] },
      demands: demands({
        steps: stepsFor(id),
        rollbackMinutes: longestRollback(id),
        ...row.demands,
      }),
      notes: row.notes ?? [],
    };
  }),
  URGENT,
];

function demands(some: Partial<Demands>): Demands {
  return {
    categoryAtLeast: null,
    leadTimeHours: null,
    approval: null,
    steps: [],
    checks: [],
    sections: [],
    answers: [],
    rollbackMinutes: null,
    window: false,
    hold: false,
    ...some,
  };
}
