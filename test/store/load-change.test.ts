// What an older version of the code wrote as a change's state is not believed: its events are folded anew.
import { expect } from 'vitest';
import { FOLD } from '../../src/core/change/evolve.ts';
import type { Change } from '../../src/core/change/state.ts';
import { loadSnapshots } from '../../src/store/changes.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { loadChange } from '../../src/store/load-change.ts';
import { sessionOf } from '../../src/store/session.ts';
import { openRecord, tellStory, WORKSPACE } from '../cli/story.ts';
import { test } from '../support/database.ts';

test('a state in another form than this version folds is made again from the log', async ({
  databaseUrl,
}) => {
  await tellStory(databaseUrl);
  const db = await openRecord(databaseUrl);
  await inWorkspace(db, WORKSPACE, async (tx) => {
    const folded = (await loadSnapshots<Change>(tx, [1])).get(1)?.snapshot;
    expect(folded?.state).toBe('completed');
    await sessionOf(tx).client.query(`UPDATE changes SET fold = 0, snapshot = '{"number": 1}'`);
    expect(await loadChange(tx, 1)).toEqual(folded);
    // In the form that this version writes it is taken as it stands.
    await sessionOf(tx).client.query('UPDATE changes SET fold = $1', [FOLD]);
    expect(await loadChange(tx, 1)).toEqual({ number: 1 });
    expect(await loadChange(tx, 99)).toBeNull();
  });
  await db.close();
});
