// The application as a process of its own, to be killed: wired as in production, with the time of a story. Started
// by app-child.ts and by nobody else.
import { createLog } from '../../src/log.ts';
import { startApplication } from '../../src/wire.ts';
import { readControl, START_VARIABLE, type Start } from './control.ts';
import { watchCalls } from './deadly-calls.ts';

const start = JSON.parse(process.env[START_VARIABLE] ?? '') as Start;
const { github, databaseUrl, durable, port, control, trace } = start;

watchCalls({ control, trace });

await startApplication({
  databaseUrl,
  log: createLog({ logLevel: 'warn', logFormat: 'json' }, process.stderr),
  config: {
    github: {
      appId: github.appId,
      privateKey: github.privateKey,
      webhookSecrets: [github.webhookSecret],
      baseUrl: github.baseUrl,
      writeIntervalMs: 0,
      client: null,
    },
    host: '127.0.0.1',
    port,
    logLevel: 'warn',
    logFormat: 'json',
    databaseUrl: null,
    databaseMigrationUrl: null,
    dataDir: '.data',
    publicUrl: null,
    oidcIssuers: [],
    titlePrefix: true,
    deliveryDays: 90,
  },
  ports: {
    clock: { now: () => new Date(readControl(control).now) },
    compareClocks: false,
    durable,
    pace: {
      coalesceMs: 0,
      settleMs: 300,
      explainMs: 200,
      orphanMs: 20_000,
      goneMs: 500,
      retryMs: 100,
    },
    rhythm: { pulseMs: 100, catchUpMs: 400, sweepMs: 3_600_000, retryMs: 10, gatherMs: 0 },
  },
});

process.send?.('ready');
// Without its play there is nothing to live for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
