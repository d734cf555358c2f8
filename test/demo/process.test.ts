// `npm run demo` as a process: it ends by itself when asked to, says what it cannot do, cleans up after Ctrl-C, and can
// be run again at once.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/demo/text-layout.ts';

const MAIN = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url));
const LONG_MS = 240_000;

type Run = {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
};

function demo(...args: readonly string[]): Run {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => code as number | null);
  return { child, out: () => out, err: () => err, ended };
}

function folders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('holdpoint-demo-'));
}

describe('the demo', () => {
  it(
    'plays five stories as intended, proves the log and ends with 0',
    { timeout: LONG_MS },
    async () => {
      const run = demo('--exit');
      expect([await run.ended, run.err()]).toEqual([0, '']);
      const text = run.out();
      expect(text.match(/^━━ Story \d/gmu)).toHaveLength(5);
      expect(text.slice(0, text.indexOf('━━ Story 1'))).toContain('How to read it: ');
      expect(text).toContain('second_person_required');
      expect(text).toContain('the box of E3 is put back');
      expect(text).toContain('plan_rule_unmet');
      expect(text).toContain('check holdpoint · green: May be merged');
      expect(text).toMatch(/github:9812: intact, \d+ events/u);
      expect(text).toContain('All five stories ended as intended');
      const escapes = text.split('\n').filter((line) => line.includes('\u001b'));
      const wide = text.split('\n').filter((line) => widthOf(line) > 100 && line.includes(' │ '));
      expect([escapes, wide]).toEqual([[], []]);
    },
  );

  it(
    'stopped in the middle ends with 130, leaves nothing, and starts again',
    { timeout: LONG_MS },
    async () => {
      for (const port of ['0', '0']) {
        const before = folders();
        const run = demo('--port', port);
        await expect.poll(run.out, { timeout: 60_000 }).toContain('Story 1');
        run.child.kill('SIGINT');
        expect(await run.ended).toBe(130);
        expect(folders().filter((name) => !before.includes(name))).toEqual([]);
      }
    },
  );

  it('says which port is taken and how to choose another, before anything is started', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const run = demo('--port', String(port));
    expect(await run.ended).toBe(1);
    expect(run.err()).toContain(
      `Port ${String(port)} cannot be used: something else listens there`,
    );
    expect(run.err()).toContain('npm run demo -- --port');
    expect(run.out()).toBe('');
    taken.close();
  });

  it('explains itself, and refuses what it does not know with 2', async () => {
    const help = demo('--help');
    expect(await help.ended).toBe(0);
    for (const flag of ['--exit', '--port', '--verbose', 'NO_COLOR'])
      expect(help.out()).toContain(flag);
    for (const args of [['--nonsense'], ['--port', '99999'], ['--port', 'x']]) {
      const run = demo(...args);
      expect(await run.ended).toBe(2);
      expect(run.err()).toContain('Usage: npm run demo');
    }
  });
});
