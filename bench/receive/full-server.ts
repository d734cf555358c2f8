// The receiver as it ships: the server with all its limits, the store's inbox, and wake-ups through the job queue.
// Started by bench/receive.ts in a process of its own.
import { pino } from 'pino';
import { systemClock } from '../../src/clock.ts';
import { startServer } from '../../src/http/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { receiveDelivery } from '../../src/store/inbox.ts';
import { wakeRoute } from '../../src/worker/wakes.ts';
import { announce, given } from './child.ts';

const { databaseUrl, secret, poolSize } = given();
const db = await openDatabase({ url: databaseUrl, poolSize });
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  log: pino({ level: 'silent' }),
  clock: systemClock,
  github: { appId: '4711', secrets: [secret] },
  receive: (delivery) => receiveDelivery(db, delivery),
  wake: () => wakeRoute(db),
  readiness: () => Promise.resolve({ database: true, migrated: true, worker: true }),
});
announce(server.address);
