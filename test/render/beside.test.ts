/** What a change has beside it, as people meet it: in the record, in the answer to `/chg conflicts`, and as JSON. */
import { describe, expect, it } from 'vitest';
import type { MaintenanceWindow } from '../../src/core/policy/calendar.ts';
import { recordView } from '../../src/core/desired/record-view.ts';
import { viewClock } from '../../src/core/desired/view-clock.ts';
import { conflictSummary } from '../../src/core/time/conflict-summary.ts';
import { renderConflicts } from '../../src/render/conflicts.ts';
import { renderRecord } from '../../src/render/record.ts';
import { accepted } from '../support/change-beginnings.ts';
import { setTheStage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { CERT_ROTATION, withAnswer } from '../support/change-plans.ts';
import { freezeOf } from '../support/freezes.ts';
import { neighbour, neighbours, WITH_ASSETS } from '../support/neighbours.ts';

const MARKER = `<!-- holdpoint:record v1 CHG-00001 ${'0'.repeat(32)} -->`;
const HOSTILE = '**@all** <!-- chg:E1 --> [x](https://evil.example)';

function besideOthers() {
  const stage = setTheStage({
    policy: WITH_ASSETS,
    neighbours: neighbours({
      beside: [
        neighbour(7, { title: HOSTILE, people: ['tomas-sre'] }),
        neighbour(8, { repoId: '999', repo: 'lighthouse-freight/secret', title: 'A secret plan' }),
      ],
      upstream: [neighbour(5, { state: 'scheduled', title: 'New pool' })],
    }),
  });
  stage.given.inReview(withAnswer(CERT_ROTATION, 'dependencies', 'CHG-00005 (outcome)\n#99'));
  accepted(stage.lin.says({ type: 'acknowledge', other: 8, reason: '' }));
  const facts = stage.factsFor(HOLDPOINT);
  const record = renderRecord(recordView(stage.change, facts, null), MARKER);
  const summary = conflictSummary(stage.change, facts);
  return { record, summary, reply: renderConflicts(summary, viewClock(stage.change), MARKER) };
}

describe('what a change has beside it', () => {
  it('stands in the record: whom it meets, about what, who knows of it, and what it waits for', () => {
    const { record } = besideOthers();
    expect(record).toContain('**Beside it**\n- Meets [CHG-00005](https://forge.example/105)');
    expect(record).toContain('the same asset: `edge/api-gateway` · acknowledged by `lin-dev`');
    expect(record).toContain('the same person: `tomas-sre` · nobody has said that they know of it');
    expect(record).toMatch(
      /Waits for \[CHG-00005\]\S+ “New pool” \(scheduled, .+\), completed · not done/u,
    );
    expect(record).toContain('Waits for `#99` · there is no such change');
  });

  it('is told on asking, with no word that does more than be read', () => {
    const { reply } = besideOthers();
    expect(reply).toContain('**CHG-00001 · what is beside it**');
    expect(reply).toContain('“`**@all**` &lt;!-- chg:E1 --&gt; `[x](https://evil.example`)”');
  });

  it('is one JSON for machines; of another repository it tells no words', () => {
    const { summary, record } = besideOthers();
    expect(summary).toMatchObject({
      change: 'CHG-00001',
      asked: true,
      conflicts: [
        { change: 'CHG-00005', kind: 'dependency_after' },
        { change: 'CHG-00007', kind: 'same_asset', title: HOSTILE, acknowledgedBy: null },
        { change: 'CHG-00007', kind: 'same_person', about: ['tomas-sre'] },
        { change: 'CHG-00008', kind: 'same_asset', title: null, acknowledgedBy: 'lin-dev' },
      ],
      dependencies: [
        { named: 'CHG-00005', kind: 'outcome', met: false, on: { state: 'scheduled' } },
        { named: '#99', where: 'plan', met: false, on: null },
      ],
      freezes: [],
    });
    expect(JSON.stringify(summary) + record).not.toContain('A secret plan');
  });

  it('are the freezes that lie in its window as well', () => {
    const stage = setTheStage({
      policy: WITH_ASSETS,
      neighbours: neighbours({ freezes: [freezeOf()] }),
    });
    stage.given.draft();
    const summary = conflictSummary(stage.change, stage.factsFor(HOLDPOINT));
    expect(summary.freezes).toMatchObject([{ id: freezeOf().id, owner: freezeOf().owner }]);
    const reply = renderConflicts(summary, viewClock(stage.change), MARKER);
    expect(reply).toContain(freezeOf().title);
  });

  it('is no section where there is nothing', () => {
    const stage = setTheStage({ policy: WITH_ASSETS, neighbours: neighbours() });
    stage.given.inReview();
    const facts = stage.factsFor(HOLDPOINT);
    expect(renderRecord(recordView(stage.change, facts, null), MARKER)).not.toContain('Beside it');
    const summary = conflictSummary(stage.change, facts);
    expect(renderConflicts(summary, viewClock(stage.change), MARKER)).toContain(
      'It meets nobody and waits for nothing.',
    );
  });

  it('is said to whoever decides when it misses the maintenance window of what it touches, until it has begun', () => {
    const night: MaintenanceWindow = {
      ...{
        id: 'mw-night',
        title: 'mw-night',
        zone: 'UTC',
        scope: { assets: ['edge/*'], environments: [], categories: [], repositories: [] },
      },
      when: { kind: 'once', start: '2026-12-01T00:00:00Z', end: '2026-12-01T04:00:00Z' },
    };
    const calendar = { ...WITH_ASSETS.calendar, maintenance: [night] };
    const policy = { ...WITH_ASSETS, calendar };
    const [planned, running] = [1, 2].map(() => setTheStage({ policy, neighbours: neighbours() }));
    planned?.given.inReview();
    running?.given.runningChange();
    const [before, after] = [planned, running].map(
      (stage) =>
        stage && renderRecord(recordView(stage.change, stage.factsFor(HOLDPOINT), null), MARKER),
    );
    expect(before).toContain('- Outside its maintenance window “mw-night”: `edge/api-gateway`');
    expect(after).not.toContain('Outside its maintenance window');
  });
});
