/**
 * What the reconciler has to know of a notice although no event tells it: which texts of the record were accounted
 * for, whose comment is in doubt, which text of the issue was read last, and which changes should be looked at.
 * Written in the transaction that finishes the delivery, so that neither can be there without the other.
 */
import { asksAnew } from '../core/intent/check-button.ts';
import type { IssueSeen, Notice, NoticeFact } from '../core/intent/notice.ts';
import { plainTitle } from '../core/intent/title.ts';
import { blankRow, type SurfaceRow } from '../reconcile/book.ts';
import {
  doubtSurface,
  editedDoubt,
  ISSUE_READ,
  RECORD,
  REDRAW,
  seenSurface,
} from '../reconcile/surface-names.ts';
import { textDigest } from '../reconcile/text-digest.ts';
import { systemClock } from '../clock.ts';
import { wantLookLater } from '../store/dirty.ts';
import type { Tx } from '../store/in-workspace.ts';
import { lockHead } from '../store/lock.ts';
import { putSurface } from '../store/surfaces.ts';
import type { Found } from './find-subject.ts';
import { wakeReconcile } from './wakes.ts';

export type Remembering = {
  readonly found: Found;
  /** Whether anything was made of it; a text that came too late was not read. */
  readonly asked: boolean;
  readonly now: string;
  /** How long a look waits for the next word of a check: they come in bursts, and each look reads a lot. */
  readonly gatherMs: number;
};

export async function rememberNotice(
  tx: Tx,
  notice: Notice,
  { found, asked, now, gatherMs }: Remembering,
): Promise<void> {
  const rows = [...rowsOf(notice, found), ...(asked ? textRead(notice, found) : [])];
  // Several changes at once: without the head first, an act on one of them could wait for us, and we for it.
  if (found.others.length > 0) await lockHead(tx);
  const looked = concerns(notice, found) || rows.some(({ row }) => row.surface !== ISSUE_READ);
  // Jobs and delays live in the machine's time. The pulse finds it when its time has come.
  const later = notice.fact.kind === 'checks_changed' && gatherMs > 0 && rows.length === 0;
  const notBefore = later ? new Date(systemClock.now().getTime() + gatherMs).toISOString() : null;
  // The mark before the rows, as in every act and every run: in another order they could wait for each other.
  for (const change of looked ? concerned(found) : []) {
    await wantLookLater(tx, change, { since: now, notBefore });
    if (notBefore === null) await wakeReconcile(tx, { workspace: notice.workspace, change });
  }
  for (const { change, row } of rows) await putSurface(tx, change, row);
}

function concerned({ own, others }: Found): ReadonlySet<number> {
  return new Set([...(own === null ? [] : [own]), ...others]);
}

type Noted = { readonly change: number; readonly row: SurfaceRow };

function rowsOf(notice: Notice, { own, others, comment }: Found): readonly Noted[] {
  const { fact, echo } = notice;
  if (fact.kind === 'check_requested' && asksAnew(fact.identifier))
    return others.map((change) => ({ change, row: blankRow(REDRAW) }));
  if (own === null) return [];
  const noted = (row: SurfaceRow): readonly Noted[] => [{ change: own, row }];
  switch (fact.kind) {
    case 'comment_edited': {
      if (comment === null || echo) return [];
      const { body, updatedAt } = fact.comment;
      const digest = textDigest(body);
      const why = `${updatedAt} ${digest.slice(0, 16)}`;
      const surface =
        comment.surface === RECORD ? seenSurface(body) : editedDoubt(comment.surface, why);
      return noted({ ...blankRow(surface), digest });
    }
    case 'comment_deleted': {
      if (comment === null || echo) return [];
      return noted(blankRow(doubtSurface(comment.surface, `deleted ${fact.comment.id}`)));
    }
    case 'comment_created':
      if (comment?.copy !== true) return [];
      return noted(blankRow(doubtSurface(comment.surface, `copied ${fact.comment.id}`)));
    default:
      return [];
  }
}

function textRead({ fact }: Notice, { own }: Found): readonly Noted[] {
  const text = editedText(fact);
  if (text === null || own === null) return [];
  return [{ change: own, row: { ...blankRow(ISSUE_READ), digest: issueDigest(text) } }];
}

/** The text of an issue, or of a pull request that is its own change, after an edit. */
export function editedText(fact: NoticeFact): Pick<IssueSeen, 'number' | 'title' | 'body'> | null {
  if (fact.kind === 'issue_edited') return fact.issue;
  return fact.kind === 'pull_changed' && fact.action === 'edited' ? fact.pull : null;
}

/** What people wrote; the prefix of the title is ours. */
export function issueDigest(issue: Pick<IssueSeen, 'title' | 'body'>): string {
  return textDigest(`${plainTitle(issue.title)}\n${issue.body}`);
}

/** Whether what the forge shows may differ from what it should. What we did ourselves differs from nothing. */
function concerns({ fact, echo }: Notice, { own, others }: Found): boolean {
  if (echo || (own === null && others.length === 0)) return false;
  switch (fact.kind) {
    case 'comment_created':
    case 'comment_edited':
    case 'comment_deleted':
    case 'installation_changed':
    case 'nothing':
      return false;
    default:
      return true;
  }
}
