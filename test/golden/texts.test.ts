import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { desire, type Desired } from '../../src/core/desired/desire.ts';
import { pastView } from '../../src/core/desired/past-view.ts';
import { REFUSAL_CODES } from '../../src/core/change/refusal.ts';
import { unspell, whatIfOf } from '../../src/core/gate/imagined.ts';
import { simulate } from '../../src/core/gate/simulate.ts';
import { VERBS } from '../../src/core/intent/verbs.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { pastDetailOf } from '../../src/core/risk/past.ts';
import { renderAnnouncement } from '../../src/render/announcement.ts';
import { renderCheck } from '../../src/render/check.ts';
import { renderEvidence } from '../../src/render/evidence.ts';
import { renderHelp } from '../../src/render/help.ts';
import { renderRecord } from '../../src/render/record.ts';
import { renderRefusalReply } from '../../src/render/refusal.ts';
import { markerLine } from '../../src/render/safe-text.ts';
import { renderSimilar } from '../../src/render/similar.ts';
import { renderSimulation } from '../../src/render/simulation.ts';
import { renderStatus } from '../../src/render/status.ts';
import { renderUnlinkedCheck } from '../../src/render/unlinked.ts';
import { UTC_CLOCK } from '../../src/render/when.ts';
import { MOMENTS, momentOf } from '../core/desired/moments.ts';
import { expectText } from './golden.ts';
import { SAMPLE_FACTS } from './sample-facts.ts';

const RULE = '\n\n---\n\n';

function shown(moment: string): Desired {
  const { change, facts } = momentOf(moment);
  return desire(change, { facts, titlePrefix: true });
}

function marker(surface: string): string {
  return `<!-- holdpoint:${surface} v1 CHG-00001 00112233445566778899aabbccddeeff -->`;
}

const ENDED = Object.keys(MOMENTS).filter((name) => shown(name).evidence !== null);
const CHECKED = Object.keys(MOMENTS).filter((name) => shown(name).checks.length > 0);
/** The first moment of each kind of announcement. */
const ANNOUNCED = new Map(
  Object.keys(MOMENTS)
    .toReversed()
    .flatMap((name) => shown(name).announcements.map((announcement) => [announcement.about.kind, { name, announcement }] as const)),
);

