import { describe, expect, it } from 'vitest';
import { changeBody, lineOf, problemsOf } from './change-body.ts';
import { DETAILS, codes, problem, stepOf } from './step-text.ts';

describe('details of a step', () => {
  it('all of them', () => {
    const step = stepOf(
      [
        '1. Switch it',
        '   - expect: old processes gone',
        '   - rollback: switch back',
        '   - time: 1h30m',
        '   - owner: @mara-ops',
        '   - evidence: link to the run',
        '   - abort: errors above 1 %',
        '   - covers: Backup, restore-test; backup',
        '   - note: first',
        '   - note: second',
      ].join('\n'),
    );
    expect(step).toEqual({
      id: 'E1',
      phase: 'execution',
      text: 'Switch it',
      tags: [],
      after: [],
      minutes: 90,
      expect: 'old processes gone',
      rollback: 'switch back',
      owner: '@mara-ops',
      evidence: 'link to the run',
      abort: 'errors above 1 %',
      covers: ['backup', 'restore-test'],
      notes: ['first', 'second'],
    });
  });

  it.each([
    '  - expect: gone\n  - rollback: back',
    '  expect: gone\n  rollback: back',
    '\t* Expect: gone\n\t+ ROLLBACK: back',
    '      1. expect: gone\n      2) rollback: back',
    '   - **expect:** gone\n   - **Rollback**: back',
    '   expect:gone\n\n   rollback:\n      back',
  ])('are understood as %j', (details) => {
    expect(stepOf(`1. Switch it\n${details}`)).toMatchObject({ expect: 'gone', rollback: 'back' });
  });

  it('indented text continues the last detail', () => {
    const step = stepOf('1. Do\n   - expect: one\n     two\n\n     - three\n   - rollback: y');
    expect(step.expect).toBe('one\ntwo\n- three');
  });

  it('indented text before any detail is a note', () => {
    const step = stepOf(`1. Do\n   mind the cable\n   and the dog${DETAILS}`);
    expect(step.notes).toEqual(['mind the cable\nand the dog']);
  });

  it('fenced blocks belong to the detail above them, verbatim', () => {
    const step = stepOf(
      [
        '1. Do',
        '   - rollback: run',
        '     ```shell',
        '     if true; then',
        '',
        '       rollback: this is not a key',
        '     1. nor this a step',
        '     fi',
        '     ```',
        '     and look',
        '   - expect: x',
      ].join('\n'),
    );
    expect(step.rollback).toBe(
      'run\n```shell\nif true; then\n\n  rollback: this is not a key\n1. nor this a step\nfi\n```\nand look',
    );
    expect(step.expect).toBe('x');
  });

  it('a fence of tildes holds backticks', () => {
    const step = stepOf(`1. Do\n   ~~~~\n   \`\`\`\n   ~~~\n   ~~~~~${DETAILS}`);
    expect(step.notes).toEqual(['~~~~\n```\n~~~\n~~~~~']);
  });

  it.each([
    ['1. Do\n   ```\n   expect: x\n   rollback: y', 1],
    [`1. Do${DETAILS}\n   \`\`\`\n   code\n2. Hidden${DETAILS}`, 3],
    [`1. Do${DETAILS}\n   \`\`\`\n   code\n           \`\`\`\n2. Hidden${DETAILS}`, 3],
  ])('a fence that is never closed is an error: %j', (text, line) => {
    const found = problemsOf(changeBody({ steps_execute: text }))[0];
    expect(found?.code).toBe('step_fence_unclosed');
    const body = changeBody({ steps_execute: text });
    expect((found?.line ?? 0) - lineOf(body, '### 18') - 2).toBe(line);
  });

  it('a fence at the margin belongs to no step', () => {
    expect(codes(`1. fine${DETAILS}\n\`\`\`\n\`\`\``)).toEqual([
      'step_fence_outside',
      'step_fence_outside',
    ]);
  });

  it.each(['expect', 'rollback', 'time', 'after', 'owner', 'evidence', 'abort', 'covers'])(
    'a second %s: is an error',
    (key) => {
      const value = key === 'time' ? '5m' : 'E2';
      const lines = ['expect: x', 'rollback: y', `${key}: ${value}`, `${key}: ${value}`];
      const text = `1. Do\n${lines.map((line) => `   - ${line}`).join('\n')}\n2. Next${DETAILS}`;
      expect(codes(text)).toContain('step_detail_repeated');
    },
  );

  it.each([
    ['expct: gone', 'expect'],
    ['Expects: gone', 'expect'],
    ['expected: gone', 'expect'],
    ['roll: back', null],
    ['rolback: y', 'rollback'],
    ['rollbak: y', 'rollback'],
    ['aftr: E1', 'after'],
    ['afetr: E1', 'after'],
    ['times: 5m', 'time'],
    ['evidense: link', 'evidence'],
    ['abbort: errors', 'abort'],
    ['cover: backup', 'covers'],
    ['node: gw-1', null],
    ['notes: mind the dog', null],
    ['export: done', null],
    ['then: look', null],
    ['https://example.org', null],
  ])('"%s" is asked about: %s', (line, meant) => {
    const text = `1. Do${DETAILS}\n   - ${line}`;
    if (meant === null) {
      expect(stepOf(text).rollback).toContain(line);
      return;
    }
    expect(problem(text)).toMatchObject({ code: 'step_detail_unknown', lineInSteps: 4 });
    expect(problem(text).remedy).toContain(`did you mean ${meant}:`);
  });

  it.each(['soon', '5 parsecs', '-5m'])('time: %s is no duration', (time) => {
    expect(problem(`1. Do${DETAILS}\n   - time: ${time}`).code).toBe('duration_invalid');
  });
});
