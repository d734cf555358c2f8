// A policy that nobody has read again in time is flagged wherever its gate is shown; it holds nobody up.
import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { gateItems } from '../../../src/render/gates.ts';
import { UTC_CLOCK } from '../../../src/render/when.ts';
import { setTheStage } from '../../support/change-kit.ts';

const BUILT_IN = DEFAULT_POLICY.version;

it.each([
  ['2026-11-18', 'file:1', 'the review of the policy has been due since 2026-11-18'],
  ['2026-11-19', 'file:1', null],
  ['2026-11-18', BUILT_IN, null],
])('a policy whose review is due on %s on 19 November, %s', (nextReview, version, flag) => {
  const document = { owner: 'dee-lead', effective: null, lastReview: null, nextReview };
  const stage = setTheStage({ policy: { ...DEFAULT_POLICY, document, version } });
  stage.given.inReview();
  const verdict = stage.verdict('approve', 'policy');
  expect(verdict.kind).toBe('met');
  const line = gateItems([verdict], UTC_CLOCK).join();
  if (flag === null) expect(line).not.toContain('review');
  else expect(line).toContain(flag);
});
