import { describe, expect, it } from 'vitest';
import { comparePlans } from '../../../src/core/plan/compare.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import { changeBody, COMPLETE, firstChangeBody, planOf } from './change-body.ts';
import type { Answers } from './change-body.ts';

const before = planOf(changeBody());

function edit(answers: Answers) {
  const after = planOf(changeBody(answers));
  const same = digestPlan(after) === digestPlan(before);
  return { same, ...comparePlans(before, after) };
}

describe('the digest that an approval is bound to', () => {
  it('is the same on every machine and in every later version', () => {
    expect(digestPlan(planOf(firstChangeBody()))).toBe(
      '2d53cf5435887636bfacf5ed36523a56cb9045967f84976dd0cfe7d5cb2178f5',
    );
  });

  it('survives a plan that was stored and read back as JSON', () => {
    expect(digestPlan(JSON.parse(JSON.stringify(before)) as typeof before)).toBe(
      digestPlan(before),
    );
  });

  it.each([
    ['line ends', changeBody().replaceAll('\n', '\r\n')],
    ['empty lines', changeBody().replaceAll('\n\n', '\n\n\n\n')],
    ['spaces at line ends', changeBody().replaceAll('\n', '  \n')],
    ['double spaces', changeBody().replaceAll('Half of the', 'Half  of \t the')],
    ['blanks at the end of a text', changeBody().replaceAll('\n\n', ' \t\n\n')],
  ])('%s do not change it', (_, body) => {
    expect(digestPlan(planOf(body))).toBe(digestPlan(before));
    expect(comparePlans(before, planOf(body)).substantive).toEqual([]);
  });

  it('priority orders lists; it does not change it', () => {
    expect(edit({ priority: 'Low' })).toEqual({
      same: true,
      substantive: [],
      cosmetic: ['priority'],
    });
  });

  it.each([
    ['assets', '- edge/api-gateway\n- `edge/www`'],
    ['rollback_time', '90'],
    ['window', '2026-11-22 03:30Z to 2026-11-22 05:30+01:00'],
    ['second_person', 'tomas-sre'],
    ['steps_before', '9) [ ] Note the  serial'],
    ['steps_verify', '1. Place a test order\n   - **Expect:** order accepted'],
  ])('another spelling of %s does not change it', (field, text) => {
    expect(edit({ [field]: text })).toEqual({ same: true, substantive: [], cosmetic: [field] });
  });

  const others: Answers = {
    assets: 'edge/www\nedge/api-gateway',
    environments: 'dr',
    rollback_time: '1h31m',
    dependencies: 'CHG-00005',
    customer_impact: 'Slower or partly degraded',
    customer_note: 'A banner.',
    window: '2026-11-22T04:30/2026-11-22T05:31',
    timezone: 'Europe/Vienna',
    operator: '@mara-ops',
    second_person: '@sora-sec',
    risk_criticality: 'Internal tool',
    risk_scope: 'One component',
    risk_rollback: 'Rehearsed, longer',
    risk_testing: 'Not tested',
    risk_novelty: 'Done a few times',
    risk_coordination: 'Two teams',
    risk_timing: 'Business hours',
    risk_security: 'Strengthens a control',
    risk_level: 'Low',
    category: 'Standard',
    attest: 'I stop at each hold point',
  };
  const governed = Object.keys({ ...COMPLETE, ...others }).filter(
    (field) => field !== 'priority' && !field.startsWith('steps_'),
  );

  it.each(governed)('another answer to %s changes it', (field) => {
    const text = others[field] ?? `${COMPLETE[field] ?? ''} And more.`;
    const { same, substantive, cosmetic } = edit({ [field]: text });
    expect(same).toBe(false);
    expect(substantive).toContain(field);
    expect(cosmetic).toEqual([]);
  });

  it.each(governed.filter((field) => COMPLETE[field] !== undefined))(
    'taking the answer to %s away changes it',
    (field) => {
      expect(edit({ [field]: '' }).same).toBe(false);
    },
  );
});

