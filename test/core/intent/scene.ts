// One running change and the notices that a forge could send about it. Every builder gives a complete, ordinary
// notice; a test names only what is not ordinary.
import type { NewEvent, StoredEvent } from '../../../src/core/audit/event.ts';
import { evolve } from '../../../src/core/change/evolve.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { intend } from '../../../src/core/intent/intend.ts';
import type { Known } from '../../../src/core/intent/intend.ts';
import type { Intention } from '../../../src/core/intent/intention.ts';
import type {
  CommentSeen,
  IssueSeen,
  Notice,
  NoticeActor,
  NoticeFact,
  PullSeen,
} from '../../../src/core/intent/notice.ts';
import { FORMS } from '../../../src/core/plan/forms.ts';
import { loadExample } from '../../support/examples.ts';

export const EXAMPLE = loadExample('cert-rotation');
export const REPO = { id: '501', name: 'lighthouse/edge' };
export const AT = '2026-11-22T03:45:00Z';

export const mara: NoticeActor = { id: '11', login: 'mara-ops', kind: 'human' };
export const tomas: NoticeActor = { id: '12', login: 'tomas-sre', kind: 'human' };
export const lena: NoticeActor = { id: '13', login: 'lena-lead', kind: 'human' };
export const robot: NoticeActor = { id: '90', login: 'renovator[bot]', kind: 'bot' };
export const ourselves: NoticeActor = { id: '99', login: 'holdpoint[bot]', kind: 'app' };
export const nobody: NoticeActor = { id: '0', login: 'ghost', kind: 'unknown' };

/** CHG-00001, or another number, running with the plan of the certificate rotation. */
export function aChange(told: Partial<Change> = {}): Change {
  const opened: NewEvent = {
    type: 'change_opened',
    change: told.number ?? 1,
    actor: { ...mara, roles: ['engineer'] },
    source: { kind: 'webhook', delivery: 'd-1', ref: null, url: null },
    occurredAt: AT,
    observedAt: AT,
    policy: 'builtin:1',
    data: { repoId: REPO.id, issueId: '7001', issue: 12, emergency: false, author: mara.id },
    texts: {
      title: EXAMPLE.title,
      repo: REPO.name,
      issueUrl: 'https://forge.example/12',
      authorLogin: mara.login,
    },
  };
  const stored: StoredEvent = { ...opened, seq: 1, hash: '00', prevHash: '00' };
  return {
    ...evolve(null, stored),
    state: 'in_progress',
    plan: EXAMPLE.plan,
    planInForce: EXAMPLE.plan,
    ...told,
  };
}

export function whatIsKnown(told: Partial<Known> = {}): Known {
  return {
    change: aChange(),
    linked: [],
    forms: FORMS,
    templates: { templates: [], problems: [] },
    recordComment: '300',
    evidenceComments: ['400'],
    otherComment: null,
    lastRecordBody: null,
    stateLabel: 'chg/in-progress',
    ownPulls: [],
    ...told,
  };
}

export function anIssue(told: Partial<IssueSeen> = {}): IssueSeen {
  return {
    id: '7001',
    number: 12,
    url: 'https://forge.example/12',
    title: `CHG-00001: ${EXAMPLE.title}`,
    body: EXAMPLE.body,
    open: true,
    stateReason: null,
    labels: ['change'],
    author: mara,
    updatedAt: AT,
    ...told,
  };
}

export function aComment(told: Partial<CommentSeen> = {}): CommentSeen {
  return {
    id: '55',
    nodeId: 'IC_55',
    issue: 12,
    url: 'https://forge.example/12#55',
    body: '/chg status',
    author: mara,
    ours: false,
    createdAt: AT,
    updatedAt: AT,
    ...told,
  };
}

export function aPull(told: Partial<PullSeen> = {}): PullSeen {
  return {
    number: 45,
    url: 'https://forge.example/45',
    title: 'Renew the certificate',
    body: '',
    head: 'a'.repeat(40),
    open: true,
    merged: false,
    mergeSha: null,
    author: mara,
    ...told,
  };
}

export function notice(fact: NoticeFact, told: Partial<Notice> = {}): Notice {
  return {
    workspace: 'github:9812',
    account: 'lighthouse',
    installation: '77',
    repo: REPO,
    actor: mara,
    echo: false,
    occurredAt: AT,
    fact,
    ...told,
  };
}

export function comments(body: string, by: NoticeActor = mara): Notice {
  const comment = aComment({ body, author: by });
  return notice({ kind: 'comment_created', issue: 12, onPull: false, comment }, { actor: by });
}

export function commentsOnPull(body: string, by: NoticeActor = mara): Notice {
  const comment = aComment({ body, author: by, issue: 45 });
  return notice({ kind: 'comment_created', issue: 45, onPull: true, comment }, { actor: by });
}

/** The record comment, edited from one text to another. */
export function editsRecord(before: string | null, after: string, by: NoticeActor = mara): Notice {
  const comment = aComment({
    id: '300',
    author: ourselves,
    ours: true,
    body: after,
    updatedAt: '2026-11-22T03:49:00Z',
  });
  return notice(
    { kind: 'comment_edited', issue: 12, onPull: false, comment, before },
    { actor: by },
  );
}

/** What is asked, without keys and addresses. */
export function asked(told: Notice, known: Known = whatIsKnown()): readonly Intention['command'][] {
  return intend(told, known).map(({ command }) => command);
}
