/**
 * GitHub's JSON in the words of the port. Deliveries and API answers show the same objects, so both come
 * through here. Everything is parsed from unknown; whoever is missing is the ghost, who is nobody.
 */
import type {
  CommentSeen,
  IssueSeen,
  NoticeActor,
  PullSeen,
  RepoRef,
} from '../../core/intent/notice.ts';
import {
  fieldOf,
  idAt,
  instantAt,
  isRecord,
  listAt,
  numberAt,
  parseRecord,
  plainText,
  plainTextAt,
  recordAt,
  recordOrNullAt,
  textAt,
  textOrNullAt,
  ShapeError,
} from './shape.ts';
import type { Json } from './shape.ts';

/** The account GitHub shows in the place of a deleted one. */
export const GHOST: NoticeActor = { id: '10137', login: 'ghost', kind: 'unknown' };

/**
 * The account that our comments are written with. `id` is null when the forge could not name it; then its login and
 * kind stand in: no person can have a login that ends like a bot's.
 */
export type Bot = { readonly id: string | null; readonly login: string };

export function isBot(actor: NoticeActor, bot: Bot | null): boolean {
  if (bot === null) return false;
  if (bot.id !== null) return actor.id === bot.id;
  return actor.kind === 'bot' && actor.login === bot.login;
}

export function actorSeen(user: unknown): NoticeActor {
  if (!isRecord(user)) return GHOST;
  const id = idAt(user, 'id');
  if (id === GHOST.id) return GHOST;
  const login = textAt(user, 'login');
  return { id, login, kind: kindOf(textOrNullAt(user, 'type') ?? typeByLogin(login)) };
}

/** GitHub always says; where a forge does not, no person can have a login that ends like a bot's. */
function typeByLogin(login: string): string {
  return login.endsWith('[bot]') ? 'Bot' : 'User';
}

function kindOf(type: string): NoticeActor['kind'] {
  if (type === 'User') return 'human';
  if (type === 'Bot') return 'bot';
  return 'unknown';
}

export function repoSeen(repo: unknown): RepoRef {
  const seen = parseRecord(repo, 'repository');
  return { id: idAt(seen, 'id'), name: textAt(seen, 'full_name') };
}

export function isPull(issue: Json): boolean {
  return recordOrNullAt(issue, 'pull_request') !== null;
}

export function issueSeen(value: unknown): IssueSeen {
  const issue = parseRecord(value, 'issue');
  const reason = textOrNullAt(issue, 'state_reason');
  return {
    id: idAt(issue, 'id'),
    number: numberAt(issue, 'number'),
    url: addressOf(issue),
    title: plainTextAt(issue, 'title'),
    body: plainTextAt(issue, 'body'),
    open: textAt(issue, 'state') === 'open',
    stateReason: reason === 'completed' || reason === 'not_planned' ? reason : null,
    labels: listAt(issue, 'labels').map(labelName),
    author: actorSeen(fieldOf(issue, 'user')),
    updatedAt: instantAt(issue, 'updated_at'),
    ...typeIn(issue),
    ...(fieldOf(issue, 'issue_field_values') === undefined ? {} : { fields: true }),
    ...partsIn(issue),
  };
}

/** The field is there, and empty, where issues can have a type. */
function typeIn(issue: Json): Pick<IssueSeen, 'type'> {
  if (fieldOf(issue, 'type') === undefined) return {};
  const type = recordOrNullAt(issue, 'type');
  return { type: type === null ? null : plainTextAt(type, 'name') };
}

function partsIn(issue: Json): Pick<IssueSeen, 'parts'> {
  const summary = recordOrNullAt(issue, 'sub_issues_summary');
  const total = summary === null ? 0 : Number(fieldOf(summary, 'total') ?? 0);
  if (summary === null || !(total > 0)) return {};
  return { parts: { total, closed: Number(fieldOf(summary, 'completed') ?? 0) } };
}

