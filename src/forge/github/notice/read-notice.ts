/**
 * A stored delivery becomes a notice. The event's name is an unsigned header: whoever holds one signed body can
 * send it again under another name. A body that was signed as another event is refused and concerns nobody, or a
 * replay could stop changes; one of the right event that cannot be read is unreadable, and something may be missing.
 * It never throws, because it would come again for ever.
 */
import type { Notice, NoticeActor } from '../../../core/intent/notice.ts';
import { HANDLED_EVENTS } from '../permissions.ts';
import type { HandledEvent } from '../permissions.ts';
import { ownerOf } from '../route.ts';
import { actorSeen, isBot, repoSeen } from '../seen.ts';
import {
  fieldOf,
  idAt,
  isRecord,
  recordOrNullAt,
  ShapeError,
  textAt,
  textOrNullAt,
} from '../shape.ts';
import type { Json } from '../shape.ts';
import { checkRunTold, checkSuiteTold, mergeGroupTold, statusTold } from './check-notice.ts';
import { commentTold } from './comment-notice.ts';
import { deploymentStatusTold, deploymentTold, protectionRuleTold } from './deployment-notice.ts';
import { issueTold } from './issue-notice.ts';
import { dependencyTold, partTold } from './native-notice.ts';
import { pullTold, reviewTold } from './pull-notice.ts';
import { pushTold } from './push-notice.ts';
import { installationTold, labelTold } from './registry-notice.ts';
import { nothing, refused, unreadable } from './told.ts';
import type { Delivered, Ourselves, Told } from './told.ts';

/** What a body can be about. Which of these it carries says which event it was signed as. */
const SUBJECTS = [
  'issue',
  'comment',
  'label',
  'milestone',
  'pull_request',
  'review',
  'thread',
  'check_run',
  'check_suite',
  'merge_group',
  'deployment',
  'deployment_status',
  'workflow_run',
  'workflow_job',
  'discussion',
  'sub_issue',
  'parent_issue',
  'blocked_issue',
  'blocking_issue',
  'repositories_added',
  'repositories_removed',
] as const;
type Subject = (typeof SUBJECTS)[number];

type Family = {
  readonly needs: readonly Subject[];
  readonly may: readonly Subject[];
  readonly read: (delivered: Delivered) => Told;
};

const FAMILIES: Readonly<Record<HandledEvent, Family>> = {
  issues: { needs: ['issue'], may: ['label', 'milestone'], read: issueTold },
  issue_comment: { needs: ['issue', 'comment'], may: [], read: commentTold },
  issue_dependencies: {
    needs: ['blocked_issue', 'blocking_issue'],
    may: [],
    read: dependencyTold,
  },
  sub_issues: { needs: ['sub_issue', 'parent_issue'], may: [], read: partTold },
  label: { needs: ['label'], may: [], read: labelTold },
  pull_request: { needs: ['pull_request'], may: ['label', 'milestone'], read: pullTold },
  pull_request_review: { needs: ['pull_request', 'review'], may: [], read: reviewTold },
  check_run: { needs: ['check_run'], may: [], read: checkRunTold },
  check_suite: { needs: ['check_suite'], may: [], read: checkSuiteTold },
  status: { needs: [], may: [], read: statusTold },
  merge_group: { needs: ['merge_group'], may: [], read: mergeGroupTold },
  deployment: { needs: ['deployment'], may: ['workflow_run'], read: deploymentTold },
  deployment_status: {
    needs: ['deployment', 'deployment_status'],
    may: ['check_run', 'workflow_run'],
    read: deploymentStatusTold,
  },
  deployment_protection_rule: { needs: ['deployment'], may: [], read: protectionRuleTold },
  push: { needs: [], may: [], read: pushTold },
  installation: { needs: [], may: [], read: installationTold },
};

export type DeliveryRead = {
  readonly name: string;
  readonly payload: unknown;
  readonly receivedAt: string;
  readonly ourselves: Ourselves;
};

