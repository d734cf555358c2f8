// The mirror in the forge's own terms: what is written, what is left to people, and what is not even looked at.
import { describe, expect, it } from 'vitest';
import type { IssueSeen } from '../../src/core/intent/notice.ts';
import { nativeOf } from '../../src/core/desired/native.ts';
import { blankRow, type SurfaceRow } from '../../src/reconcile/book.ts';
import { applyNative, diffNative, seeNative, type NativeStep } from '../../src/reconcile/native.ts';
import { setTheStage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { CERT_ROTATION, withAnswer } from '../support/change-plans.ts';
import { neighbour, neighbours } from '../support/neighbours.ts';
import { pretend } from './pretend.ts';

const row = (id: string, problem: string | null = null): SurfaceRow => ({
  ...blankRow(`native:blocker:${id}`),
  problem,
});
const issue = (type?: string | null) =>
  ({ ...(type === undefined ? {} : { type }) }) as unknown as IssueSeen;

function steps(rows: readonly SurfaceRow[], wanted: readonly string[], type?: string | null) {
  const surfaces = new Map(rows.map((one) => [one.surface, one]));
  const seen = seeNative({ ...pretend().run().page, surfaces }, issue(type));
  return diffNative({ blockers: wanted, fields: [] }, seen);
}

describe('what the forge should show', () => {
  it('is the issues of the changes that are waited for; not a pull request, not what a merge alone waits for', () => {
    const upstream = [neighbour(5), neighbour(6, { issueId: null })];
    const stage = setTheStage({ neighbours: neighbours({ upstream }) });
    stage.given.draft(withAnswer(CERT_ROTATION, 'dependencies', 'CHG-00005\nCHG-00006\nCHG-00009'));
    const facts = stage.factsFor(HOLDPOINT);
    expect(nativeOf(stage.change, facts)).toMatchObject({ blockers: ['505'] });
    const ended = { by: stage.change.author, roles: [], at: facts.now, url: null, seq: 1 };
    expect(nativeOf({ ...stage.change, ended }, facts)?.blockers).toBeNull();
    expect(nativeOf({ ...stage.change, own: { draft: false } }, facts)).toBeNull();
    const { neighbours: _, ...blind } = facts;
    expect(nativeOf(stage.change, blind)).toBeNull();
  });
});

describe('the steps', () => {
  it('are none where all is as it should be, whoever linked it and whatever was refused', () => {
    const known = [row('1'), row('2', 'theirs'), row('3', 'refused')];
    expect(steps(known, ['1', '2', '3'])).toEqual([]);
    expect(diffNative(null, seeNative(pretend().run().page, issue(null)))).toEqual([]);
  });

  it('link what is missing, part what is over, and give a type where there is room for one', () => {
    expect(steps([row('1'), row('2', 'theirs')], ['3'], null)).toEqual([
      { kind: 'add_blocker', blocker: '3' },
      { kind: 'remove_blocker', blocker: '1' },
      { kind: 'remove_blocker', blocker: '2' },
      { kind: 'set_type' },
    ]);
    expect(steps([], [], 'Bug')).toEqual([]);
    expect(steps([{ ...blankRow('native:type') }], [], null)).toEqual([]);
  });

  it('leave to people what they linked, and note what the forge would not do', async () => {
    const world = pretend();
    const said: string[] = [];
    const there = ['1'];
    const forge = {
      ...world.run().forge,
      observeBlockers: () => Promise.resolve(there),
      addBlocker: (_repo: unknown, _issue: number, id: string) => {
        said.push(`link ${id}`);
        return Promise.resolve(id !== '3');
      },
      removeBlocker: (_repo: unknown, _issue: number, id: string) => {
        said.push(`part ${id}`);
        return Promise.resolve(true);
      },
    };
    const does = (step: NativeStep) => applyNative({ ...world.run(), forge }, step);
    for (const blocker of ['1', '2', '3']) await does({ kind: 'add_blocker', blocker });
    const problems = [...world.rows].map(([name, { problem }]) => [name, problem]);
    expect(problems).toEqual([
      ['native:blocker:1', 'theirs'],
      ['native:blocker:2', null],
      ['native:blocker:3', 'refused'],
    ]);
    for (const blocker of ['1', '2', '3']) await does({ kind: 'remove_blocker', blocker });
    expect(said).toEqual(['link 2', 'link 3', 'part 2']);
    expect(world.rows.size).toBe(0);
  });
});
