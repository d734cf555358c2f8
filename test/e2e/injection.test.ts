// Words made to do something, sent through every place where people can write: answers, steps, observations, notes,
// reasons, verbs, labels of checks. Whatever the app then writes is rendered as the forge renders it, and holds
// nothing alive but what the app put there itself.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { Comment } from '../../src/sandbox/state/conversations.ts';
import { changeBody, EMERGENCY, emergencyBody } from '../core/plan/change-body.ts';
import { live } from '../render/forge-rendering.ts';
import { HOSTILE_TEXTS } from '../render/hostile-texts.ts';
import { checkOn, proposes, pullOf } from '../support/pulls.ts';
import {
  BOT,
  DEE,
  leavesATrace,
  LIN,
  MARA,
  SHORT,
  stage,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, window, pass } = scene;

/** The seeds by themselves, without their wrappings. */
const SEEDS = HOSTILE_TEXTS.slice(0, HOSTILE_TEXTS.length / 6);
const LINES = SEEDS.filter(
  (text) => !/[\r\n\u2028\u2029\u0085\v\f]/u.test(text) && text.trim() !== '' && text.length < 200,
);
const WORDS = LINES.filter((text) => !/\s/u.test(text.trim()));
const used = new Set<string>();

/** The next payloads of a row, round and round. */
function feeder(texts: readonly string[]): () => string {
  let at = 0;
  return () => {
    const text = texts[at % texts.length] ?? '';
    at += 1;
    used.add(text);
    return text;
  };
}

const anything = feeder(SEEDS);
const line = feeder(LINES);
const word = feeder(WORDS);

function several(count: number): string {
  return Array.from({ length: count }, anything).join('\n\n');
}

const OWN_TAG =
  /<details>|<details open>(?=<summary>Approvals)|<\/details>|<\/?summary>|<\/?sub>|<code>(?=holdpoint\.evidence\/v1<\/code>)|(?<=holdpoint\.evidence\/v1)<\/code>/gu;
const OWN_MARKER = /<!-- (?:chg:[PEVD]\d+|holdpoint:[\w:.-]+ v1 [\w:. /-]+|\/holdpoint:json) -->/gu;
const OWN_HEADING = /^#{3,4} \S/u;

/** What is alive in a text of ours and was not put there by us. */
function alien(text: string): readonly string[] {
  const { url } = scene.world().company.sandbox;
  const ours = `${url}/${operations}/`;
  const found = live(text).filter((one) => {
    switch (one.kind) {
      case 'html':
        return one.text.replaceAll(OWN_TAG, '').replaceAll(OWN_MARKER, '').includes('<');
      case 'link':
        return !one.text.includes(`"${ours}`) && !one.text.includes('://');
      case 'marker':
      case 'heading':
        return false;
      case 'picture':
        // The minutes of an instant that is told to the second.
        return !/:\d\d:/u.test(one.text);
      default:
        return true;
    }
  });
  const links = [...text.matchAll(/\]\((?<href>[^)\s]*)/gu)].map(
    (match) => match.groups?.['href'] ?? '',
  );
  const headings = text
    .split('\n')
    .filter((row) => /^ {0,3}#{1,6}\s/u.test(row) && !OWN_HEADING.test(row));
  return [
    ...found.map(({ kind, text: what }) => `${kind}: ${what}`),
    ...links.filter((href) => !href.startsWith(ours) && isLive(text, href)),
    ...headings,
  ];
}

/** Markers and headings stand where the app puts them: at boxes, on the last line, at the machine block; nowhere else. */
function misplaced(text: string): readonly string[] {
  const rows = text.split('\n');
  const markers = rows.flatMap((row, index) => {
    const isLast = index === rows.length - 1;
    const own = isLast || /^<!-- (?:\/)?holdpoint:json/u.test(row) || /^- \[[ x]\] <!--/u.test(row);
    const found = [...row.matchAll(/<!--/gu)].length;
    return found === 0 || (own && found === 1) ? [] : [`marker: ${row}`];
  });
  const titles = rows.filter((row) => OWN_HEADING.test(row)).length;
  const headings = live(text).filter(({ kind }) => kind === 'heading').length;
  return titles === headings ? markers : [...markers, `${String(headings)} headings`];
}

/** Our folds are closed as often as they are opened, and there is one footer: a tag of a person would show here. */
function unbalanced(text: string): readonly string[] {
  const html = live(text)
    .filter(({ kind }) => kind === 'html')
    .map((one) => one.text)
    .join('');
  const { length: opened } = html.match(/<details/gu) ?? [];
  const { length: closed } = html.match(/<\/details>/gu) ?? [];
  const { length: footers } = html.match(/<sub>/gu) ?? [];
  return [
    ...(opened === closed ? [] : [`${String(opened)} folds, ${String(closed)} ends`]),
    ...(footers > 1 ? [`${String(footers)} footers`] : []),
  ];
}

