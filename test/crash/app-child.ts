// Starts the application process and knows whether it lives. What it says on stderr is kept for the message of a
// failing run.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { START_VARIABLE, type Start } from './control.ts';

const PROGRAM = fileURLToPath(new URL('app-process.ts', import.meta.url));
const MOST_WORDS = 20_000;

export type AppChild = {
  /** False once it has ended, for whatever reason. */
  readonly lives: () => boolean;
  /** Resolves once it takes deliveries, or once it has ended on the way there. */
  readonly started: Promise<'ready' | 'ended'>;
  readonly ended: Promise<void>;
  readonly said: () => string;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
};

export function startChild(start: Start): AppChild {
  const child = fork(PROGRAM, [], {
    env: { ...process.env, NODE_ENV: 'production', [START_VARIABLE]: JSON.stringify(start) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lives = true;
  let said = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString('utf8')).slice(-MOST_WORDS);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      lives = false;
      resolve();
    });
  });
  return {
    lives: () => lives,
    started: Promise.race([firstMessage(child), ended.then(() => 'ended' as const)]),
    ended,
    said: () => said,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function firstMessage(child: ChildProcess): Promise<'ready'> {
  return new Promise((resolve) => {
    child.once('message', () => {
      resolve('ready');
    });
  });
}
