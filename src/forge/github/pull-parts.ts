/**
 * What a pull request is made of, in the words of GitHub's REST answers, whichever way it was asked for: everything that
 * is made of these parts is then the same.
 *
 * What must stay true: a part that cannot be had whole is null, or makes the whole null; it is never cut short.
 */
import type { RepoRef } from '../../core/intent/notice.ts';
import { OWNER_PATHS } from '../../core/policy/code-owners.ts';
import { ForgeFault } from '../fault.ts';
import type { FaultCode } from '../fault.ts';
import { fileAt } from './file-verbs.ts';
import { isNoSuchAddress, orWithout } from './lacks.ts';
import { PULL_QUERY } from './pull-query.ts';
import { toldInWords } from './pull-words.ts';
import type { Told } from './pull-words.ts';
import { isElsewhere } from './seen.ts';
import {
  fieldOf,
  listAt,
  parseList,
  parseRecord,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';
import { leftRepository, named } from './site.ts';
import type { Site } from './site.ts';

export const PULL = '/repos/{owner}/{repo}/pulls/{pull_number}';
/** GitHub lists no more commits of a pull request than this, and does not say that it stopped. */
const MOST_COMMITS_LISTED = 250;
const MOST_FILES_LISTED = 3_000;

export type PullAddress = { readonly repo: RepoRef; readonly number: number };

export type CheckParts = {
  /** Null: the forge has no such list. */
  readonly runs: readonly Json[] | null;
  /** Every status ever posted, the newest first. */
  readonly statuses: readonly Json[] | null;
};

export type PullParts = {
  readonly pull: Json;
  /** Null: the forge does not list them. */
  readonly commits: readonly Json[] | null;
  readonly reviews: readonly unknown[];
  /** Null: not all of them are told. */
  readonly files: readonly Json[] | null;
  /** Null: it will not say. */
  readonly checks: CheckParts | null;
  /** Of the target branch; null: it has none; undefined: it cannot be told. */
  readonly owners: string | null | undefined;
};

type Reading = {
  readonly site: Site;
  readonly at: PullAddress;
  /** A forge that only speaks like GitHub: it never answered the one question. */
  readonly bare?: boolean;
};

/** Null: gone, or people pushed while it was read. */
type ReadParts = (at: PullAddress, exact?: boolean) => Promise<PullParts | null>;

/** One question where the forge answers it, else one address after another: they alone say that nothing is there. */
export function partsReader(site: Site): ReadParts {
  const ask = askerAtOnce(site);
  let isBare = true;
  return async (at, exact = false) => {
    const reading = { site, at };
    const asked = await ask(at);
    // Which text exactly a file holds, only its own address says.
    const told = asked !== null && exact ? { ...asked, files: null } : asked;
    if (told !== null) {
      isBare = false;
      return readBeside(reading, told);
    }
    const parts = await readByAddress({ ...reading, bare: isBare });
    if (parts !== null) site.lacks('GraphQL: a pull request in one question');
    return parts;
  };
}

/** An address that was not found may have been a slip of the forge: it is asked again, though not for every read. */
const UNASKED_MS = 10 * 60_000;
/** What says nothing about the question: to ask in another way would not help. */
const ABOUT_US: ReadonlySet<FaultCode> = new Set(['unreachable', 'rate_limited', 'unauthorised']);

/** Null: no usable answer this way. */
function askerAtOnce({ api, nowMs }: Site): (at: PullAddress) => Promise<Told | null> {
  let unaskedUntilMs = Number.NEGATIVE_INFINITY;
  return async ({ repo, number }) => {
    if (nowMs() < unaskedUntilMs) return null;
    try {
      const asked = { ...named(repo), number };
      return await api.query(PULL_QUERY, asked, (data) => toldInWords(data, repo));
    } catch (error) {
      if (!(error instanceof ForgeFault) || ABOUT_US.has(error.code)) throw error;
      if (isNoSuchAddress(error)) unaskedUntilMs = nowMs() + UNASKED_MS;
      return null;
    }
  };
}

async function readBeside(reading: Reading, told: Told): Promise<PullParts | null> {
  const { pull, owners } = told;
  const head = headOf(pull);
  const commits = told.commits ?? (await readCommits(reading));
  if (commits === null || !isWhole(commits, head)) return null;
  const reviews = told.reviews ?? (await listed(reading, 'reviews'));
  const checks =
    told.runs === null
      ? await readChecks(reading, head)
      : { runs: told.runs, statuses: told.hasStatuses ? await readStatuses(reading, head) : [] };
  const files = told.files ?? (await readFiles(reading, pull));
  return files === STALE ? null : { pull, commits, reviews, checks, files, owners };
}

async function readByAddress(reading: Reading): Promise<PullParts | null> {
  const pull = await readPull(reading);
  if (pull === null) return null;
  const head = headOf(pull);
  const commits = await readCommits(reading);
  if (commits !== null && !isWhole(commits, head)) return null;
  const reviews = await listed(reading, 'reviews');
  const checks = await readChecks(reading, head);
  const files = await readFiles(reading, pull);
  if (files === STALE) return null;
  return { pull, commits, reviews, checks, files, owners: await readOwners(reading, pull) };
}

function headOf(pull: Json): string {
  return textAt(parseRecord(fieldOf(pull, 'head'), 'head'), 'sha');
}

function isWhole(commits: readonly Json[], head: string): boolean {
  if (commits.length >= MOST_COMMITS_LISTED) return false;
  return commits.some((commit) => textAt(commit, 'sha') === head);
}

export async function readPull({ site, at }: Reading): Promise<Json | null> {
  return site.api.readOrNull(`GET ${PULL}`, addressOf(at), (answer) =>
    leftRepository(answer, at.repo) || isElsewhere(answer.data, at.repo)
      ? null
      : parseRecord(answer.data, 'pull_request'),
  );
}

function addressOf({ repo, number }: PullAddress): Readonly<Record<string, string | number>> {
  return { ...named(repo), pull_number: number };
}

export async function listed(
  { site, at }: Reading,
  what: 'commits' | 'reviews' | 'files',
): Promise<readonly Json[]> {
  return site.api.readAll(`GET ${PULL}/${what}`, addressOf(at), (data) =>
    parseList(data, what).map((one) => parseRecord(one, what)),
  );
}

/** The pull request is there: where its commits are not found, the forge does not list them. */
async function readCommits(reading: Reading): Promise<readonly Json[] | null> {
  return orWithout(() => listed(reading, 'commits'), {
    lacks: reading.site.lacks,
    what: `GET ${PULL}/commits`,
    otherwise: null,
  });
}

/** The list is of another head than the one that is meant. */
const STALE = 'stale';

async function readFiles(
  reading: Reading,
  pull: Json,
): Promise<readonly Json[] | null | typeof STALE> {
  try {
    const files = await listed(reading, 'files');
    if (!files.every((file) => isAt(file, headOf(pull)))) return STALE;
    const said = fieldOf(pull, 'changed_files');
    const all = typeof said === 'number' ? said : files.length;
    return files.length >= MOST_FILES_LISTED || files.length < all ? null : files;
  } catch (error) {
    if (!isNoSuchAddress(error)) return nullIfUnsaid(error);
    reading.site.lacks(`GET ${PULL}/files`);
    // What a forge has no address for it never tells: rules by path do without it there, and GitHub itself has it.
    return reading.bare === true ? [] : null;
  }
}

/** Each file names the commit that it is shown at; where it does not, nothing speaks against it. */
function isAt(file: Json, head: string): boolean {
  const shown = textOrNullAt(file, 'contents_url');
  const mark = shown?.lastIndexOf('ref=') ?? -1;
  return shown === null || mark === -1 || shown.slice(mark + 'ref='.length) === head;
}

function nullIfUnsaid(error: unknown): null {
  const unsaid =
    error instanceof ForgeFault && (error.code === 'forbidden' || error.code === 'not_found');
  if (unsaid) return null;
  throw error;
}

async function readChecks(reading: Reading, sha: string): Promise<CheckParts | null> {
  const asked = (what: string) => ({ lacks: reading.site.lacks, what, otherwise: null });
  try {
    // Where one of the two lists can be read, the commit is there: it is the other's address that is missing.
    const runs = await orWithout(
      () => readRuns(reading, sha),
      asked('GET /repos/{owner}/{repo}/commits/{ref}/check-runs'),
    );
    const statuses = await orWithout(
      () => readStatuses(reading, sha),
      asked('GET /repos/{owner}/{repo}/commits/{ref}/statuses'),
    );
    return runs === null && statuses === null ? null : { runs, statuses };
  } catch (error) {
    return nullIfUnsaid(error);
  }
}

async function readRuns({ site, at }: Reading, sha: string): Promise<readonly Json[]> {
  return site.api.readAll(
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    { ...named(at.repo), ref: sha, filter: 'latest' },
    (data) =>
      listAt(parseRecord(data, 'check runs'), 'check_runs').map((run) =>
        parseRecord(run, 'check run'),
      ),
  );
}

async function readStatuses({ site, at }: Reading, sha: string): Promise<readonly Json[]> {
  return site.api.readAll(
    'GET /repos/{owner}/{repo}/commits/{ref}/statuses',
    { ...named(at.repo), ref: sha },
    (data) => parseList(data, 'statuses').map((status) => parseRecord(status, 'status')),
  );
}

/** In the order in which GitHub looks for them. */
async function readOwners({ site, at }: Reading, pull: Json): Promise<string | null | undefined> {
  const base = recordOrNullAt(pull, 'base');
  const ref = base === null ? null : fieldOf(base, 'ref');
  if (typeof ref !== 'string') return undefined;
  try {
    for (const path of OWNER_PATHS) {
      const file = await fileAt(site, at.repo, { path, ref });
      if (file !== null) return file === 'too_large' ? undefined : file.text;
    }
    return null;
  } catch (error) {
    if (error instanceof ForgeFault && (error.code === 'forbidden' || error.code === 'invalid'))
      return undefined;
    throw error;
  }
}