describe('what people read', () => {
  it.each(Object.keys(MOMENTS))('shows the record at the moment %s', (name) => {
    expectText(`test/golden/record-${name}.md`, renderRecord(shown(name).record, marker('record')));
  });

  it.each(ENDED)('posts the evidence of %s', (name) => {
    const { evidence } = shown(name);
    if (evidence === null) throw new Error('no evidence');
    expectText(`test/golden/evidence-${name}.md`, renderEvidence(evidence, (part) => marker(`${evidence.key}:${String(part)}`)).join(RULE));
  });

  it.each([...ANNOUNCED])('announces %s', (kind, { announcement }) => {
    expectText(`test/golden/announcement-${kind.replaceAll('_', '-')}.md`, renderAnnouncement(announcement, marker(`milestone:${announcement.key}`)));
  });

  it('answers every refusal', () => {
    const replies = REFUSAL_CODES.flatMap((code) =>
      SAMPLE_FACTS[code].map((facts) => {
        const verb = typeof facts['verb'] === 'string' ? facts['verb'] : 'start';
        return renderRefusalReply({ code, facts, login: 'mara-ops', verb }, markerLine(marker('reply:refused:7')), { zone: 'Europe/Berlin', year: 2026 });
      }),
    );
    expectText('test/golden/refusals.md', replies.join(RULE));
  });

  it('answers every refusal also when nothing is known about it', () => {
    const replies = REFUSAL_CODES.map((code) => renderRefusalReply({ code, facts: {}, login: 'mara-ops', verb: null }, markerLine(marker('reply:refused:7'))));
    expectText('test/golden/refusals-without-facts.md', replies.join(RULE));
  });

  it('says in a check whether it may be merged, and why not', () => {
    const checks = CHECKED.flatMap((name) => shown(name).checks.map(({ view }) => ({ name, ...renderCheck(view) })));
    expectText('test/golden/checks.md', checks.map(({ name, title, summary }) => `## ${name}: ${title}\n\n${summary}`).join(RULE));
  });

  it('says on a pull request without a change what to do', () => {
    const { title, summary } = renderUnlinkedCheck(['standard', 'normal']);
    expectText('test/golden/unlinked.md', `## ${title}\n\n${summary}`);
  });

  it('answers a question for help with the policy in force', () => {
    expectText('test/golden/help.md', renderHelp(DEFAULT_POLICY, VERBS, marker('reply:help')));
  });

  it('answers a question for the status with every gate', () => {
    const answers = ['draft-short-notice', 'running-hold-waiting'].map((name) => renderStatus({ view: shown(name).record, about: 'status', hasEvidence: false }, marker('reply:status')));
    const evidence = [false, true].map((hasEvidence) => renderStatus({ view: shown(hasEvidence ? 'completed' : 'draft-ready').record, about: 'evidence', hasEvidence }, marker('reply:evidence')));
    expectText('test/golden/status.md', [...answers, ...evidence].join(RULE));
  });

  it('answers what would be if with what flips, and says that nothing is changed', () => {
    const scene = momentOf('review-waiting');
    const { clock } = shown('review-waiting').record;
    const answers = ['approve.ghost:approve.tomas-sre:act.approve', 'category.significant:act.start', 'act.start:at.20261025T003000Z-first', ''].map((question) => {
      const imagined = unspell(question);
      const { whatIf, strangers } = whatIfOf(imagined, scene.facts.people ?? []);
      const simulation = simulate(scene, whatIf, imagined.act ?? 'approve');
      return renderSimulation({ number: 1, imagined, strangers, simulation, clock }, marker('reply:ask:simulate'));
    });
    expectText('test/golden/simulation.md', answers.join(RULE));
  });

  it('answers which changes were like it, and how the last ones ended; the record shows the same to those who decide', () => {
    const { change, facts } = momentOf('review-waiting');
    const past = ['completed', 'rolled-back', 'completed-with-issues'].flatMap((name) => pastDetailOf(momentOf(name).change) ?? []);
    const [first, second, third] = past.map((one, at) => ({ ...one, number: at + 2, title: `${one.title} <b>@mara-ops</b> #12` }));
    if (first === undefined || second === undefined || third === undefined) throw new Error('each has ended');
    const similar = [first, { ...second, skipped: ['E5'], intervened: true, overran: true, reopenings: 1 }, third];
    const groups = [{ by: 'template', name: 'certificate', results: similar } as const, { by: 'team', name: 'platform', results: [] } as const];
    const found = { similar, groups };
    const answer = renderSimilar({ number: 1, past: pastView(found), clock: shown('review-waiting').record.clock }, marker('reply:ask:similar'));
    const none = renderSimilar({ number: 1, past: pastView({ similar: [], groups: [] }), clock: UTC_CLOCK }, marker('reply:ask:similar'));
    const { record } = desire(change, { facts, titlePrefix: true, past: found });
    expectText('test/golden/similar.md', [answer, none, renderRecord(record, marker('record'))].join(RULE));
  });

  it('keeps no text that nothing prints any more', () => {
    const wanted = [
      ...Object.keys(MOMENTS).map((name) => `record-${name}.md`),
      ...ENDED.map((name) => `evidence-${name}.md`),
      ...[...ANNOUNCED.keys()].map((kind) => `announcement-${kind.replaceAll('_', '-')}.md`),
      ...['freeze-page.md', 'freeze-page-over.md'],
      ...['refusals.md', 'refusals-without-facts.md', 'checks.md', 'help.md', 'similar.md', 'simulation.md', 'status.md', 'unlinked.md'],
    ];
    const found = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.md'));
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });
});
