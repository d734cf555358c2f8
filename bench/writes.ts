// How many writes a whole change costs the forge: twelve steps ticked a minute apart, two hold points, one pull
// request, from the form to the evidence; reactions included. The forge's own limits make this the scarce thing.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCompany } from '../src/demo/company.ts';
import { narrator } from '../src/demo/narrator.ts';
import { playRelease } from '../src/demo/stories/release.ts';
import { createLog } from '../src/log.ts';
import type { LoggedRequest } from '../src/sandbox/http/request-log.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import type { BenchResult } from './result.ts';

const LIMIT = 60;

export async function run(): Promise<readonly BenchResult[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdpoint-writes-'));
  const database = await startEmbedded({ dataDir, durable: false });
  const log = createLog({ logLevel: 'silent', logFormat: 'json' }, process.stderr);
  const company = await openCompany({
    databaseUrl: database.url,
    log,
    start: '2026-11-23T11:00:00+01:00',
    durable: false,
  });
  try {
    company.sandbox.requests.clear();
    await playRelease(
      company,
      narrator(() => undefined, false),
    );
    const { list } = writesOf(company.sandbox.requests.all());
    const labels = list.filter(
      (line) => line.endsWith('/labels') && !line.includes('/issues/'),
    ).length;
    const writes = list.length - labels;
    return [
      {
        name: 'forge writes of a whole change',
        value: writes,
        unit: 'writes',
        limit: LIMIT,
        pass: writes <= LIMIT,
      },
      {
        name: 'label names that the first change of a repository creates besides',
        value: labels,
        unit: 'writes',
        limit: null,
        pass: true,
      },
    ];
  } finally {
    await company.close();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type Asked = Pick<LoggedRequest, 'method' | 'path' | 'actor' | 'read'>;

/** Everything our app asked the forge to write; getting a token is not a write of anything. */
export function writesOf(requests: readonly Asked[]): {
  readonly writes: number;
  readonly list: readonly string[];
} {
  const list = requests
    .filter(
      (request) =>
        request.actor.endsWith('[bot]') &&
        !request.read &&
        !request.path.includes('/access_tokens'),
    )
    .map((request) => `${request.method} ${request.path}`);
  return { writes: list.length, list };
}
