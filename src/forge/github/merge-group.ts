/**
 * Which pull requests a group of the merge queue brings together. The forge does not say; its queue leaves a branch
 * named after the last of them, and one merge for each on the way from the base.
 *
 * What must stay true: a commit on that way which nobody can be found for makes the whole answer "cannot tell"; and
 * nothing is taken from the words of a commit, which people write.
 */
import type { MergeGroup } from '../port.ts';
import type { RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import {
  fieldOf,
  listAt,
  numberAt,
  parseList,
  parseRecord,
  recordAt,
  recordOrNullAt,
  textAt,
} from './shape.ts';
import type { Json } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

const QUEUE = 'refs/heads/gh-readonly-queue/';
/** A longer way is no queue that anybody waits for. */
const LONGEST = 100;

type Link = { readonly sha: string; readonly parents: readonly string[] };
type Queue = { readonly base: string; readonly last: number };

export async function observeMergeGroup(
  site: Site,
  repo: RepoRef,
  group: MergeGroup,
): Promise<readonly number[] | null> {
  const queue = parseQueueRef(group.headRef);
  if (queue === null) return null;
  try {
    const way = await wayBetween(site, repo, group);
    return way === null ? null : await membersOn(site, repo, { way, queue });
  } catch (error) {
    if (error instanceof ForgeFault && (error.code === 'forbidden' || error.code === 'not_found'))
      return null;
    throw error;
  }
}

/** `refs/heads/gh-readonly-queue/<base>/pr-<number>-<sha>`; the base may hold slashes. */
export function parseQueueRef(ref: string): Queue | null {
  if (!ref.startsWith(QUEUE)) return null;
  const rest = ref.slice(QUEUE.length);
  const slash = rest.lastIndexOf('/');
  const found = /^pr-([1-9][0-9]{0,9})-[0-9a-f]{40,64}$/.exec(rest.slice(slash + 1));
  if (found === null || slash <= 0) return null;
  return { base: rest.slice(0, slash), last: Number(found[1]) };
}

/** From the head back to the base by first parents, the newest first; null when it does not lead there. */
async function wayBetween(
  { api }: Site,
  repo: RepoRef,
  { baseSha, headSha }: MergeGroup,
): Promise<readonly Link[] | null> {
  const links = await api.readAll(
    'GET /repos/{owner}/{repo}/compare/{basehead}',
    { ...named(repo), basehead: `${baseSha}...${headSha}` },
    (data) => listAt(parseRecord(data, 'comparison'), 'commits').map(linkSeen),
  );
  const bySha = new Map(links.map((link) => [link.sha, link]));
  const way: Link[] = [];
  for (let at = headSha; at !== baseSha;) {
    const link = bySha.get(at);
    const before = link?.parents[0];
    if (link === undefined || before === undefined || way.length === LONGEST) return null;
    way.push(link);
    at = before;
  }
  return way;
}

function linkSeen(value: unknown): Link {
  const commit = parseRecord(value, 'commit');
  const parents = listAt(commit, 'parents').map((one) => textAt(parseRecord(one, 'parent'), 'sha'));
  return { sha: textAt(commit, 'sha'), parents };
}

type Walk = { readonly way: readonly Link[]; readonly queue: Queue };

async function membersOn(
  site: Site,
  repo: RepoRef,
  { way, queue }: Walk,
): Promise<readonly number[] | null> {
  // The forge's own name for the group; the newest commit on the way is that pull request's.
  const members = [queue.last];
  for (const [index, link] of way.entries()) {
    const found = await memberOf(site, repo, { link, queue });
    if (found === null && index > 0) return null;
    if (found !== null && !members.includes(found)) members.push(found);
  }
  return members.toReversed();
}

type Asked = { readonly link: Link; readonly queue: Queue };

/** The one open pull request that a commit of the queue stands for: its head was merged, or the commit is its own. */
async function memberOf(
  { api }: Site,
  repo: RepoRef,
  { link, queue }: Asked,
): Promise<number | null> {
  const merged = link.parents[1];
  const pulls = await api.readAll(
    'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    { ...named(repo), commit_sha: merged ?? link.sha },
    (data) => parseList(data, 'pulls').map((pull) => parseRecord(pull, 'pull request')),
  );
  const fitting = pulls.filter((pull) => isMember(pull, merged, queue));
  const only = fitting[0];
  return only === undefined || fitting.length > 1 ? null : numberAt(only, 'number');
}

function isMember(pull: Json, merged: string | undefined, { base }: Queue): boolean {
  const head = textAt(recordAt(pull, 'head'), 'sha');
  const into = recordOrNullAt(pull, 'base');
  const isOpen = fieldOf(pull, 'state') === 'open';
  const aims = into !== null && textAt(into, 'ref') === base;
  return isOpen && aims && (merged === undefined || head === merged);
}
