/**
 * The evidence for people, block by block, in the order in which an auditor asks: identity and dates, who, what and
 * why, approvals, window, checklist, rollback, exceptions, links. Each block is whole; pages are made of blocks.
 */
import type {
  EvidenceApproval,
  EvidenceDuty,
  EvidenceRecord,
} from '../core/desired/evidence-record.ts';
import { exceptionWords } from './details.ts';
import { checklist } from './evidence-checklist.ts';
import { identity, outcome, people } from './evidence-identity.ts';
import { deploymentLines } from './evidence-deployments.ts';
import { timesTable } from './evidence-times.ts';
import { actText, passage, words } from './evidence-words.ts';
import { lines, list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, login } from './safe-text.ts';
import { exactOutage } from './post-review.ts';
import { exact, type Clock } from './when.ts';

export type EvidenceSection = { readonly title: Markdown; readonly blocks: readonly Markdown[] };

/** Answers from a list stand on one line. */
const SHORT_ANSWER = 90;

export function evidenceSections(record: EvidenceRecord, clock: Clock): readonly EvidenceSection[] {
  return [
    { title: md`Identity and dates`, blocks: [identity(record, clock)] },
    { title: md`Who`, blocks: [people(record)] },
    { title: md`How it ended`, blocks: outcome(record, clock) },
    { title: md`What and why`, blocks: answers(record) },
    { title: md`Approvals and objections`, blocks: voices(record, clock) },
    { title: md`Checklist`, blocks: checklist(record, clock) },
    { title: md`Planned and actual`, blocks: timesTable(record, clock) },
    { title: md`Emergency`, blocks: emergency(record, clock) },
    { title: md`Exceptions`, blocks: exceptions(record, clock) },
    {
      title: md`Linked pull requests`,
      blocks: record.pull_requests.map(
        (pull) => md`- ${code(`${pull.repository}#${String(pull.number)}`)} at ${code(pull.head)}`,
      ),
    },
    { title: md`Deployments`, blocks: deploymentLines(record, clock) },
  ].filter(({ blocks }) => blocks.length > 0);
}

function answers({ plan }: EvidenceRecord): readonly Markdown[] {
  return (plan?.answers ?? []).map(({ question, answer }) => {
    const isShort = answer.length <= SHORT_ANSWER && !answer.includes('\n');
    return isShort
      ? md`- **${inline(question)}** ${words(answer)}`
      : md`**${inline(question)}**\n${passage(answer)}`;
  });
}

function voices(record: EvidenceRecord, clock: Clock): readonly Markdown[] {
  const { approvals, objections } = record;
  const against = objections.map((objection) => {
    const what = objectionWords(objection);
    const lifted =
      objection.lifted === null
        ? md`**not lifted**`
        : md`lifted: ${actText(objection.lifted, clock)}`;
    return md`- ${what} · ${actText(objection, clock)} · ${lifted}\n  ${words(objection.text)}`;
  });
  return [
    ...templateText(record, clock),
    ...approvals.map((approval) => approvalText(approval, clock)),
    ...against,
  ];
}

function templateText({ template }: EvidenceRecord, clock: Clock): readonly Markdown[] {
  if (template === undefined) return [];
  const name = code(`${template.id}@${String(template.version)}`);
  const { approved, suspended } = template;
  const by =
    approved === null
      ? md`- made of template ${name}, approved by people · blob ${code(template.blob)}`
      : md`- approved by template ${name} · ${code(approved.file)} · blob ${code(template.blob)}\n  submitted: ${actText(approved, clock)}`;
  return suspended === null
    ? [by]
    : [by, md`- its end suspended ${name} until somebody has looked at it`];
}

function objectionWords({ kind, name }: EvidenceRecord['objections'][number]): Markdown {
  if (kind === 'concern') return md`concern ${code(name ?? '')}`;
  return kind === 'block' ? md`blocked` : md`changes requested`;
}

function approvalText(approval: EvidenceApproval, clock: Clock): Markdown {
  const counted = approval.counted
    ? md`counted`
    : md`not counted (${code(approval.not_counted_because ?? 'unknown')})`;
  const heads =
    approval.heads.length === 0 ? NOTHING : md` · heads ${list(approval.heads.map(code), 'and')}`;
  const note = approval.note === null ? NOTHING : md`\n  ${words(approval.note)}`;
  const channel = approval.channel === 'review' ? md`by review` : md`by command`;
  return md`- ${counted} · ${actText(approval, clock)} · ${channel}\n  plan ${code(approval.plan_digest)} · policy ${code(approval.policy)}${heads}${note}`;
}

function emergency({ emergency: borrowed }: EvidenceRecord, clock: Clock): readonly Markdown[] {
  if (borrowed === null) return [];
  const { authoriser, bypassed, authorised, review } = borrowed;
  return [
    lines([
      md`- authorised by ${authoriser === null ? md`nobody named` : words(authoriser)}${authorised === null ? md`; not confirmed in the record at this end` : md`; confirmed ${actText(authorised, clock)}`}`,
      md`- bypassed: ${bypassed.length === 0 ? md`nothing` : list(bypassed.map(code), 'and')}`,
      ...(borrowed.duties ?? []).map((duty) => dutyText(duty, clock)),
      md`- review due ${exact(borrowed.review_due_at, clock)}${review === null ? md`; not written at this end` : md`; written ${actText(review, clock)}${review.outage === undefined ? NOTHING : md` (${exactOutage(review.outage, clock)})`}: ${words(review.findings)}`}`,
    ]),
  ];
}

function dutyText({ id, title, due_at, done }: EvidenceDuty, clock: Clock): Markdown {
  const how =
    done === null
      ? md`due ${exact(due_at, clock)}; not done at this end`
      : md`${done.seen ? md`seen` : md`done`} ${actText(done, clock)}: ${words(done.what)}`;
  return md`- ${inline(id)} ${words(title)} · ${how}`;
}

function exceptions(record: EvidenceRecord, clock: Clock): readonly Markdown[] {
  const overrides = record.overrides.map(
    (one) =>
      md`- ${one.via === undefined ? md`override` : md`bypass`} of ${code(one.gate)}${askedBy(one)} · ${actText(one, clock)}\n  ${words(one.reason)}`,
  );
  const others = record.exceptions
    .filter(({ kind }) => kind !== 'gate_overridden' && kind !== 'gate_bypassed')
    .map(
      (one) =>
        md`- ${exceptionWords(one.kind)}${one.detail === null || one.detail === '' ? NOTHING : md` (${words(one.detail)})`} · ${actText(one, clock)}`,
    );
  return [...overrides, ...others];
}

function askedBy({ asked_by: asker }: EvidenceRecord['overrides'][number]): Markdown {
  return asker === undefined ? NOTHING : md`, asked for by ${login(asker.login)}`;
}
