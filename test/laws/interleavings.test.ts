/**
 * Ten thousand stories in which edits, pushes, approvals, withdrawals, dismissals, other rules, lost roles and starts
 * are told late, twice, out of order or not at all, and facts are as old as the moment they were gathered. Nothing is
 * ever started or let merge on an approval that was not given to exactly that text, code and policy by somebody who may.
 * `INTERLEAVING_RUNS` plays more, `INTERLEAVING_SEED` begins elsewhere.
 */
import { describe, expect, it } from 'vitest';
import { Telling, begun } from '../support/oracle/telling.ts';

const RUNS = Number(process.env['INTERLEAVING_RUNS'] ?? 10_000);
const FIRST = Number(process.env['INTERLEAVING_SEED'] ?? 0);

describe('whatever is told in whatever order', () => {
  it('nothing starts and nothing may be merged on an approval of something else', () => {
    const beginning = begun();
    const wrong: string[] = [];
    let [starts, merges, approvals, refused] = [0, 0, 0, 0];
    for (let seed = FIRST; seed < FIRST + RUNS; seed += 1) {
      const story = new Telling(seed, beginning);
      story.play();
      wrong.push(...story.wrong);
      starts += story.starts;
      merges += story.merges;
      approvals += story.approvals;
      refused += story.refused;
    }
    console.info(
      `interleavings: ${String(RUNS)} stories, seeds ${String(FIRST)} to ${String(FIRST + RUNS - 1)}: ${String(approvals)} approvals taken, ${String(refused)} refused, ${String(starts)} starts, ${String(merges)} times a merge was let pass, ${String(wrong.length)} wrong`,
    );
    expect(wrong.slice(0, 3), `${String(wrong.length)} wrong`).toEqual([]);
    expect(starts).toBeGreaterThan(RUNS / 5);
    expect(merges).toBeGreaterThan(RUNS / 5);
    expect(refused).toBeGreaterThan(RUNS);
  }, 600_000);
});