export function readNotice({ name, payload, receivedAt, ourselves }: DeliveryRead): Notice {
  const body: Json = isRecord(payload) ? payload : {};
  const sender = senderOf(body);
  const action = textOrNullAt(body, 'action') ?? '';
  const { workspace, account } = accountOf(body);
  const installation = idOrEmpty(recordOrNullAt(body, 'installation'));
  const addressed = workspace !== '' && installation !== '';
  const told = tell(name, { addressed, payload: body, action, sender, ourselves });
  return {
    workspace,
    account,
    installation,
    repo: repoOf(body),
    actor: sender,
    echo: isBot(sender, ourselves.bot),
    occurredAt: told.at ?? receivedAt,
    fact: told.fact,
  };
}

function tell(name: string, delivered: Delivered & { readonly addressed: boolean }): Told {
  if (!isHandled(name)) return nothing('no such event is subscribed to');
  if (!delivered.addressed) return unreadable('the delivery names no installation or no account');
  const family = FAMILIES[name];
  if (isOfAnother(name, delivered.payload))
    return refused(`the event name ${name} does not fit the body: it was signed as another event`);
  if (!fits(name, delivered.payload)) return unreadable(`the body lacks what ${name} is about`);
  try {
    return family.read(delivered);
  } catch (error) {
    if (error instanceof ShapeError) return unreadable(`the body cannot be read: ${error.message}`);
    throw error;
  }
}

export function isHandled(name: string): name is HandledEvent {
  return Object.hasOwn(FAMILIES, name);
}

/** It is about something that this event is never about, or it is whole as another event. */
function isOfAnother(name: HandledEvent, payload: Json): boolean {
  if (hasForeignSubject(name, payload)) return true;
  return !fits(name, payload) && HANDLED_EVENTS.some((other) => fits(other, payload));
}

function hasForeignSubject(name: HandledEvent, payload: Json): boolean {
  const { needs, may } = FAMILIES[name];
  return SUBJECTS.some(
    (subject) =>
      Object.hasOwn(payload, subject) && !needs.includes(subject) && !may.includes(subject),
  );
}

function fits(name: HandledEvent, payload: Json): boolean {
  if (!FAMILIES[name].needs.every((subject) => isRecord(fieldOf(payload, subject)))) return false;
  if (hasForeignSubject(name, payload)) return false;
  if (name === 'installation') return isInstallation(payload);
  if (recordOrNullAt(payload, 'repository') === null) return false;
  if (isProtectionRule(payload) !== (name === 'deployment_protection_rule')) return false;
  if (isPush(payload) !== (name === 'push')) return false;
  return isStatus(payload) === (name === 'status');
}

function isStatus(payload: Json): boolean {
  return ['sha', 'state', 'context', 'commit', 'branches'].every((key) =>
    Object.hasOwn(payload, key),
  );
}

function isProtectionRule(payload: Json): boolean {
  return Object.hasOwn(payload, 'deployment_callback_url');
}

function isPush(payload: Json): boolean {
  return ['ref', 'before', 'after', 'commits', 'pusher'].every((key) =>
    Object.hasOwn(payload, key),
  );
}

/** Other bodies carry only the installation's id, or are about something in a repository. */
function isInstallation(payload: Json): boolean {
  const installation = recordOrNullAt(payload, 'installation');
  const about = installation !== null && recordOrNullAt(installation, 'account') !== null;
  return about && !Object.hasOwn(payload, 'repository');
}

function senderOf(body: Json): NoticeActor {
  return readable(() => actorSeen(fieldOf(body, 'sender'))) ?? actorSeen(null);
}

function repoOf(body: Json): Notice['repo'] {
  return readable(() => repoSeen(fieldOf(body, 'repository')));
}

function accountOf(body: Json): { readonly workspace: string; readonly account: string } {
  const owner = ownerOf(body);
  const named = readable(() =>
    owner === null
      ? null
      : { workspace: `github:${idAt(owner, 'id')}`, account: textAt(owner, 'login') },
  );
  return named ?? { workspace: '', account: '' };
}

function idOrEmpty(of: Json | null): string {
  return readable(() => (of === null ? null : idAt(of, 'id'))) ?? '';
}

function readable<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}
