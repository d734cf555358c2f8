/**
 * `doctor`: is everything in place where the app is installed? Asked at the forge, and nothing is written there or kept.
 *
 * What must stay true: a repository that cannot be looked at does not hide the others, and is no yes.
 */
import type { Forge, ForgeApp } from '../forge/port.ts';
import { ForgeFault } from '../forge/fault.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { listForged, type ForgedRow } from '../store/forged-reports.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { CANNOT_TELL, CannotTellError, JSON_OPTION, NO, printJson, YES } from './command.ts';
import type { CliCommand, ExitCode, Io, OpenForge, Store } from './command.ts';
import { unknown, wrong, type Finding } from './doctor-finding.ts';
import { findingsOf } from './doctor-findings.ts';
import { FORGED_DAYS } from './doctor-forged.ts';
import { look, type Installed } from './doctor-look.ts';
import { counted, oneLine } from './terminal.ts';

const DAY_MS = 86_400_000;

type Report = { readonly repo: string; readonly findings: readonly Finding[] };

export const DOCTOR: CliCommand = {
  name: 'doctor',
  args: '[<owner/repo>…]',
  sentence: 'Asks the forge whether all is set up: check, bypasses, labels, forms, policy, people.',
  options: [JSON_OPTION],
  exits: '0 all is well, 1 something is not, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const forge = io.openForge();
    const wanted = given.args.map((name) => name.toLowerCase());
    const store = await io.openStore().catch(() => null);
    const asking = { ...forge, now: io.now(), store };
    const reports = await examineAll(asking, wanted).finally(() => store?.close());
    if (reports.length === 0)
      throw new CannotTellError('the app is installed nowhere, or sees no repository.');
    const all = reports.flatMap(({ findings }) => findings);
    const result = resultOf(all);
    if (given.flag('json')) printJson(io, { result: WORDS[result], repositories: reports });
    else print(io, reports);
    return result;
  },
};

const WORDS: Readonly<Record<number, string>> = {
  [YES]: 'well',
  [NO]: 'wrong',
  [CANNOT_TELL]: 'unknown',
};

/** What is known to be wrong is told before what is not known. */
function resultOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ answer }) => answer === 'wrong')) return NO;
  return findings.some(({ answer }) => answer === 'unknown') ? CANNOT_TELL : YES;
}

/** `store` null: the record cannot be reached, and is not needed for what the forge shows. */
type Asking = OpenForge & { readonly now: string; readonly store: Store | null };

async function examineAll(
  { app, ...rest }: Asking,
  wanted: readonly string[],
): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const installed of await app.observeWorkspaces())
    reports.push(...(await examineWorkspace(app, { installed, ...rest }, wanted)));
  const seen = new Set(reports.map(({ repo }) => repo.toLowerCase()));
  const unseen = wanted.filter((name) => !seen.has(name));
  return [...reports, ...unseen.map((repo) => notSeen(repo, rest.web))];
}

type Around = Omit<Asking, 'app'> & { readonly installed: Installed };

async function examineWorkspace(
  app: ForgeApp,
  around: Around,
  wanted: readonly string[],
): Promise<readonly Report[]> {
  const { account, workspace } = around.installed;
  const whole = await orTrouble(around, account, async () => {
    const forge = await app.forge(workspace);
    return { forge, repos: await forge.observeRepositories() };
  });
  if ('findings' in whole) return [whole];
  const { forge, repos } = whole;
  const reports: Report[] = [];
  for (const repo of repos)
    if (wanted.length === 0 || wanted.includes(repo.name.toLowerCase()))
      reports.push(await orTrouble(around, repo.name, () => examine(forge, around, repo)));
  return reports;
}

async function examine(forge: Forge, around: Around, repo: RepoRef): Promise<Report> {
  const { installed, web, unset, now } = around;
  const seen = await look(forge, installed, repo);
  const forged = await forgedIn(around, repo);
  return { repo: repo.name, findings: findingsOf({ seen, web, unset, now, forged }) };
}

async function forgedIn(
  { installed, store, now }: Around,
  { id: repoId }: RepoRef,
): Promise<readonly ForgedRow[] | null> {
  if (store === null) return null;
  const since = new Date(Date.parse(now) - FORGED_DAYS * DAY_MS).toISOString();
  return inWorkspace(store.db, installed.workspace, (tx) => listForged(tx, { repoId, since }));
}

async function orTrouble<T>(
  { installed }: Around,
  repo: string,
  ask: () => Promise<T>,
): Promise<T | Report> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ForgeFault)) throw error;
    const short = { about: 'access', expected: 'to look at it', found: error.message };
    const remedy = 'ask again; when it stays, look at what the app was given';
    const todo = { remedy, who: 'an owner of the account', where: installed.page };
    return { repo, findings: [unknown(short, todo)] };
  }
}

function notSeen(repo: string, web: string): Report {
  const short = { about: 'repository', expected: 'the app sees it', found: 'it does not' };
  const todo = {
    remedy: 'install the app on it, or correct the name',
    who: 'an owner of the account',
    where: `${web}/${repo}/settings/installations`,
  };
  return { repo, findings: [wrong(short, todo)] };
}

const MARKS: Readonly<Record<Finding['answer'], string>> = { well: '✓', wrong: '✗', unknown: '?' };

function print(io: Io, reports: readonly Report[]): void {
  for (const { repo, findings } of reports) {
    io.out(`${oneLine(repo)}\n`);
    for (const finding of findings) for (const line of linesOf(finding)) io.out(`${line}\n`);
  }
  const all = reports.flatMap(({ findings }) => findings);
  const of = (answer: Finding['answer']): number =>
    all.filter((one) => one.answer === answer).length;
  io.out(
    `${counted(reports.length, 'repository', 'repositories')}: ${String(of('well'))} well, ${String(of('wrong'))} wrong, ${String(of('unknown'))} could not be told\n`,
  );
}

function linesOf({
  about,
  answer,
  expected,
  found,
  remedy,
  who,
  where,
}: Finding): readonly string[] {
  const head = `  ${MARKS[answer]} ${oneLine(about)}: `;
  if (answer === 'well') return [`${head}${oneLine(found)}`];
  return [
    `${head}expected ${oneLine(expected)}; found ${oneLine(found)}`,
    ...(remedy === null ? [] : [`      next: ${oneLine(remedy)}`]),
    ...(who === null ? [] : [`      who: ${oneLine(who)}`]),
    ...(where === null ? [] : [`      where: ${oneLine(where)}`]),
  ];
}
