/** All commands, in the order of the help. */
import { AGENDA } from './agenda.ts';
import { AUDIT_EXPORT } from './audit-export.ts';
import { AUDIT_VERIFY } from './audit-verify.ts';
import type { CliCommand } from './command.ts';
import { CONFLICTS } from './conflicts.ts';
import { DOCTOR } from './doctor.ts';
import { EXPLAIN } from './explain.ts';
import { FORMS_INSTALL } from './forms-install.ts';
import { FREEZE_END, FREEZE_OPEN } from './freeze.ts';
import { FREEZE_LIST } from './freeze-list.ts';
import { GATE } from './gate.ts';
import { LIST } from './list.ts';
import { LOCK, UNLOCK } from './lock.ts';
import { POLICY_EXPLAIN } from './policy-explain.ts';
import { POLICY_INIT } from './policy-init.ts';
import { POLICY_INSIGHTS } from './policy-insights.ts';
import { POLICY_REPLAY } from './policy-replay.ts';
import { POLICY_RENDER } from './policy-render.ts';
import { POLICY_SHOW } from './policy-show.ts';
import { POLICY_VALIDATE } from './policy-validate.ts';
import { REBUILD } from './rebuild.ts';
import { REDRIVE } from './redrive.ts';
import { SHOW } from './show.ts';
import { SIMILAR } from './similar.ts';
import { SIMULATE } from './simulate.ts';
import { SLOTS } from './slots.ts';
import { TEMPLATE_LIST } from './template-list.ts';
import { TEMPLATE_SHOW } from './template-show.ts';
import { TEMPLATE_VALIDATE } from './template-validate.ts';
import { TOKEN_CREATE } from './token-create.ts';
import { TOKEN_LIST } from './token-list.ts';
import { TOKEN_REVOKE } from './token-revoke.ts';
import { UNAUTHORISED_LIST } from './unauthorised-list.ts';
import { WHERE } from './where.ts';

export const COMMANDS: readonly CliCommand[] = [
  LIST,
  AGENDA,
  SHOW,
  EXPLAIN,
  CONFLICTS,
  SIMILAR,
  SIMULATE,
  SLOTS,
  DOCTOR,
  AUDIT_VERIFY,
  AUDIT_EXPORT,
  FORMS_INSTALL,
  POLICY_INIT,
  POLICY_VALIDATE,
  POLICY_EXPLAIN,
  POLICY_RENDER,
  POLICY_REPLAY,
  POLICY_SHOW,
  POLICY_INSIGHTS,
  TEMPLATE_LIST,
  TEMPLATE_SHOW,
  TEMPLATE_VALIDATE,
  FREEZE_LIST,
  FREEZE_OPEN,
  FREEZE_END,
  UNAUTHORISED_LIST,
  GATE,
  WHERE,
  LOCK,
  UNLOCK,
  TOKEN_CREATE,
  TOKEN_LIST,
  TOKEN_REVOKE,
  REBUILD,
  REDRIVE,
];
