/**
 * `npm run demo`: an embedded database, a sandbox forge and the application, all in this process; three changes
 * are played to their ends, the evidence is printed and the audit log verified. Then it stays up with pages where
 * a visitor can act as any of the people. `--exit` ends after the story.
 */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog } from '../log.ts';
import { startEmbedded } from '../store/embedded.ts';
import { openCompany, type Company } from './company.ts';
import { narrator, type Narrator } from './narrator.ts';
import { demoPages } from './pages.ts';
import { playCertificate } from './stories/certificate.ts';
import { playEmergency } from './stories/emergency.ts';
import { playRollback } from './stories/rollback.ts';
import { verifyAudit } from './verify-audit.ts';
import type { Story } from './storyteller.ts';

const HELP = `Usage: npm run demo [-- --exit] [-- --port 4010] [-- --verbose]

Plays three changes from form to evidence, then stays up with pages to act in.

  --exit      end after the story
  --port N    where the pages are (default 4010; any free port with --exit)
  --verbose   also print the application's log, as text
  --help      this
`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { exit: { type: 'boolean', default: false }, port: { type: 'string' }, verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const dataDir = resolve('.data/demo');
  rmSync(dataDir, { recursive: true, force: true });
  const tell = narrator((text) => process.stdout.write(text), process.stdout.isTTY && process.env['NO_COLOR'] === undefined);
  tell.say('Starting PostgreSQL, a sandbox forge and Holdpoint …');
  const database = await startEmbedded({ dataDir, durable: true });
  const log = createLog({ logLevel: values.verbose ? 'info' : 'silent', logFormat: 'text' }, process.stderr);
  const port = values.exit ? 0 : Number(values.port ?? '4010');
  const company = await openCompany({ databaseUrl: database.url, log, start: '2026-11-19T10:00:00+01:00', sandbox: { port, pages: demoPages() } });
  const close = async (): Promise<void> => {
    await company.close();
    await database.stop();
  };
  const intact = await play(company, tell);
  if (values.exit) {
    await close();
    return intact ? 0 : 1;
  }
  await stayUp(company, tell, close);
  return 0;
}

async function play(company: Company, tell: Narrator): Promise<boolean> {
  const first = await playCertificate(company, tell);
  await playEmergency(company, tell);
  await playRollback(company, tell);
  tell.block('The evidence comment of CHG-00001, as the forge shows it', evidenceOf(first));
  const { intact, text } = await verifyAudit(company);
  tell.block('holdpoint audit verify', text);
  return intact;
}

function evidenceOf(story: Story): string {
  const comments = story.comments().filter((comment) => comment.body.includes('<!-- holdpoint:evidence'));
  return comments.map((comment) => comment.body).join('\n\n');
}

/** Resolves when the visitor ends it with Ctrl-C. */
async function stayUp(company: Company, tell: Narrator, close: () => Promise<void>): Promise<void> {
  company.clock.runOn();
  tell.block('Your turn', `Open ${company.sandbox.url}/lighthouse-freight/operations/issues and act as any of the people.\nThe clock goes on from the end of the third story. Ctrl-C ends it.`);
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { done(); });
  });
  await close();
}

process.exitCode = await main();
