/** The table as data: documents, pages and laws read it, so it must be whole. */
import { describe, expect, it } from 'vitest';
import { REFUSAL_CODES } from '../../../src/core/change/refusal.ts';
import { STATES } from '../../../src/core/change/state.ts';
import { TRANSITIONS } from '../../../src/core/change/transitions.ts';
import { ROLES } from '../../../src/core/policy/holders.ts';
import { VERB_ROLES } from '../../../src/core/policy/verb-roles.ts';

function waysFrom(state: string, isOwn = false): readonly string[] {
  const rows = TRANSITIONS.filter(
    ({ from, to, when }) =>
      (when === 'own_pull') === isOwn &&
      from.some((one) => one === state) &&
      to !== 'unchanged' &&
      to !== state,
  );
  return [...new Set(rows.map(({ to }) => to))].sort();
}

describe('the transition table', () => {
  it('leads from state to state as the product says', () => {
    expect(Object.fromEntries(STATES.map((state) => [state, waysFrom(state)]))).toEqual({
      draft: ['approved', 'cancelled', 'in_progress', 'review', 'scheduled'],
      review: ['approved', 'cancelled', 'in_progress', 'rejected'],
      approved: ['cancelled', 'in_progress', 'review', 'scheduled'],
      scheduled: ['cancelled', 'in_progress', 'review'],
      in_progress: ['completed', 'rolled_back'],
      completed: ['in_progress'],
      rolled_back: [],
      rejected: [],
      cancelled: [],
    });
  });

  it('leads a pull request that is its own change from opening to merge, and back to draft', () => {
    const ways = STATES.map((state) => [state, waysFrom(state, true)] as const);
    expect(Object.fromEntries(ways.filter(([, to]) => to.length > 0))).toEqual({
      draft: ['approved', 'cancelled', 'completed', 'review'],
      review: ['cancelled', 'completed', 'draft'],
      approved: ['cancelled', 'completed', 'draft'],
    });
  });

  it('starts a draft or a change in review only as an emergency', () => {
    const early = TRANSITIONS.filter(
      ({ verb, from }) => verb === 'start' && (from.includes('draft') || from.includes('review')),
    );
    expect(early.map(({ when }) => when)).toEqual(['emergency']);
  });

  it('has words for every row, and only codes that exist', () => {
    for (const { note, guards, verb } of TRANSITIONS) {
      expect([verb, note.length > 0]).toEqual([verb, true]);
      expect(REFUSAL_CODES).toEqual(expect.arrayContaining([...guards]));
      expect([verb, new Set(guards).size]).toEqual([verb, guards.length]);
    }
  });

  it('says each way once', () => {
    const ways = TRANSITIONS.flatMap(({ from, verb, to, when }) =>
      from.map((state) => [state, verb, to, when].join(' ')),
    );
    expect(ways.filter((way, index) => ways.indexOf(way) !== index)).toEqual([]);
  });

  it('names a role for every verb that people utter, and roles that exist', () => {
    const uttered = new Set(
      TRANSITIONS.map(({ verb }) => verb).filter((verb) => !verb.startsWith('note_')),
    );
    for (const report of ['record_plan', 'timer', 'reconsider', 'misread'] as const)
      uttered.delete(report);
    expect(Object.keys(VERB_ROLES)).toEqual(expect.arrayContaining([...uttered]));
    for (const roles of Object.values(VERB_ROLES)) {
      expect(roles.length).toBeGreaterThan(0);
      expect(ROLES).toEqual(expect.arrayContaining([...roles]));
    }
  });
});
