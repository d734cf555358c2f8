/**
 * The evidence for people, block by block, in the order in which an auditor asks: identity and dates, who, what and
 * why, approvals, window, checklist, rollback, exceptions, links. Each block is whole; pages are made of blocks.
 */
import type { EvidenceAct, EvidenceApproval, EvidenceHold, EvidenceRecord, EvidenceStep } from '../core/desired/evidence-record.ts';
import { formatMinutes } from '../core/time/window.ts';
import { exceptionWords } from './details.ts';
import { orRemark } from './length.ts';
import { asMarkdown, lines, list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, link, login, quote } from './safe-text.ts';
import { exact, span, type Clock } from './when.ts';
import { CATEGORY_WORDS, CLOSURE_WORDS, PHASE_WORDS, rolesText, STATE_WORDS } from './words.ts';

export type EvidenceSection = { readonly title: Markdown; readonly blocks: readonly Markdown[] };

/** Answers from a list stand on one line. */
const SHORT_ANSWER = 90;
const LONGEST_ANSWER = 12_000;
const LONGEST_LINE = 3_000;
const BELOW = md`the machine-readable block below`;

export function evidenceSections(record: EvidenceRecord, clock: Clock): readonly EvidenceSection[] {
  return [
    { title: md`Identity and dates`, blocks: [identity(record, clock)] },
    { title: md`Who`, blocks: [who(record)] },
    { title: md`How it ended`, blocks: outcome(record, clock) },
    { title: md`What and why`, blocks: answers(record) },
    { title: md`Approvals and objections`, blocks: voices(record, clock) },
    { title: md`Checklist`, blocks: checklist(record, clock) },
    { title: md`Emergency`, blocks: emergency(record, clock) },
    { title: md`Exceptions`, blocks: exceptions(record, clock) },
    { title: md`Linked pull requests`, blocks: record.pull_requests.map((pull) => md`- ${code(`${pull.repository}#${String(pull.number)}`)} at ${code(pull.head)}`) },
  ].filter(({ blocks }) => blocks.length > 0);
}

function identity(record: EvidenceRecord, clock: Clock): Markdown {
  const { dates, window } = record;
  const named: readonly (readonly [Markdown, string | null])[] = [
    [md`opened`, dates.opened_at],
    [md`submitted`, dates.submitted_at],
    [md`first approval`, dates.first_approved_at],
    [md`fully approved`, dates.fully_approved_at],
    [md`scheduled`, dates.scheduled_at],
    [md`started`, dates.started_at],
    [md`ended`, dates.ended_at],
  ];
  return lines([
    md`- **${inline(record.change)}** ${words(record.title)}`,
    md`- ${code(`${record.repository.name}#${String(record.issue.number)}`)} · ${link(md`issue`, record.issue.url)} · repository id ${code(record.repository.id)} · issue id ${code(record.issue.id)}`,
    md`- ${categoryText(record)}`,
    ...named.flatMap(([name, at]) => (at === null ? [] : [md`- ${name} ${exact(at, clock)}`])),
    ...(window === null ? [] : [md`- window ${exact(window.start, clock)} to ${exact(window.end, clock)} (${inline(window.zone)})${insideText(window)}`]),
    ...(record.plan === null ? [] : [md`- plan revision ${record.plan.revision}, digest ${code(record.plan.digest ?? 'none')}`]),
    ...(record.reopenings === 0 ? [] : [md`- reopened ${record.reopenings} times before this end`]),
  ]);
}

function categoryText({ category, risk, priority, plan }: EvidenceRecord): Markdown {
  const parts: Markdown[] = [category === null ? md`no category` : CATEGORY_WORDS[category]];
  if (risk !== null) parts.push(md`risk ${asMarkdown(risk)}`);
  if (priority !== null) parts.push(md`priority ${asMarkdown(priority)}`);
  if (plan !== null && plan.environments.length > 0) parts.push(list(plan.environments.map(code), 'and'));
  if (plan !== null && plan.assets.length > 0) parts.push(md`assets ${list(plan.assets.map(code), 'and')}`);
  return asMarkdown(parts.join(' · '));
}

function insideText(window: NonNullable<EvidenceRecord['window']>): Markdown {
  if (window.started_inside === null) return NOTHING;
  if (window.started_inside && window.ended_inside === true) return md` · run inside it`;
  if (!window.started_inside) return md` · **started outside it**`;
  return md` · **ended after it**`;
}

function who({ people, approvals }: EvidenceRecord): Markdown {
  const approvers = approvals.filter(({ counted }) => counted);
  return lines([
    md`- author ${login(people.author.login)}`,
    ...(people.operator === null ? [] : [md`- operator ${login(people.operator.login)}`]),
    ...(people.started_by === null || people.started_by.id === people.operator?.id ? [] : [md`- started by ${login(people.started_by.login)}`]),
    ...(people.second_person === null ? [] : [md`- second person named in the plan ${login(people.second_person)}`]),
    ...approvers.map((approval) => md`- approved by ${login(approval.by.login)}${rolesText(approval.roles)}`),
  ]);
}

function outcome(record: EvidenceRecord, clock: Clock): readonly Markdown[] {
  const { closure, rollback, end, plan, state } = record;
  const blocks: Markdown[] = [];
  if (closure !== null && rollback === null) {
    blocks.push(md`${CLOSURE_WORDS[closure.code] ?? code(closure.code)} · ${actText(closure, clock)}\n${passage(closure.notes)}`);
  }
  if (rollback !== null) {
    blocks.push(md`**Rolled back** · ${actText(rollback, clock)}\n${passage(rollback.reason)}`);
    const { recovered } = rollback;
    const promised = plan?.rollback_minutes == null ? NOTHING : md`; promised were ${inline(formatMinutes(plan.rollback_minutes))}`;
    if (recovered !== null) blocks.push(md`**Recovered** after ${span(rollback.at, recovered.at)}${promised} · ${actText(recovered, clock)}\n${passage(recovered.observed)}`);
  }
  if (closure === null && end !== null) {
    const reason = end.reason === null ? NOTHING : md`\n${passage(end.reason)}`;
    blocks.push(md`${STATE_WORDS[state]} · ${actText(end, clock)}${reason}`);
  }
  return blocks;
}

function answers({ plan }: EvidenceRecord): readonly Markdown[] {
  return (plan?.answers ?? []).map(({ question, answer }) => {
    const isShort = answer.length <= SHORT_ANSWER && !answer.includes('\n');
    return isShort ? md`- **${inline(question)}** ${words(answer)}` : md`**${inline(question)}**\n${passage(answer)}`;
  });
}

function voices({ approvals, objections }: EvidenceRecord, clock: Clock): readonly Markdown[] {
  const against = objections.map((objection) => {
    const what = objection.kind === 'block' ? md`blocked` : md`changes requested`;
    const lifted = objection.lifted === null ? md`**not lifted**` : md`lifted: ${actText(objection.lifted, clock)}`;
    return md`- ${what} · ${actText(objection, clock)} · ${lifted}\n  ${words(objection.text)}`;
  });
  return [...approvals.map((approval) => approvalText(approval, clock)), ...against];
}

function approvalText(approval: EvidenceApproval, clock: Clock): Markdown {
  const counted = approval.counted ? md`counted` : md`not counted (${code(approval.not_counted_because ?? 'unknown')})`;
  const heads = approval.heads.length === 0 ? NOTHING : md` · heads ${list(approval.heads.map(code), 'and')}`;
  const note = approval.note === null ? NOTHING : md`\n  ${words(approval.note)}`;
  const channel = approval.channel === 'review' ? md`by review` : md`by command`;
  return md`- ${counted} · ${actText(approval, clock)} · ${channel}\n  plan ${code(approval.plan_digest)} · policy ${code(approval.policy)}${heads}${note}`;
}

function checklist({ steps }: EvidenceRecord, clock: Clock): readonly Markdown[] {
  return steps.map((step, index) => {
    const text = stepText(step, clock);
    return steps[index - 1]?.phase === step.phase ? text : md`**${PHASE_WORDS[step.phase]}**\n${text}`;
  });
}

const RESULTS: Readonly<Record<EvidenceStep['result'], Markdown>> = { done: md`✓`, skipped: md`skipped`, open: md`not done` };

function stepText(step: EvidenceStep, clock: Clock): Markdown {
  const tags = step.tags.length === 0 ? NOTHING : md` [${asMarkdown(step.tags.join(', '))}]`;
  const rows: Markdown[] = [md`- ${RESULTS[step.result]} **${inline(step.id)}**${tags} ${words(step.text)}`];
  if (step.expected !== null) rows.push(md`  expected: ${words(step.expected)}`);
  if (step.rollback !== null) rows.push(md`  back: ${words(step.rollback)}`);
  if (step.act !== null) rows.push(md`  ${step.result === 'skipped' ? md`reason` : md`observed`}: ${words(step.observed ?? 'not written down')} · ${actText(step.act, clock)}`);
  if (step.hold !== null) rows.push(md`  ${holdText(step.hold, clock)}`);
  return lines(rows);
}

function holdText({ status, act, observed, seconds }: EvidenceHold, clock: Clock): Markdown {
  if (act === null) return md`hold: **not confirmed**`;
  const after = seconds === null ? NOTHING : md` after ${seconds} s`;
  return md`hold ${asMarkdown(status)}${after}: ${words(observed ?? '')} · ${actText(act, clock)}`;
}

function emergency({ emergency: borrowed }: EvidenceRecord, clock: Clock): readonly Markdown[] {
  if (borrowed === null) return [];
  const { authoriser, bypassed, authorised, review } = borrowed;
  return [
    lines([
      md`- authorised by ${authoriser === null ? md`nobody named` : words(authoriser)}${authorised === null ? md`; not confirmed in the record at this end` : md`; confirmed ${actText(authorised, clock)}`}`,
      md`- bypassed: ${bypassed.length === 0 ? md`nothing` : list(bypassed.map(code), 'and')}`,
      md`- review due ${exact(borrowed.review_due_at, clock)}${review === null ? md`; not written at this end` : md`; written ${actText(review, clock)}: ${words(review.findings)}`}`,
    ]),
  ];
}

function exceptions(record: EvidenceRecord, clock: Clock): readonly Markdown[] {
  const overrides = record.overrides.map((one) => md`- override of ${code(one.gate)} · ${actText(one, clock)}\n  ${words(one.reason)}`);
  const others = record.exceptions
    .filter(({ kind }) => kind !== 'gate_overridden')
    .map((one) => md`- ${exceptionWords(one.kind)}${one.detail === null || one.detail === '' ? NOTHING : md` (${words(one.detail)})`} · ${actText(one, clock)}`);
  return [...overrides, ...others];
}

/** Who, in which role at that moment, when, where, and as which event. */
function actText(act: EvidenceAct, clock: Clock): Markdown {
  const source = act.url === null ? NOTHING : md` · ${link(md`source`, act.url)}`;
  return md`${login(act.by.login)}${rolesText(act.roles)} ${exact(act.at, clock)}${source} · event ${act.event}`;
}

function words(text: string): Markdown {
  return orRemark(inline(text), LONGEST_LINE, BELOW);
}

function passage(text: string): Markdown {
  const quoted = quote(text);
  return quoted === '' ? md`> *(empty)*` : orRemark(quoted, LONGEST_ANSWER, BELOW);
}