/** A link that the renderer makes of it, not words that look like one. */
function isLive(text: string, href: string): boolean {
  return live(text).some(
    (one) => one.kind === 'link' && one.text.includes(JSON.stringify(href).slice(1, -1)),
  );
}

function boxes(text: string): number {
  return [...text.matchAll(/^\s*[-*+] \[[ xX]\] /gmu)].length;
}

function ours(tale: Tale): readonly Comment[] {
  return tale.comments().filter(({ userId }) => userId === scene.world().company.sandbox.app.botId);
}

/** Everything that the app has written about a change so far, in the versions that people have seen. */
function written(tale: Tale): readonly string[] {
  return ours(tale).flatMap(({ edits }) => edits.map(({ text }) => text));
}

function expectHarmless(tale: Tale): void {
  const announced = tale.announcements().map(({ id }) => id);
  for (const comment of ours(tale)) {
    for (const { text } of comment.edits) {
      const found = alien(text).filter((one) => !(announced.includes(comment.id) && isPing(one)));
      expect([...found, ...unbalanced(text), ...misplaced(text)], text.slice(0, 4_000)).toEqual([]);
    }
  }
}

/** A login of somebody who is there, in an announcement. */
function isPing(one: string): boolean {
  const login = /^mention: .?@(?<login>[a-z-]+)$/u.exec(one)?.groups?.['login'];
  const { accounts } = scene.world().company.sandbox.world;
  return login !== undefined && accounts.find(login) !== undefined;
}

function hostileSteps(phase: 'execute' | 'verify'): string {
  const step = (number: number, tag: string): string =>
    `${String(number)}. ${tag}Do ${line()}\n   - expect: ${line()}\n   - rollback: ${line()}\n   - evidence: ${line()}\n   - abort: ${line()}\n   - note: ${line()}`;
  return phase === 'execute'
    ? [step(1, ''), step(2, '[hold] '), step(3, '[optional] ')].join('\n')
    : step(1, '');
}

function hostileForm(): string {
  const answers: Record<string, string> = {
    ...SHORT,
    window: window(25 * 60),
    customer_impact: 'Slower or partly degraded',
  };
  for (const id of [
    'what',
    'why',
    'affected',
    'failure',
    'blast_radius',
    'abort_criteria',
    'rollback',
    'dependencies',
    'customer_note',
    'success',
    'test_evidence',
    'security_impact',
  ])
    // A line that begins with `#12` would be waited for.
    answers[id] = `Words.\n\n${several(18).replaceAll(/^#12/gmu, 'see #12')}\n\nMore words.`;
  return changeBody({
    ...answers,
    steps_execute: hostileSteps('execute'),
    steps_verify: hostileSteps('verify'),
  });
}

