/**
 * A pull request that is its own change. It becomes one when its author opens or works on it, or when somebody marks it
 * by label or word; whether they may is for `decide`. What happens to it afterwards is told to its change.
 *
 * What must stay true: a pull request that names another change, or belongs to one, opens none; nor does one of a
 * repository whose policy lists no category for it. One open change on a pull request; the next one only when it is
 * opened again or marked anew.
 */
import type { Command } from '../change/command.ts';
import type { Change } from '../change/state.ts';
import { readPullPlan } from '../plan/pull-form.ts';
import { changesNamed } from './changes-named.ts';
import { intendEdit } from './intend-issue.ts';
import type { Intention } from './intention.ts';
import { asking, byPerson } from './known.ts';
import type { Act, Known, NoticeOf } from './known.ts';
import type { IssueSeen, Notice, PullSeen, RepoRef } from './notice.ts';
import { pullAsIssue, pullIssueId } from './pull-issue.ts';

export function intendOwn(notice: NoticeOf<'pull_changed'>, known: Known): readonly Intention[] {
  const { action, pull, before } = notice.fact;
  const { repo } = notice;
  if (repo === null) return [];
  const own = openOwn(known);
  if (own === null)
    return mayOpenItself(notice, known) ? opening({ repo, pull }, known, notice) : [];
  const asks = (command: Command): readonly Intention[] => {
    const about = `own:${repo.id}:${String(pull.number)}:${action}:${notice.occurredAt}`;
    return [asking(own.number, command, { key: about, url: pull.url })];
  };
  switch (action) {
    case 'edited': {
      const told = { kind: 'issue_edited', issue: pullAsIssue(pull) } as const;
      const fact = { ...told, before: before ?? { body: null, title: null } };
      return intendEdit({ ...notice, fact }, known);
    }
    case 'ready':
      return asks({ type: 'note_ready' });
    case 'draft':
      return asks({ type: 'note_draft' });
    case 'closed':
      return pull.merged ? [] : asks({ type: 'note_unmerged' });
    default:
      return [];
  }
}

/** Somebody put the marker label on it. */
export function intendMarked(
  notice: Notice,
  issue: IssueSeen & { readonly pull: PullSeen },
  known: Known,
): readonly Intention[] {
  const { repo } = notice;
  const { pull } = issue;
  if (repo === null || !pull.open || openOwn(known) !== null || !mayBeOwn(known)) return [];
  return opening({ repo, pull }, known, notice);
}

export type Spoken = { readonly repo: RepoRef; readonly number: number; readonly act: Act };

/** `/chg open` below a pull request, of which the comment says nothing but the number. Null: it is no longer asked for. */
export function intendSpoken(
  { repo, number, act }: Spoken,
  known: Known,
): readonly Intention[] | null {
  if (openOwn(known) !== null || !mayBeOwn(known)) return null;
  const command: Command = {
    ...{ type: 'open', repoId: repo.id, repo: repo.name },
    ...{ issueId: pullIssueId(number), issue: number, issueUrl: act.url ?? '', title: '' },
    author: { id: '', login: '' },
    reading: { kind: 'unreadable', problems: [] },
    editors: null,
    pull: { head: '', draft: true, allowed: known.ownPulls },
  };
  return [asking(null, command, act), settling(act.url)];
}

/** The opening of what was looked up. */
export function openedOwn(command: OpenCommand, pull: PullSeen | null): OpenCommand {
  if (command.pull === undefined || pull?.open !== true) return command;
  const { id, login } = pull.author;
  const { allowed } = command.pull;
  return {
    ...command,
    issueUrl: pull.url,
    title: pull.title,
    author: { id, login },
    reading: readPullPlan(pull.body, allowed),
    pull: { ...headOf(pull), draft: pull.draft === true, allowed },
  };
}

type OpenCommand = Extract<Command, { readonly type: 'open' }>;

/** The change that this pull request is, while it is one. */
export function openOwn({ change }: Pick<Known, 'change'>): Change | null {
  return change?.own === undefined || change.own === null || change.ended !== null ? null : change;
}

function mayOpenItself(notice: NoticeOf<'pull_changed'>, known: Known): boolean {
  const { action, pull } = notice.fact;
  const isAuthor = byPerson(notice) && notice.actor.id === pull.author.id;
  const isFirst = known.change === null || action === 'reopened';
  const isFree = mayBeOwn(known) && changesNamed(pull.body).length === 0;
  return pull.open && isAuthor && isFirst && isFree;
}

function mayBeOwn({ ownPulls, linked }: Known): boolean {
  return ownPulls.length > 0 && linked.every(({ ended }) => ended !== null);
}

type Opened = { readonly repo: RepoRef; readonly pull: PullSeen };

function opening({ repo, pull }: Opened, known: Known, { fact }: Notice): readonly Intention[] {
  const { id: issueId, number: issue, url, title, author } = pullAsIssue(pull);
  const isNew = fact.kind === 'pull_changed' && fact.action === 'opened';
  const command: Command = {
    ...{ type: 'open', repoId: repo.id, repo: repo.name, issueId, issue, issueUrl: url, title },
    author: { id: author.id, login: author.login },
    reading: readPullPlan(pull.body, known.ownPulls),
    // Before somebody marked it, anybody may have written it anew.
    editors: isNew ? [] : null,
    pull: { ...headOf(pull), draft: pull.draft === true, allowed: known.ownPulls },
  };
  const after = known.change === null ? 'first' : `after:${String(known.change.number)}`;
  const key = `open:${issueId}:${repo.id}:${after}`;
  return [asking(null, command, { key, url }), settling(url)];
}

/** Opened and ready for review, it goes on at once. */
function settling(url: string | null): Intention {
  return asking(null, { type: 'reconsider' }, { key: 'settle', url });
}

function headOf({ head, base }: PullSeen): { readonly head: string; readonly base?: string } {
  return base === undefined ? { head } : { head, base };
}
