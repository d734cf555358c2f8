/**
 * How long it takes to judge the last 200 changes again under another policy, as a pull request on the policy asks for:
 * compute alone, with nothing remembered from before. Processor time of the whole process, collecting garbage included:
 * how long somebody waits beside it depends on what else the machine does.
 *
 * What must stay true: each change is an object of its own, so that no count of one answers for another; it is the first
 * replay of its process, so that nothing is warm.
 */
import type { Change } from '../src/core/change/state.ts';
import { replay } from '../src/core/gate/replay.ts';
import { DEFAULT_POLICY } from '../src/core/policy/default-policy.ts';
import type { Policy } from '../src/core/policy/policy.ts';
import { accepted } from '../test/support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../test/support/change-kit.ts';
import { need, rule } from '../test/support/policy-rules.ts';
import type { BenchResult } from './result.ts';

const LIMIT_MS = 2_000;
const CHANGES = 200;
const RULES = 500;

export function run(): Promise<BenchResult[]> {
  const changes = linkedChanges();
  const to = tightened();
  const start = process.cpuUsage();
  const { judged, flips } = replay(changes, {
    from: DEFAULT_POLICY,
    to,
    now: '2026-11-21T10:00:00Z',
  });
  const { user, system } = process.cpuUsage(start);
  const value = Math.round((user + system) / 1_000);
  if (judged !== CHANGES || flips.length < CHANGES)
    throw new Error('the other policy said the same');
  const name = `replay ${String(CHANGES)} changes under ${String(RULES)} more rules, processor time`;
  return Promise.resolve([{ name, value, unit: 'ms', limit: LIMIT_MS, pass: value <= LIMIT_MS }]);
}

function linkedChanges(): readonly Change[] {
  const stage = setTheStage({ pulls: [pullFacts(7)] });
  stage.given.inReview();
  accepted(stage.mara.links(7));
  stage.tomas.approves();
  return Array.from({ length: CHANGES }, (_, index) => ({
    ...structuredClone(stage.change),
    number: index + 1,
  }));
}

function tightened(): Policy {
  const rules = Array.from({ length: RULES }, (_, index) =>
    rule(
      `r${String(index)}`,
      { kind: 'title', globs: [`*${String(index)}*fee*`, '*certificate*'] },
      { steps: [need(`step-${String(index)}`, { words: [`word${String(index)}`] })] },
    ),
  );
  const categories = DEFAULT_POLICY.categories.map((one) => ({ ...one, approvalsNeeded: 3 }));
  return { ...DEFAULT_POLICY, version: 'file:tight', categories, rules };
}