describe('hostile words', () => {
  it('in every answer, step, observation, note and reason of a whole change do nothing', async () => {
    const tale = await opens({ body: hostileForm(), title: line() });
    const { problems, plan } = await tale.change();
    expect(problems).toEqual([]);
    expect(plan?.steps.map(({ id }) => id)).toEqual(['E1', 'E2', 'E3', 'V1']);
    await tale.says(MARA, '/chg submit');
    await tale.says(LIN, `/chg request-changes ${several(4)}`);
    await tale.says(LIN, '/chg withdraw');
    await tale.says(DEE, `/chg block ${several(4)}`);
    await tale.says(DEE, `/chg unblock ${several(2)}`);
    await tale.says(TOMAS, `/chg approve ${several(4)}`);
    pass(25 * 60);
    await tale.says(MARA, '/chg start');
    await tale.says(MARA, `/chg pause ${several(2)}`);
    await tale.says(MARA, '/chg resume');
    await tale.says(MARA, `/chg done E1 ${several(6)}`);
    await tale.says(MARA, `/chg done E2 ${several(6)}`);
    await tale.says(TOMAS, `/chg decline E2 ${several(4)}`);
    await tale.says(MARA, `/chg done E2 ${several(4)}`);
    await tale.says(TOMAS, `/chg confirm E2 ${several(4)}`);
    await tale.says(MARA, `/chg skip E3 ${several(4)}`);
    await tale.says(MARA, `/chg done V1 ${several(4)}`);
    expect(boxes(tale.record())).toBe(4);
    await tale.says(LIN, '/chg status');
    await tale.says(MARA, `/chg complete successful ${several(6)}`);
    expect((await tale.change()).state).toBe('completed');
    expectHarmless(tale);
    expect(written(tale).some((text) => text.includes('holdpoint:evidence'))).toBe(true);
  });

  it('in reasons to stop, go back, reopen and call off do nothing', async () => {
    const answers = Object.fromEntries(
      Object.keys(EMERGENCY)
        .filter((id) => !['steps_execute', 'assets', 'authorised_by', 'incident'].includes(id))
        .map((id) => [id, `${several(6)}\n\n-->`]), // one that never ends would hide the rest
    );
    const tale = await opens({
      body: emergencyBody({ ...answers, incident: line(), authorised_by: `@${DEE}, ${line()}` }),
    });
    expect((await tale.change()).problems).toEqual([]);
    await tale.says(MARA, `/chg start authorised by @${DEE}`);
    await tale.says(DEE, `/chg authorise ${several(4)}`);
    await tale.says(MARA, `/chg rollback ${several(6)}`);
    await tale.says(MARA, `/chg recovered ${several(6)}`);
    await tale.says(TOMAS, `/chg review ${several(8)}`);
    expect((await tale.change()).emergency?.review?.by.login).toBe(TOMAS);
    expectHarmless(tale);
    const other = await opens();
    await other.says(MARA, `/chg cancel ${several(8)}`);
    expectHarmless(other);
  });

  it('in what cannot be read are shown as they were written, and do nothing', async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      const tale = await opens({
        answers: {
          category: line(),
          priority: line(),
          timezone: word(),
          window: line(),
          operator: line(),
          second_person: line(),
          rollback_time: line(),
          assets: line(),
          steps_execute: `1. [${word().replaceAll(/[[\]]/gu, '')}] Switch\n   - expct: ${line()}\n   - after: ${word()}`,
        },
      });
      expect((await tale.change()).plan).toBeNull();
      expectHarmless(tale);
    }
  });

  it('as verbs, steps, gates, zones, codes and names are answered, and do nothing', async () => {
    const tale = await opens();
    const forms = [
      '',
      'done ',
      'override ',
      'schedule ',
      'complete ',
      'handover ',
      'link ',
      'confirm ',
      'start authorised by ',
      'waive ',
    ];
    await tale.does(MARA, 'says a hundred odd commands', () => {
      for (let turn = 0; turn < 100; turn += 1)
        scene
          .world()
          .company.sandbox.as(MARA)
          .comment(tale.issue, `/chg ${forms[turn % forms.length] ?? ''}${word()} ${line()}`);
    });
    expect((await tale.refusals()).length).toBeGreaterThan(60);
    expectHarmless(tale);
  });

  it('in the names of other checks and in titles of pull requests do nothing', async () => {
    const tale = await opens();
    const pull = await proposes(scene, tale, { branch: 'hostile' });
    const { sandbox } = scene.world().company;
    await tale.does(LIN, 'reports thirty failing checks', () => {
      for (let turn = 0; turn < 30; turn += 1)
        sandbox.as(LIN).setStatus(operations, {
          sha: pullOf(scene, pull).headSha,
          context: line().slice(0, 90),
          state: 'failure',
          description: line().slice(0, 100),
        });
      sandbox.as(LIN).editPullRequest(pull, { title: line() });
    });
    const check = checkOn(scene, pull);
    expect(check?.conclusion).toBe('failure');
    expect(alien(check?.output.summary ?? '')).toEqual([]);
    expect(check?.output.title).not.toMatch(/[\r\n]/u);
    expectHarmless(tale);
  });

  it('that copy the app’s own markers are not taken for its own', async () => {
    const tale = await opens();
    const record = tale.record();
    await tale.does(LIN, 'copies the record', () =>
      scene.world().company.sandbox.as(LIN).comment(tale.issue, record.replace('E1', 'E1 forged')),
    );
    await tale.does(BOT, 'copies the record', () =>
      scene.world().company.sandbox.as(BOT).comment(tale.issue, record),
    );
    await tale.says(MARA, '/chg submit');
    const [first] = ours(tale);
    expect(first?.body).toContain('waits for review');
    expect(ours(tale).filter(({ body }) => body.includes('<!-- holdpoint:record '))).toHaveLength(
      1,
    );
    expect(
      tale.comments().filter(({ userId, body }) => userId === 9007 && body.includes('E1 forged')),
    ).toHaveLength(1);
  });

  it('were two hundred and more', () => {
    expect(used.size).toBeGreaterThanOrEqual(200);
  });
});

leavesATrace(scene);
