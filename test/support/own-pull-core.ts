/** A pull request that is its own change, on the stage of the core: opened, reviewed and approved, merged. */
import { expect } from 'vitest';
import type { Command } from '../../src/core/change/command.ts';
import type { PullFacts } from '../../src/core/change/facts.ts';
import { readPullPlan } from '../../src/core/plan/pull-form.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { answerOf, pullDetail, pullFacts, setTheStage } from './change-kit.ts';
import type { Stage } from './change-kit.ts';
import { PEOPLE } from './change-people.ts';
import { REPO } from './change-verbs.ts';

export const POLICY = { ...DEFAULT_POLICY, ownPulls: ['standard'] as const };
export const SHOWN = pullFacts(45);
export const BODY = pullDetail().body;

export function reviewedBy(name: 'tomas' | 'omar', head = SHOWN.head): PullFacts['reviews'] {
  return [{ by: PEOPLE[name], state: 'approved', commit: head, at: '2026-11-19T10:00:00Z' }];
}

export function opening(body: string, draft = false): Extract<Command, { type: 'open' }> {
  return {
    ...{ type: 'open', ...REPO, issueId: 'pull:45', issue: 45, issueUrl: 'https://f.example/45' },
    title: 'Add the fee',
    author: PEOPLE.lin,
    reading: readPullPlan(body, ['standard']),
    editors: [],
    pull: { head: SHOWN.head, draft, allowed: ['standard'] },
  };
}

export function opened(body = BODY, draft = false): Stage {
  const stage = setTheStage({ policy: POLICY, pulls: [SHOWN] });
  stage.act(PEOPLE.lin, opening(body, draft));
  stage.act(PEOPLE.lin, { type: 'reconsider' });
  return stage;
}

export function approved(body = BODY): Stage {
  const stage = opened(body);
  stage.world.pulls = [{ ...SHOWN, reviews: reviewedBy('tomas') }];
  expect(answerOf(stage.tomas.approves())).toBe('accepted');
  expect(stage.change.state).toBe('approved');
  return stage;
}

export function merges(
  stage: Stage,
  when: { readonly witnessed?: true } = { witnessed: true },
): void {
  stage.world.pulls = stage.world.pulls.map((one) => ({ ...one, open: false, merged: true }));
  const merged = {
    type: 'note_merge',
    repoId: REPO.repoId,
    pull: 45,
    sha: 'c'.repeat(40),
  } as const;
  stage.act(PEOPLE.omar, merged, when);
}
