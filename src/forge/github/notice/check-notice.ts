/**
 * `check_run`, `check_suite`, `status` and `merge_group` deliveries. Checks of others tell that the facts of a
 * commit changed; a request (re-run, button) is only ever made to the app that owns the check, and the app is
 * read from the payload, not assumed.
 */
import type { NoticeFact, RequestedCheck } from '../../../core/intent/notice.ts';
import { ourNameIn } from '../own-name.ts';
import {
  fieldOf,
  idAt,
  instantOrNullAt,
  isRecord,
  recordAt,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from '../shape.ts';
import type { Json } from '../shape.ts';
import { isBot } from '../seen.ts';
import { nothing } from './told.ts';
import type { Delivered, Told } from './told.ts';

export function checkRunTold(delivered: Delivered): Told {
  const { payload, action } = delivered;
  const run = recordAt(payload, 'check_run');
  const sha = textAt(run, 'head_sha');
  const ours = belongsToUs(run, delivered);
  switch (action) {
    case 'created':
    case 'completed':
      if (ours) return nothing('our own check came back');
      return reported(delivered, sha);
    case 'rerequested':
      if (!ours) return nothing('the check of another app was asked for');
      return { fact: asked(run, sha, null), at: null };
    case 'requested_action': {
      if (!ours) return nothing('a button of another app was pressed');
      const identifier = textAt(recordAt(payload, 'requested_action'), 'identifier');
      return { fact: asked(run, sha, identifier), at: null };
    }
    default:
      return nothing('this act on a check changes nothing of a change');
  }
}

/** Under our name, by another app: it says nothing of ours, and people may take it for ours. */
function reported({ payload, sender }: Delivered, sha: string): Told {
  const run = recordAt(payload, 'check_run');
  const at = instantOrNullAt(run, 'completed_at');
  const name = ourNameIn(textAt(run, 'name'));
  if (name === null) return { fact: { kind: 'checks_changed', sha }, at };
  const says = textOrNullAt(run, 'conclusion');
  const url = textOrNullAt(run, 'html_url');
  const { id, login } = sender;
  const said = { id: idAt(run, 'id'), name, by: { id, login }, says, url, at };
  return { fact: { kind: 'check_forged', sha, report: { ...said, via: 'check' } }, at };
}

function asked(run: Json, sha: string, identifier: string | null): NoticeFact {
  const about = textOrNullAt(run, 'external_id') ?? '';
  const check: RequestedCheck = {
    ...{ id: idAt(run, 'id'), about },
    url: textOrNullAt(run, 'html_url'),
  };
  return { kind: 'check_requested', sha, identifier, check };
}

export function checkSuiteTold(delivered: Delivered): Told {
  const { payload, action } = delivered;
  const suite = recordAt(payload, 'check_suite');
  const sha = textAt(suite, 'head_sha');
  const ours = belongsToUs(suite, delivered);
  switch (action) {
    case 'completed':
      if (ours) return nothing('our own check suite came back');
      return { fact: { kind: 'checks_changed', sha }, at: instantOrNullAt(suite, 'updated_at') };
    case 'rerequested':
      if (!ours) return nothing('the check suite of another app was asked for');
      return { fact: { kind: 'check_requested', sha, identifier: null }, at: null };
    default:
      // `requested` follows every push, and can be switched off; pull requests tell of new heads reliably.
      return nothing('this act on a check suite changes nothing of a change');
  }
}

export function statusTold({ payload, sender, ourselves }: Delivered): Told {
  const sha = textAt(payload, 'sha');
  const at = instantOrNullAt(payload, 'updated_at') ?? instantOrNullAt(payload, 'created_at');
  const name = ourNameIn(textAt(payload, 'context'));
  if (name === null) return { fact: { kind: 'checks_changed', sha }, at };
  if (isBot(sender, ourselves.bot)) return nothing('our own status came back');
  const says = textAt(payload, 'state');
  // Where a status itself leads is whatever its writer wrote.
  const commit = recordOrNullAt(payload, 'commit');
  const url = commit === null ? null : textOrNullAt(commit, 'html_url');
  const { id, login } = sender;
  const said = { id: idAt(payload, 'id'), name, by: { id, login }, says, url, at };
  return { fact: { kind: 'check_forged', sha, report: { ...said, via: 'status' } }, at };
}

export function mergeGroupTold({ payload, action }: Delivered): Told {
  const group = recordAt(payload, 'merge_group');
  const headSha = textAt(group, 'head_sha');
  if (action !== 'checks_requested')
    return { fact: { kind: 'merge_group_gone', headSha }, at: null };
  return {
    fact: {
      kind: 'merge_group_formed',
      headSha,
      headRef: textAt(group, 'head_ref'),
      baseSha: textAt(group, 'base_sha'),
    },
    at: null,
  };
}

function belongsToUs(check: Json, { ourselves }: Delivered): boolean {
  const suite = recordOrNullAt(check, 'check_suite');
  const app = fieldOf(check, 'app') ?? (suite === null ? null : fieldOf(suite, 'app'));
  return isRecord(app) && idAt(app, 'id') === ourselves.appId;
}
