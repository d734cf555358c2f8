/** The folded parts below the checklist: gates, approvals, pull requests, warnings, exceptions; most needed first. */
import type { ApprovalView, PullView, RecordView } from '../core/desired/view.ts';
import type { Exception } from '../core/change/state.ts';
import type { Objection } from '../core/change/spoken.ts';
import { partItems } from './approval-parts.ts';
import { deployedSections } from './deployed.ts';
import { guidanceItems } from './guidance.ts';
import { ACT_WORDS, gateCounts, gateItems } from './gates.ts';
import { list, md, type Markdown } from './markdown.ts';
import { pastSections } from './past.ts';
import { problemItem } from './problem.ts';
import { refusalText } from './refusal.ts';
import { code, inline, link, login } from './safe-text.ts';
import type { Section } from './section.ts';
import { short } from './situation-facts.ts';
import { moment, type Clock } from './when.ts';
import { EXCEPTION_WORDS, rolesText } from './words.ts';

const LOG = md`the event log`;

export function detailSections(view: RecordView): readonly Section[] {
  return [
    ...gates(view),
    ...warnings(view),
    ...approvals(view),
    ...guidance(view),
    ...pastSections(view.past, view.clock),
    ...pulls(view),
    ...deployedSections(view),
    ...exceptions(view),
  ];
}

function gates({ gates: list_, clock }: RecordView): readonly Section[] {
  if (list_ === null) return [];
  const summary = md`Gates ${ACT_WORDS[list_.act]}: ${gateCounts(list_.verdicts)}`;
  return [
    {
      summary,
      open: false,
      items: gateItems(list_.verdicts, clock),
      where: md`the answer of \`/chg status\``,
    },
  ];
}

function warnings({ warnings: found, state }: RecordView): readonly Section[] {
  if (found.length === 0 || (state !== 'draft' && state !== 'review')) return [];
  return [
    {
      summary: md`Worth another look: ${found.length}`,
      open: false,
      items: found.map(problemItem),
      where: md`the issue`,
    },
  ];
}

function guidance({ guidance: given }: RecordView): readonly Section[] {
  const items = guidanceItems(given);
  if (items.length === 0) return [];
  return [{ summary: md`To look at before deciding`, open: false, items, where: md`the policy` }];
}

function approvals({
  approvals: given,
  asked,
  objections,
  state,
  clock,
}: RecordView): readonly Section[] {
  const parts = partItems(asked, clock);
  if (given.length + objections.length + parts.length === 0) return [];
  const counted = parts.length > 0 ? asked.given : given.filter(({ counts }) => counts).length;
  const open = objections.filter(({ lifted }) => lifted === null).length;
  const raised =
    open === 0 ? md`` : md` · ${open} open ${open === 1 ? md`objection` : md`objections`}`;
  const items = [
    ...parts,
    ...given.map((one) => approvalItem(one, clock)),
    ...objections.map((one) => objectionItem(one, clock)),
  ];
  return [
    {
      summary: md`Approvals: ${counted} of ${asked.needed}${raised}`,
      open: state === 'review',
      items,
      where: LOG,
    },
  ];
}

function approvalItem(approval: ApprovalView, clock: Clock): Markdown {
  const stamp = md`${login(approval.by.login)}${rolesText(approval.roles)} · ${moment(approval.at, clock)}${source(approval.url)}`;
  const note = approval.note === null ? md`` : md`\n  ${short(approval.note)}`;
  const since =
    approval.since === null ? md`` : md` · ${link(md`what has come since`, approval.since)}`;
  if (approval.counts) return md`- ✓ ${stamp} · plan ${code(approval.digest.slice(0, 12))}${note}`;
  return md`- – ${stamp} · *does not count: ${whyNotCounted(approval)}*${since}${note}`;
}

type NotCounted = Pick<ApprovalView, 'because' | 'about'>;

export function whyNotCounted({ because, about }: NotCounted): Markdown {
  switch (because) {
    case null:
    case 'approval_stale':
      if (about === 'roles') return md`their role is another since`;
      return about === 'policy' ? md`the policy changed since` : md`the plan changed since`;
    case 'withdrawn':
      return md`withdrawn`;
    case 'reopened':
      return md`reopened with another plan`;
    case 'bot':
      return md`given by a bot`;
    case 'repeated':
      return md`one person counts once`;
    case 'early':
      return md`given before it was the turn of that stage`;
    case 'ref_changed':
    case 'stale_review':
      return md`the linked code moved since`;
    default:
      return refusalText(because, {}).title;
  }
}

function objectionItem(objection: Objection, clock: Clock): Markdown {
  const what = objectionWords(objection);
  const lifted =
    objection.lifted === null
      ? md`**open**`
      : md`lifted ${moment(objection.lifted.at, clock)} by ${login(objection.lifted.by.login)}`;
  return md`- ${login(objection.by.login)} ${what} · ${moment(objection.at, clock)}${source(objection.url)} · ${lifted}\n  ${short(objection.text)}`;
}

function objectionWords({ kind, name }: Objection): Markdown {
  if (kind === 'concern') return md`raised the concern ${code(name ?? '')}`;
  return kind === 'block' ? md`blocked it` : md`asked for changes`;
}

function pulls({ pulls: linked }: RecordView): readonly Section[] {
  if (linked.length === 0) return [];
  return [
    {
      summary: md`Linked pull requests: ${linked.length}`,
      open: false,
      items: linked.map(pullItem),
      where: LOG,
    },
  ];
}

const CHECKS: Readonly<Record<PullView['checks'], Markdown>> = {
  passed: md`checks passed`,
  failed: md`checks failed`,
  pending: md`checks are running`,
  none: md`no check has reported`,
  unknown: md`checks could not be read`,
};

function pullItem(pull: PullView): Markdown {
  const failing =
    pull.failing.length === 0 ? md`` : md` (${list(pull.failing.map(inline), 'and')})`;
  const reviews =
    pull.reviews === null
      ? md``
      : md` · ${pull.reviews} approving ${pull.reviews === 1 ? md`review` : md`reviews`} at this head`;
  const merged = pull.merged ? md` · merged` : md``;
  return md`- ${code(`${pull.repo}#${String(pull.number)}`)} at ${code(pull.head.slice(0, 10))} · ${CHECKS[pull.checks]}${failing}${reviews}${merged}`;
}

function exceptions({ exceptions: found, overrides, clock }: RecordView): readonly Section[] {
  if (found.length === 0) return [];
  const reasons = new Map(overrides.map((override) => [override.seq, override.reason]));
  const items = found.map((one) =>
    exceptionItem(one, { clock, reason: reasons.get(one.seq) ?? null }),
  );
  return [{ summary: md`Exceptions: ${found.length}`, open: false, items, where: LOG }];
}

function exceptionItem(
  exception: Exception,
  { clock, reason }: { readonly clock: Clock; readonly reason: string | null },
): Markdown {
  const detail =
    exception.detail === null || exception.detail === ''
      ? md``
      : md` (${inline(exception.detail)})`;
  const because = reason === null ? md`` : md`\n  ${short(reason)}`;
  return md`- ${moment(exception.at, clock)} ${login(exception.by.login)} ${exceptionWords(exception.kind)}${detail}${source(exception.url)}${because}`;
}

/** A kind that a later version recorded is still shown, by its name. */
export function exceptionWords(kind: string): Markdown {
  return Object.entries(EXCEPTION_WORDS).find(([known]) => known === kind)?.[1] ?? code(kind);
}

function source(url: string | null): Markdown {
  return url === null ? md`` : md` · ${link(md`source`, url)}`;
}
