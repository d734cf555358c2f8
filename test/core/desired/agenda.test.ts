/** F223: what a meeting about changes has before it, from the record alone. */
import { describe, expect, it } from 'vitest';
import { agendaOf } from '../../../src/core/desired/agenda.ts';
import { renderAgenda } from '../../../src/render/agenda.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION } from '../../support/change-plans.ts';

type Stage = ReturnType<typeof setTheStage>;
const UNTIL = '2026-11-27T00:00:00Z';

function seen(stage: Stage, number: number) {
  const change = { ...stage.change, number };
  return { change, facts: stage.factsFor(PEOPLE.tomas) };
}

function inReview(plan = CERT_ROTATION): Stage {
  const stage = setTheStage();
  stage.given.inReview(plan);
  return stage;
}

function failed(): Stage {
  const stage = setTheStage();
  stage.given.endedChange('rolled_back');
  return stage;
}

describe('the agenda', () => {
  it('lists what waits for approval and comes soon, the weightier category first, and the reviews that are owed', () => {
    const significant = { ...CERT_ROTATION, category: 'significant', risk: 'high' } as const;
    const agenda = agendaOf(
      [seen(inReview(), 1), seen(inReview(significant), 2), seen(failed(), 3)],
      UNTIL,
    );
    expect(agenda.waiting.map(({ change, approvals }) => [change, approvals])).toEqual([
      ['CHG-00002', [{ title: null, missing: 1, by: ['lead'] }]],
      ['CHG-00001', [{ title: null, missing: 1, by: ['maintainer', 'lead'] }]],
    ]);
    expect(agenda.reviews).toMatchObject([{ change: 'CHG-00003', why: 'rolled_back' }]);
  });

  it('leaves out what begins later, what is in no review, and a review that was given', () => {
    const draft = setTheStage();
    draft.given.draft();
    const reviewed = failed();
    accepted(reviewed.tomas.reviewsAfterwards());
    const others = [seen(draft, 2), seen(reviewed, 3)];
    expect(agendaOf([seen(inReview(), 1), ...others], '2026-11-21T00:00:00Z')).toEqual({
      waiting: [],
      reviews: [],
    });
  });

  it('is a page that can be pasted into an invitation, and keeps words of people what they are', () => {
    const stage = inReview();
    const { change, facts } = seen(stage, 1);
    const named = { ...change, title: 'Rotate **all**\n# now' };
    expect(renderAgenda(agendaOf([{ change: named, facts }, seen(failed(), 3)], UNTIL), UNTIL))
      .toMatchInlineSnapshot(`
      "# Changes to decide, up to 27 Nov 00:00 UTC

      ## Normal

      - [CHG-00001](https://forge.example/12) Rotate \\*\\*all\\*\\* ⏎ # now · 22 Nov 04:30–05:30 Europe/Berlin · risk medium · by \`mara-ops\`
        approval is missing: 1 of maintainer or lead

      # Reviews that are owed

      - [CHG-00003](https://forge.example/12) Rotate the TLS certificate on the public API gateway · it was rolled back · due 2026-11-27 03:35:00 +00:00 · \`/chg review <findings>\`
      "
    `);
    expect(renderAgenda({ waiting: [], reviews: [] }, UNTIL)).toMatchInlineSnapshot(`
      "# Changes to decide, up to 27 Nov 00:00 UTC

      Nothing waits for approval.

      # Reviews that are owed

      None.
      "
    `);
  });
});
