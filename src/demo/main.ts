/**
 * `npm run demo`: an embedded database, a sandbox forge and the application, all started here; five changes are
 * played to their ends, the evidence is printed and the log proven. Then it stays up with pages where a visitor
 * can act as any of the people. Whatever was started is stopped again, also after Ctrl-C.
 */
import { createLog } from '../log.ts';
import { startEmbedded } from '../store/embedded.ts';
import { verifyAudit } from './audit.ts';
import { checkout, openCompany, operations, type Company } from './company.ts';
import { narrator, USUAL_WIDTH, type Narrator } from './narrator.ts';
import { HELP, readOptions, type Options } from './options.ts';
import { demoPages } from './pages.ts';
import { newFolder, portTrouble } from './place.ts';
import { evidenceOf, playAll } from './programme.ts';

/** How to read what follows; a newcomer has nobody to ask. */
const LEGEND =
  'How to read it: people act on the left; behind the bar Holdpoint answers, 👍 done, 😕 refused and why. ' +
  'Next, Who and Why are the first lines of the one record comment that it keeps in each issue; ' +
  'a line that stays the same is not repeated. The clock is the one of the story.';

const [AS_INTENDED, NOT_AS_INTENDED, WRONG_USE, INTERRUPTED] = [0, 1, 2, 130];

async function main(): Promise<number> {
  const asked = readOptions(process.argv.slice(2));
  if (asked.kind === 'help') {
    process.stdout.write(HELP);
    return AS_INTENDED;
  }
  if (asked.kind === 'wrong') {
    process.stderr.write(`demo: ${asked.problem}\n\n${HELP}`);
    return WRONG_USE;
  }
  const trouble = await portTrouble(asked.options.port);
  if (trouble !== null) {
    process.stderr.write(`${trouble}\n`);
    return NOT_AS_INTENDED;
  }
  return run(asked.options, firstSignal());
}

/** A second signal ends the process at once, as ever. */
function firstSignal(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve('interrupted');
      });
  });
}

type Stopped = Promise<'interrupted'>;

async function run(options: Options, stopped: Stopped): Promise<number> {
  const tell = terminalNarrator();
  const { company, dataDir, close } = await start(options, tell);
  try {
    const playing = play(company, tell, dataDir);
    playing.catch(() => undefined);
    const outcome = await Promise.race([playing, stopped]);
    if (outcome === 'interrupted') return INTERRUPTED;
    if (!options.exit) await stayUp({ company, tell, dataDir, stopped });
    return outcome ? AS_INTENDED : NOT_AS_INTENDED;
  } finally {
    await close();
  }
}

function terminalNarrator(): Narrator {
  const { stdout } = process;
  const colours = stdout.isTTY && stdout.hasColors();
  const width = stdout.isTTY ? Math.min(USUAL_WIDTH, Math.max(60, stdout.columns)) : USUAL_WIDTH;
  return narrator((text) => void stdout.write(text), colours, width);
}

type Started = {
  readonly company: Company;
  readonly dataDir: string;
  readonly close: () => Promise<void>;
};

async function start({ port, verbose }: Options, tell: Narrator): Promise<Started> {
  tell.say(
    'Holdpoint: five changes, from the form to the evidence. Nothing leaves this machine.\n',
  );
  const folder = newFolder();
  const log = createLog(
    { logLevel: verbose ? 'info' : 'silent', logFormat: 'text' },
    process.stderr,
  );
  try {
    const database = await tell.during('PostgreSQL, in a folder of its own', () =>
      startEmbedded({ dataDir: folder.path, durable: true }),
    );
    const company = await tell.during('a forge with ten people, and Holdpoint as its app', () =>
      openCompany({
        databaseUrl: database.url,
        log,
        start: '2026-11-19T10:00:00+01:00',
        sandbox: { port },
        pages: demoPages,
      }).catch(async (error: unknown) => {
        await database.stop();
        throw error;
      }),
    );
    const close = async (): Promise<void> => {
      await company.close();
      await database.stop();
      folder.remove();
    };
    return { company, dataDir: folder.path, close };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/** True when every story ended as it should and the log is what was once written. */
async function play(company: Company, tell: Narrator, dataDir: string): Promise<boolean> {
  tell.say('');
  tell.say(LEGEND);
  const { stories, surprises } = await playAll(company, tell);
  const [first] = stories;
  if (first !== undefined)
    tell.comment('The evidence that story 1 left behind, in its issue', evidenceOf(first));
  const { intact, text } = await verifyAudit(dataDir);
  tell.block('holdpoint audit verify: every event hashed again, by another process', text);
  const verdict = intact && surprises.length === 0;
  tell.say('');
  tell.say(
    verdict
      ? 'All five stories ended as intended, and the log is what was once written.'
      : ['Not as intended:', ...surprises, ...(intact ? [] : ['the log is broken'])].join('\n  '),
  );
  return verdict;
}

type Visit = {
  readonly company: Company;
  readonly tell: Narrator;
  readonly dataDir: string;
  readonly stopped: Stopped;
};

async function stayUp({ company, tell, dataDir, stopped }: Visit): Promise<void> {
  company.clock.runOn();
  const { url } = company.sandbox;
  tell.block(
    'Your turn',
    [
      `  open   ${url}/${operations}/issues`,
      '  try    New change → with an example filled in → Submit; comment /chg submit as its author;',
      '         switch to tomas-sre and approve; move the clock on to the window, and start',
      `  look   ${url}/${checkout}/pull/1`,
      '         a pull request that is its own change: record, evidence, and every gate of its check',
      `  ask    DATA_DIR=${dataDir} npm run -s holdpoint -- show CHG-00001`,
      `  prove  DATA_DIR=${dataDir} npm run -s holdpoint -- audit verify`,
      '  read   docs/walkthrough.md: five minutes through one change, with pictures',
      '',
      '  Ctrl-C ends it and removes what it wrote.',
    ].join('\n'),
  );
  await stopped;
  tell.say('\nEnding …');
}

process.exitCode = await main();
