// A transcript is a test that reads like a terminal: `$` begins a command, plain lines are what it prints, `!` lines
// are what it says on stderr, `[n]` is its exit code. Digests, and times that are not of the story, are blanked.
// UPDATE_TRANSCRIPTS=1 writes down what was said instead of comparing it; the diff is then to be read.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { openForge } from '../../src/cli/open-forge.ts';
import { openStore } from '../../src/cli/open-store.ts';
import { run } from '../../src/cli/run.ts';
import { readGateClient } from '../../src/config.ts';
import { isoNow, systemClock } from '../../src/clock.ts';

export type Said = { readonly out: string; readonly err: string; readonly code: number };

export const mainFile = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Runs the command line as a process of its own, as people do. */
export function holdpoint(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Said> {
  const env = { PATH: process.env['PATH'] ?? '', TZ: 'Asia/Tokyo', LC_ALL: 'C', ...environment };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [mainFile, ...args],
      { env, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
        resolve({ out, err, code });
      },
    );
  });
}

/** The same without a process: quicker, for the many cases that a process adds nothing to. */
export async function runHere(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Said> {
  const said = { out: '', err: '' };
  const code = await run(args, {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    openStore: () => openStore(environment),
    openForge: () => openForge(environment),
    gateClient: () => readGateClient(environment),
    now: () => isoNow(systemClock),
    version: '0.0.0-test',
  });
  return { ...said, code };
}

type Scene = { readonly command: string; readonly lines: readonly string[] };

export type Stage = {
  readonly environment: Readonly<Record<string, string>>;
  /** Words of a transcript that stand for something else here, such as `$OUT`. */
  readonly words: Readonly<Record<string, string>>;
};

export async function playTranscript(
  name: string,
  stage: Stage,
): Promise<{ readonly expected: string; readonly found: string }> {
  const file = fileURLToPath(new URL(`transcripts/${name}.txt`, import.meta.url));
  const expected = readFileSync(file, 'utf8');
  const played: string[] = [];
  for (const { command } of scenesOf(expected)) {
    const said = await runHere(argumentsOf(command, stage), stage.environment);
    played.push(`$ ${command}`, ...linesOf(said, stage), '');
  }
  const found = `${played.join('\n').trimEnd()}\n`;
  if (process.env['UPDATE_TRANSCRIPTS'] !== '1') return { expected, found };
  writeFileSync(file, found);
  return { expected: found, found };
}

function scenesOf(transcript: string): readonly Scene[] {
  return transcript
    .split('\n$ ')
    .map((part) => part.replace(/^\$ /u, '').split('\n'))
    .map(([command, ...lines]) => ({ command: command ?? '', lines }));
}

function argumentsOf(command: string, { words }: Stage): readonly string[] {
  const [name, ...args] = command.split(' ');
  if (name !== 'holdpoint')
    throw new Error(`a transcript only plays holdpoint, not ${String(name)}`);
  return args.map((arg) =>
    Object.entries(words).reduce((text, [word, meaning]) => text.replaceAll(word, meaning), arg),
  );
}

function linesOf(said: Said, stage: Stage): readonly string[] {
  const out = blank(said.out, stage);
  const err = blank(said.err, stage);
  return [
    ...(out === '' ? [] : out.replace(/\n$/u, '').split('\n')),
    ...(err === ''
      ? []
      : err
          .replace(/\n$/u, '')
          .split('\n')
          .map((line) => `! ${line}`.trimEnd())),
    `[${String(said.code)}]`,
  ];
}

function blank(text: string, { words }: Stage): string {
  const named = Object.entries(words).reduce(
    (shown, [word, meaning]) => shown.replaceAll(meaning, word),
    text,
  );
  return named
    .replaceAll(/[0-9a-f]{64}/gu, '<digest>')
    .replaceAll(/"run_at": "[^"]*"/gu, '"run_at": "<now>"')
    .replaceAll(/"bytes": \d+/gu, '"bytes": <bytes>')
    .replaceAll(/builtin:[0-9a-f]{12}/gu, 'builtin:<policy>');
}
