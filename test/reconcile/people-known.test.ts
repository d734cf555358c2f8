// A forge that lists nobody: those whom the change knows are asked for by name, and whoever is heard through another is
// one of them.
import { expect, it } from 'vitest';
import type { NoticeActor } from '../../src/core/intent/notice.ts';
import { observePeople } from '../../src/reconcile/observe.ts';
import { accepted } from '../support/change-beginnings.ts';
import { setTheStage } from '../support/change-kit.ts';
import { PEOPLE } from '../support/change-people.ts';

it('whoever gave their voice to somebody is known, so that it counts', async () => {
  const stage = setTheStage();
  stage.given.inReview();
  accepted(stage.tomas.delegatesTo(PEOPLE.jonas));
  const forge = {
    observePeople: () => Promise.resolve(null),
    observeActor: (_repo: unknown, person: NoticeActor) =>
      Promise.resolve({ ...person, roles: [] }),
  };
  const repo = { id: stage.change.repoId, name: stage.change.repo };
  const seen = await observePeople(forge, repo, { change: stage.change });
  expect(seen.peopleAreSome).toBe(true);
  expect(seen.people?.map(({ login }) => login)).toEqual(
    expect.arrayContaining(['tomas-sre', 'jonas-dba']),
  );
});
