// A process that tests may kill: it starts the cluster named on its command line, says so in one line of
// JSON, and waits. Its standard input is its leash: when the test ends, however it ends, it stops too.
import { startEmbedded } from '../../src/store/embedded.ts';

const [dataDir = '', durable = 'durable'] = process.argv.slice(2);
const { url, pid, reused, stop } = await startEmbedded({ dataDir, durable: durable === 'durable' });
console.log(JSON.stringify({ url, pid, reused }));
process.stdin.on('end', () => void stop().then(() => process.exit(0))).resume();
