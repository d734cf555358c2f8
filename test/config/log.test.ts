// The log as an operator reads it: one object a line for machines, plain lines for people, and no more than asked for.
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Config } from '../../src/config.ts';

function written(
  config: Pick<Config, 'logLevel' | 'logFormat'>,
  say: (log: ReturnType<typeof createLog>) => void,
): readonly string[] {
  const lines: string[] = [];
  say(createLog(config, { write: (line) => void lines.push(line) }));
  return lines;
}

describe('a log for people', () => {
  test('is a line of text with the time, the level, the message and its fields', () => {
    const [line, ...more] = written({ logLevel: 'info', logFormat: 'text' }, (log) => {
      log.info(
        { action: 'gate_rejected', change_id: 'CHG-00001', seq: 7, found: 'two words' },
        'command refused',
      );
    });
    expect(more).toEqual([]);
    expect(line).toMatch(
      /^\d\d:\d\d:\d\d info {2}command refused {2}action=gate_rejected change_id=CHG-00001 seq=7 found="two words"\n$/u,
    );
  });

  test('has one line for one act, whatever people wrote into a field', () => {
    const hostile = 'no\n12:00:00 info  approved\u001b[2K\u009b2K\u202E action=approved';
    const [line = ''] = written({ logLevel: 'info', logFormat: 'text' }, (log) => {
      log.warn({ reason: hostile }, 'refused');
    });
    expect(line.trimEnd()).not.toMatch(/\p{C}/u);
    expect(line).toContain('reason="no\\n12:00:00 info  approved\\u001b[2K\\u009b2K\\u202e');
  });
});

describe.each(['json', 'text'] as const)('a log in %s', (logFormat) => {
  test.each([
    ['debug', ['small', 'usual', 'grave']],
    ['info', ['usual', 'grave']],
    ['error', ['grave']],
    ['silent', []],
  ] as const)('at the level %s tells this much', (logLevel, told) => {
    const lines = written({ logLevel, logFormat }, (log) => {
      log.debug('small');
      log.info('usual');
      log.error('grave');
    });
    expect(lines.map((line) => /small|usual|grave/u.exec(line)?.[0])).toEqual(told);
  });

  test('never shows what is known to be secret', () => {
    const [line = ''] = written({ logLevel: 'info', logFormat }, (log) => {
      log.info({ token: 'ghs_16C7e42F', config: { privateKey: 'MIIEow' } }, 'started');
    });
    expect(line).toContain('[secret]');
    expect(line).not.toMatch(/ghs_|MIIE/u);
  });
});
