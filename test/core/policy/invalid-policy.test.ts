/** A policy that cannot be used: nothing passes under it, and running work can still be stopped. */
import { describe, expect, it } from 'vitest';
import { blockers, GATES, judge } from '../../../src/core/gate/judge.ts';
import { PURPOSES } from '../../../src/core/gate/verdict.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { invalidPolicy } from '../../../src/core/policy/invalid-policy.ts';
import type { Policy, PolicyProblem } from '../../../src/core/policy/policy.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT } from '../../support/change-people.ts';

const PROBLEM: PolicyProblem = {
  file: 'lighthouse-freight/web:.github/holdpoint.yml',
  line: 7,
  column: 3,
  code: 'unknown_key',
  expected: 'one of the keys of a rule',
  found: '"wen"',
  remedy: 'did you mean "when"?',
};
const INVALID = invalidPolicy([PROBLEM], []);

describe('a policy that cannot be used', () => {
  it('stops every act, in every category and without one, and says where the trouble is', () => {
    for (const category of ['standard', 'normal', 'significant', 'emergency', null] as const) {
      for (const purpose of PURPOSES) {
        const stage = setTheStage();
        stage.given.scheduledChange();
        const facts = { ...stage.factsFor(HOLDPOINT), policy: INVALID };
        const verdicts = judge({ ...stage.change, category }, facts, purpose);
        expect(blockers(verdicts).find(({ gate }) => gate === 'policy')).toMatchObject({
          kind: 'unmet',
          code: 'policy_invalid',
          facts: {
            count: 1,
            version: INVALID.version,
            problems: [
              'lighthouse-freight/web:.github/holdpoint.yml:7:3: expected one of the keys of a rule; found "wen"; did you mean "when"?',
            ],
          },
        });
      }
    }
  });

  it('is decided by no gate: those that need a policy cannot tell, the others do not look at it', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    const shut: Policy = new Proxy(INVALID, {
      get: (policy, name) => {
        if (name !== 'problems' && name !== 'version') throw new Error(`looked at ${String(name)}`);
        return policy[name];
      },
    });
    const facts = { ...stage.factsFor(HOLDPOINT), policy: shut };
    const verdicts = PURPOSES.flatMap((purpose) => judge(stage.change, facts, purpose));
    // Whether a pull request may be its own change is asked of one that is.
    const elsewhere = ['policy', 'own_pull'];
    const needing = GATES.filter(
      ({ id, underAnyPolicy }) => underAnyPolicy !== true && !elsewhere.includes(id),
    );
    for (const { id } of needing) {
      const found = verdicts.filter(({ gate }) => gate === id);
      expect(found.length, id).toBeGreaterThan(0);
      for (const verdict of found)
        expect(verdict, id).toMatchObject({ kind: 'cannot_tell', code: 'policy_invalid' });
    }
  });

  it('gives nobody a right to let something pass, and lets everybody stop what runs', () => {
    const may = (verb: string): boolean => Object.hasOwn(INVALID.verbRoles, verb);
    expect(['waive', 'confirm', 'override', 'authorise', 'review'].filter(may)).toEqual([]);
    const kept = [
      'block',
      'pause',
      'rollback',
      'recovered',
      'observe',
      'cancel',
      'request_changes',
    ];
    expect(kept.filter((verb) => !may(verb))).toEqual([]);
    expect(Object.keys(INVALID.verbRoles).every((verb) => verb in DEFAULT_POLICY.verbRoles)).toBe(
      true,
    );
  });

  it('is refused with its reason, not with the roles of whoever asks', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    stage.world.policy = INVALID;
    expect(answerOf(stage.dee.waives('E3', 'it can be undone in a minute'))).toBe('policy_invalid');
    expect(answerOf(stage.mara.pauses('a partner called'))).toBe('accepted');
    expect(INVALID.version).toMatch(/^invalid:[0-9a-f]{12}$/u);
  });

  it('lets the second person say no at a hold point, and nobody say yes', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    stage.world.policy = INVALID;
    expect(answerOf(stage.tomas.confirms('E3'))).toBe('policy_invalid');
    expect(answerOf(stage.priya.declines('E3'))).toBe('not_permitted');
    expect(answerOf(stage.tomas.declines('E3'))).toBe('accepted');
  });
});