export function labelName(label: unknown): string {
  if (typeof label === 'string') return plainText(label);
  return plainText(textAt(parseRecord(label, 'label'), 'name'));
}

/** The page for people; a forge that names none is linked where its API is. */
function addressOf(json: Json): string {
  return textOrNullAt(json, 'html_url') ?? textOrNullAt(json, 'url') ?? '';
}

/** `bot`: null when nothing is known of it, and then nothing is ours. `issue`: where it was found, 0 when not known. */
export function commentSeen(value: unknown, bot: Bot | null, issue = 0): CommentSeen {
  const comment = parseRecord(value, 'comment');
  const issueUrl = textOrNullAt(comment, 'issue_url');
  const author = actorSeen(fieldOf(comment, 'user'));
  return {
    id: idAt(comment, 'id'),
    nodeId: textOrNullAt(comment, 'node_id') ?? '',
    issue: issueUrl === null ? issue : issueNumberOf(issueUrl),
    url: addressOf(comment),
    body: plainTextAt(comment, 'body'),
    author,
    // By account and nothing else: a person who acts through our app is still a person.
    ours: isBot(author, bot),
    createdAt: instantAt(comment, 'created_at'),
    updatedAt: instantAt(comment, 'updated_at'),
  };
}

function issueNumberOf(issueUrl: string): number {
  const last = Number(issueUrl.slice(issueUrl.lastIndexOf('/') + 1));
  if (!Number.isSafeInteger(last) || last <= 0)
    throw new ShapeError('issue_url', 'an issue number at its end');
  return last;
}

/** The name leads to another repository than the one that is meant: it was given to a new one. */
export function isElsewhere(data: unknown, repo: RepoRef): boolean {
  const base = recordOrNullAt(parseRecord(data, 'pull_request'), 'base');
  const where = base === null ? null : recordOrNullAt(base, 'repo');
  return where !== null && idAt(where, 'id') !== repo.id;
}

export function pullSeen(value: unknown): PullSeen {
  const pull = parseRecord(value, 'pull_request');
  const where = recordOrNullAt(pull, 'base');
  const base = where === null ? null : textOrNullAt(where, 'ref');
  const merged = fieldOf(pull, 'merged') === true || textOrNullAt(pull, 'merged_at') !== null;
  return {
    number: numberAt(pull, 'number'),
    url: addressOf(pull),
    title: plainTextAt(pull, 'title'),
    body: plainTextAt(pull, 'body'),
    head: textAt(recordAt(pull, 'head'), 'sha'),
    ...(base === null ? {} : { base: plainText(base) }),
    open: textAt(pull, 'state') === 'open',
    merged,
    // While a pull request is open the field names a trial merge, which is on no branch.
    mergeSha: merged ? textOrNullAt(pull, 'merge_commit_sha') : null,
    author: actorSeen(fieldOf(pull, 'user')),
    ...pullMarks(pull),
  };
}

type Marks = Pick<PullSeen, 'draft' | 'labels' | 'updatedAt' | 'mergedBy' | 'autoMergeBy'>;

function pullMarks(pull: Json): Marks {
  const draft = fieldOf(pull, 'draft');
  const labels = fieldOf(pull, 'labels');
  const updatedAt = textOrNullAt(pull, 'updated_at');
  const mergedBy = recordOrNullAt(pull, 'merged_by');
  const enabledBy = fieldOf(recordOrNullAt(pull, 'auto_merge') ?? {}, 'enabled_by');
  return {
    ...(mergedBy === null ? {} : { mergedBy: actorSeen(mergedBy) }),
    ...(isRecord(enabledBy) ? { autoMergeBy: actorSeen(enabledBy) } : {}),
    ...(typeof draft === 'boolean' ? { draft } : {}),
    ...(Array.isArray(labels) ? { labels: labels.map(labelName) } : {}),
    ...(updatedAt === null ? {} : { updatedAt: instantAt(pull, 'updated_at') }),
  };
}
