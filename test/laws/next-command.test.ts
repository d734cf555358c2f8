/** Law of teaching: whatever command a gate gives as the way on is one that is understood. */
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/change/state.ts';
import { judge } from '../../src/core/gate/judge.ts';
import type { Purpose } from '../../src/core/gate/verdict.ts';
import { readCommand } from '../../src/core/intent/read-command.ts';
import { parseSlash } from '../../src/core/intent/slash.ts';
import { accepted } from '../support/change-beginnings.ts';
import { setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { EMERGENCY_PATCH, readable } from '../support/change-plans.ts';
import { always } from './always.ts';

const PURPOSES: readonly Purpose[] = [
  'submit',
  'approve',
  'schedule',
  'start',
  'merge',
  'deploy',
  'complete',
];
const PLACE = {
  repo: { id: '700', name: 'a/b' },
  pull: null,
  zone: 'Europe/Berlin',
  now: '2026-11-20T10:00:00Z',
};

describe('the next command of a gate', () => {
  it('is understood as it stands, once its placeholders are filled in', () => {
    const taught = new Set<string>();
    always(({ stage }) => {
      for (const next of nextCommands(stage)) taught.add(next);
    });
    expect(taught.size).toBeGreaterThan(3);
    for (const next of taught) expect([next, typeOf(next)]).not.toContain('misread');
  });

  it('of an emergency without a name starts it with one', () => {
    const stage = setTheStage();
    const answers = { ...EMERGENCY_PATCH.answers, authorised_by: '' };
    accepted(stage.sora.opens(readable({ ...EMERGENCY_PATCH, answers })));
    const { next } = stage.verdict('start', 'authorisation');
    expect(readLine(next ?? '')).toEqual({ type: 'start', authoriser: 'dee-lead' });
  });
});

function nextCommands(stage: Stage): readonly string[] {
  const change: Change = stage.change;
  return PURPOSES.flatMap((purpose) => judge(change, stage.factsFor(HOLDPOINT), purpose)).flatMap(
    ({ next }) => next ?? [],
  );
}

function typeOf(next: string): string {
  return readLine(next).type;
}

function readLine(next: string): ReturnType<typeof readCommand> {
  const filled = next
    .replace('<start>/<end> <zone>', '2026-11-22 04:30/2026-11-22 05:30 Europe/Berlin')
    .replace('<login>', 'dee-lead')
    .replaceAll(/<[^>]+>/gu, 'words');
  const [line] = parseSlash(filled);
  if (line?.kind !== 'command') throw new Error(`no command: ${next}`);
  return readCommand(line, PLACE);
}
