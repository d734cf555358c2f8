// Forms as people and strangers really send them: headings lost, moved, doubled or forged, texts of every length.
// Nothing is guessed; whoever wrote it is told which line to mend, and mending it is enough.
import { describe, expect, it } from 'vitest';
import { changeBody, emergencyBody, lineOf } from '../core/plan/change-body.ts';
import { leavesATrace, MARA, SHORT, stage, stateLabels, type Tale } from '../support/tale.ts';

const scene = stage();
const { opens, window } = scene;

function form(): string {
  return changeBody({ ...SHORT, window: window(25 * 60) });
}

/** The section of one heading, taken out; the line that begins with `label` begins it. */
function without(body: string, label: string): string {
  const lines = body.split('\n');
  const at = lines.findIndex((line) => line.startsWith(`### ${label}`));
  const after = lines.findIndex((line, index) => index > at && line.startsWith('### '));
  return [...lines.slice(0, at), ...lines.slice(after)].join('\n');
}

async function problems(tale: Tale): Promise<readonly string[]> {
  return (await tale.change()).problems.map(({ code }) => code);
}

describe('headings', () => {
  it('a form without one of its questions opens as a draft that says which is gone, and mending it is enough', async () => {
    const whole = form();
    const tale = await opens({ body: without(whole, '9 · How do you roll back?') });
    expect(await problems(tale)).toEqual(['heading_missing']);
    expect(tale.record()).toContain('9 · How do you roll back?');
    expect(stateLabels(tale)).toEqual(['chg/draft']);
    const refused = await tale.says(MARA, '/chg submit');
    expect(refused.reaction).toBe('confused');
    expect(await tale.refusals()).toEqual(['submit plan_unreadable']);
    await tale.edits(MARA, () => whole);
    expect(await problems(tale)).toEqual([]);
    expect((await tale.says(MARA, '/chg submit')).reaction).toBe('+1');
    expect(stateLabels(tale)).toEqual(['chg/review']);
  });

  it('headings in another order are not read, and the answer names both', async () => {
    const body = form();
    const lines = body.split('\n');
    const why = lines.findIndex((line) => line.startsWith('### 2 ·'));
    const assets = lines.findIndex((line) => line.startsWith('### 3 ·'));
    const end = lines.findIndex((line) => line.startsWith('### 4 ·'));
    const moved = [
      ...lines.slice(0, why),
      ...lines.slice(assets, end),
      ...lines.slice(why, assets),
      ...lines.slice(end),
    ].join('\n');
    const tale = await opens({ body: moved });
    const { problems: found, plan } = await tale.change();
    expect(plan).toBeNull();
    expect(found.map(({ code, line }) => [code, line])).toEqual([
      ['heading_out_of_order', lineOf(moved, '### 3 ·')],
    ]);
    expect(tale.record()).toContain(`line ${String(lineOf(moved, '### 3 ·'))}`);
  });

  it('a question that stands twice is never resolved by a rule, wherever the second one hides', async () => {
    const body = form();
    const hidden = [
      '### 35 · Category\n\nStandard\n',
      '```\n### 35 · Category\n\nStandard\n```\n',
      '<!--\n### 35 · Category\nStandard\n-->\n',
      '   ### 35 · Category ###\r\n\r\nStandard\r\n',
    ];
    for (const [index, second] of hidden.entries()) {
      const forged = body.replace(
        '### 15 · How was it tested?',
        `${second}\n### 15 · How was it tested?`,
      );
      const tale = await opens({ body: forged, title: `Forged ${String(index)}` });
      const { problems: found, category } = await tale.change();
      expect(found.map(({ code }) => code)).toEqual(['heading_ambiguous']);
      expect(category).toBeNull();
      expect(tale.record()).toMatch(/2 times, on lines \d+, \d+/u);
    }
  });

  it('a heading that the form does not have is part of the answer above it', async () => {
    const body = form().replace(
      '### 2 · Why now?',
      '### Approved by everybody\n\nyes\n\n### 2 · Why now?',
    );
    const tale = await opens({ body });
    const { plan } = await tale.change();
    expect(plan?.answers['what']).toContain('### Approved by everybody');
    expect(tale.record()).not.toContain('### Approved by everybody');
  });

  it('both forms in one issue are neither', async () => {
    const tale = await opens({ body: `${form()}\n${emergencyBody()}` });
    expect(await problems(tale)).toEqual(['form_ambiguous']);
  });

  it('an issue with the label and no form at all is told to use the form', async () => {
    const tale = await opens({ body: 'please change the thing' });
    expect(await problems(tale)).toEqual(['form_unreadable']);
    expect(tale.record()).toContain('none of its headings');
    const empty = await opens({ body: '' });
    expect(await problems(empty)).toEqual(['form_unreadable']);
  });

  it('names that mean something to a machine are words like any others', async () => {
    const body = form()
      .replace(
        'Half of the API traffic.',
        '### __proto__\n\n{"polluted": true}\n\n### constructor\n\n### toString\n\nx',
      )
      .replace('edge/www', '__proto__');
    const tale = await opens({ body, title: '__proto__' });
    const { plan } = await tale.change();
    expect(plan?.assets).toEqual(['edge/api-gateway', '__proto__']);
    expect(plan?.answers['blast_radius']).toContain('### __proto__');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect((await tale.says(MARA, '/chg override __proto__ because')).reaction).toBe('confused');
    expect((await tale.says(MARA, '/chg done __proto__ seen')).reaction).toBe('confused');
    expect((await tale.says(MARA, '/chg constructor')).reaction).toBe('confused');
    expect(await tale.refusals()).toEqual([
      'override gate_unknown',
      'done not_in_state',
      'misread command_unknown',
    ]);
    expect(tale.replies().at(-1)?.body).toContain('`/chg constructor` was not carried out');
  });
});

