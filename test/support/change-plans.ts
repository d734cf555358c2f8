/** Plans to tell stories with: the certificate rotation of the example changes, and an emergency, shortened. */
import type { Plan, PlanReading, Step, StepTag, Window } from '../../src/core/plan/plan.ts';

/** Half an hour after the stories' usual end of preparations, and three days after they begin. */
export const WINDOW: Window = {
  start: '2026-11-22T03:30:00Z',
  end: '2026-11-22T04:30:00Z',
  zone: 'Europe/Berlin',
  note: null,
};

export const STEPS: readonly Step[] = [
  step('P1', 'Compare the fingerprints of certificate, chain and key'),
  step('P2', 'Tell support that it begins'),
  step('E1', 'Place the new files on gw-1 and test the configuration', { minutes: 5 }),
  step('E2', 'Drain gw-1, switch, reload', { minutes: 5 }),
  step('E3', 'Handshake from outside', { tags: ['hold'], minutes: 5 }),
  step('E4', 'Undrain gw-1', { minutes: 6 }),
  step('E5', 'Warm the session cache', { tags: ['optional'] }),
  step('V1', 'Place a test order from a network that is not ours'),
  step('V2', 'Read the expiry from the monitor'),
];

export const CERT_ROTATION: Plan = {
  form: 'change/1',
  answers: {
    what: 'Replace the certificate that the two gateway nodes serve.',
    why: 'The present one expires on 2 December.',
    affected: 'All mobile and partner clients.',
    failure: 'Older clients refuse the connection; half of the traffic for each node.',
    abort_criteria: 'handshake failures > 0.5 % for 2 min',
    rollback: 'Point the link back at the old directory and reload.',
    rollback_time: '5m',
    success: 'A client that knows nothing of the change completes a handshake on both nodes.',
  },
  steps: STEPS,
  category: 'normal',
  priority: 'medium',
  risk: 'medium',
  environments: ['production'],
  assets: ['edge/api-gateway'],
  window: WINDOW,
  secondPerson: 'tomas-sre',
  operator: 'mara-ops',
  rollbackMinutes: 5,
  missing: [],
};

export const EMERGENCY_PATCH: Plan = {
  form: 'emergency/1',
  answers: {
    what: 'Patch both remote access gateways.',
    why: 'The flaw is being exploited.',
    emergency_reason: 'Every hour brings new attempts.',
    authorised_by: '@dee-lead, 21:07, by phone',
    failure: 'Staff cannot reach the network for ten minutes.',
    rollback: 'Boot the previous image.',
  },
  steps: [
    step('P1', 'Save logs and a memory image of both gateways'),
    step('E1', 'Patch the standby gateway and restart it'),
    step('E2', 'Run the check script against the standby', { tags: ['hold'] }),
    step('E3', 'Fail over to the standby'),
    step('V1', 'Two people log in from outside'),
  ],
  category: 'emergency',
  priority: 'critical',
  risk: 'critical',
  environments: ['production'],
  assets: ['net/vpn-gateway'],
  window: null,
  secondPerson: null,
  operator: null,
  rollbackMinutes: null,
  missing: [],
};

export const UNREADABLE: PlanReading = {
  kind: 'unreadable',
  problems: [
    {
      code: 'tag_unknown',
      field: 'steps_execute',
      line: 42,
      expected: 'one of [hold], [witness], [optional], [irreversible]',
      found: '"[hodl]"',
      remedy: 'did you mean [hold]?',
    },
  ],
};

export function readable(plan: Plan): PlanReading {
  return { kind: 'readable', plan, warnings: [] };
}

export function withAnswer(plan: Plan, id: string, answer: string): Plan {
  return { ...plan, answers: { ...plan.answers, [id]: answer } };
}

export function step(
  id: string,
  text: string,
  more: Partial<Pick<Step, 'after' | 'minutes' | 'expect'>> & {
    readonly tags?: readonly StepTag[];
  } = {},
): Step {
  return {
    id,
    phase: phaseOf(id),
    text,
    tags: [],
    after: [],
    minutes: null,
    expect: 'as described',
    rollback: id.startsWith('E') ? 'undo it' : null,
    owner: null,
    evidence: null,
    abort: null,
    notes: [],
    ...more,
  };
}

function phaseOf(id: string): Step['phase'] {
  if (id.startsWith('P')) return 'preflight';
  return id.startsWith('E') ? 'execution' : 'verification';
}