describe('steps', () => {
  const steps = COMPLETE['steps_execute'] ?? '';

  it.each([
    ['text', steps.replace('Switch gw-1', 'Switch gw-2'), ['E1']],
    ['a tag', steps.replace('[hold] ', ''), ['E2']],
    ['another tag', steps.replace('[hold]', '[witness]'), ['E2']],
    ['expect', steps.replace('new serial', 'any serial'), ['E2']],
    ['rollback', steps.replace('switch back', 'give up'), ['E1']],
    ['time', `${steps}\n   - time: 5m`, ['E2']],
    ['after', `${steps}\n   - after: E1`, ['E2']],
    ['owner', `${steps}\n   - owner: @x`, ['E2']],
    ['evidence', `${steps}\n   - evidence: x`, ['E2']],
    ['abort', `${steps}\n   - abort: x`, ['E2']],
    ['what it covers', `${steps}\n   - covers: x`, ['E2']],
    ['a note', `${steps}\n   - note: x`, ['E2']],
    ['a further step', `${steps}\n3. More\n   - expect: x\n   - rollback: y`, ['E3']],
    [
      'order',
      `${steps.slice(steps.indexOf('2.'))}\n${steps.slice(0, steps.indexOf('2.'))}`,
      ['E1', 'E2'],
    ],
  ])('%s is governed', (_, text, ids) => {
    const { same, substantive, cosmetic } = edit({ steps_execute: text });
    expect(same).toBe(false);
    expect(substantive).toEqual(ids);
    expect(cosmetic).toEqual([]);
  });

  it('a step that is gone is named', () => {
    const text = steps.slice(0, steps.indexOf('\n2.'));
    expect(edit({ steps_execute: text }).substantive).toEqual(['E2']);
  });
});

describe('a line break outside of fences separates as well', () => {
  const digestOf = (rollback: string) => digestPlan(planOf(changeBody({ rollback })));

  it.each([
    [
      'a comment and a command',
      'Run\n\n    # stop\n    rm -rf /srv/data',
      'Run\n\n    # stop rm -rf /srv/data',
    ],
    ['the lines of a list', 'Do\n- not drop\n- anything', 'Do\n- not drop - anything'],
    ['the rows of a table', '| a | b |\n|---|---|\n| 1 | 2 |', '| a | b | |---|---|\n| 1 | 2 |'],
    ['two sentences', 'Never run\nrm -rf /srv', 'Never run rm -rf /srv'],
    [
      'code by its indentation',
      'if:\n    replicas: 1\n    size: 2',
      'if:\n    replicas: 1\n  size: 2',
    ],
    ['words of indented code', "Run\n\n    rm 'a  b'", "Run\n\n    rm 'a b'"],
  ])('between %s', (_what, before, after) => {
    expect(digestOf(after)).not.toBe(digestOf(before));
  });

  it('but blank lines, blanks between words and line ends do not', () => {
    const plain = digestOf('Stop it.\n- drain\n- wait');
    for (const other of [
      'Stop  it.\n\n- drain\n\n\n- wait\n',
      'Stop it. \t\r\n- \tdrain\r\n- wait  ',
    ])
      expect(digestOf(other)).toBe(plain);
  });
});

describe('white space inside a fence separates commands', () => {
  const fenced = (code: string) => `Run\n\`\`\`\n${code}\n\`\`\`\nthen look`;
  const digestOf = (rollback: string) => digestPlan(planOf(changeBody({ rollback })));

  it('a line break that joins two of them changes the digest', () => {
    const two = digestOf(fenced('rm /tmp/x\n/usr/bin/clean'));
    expect(digestOf(fenced('rm /tmp/x /usr/bin/clean'))).not.toBe(two);
    expect(digestOf(fenced('rm /tmp/x\n  /usr/bin/clean'))).not.toBe(two);
    expect(digestOf(fenced('rm /tmp/x  \n/usr/bin/clean').replaceAll('\n', '\r\n'))).toBe(two);
  });

  it('a space put into a word changes the digest everywhere', () => {
    expect(digestOf('rm -rf / tmp')).not.toBe(digestOf('rm -rf /tmp'));
  });

  it('prose after the fence is prose again', () => {
    expect(digestOf(fenced('x').replace('then look', 'then   look\n \n'))).toBe(
      digestOf(fenced('x')),
    );
  });

  it.each(['```sh', '``', '~~~', '        ```'])('%j does not close a fence', (line) => {
    const open = (gap: string) => `\`\`\`\na\n${line}\nb${gap}c`;
    expect(digestOf(open('\n'))).not.toBe(digestOf(open(' ')));
  });

  it('in a step as well', () => {
    const digest = (code: string) =>
      digestPlan(
        planOf(
          changeBody({
            steps_before: `1. Do\n   - rollback: run\n     \`\`\`\n     ${code}\n     \`\`\``,
          }),
        ),
      );
    expect(digest('a\n     b')).not.toBe(digest('a b'));
  });
});
