// Why something that was approved is read again: the reason that people are given is the one that was recorded.
import { describe, expect, it } from 'vitest';
import { lastReturn } from '../../../src/core/desired/returned.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';

function approvedWithPull(): Stage {
  const stage = setTheStage({ pulls: [pullFacts(701), pullFacts(702)] });
  stage.given.draft();
  accepted(stage.mara.links(701));
  accepted(stage.mara.submits());
  accepted(stage.tomas.approves());
  return stage;
}

function why(stage: Stage): string | undefined {
  return lastReturn(stage.change)?.why;
}

describe('an approved change that is read again', () => {
  it('says that a pull request was linked, when that is what happened', () => {
    const stage = approvedWithPull();
    accepted(stage.mara.links(702));
    expect(why(stage)).toBe('linked');
  });

  it('says that its code is another after a push and after an unlinking', () => {
    const pushed = approvedWithPull();
    accepted(pushed.forge.reportsPush(701, 'pushed'));
    expect(why(pushed)).toBe('code');
    const unlinked = approvedWithPull();
    accepted(unlinked.mara.unlinks(701));
    expect(why(unlinked)).toBe('code');
  });

  it('gives the last reason when there were several, and none for what was taken back', () => {
    const stage = approvedWithPull();
    accepted(stage.mara.links(702));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
    accepted(stage.forge.reportsPush(701, 'pushed'));
    expect(why(stage)).toBe('code');
    const quiet = approvedWithPull();
    accepted(quiet.tomas.withdraws());
    expect(quiet.change.state).toBe('review');
    expect(why(quiet)).toBeUndefined();
  });
});