describe('texts', () => {
  it('a body of 65,536 characters is read whole, and the record says what fits', async () => {
    const bare = form();
    const long = 'long line of an answer that goes on and on\n';
    const room = 65_536 - bare.length;
    const body = bare.replace(
      'All API clients.',
      `All API clients.${long.repeat(2_000)}`.slice(0, room + 'All API clients.'.length),
    );
    expect(body).toHaveLength(65_536);
    const tale = await opens({ body });
    expect(await problems(tale)).toEqual([]);
    expect(tale.record().length).toBeLessThanOrEqual(65_536);
    expect((await tale.says(MARA, '/chg submit')).reaction).toBe('+1');
  });

  it('a checklist that fills the whole body still has a record with a marker and a footer', async () => {
    const step = (n: number): string =>
      `${String(n)}. Step ${'wide '.repeat(60)}\n   - expect: ${'seen '.repeat(60)}\n   - rollback: back\n`;
    const steps = Array.from({ length: 90 }, (_, index) => step(index + 1)).join('');
    const tale = await opens({ answers: { steps_execute: steps, second_person: '' } });
    expect(await problems(tale)).toEqual([]);
    const record = tale.record();
    expect(record.length).toBeLessThanOrEqual(65_536);
    expect(record).toMatch(
      /<sub>event \d+ · `[0-9a-f]{12}…`<\/sub>\n<!-- holdpoint:record v1 CHG-\d{5} [0-9a-f]{32} -->$/u,
    );
  });

  it('line ends of the web page make no difference to the digest', async () => {
    const body = form();
    const unix = await opens({ body });
    const dos = await opens({ body: body.replaceAll('\n', '\r\n') });
    expect((await dos.change()).digest).toBe((await unix.change()).digest);
    const revision = (await unix.change()).revision;
    await unix.edits(MARA, (text) => text.replaceAll('\n', '\r\n'));
    expect((await unix.change()).revision).toBe(revision);
  });

  it('characters that cannot be stored are replaced, and nothing stops', async () => {
    const tale = await opens({
      body: form().replace('All API clients.', 'All \u0000 clients \ud800 here'),
      title: 'nul \u0000 and half \ud800',
    });
    expect(await problems(tale)).toEqual([]);
    expect((await tale.change()).plan?.answers['affected']).toBe('All \ufffd clients \ufffd here');
  });
});

describe('steps', () => {
  it('an unknown tag is no text: the draft names the line and what was meant', async () => {
    const body = form().replace('[hold] Look', '[hodl] Look');
    const tale = await opens({ body });
    const { problems: found } = await tale.change();
    const line = lineOf(body, '2. [hodl]');
    expect(found.map((one) => [one.code, one.line])).toEqual([['step_tag_unknown', line]]);
    expect(tale.record()).toContain(`line ${String(line)}`);
    expect(tale.record()).toMatch(/did you mean .?\[?hold/u);
    await tale.edits(MARA, (text) => text.replace('[hodl]', '[hold]'));
    expect((await tale.change()).plan?.steps.map(({ id, tags }) => [id, ...tags])).toEqual([
      ['E1'],
      ['E2', 'hold'],
      ['V1'],
    ]);
    expect(tale.record()).not.toContain('hodl');
  });

  it('every problem is told at once, each with its line', async () => {
    const body = form()
      .replace('[hold] Look', '[hodl] Look')
      .replace('Normal', 'Nromal')
      .replace('Europe/Berlin', 'Europe/Belrin')
      .replace('\nUTC\n', '\nEurope/Belrin\n');
    const tale = await opens({ body });
    const { problems: found } = await tale.change();
    expect(found.map(({ code }) => code).toSorted()).toEqual([
      'option_unknown',
      'step_tag_unknown',
      'zone_unknown',
    ]);
    for (const { line } of found) expect(tale.record()).toContain(`line ${String(line)}`);
    expect(tale.record()).toContain('Europe/Berlin');
  });

  it('an irreversible step without a hold before it is refused at the desk, not on the night', async () => {
    const steps =
      '1. Look\n   - expect: ok\n   - rollback: none\n2. [irreversible] Delete\n   - expect: gone';
    const tale = await opens({ answers: { steps_execute: steps, second_person: '' } });
    expect(await problems(tale)).toEqual(['irreversible_without_hold']);
  });

  it('answers that are missing are asked for by their questions', async () => {
    const tale = await opens({ answers: { rollback: '', success: '' } });
    expect((await tale.change()).plan?.missing).toEqual(['rollback', 'success']);
    expect(tale.record()).toContain('9 · How do you roll back?');
    await tale.says(MARA, '/chg submit');
    expect(await tale.refusals()).toEqual(['submit answers_missing']);
    expect(tale.replies().at(-1)?.body).toContain('“9 · How do you roll back?”');
  });
});

leavesATrace(scene);
