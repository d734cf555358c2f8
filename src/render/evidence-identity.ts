/** The head of the evidence: which change, which dates, who, and how it ended. */
import type { EvidenceRecord } from '../core/desired/evidence-record.ts';
import { formatMinutes } from '../core/time/window.ts';
import { actText, passage, words } from './evidence-words.ts';
import { asMarkdown, join, lines, list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, link, login } from './safe-text.ts';
import { exact, span, type Clock } from './when.ts';
import { CATEGORY_WORDS, CLOSURE_WORDS, rolesText, STATE_WORDS } from './words.ts';

export function identity(record: EvidenceRecord, clock: Clock): Markdown {
  const { dates, window, plan, reopenings } = record;
  const named: readonly (readonly [Markdown, string | null])[] = [
    [md`opened`, dates.opened_at],
    [md`submitted`, dates.submitted_at],
    [md`first approval`, dates.first_approved_at],
    [md`fully approved`, dates.fully_approved_at],
    [md`scheduled`, dates.scheduled_at],
    [md`started`, dates.started_at],
    [md`ended`, dates.ended_at],
  ];
  const rows = [
    md`- **${inline(record.change)}** ${words(record.title)}`,
    placeText(record),
    md`- ${categoryText(record)}`,
    ...named.flatMap(([name, at]) => (at === null ? [] : [md`- ${name} ${exact(at, clock)}`])),
  ];
  if (window !== null) rows.push(windowText(window, clock), ...extensionLines(window, clock));
  if (plan !== null) {
    rows.push(md`- plan revision ${plan.revision}, digest ${code(plan.digest ?? 'none')}`);
  }
  if (reopenings > 0) rows.push(md`- reopened ${reopenings} times before this end`);
  return lines(rows);
}

function placeText({ repository, issue }: EvidenceRecord): Markdown {
  const name = code(`${repository.name}#${String(issue.number)}`);
  return md`- ${name} · ${link(md`issue`, issue.url)} · repository id ${code(repository.id)} · issue id ${code(issue.id)}`;
}

function categoryText({
  category,
  risk,
  risk_suggestion,
  priority,
  plan,
}: EvidenceRecord): Markdown {
  const parts: Markdown[] = [category === null ? md`no category` : CATEGORY_WORDS[category]];
  if (risk !== null) parts.push(md`risk ${asMarkdown(risk)}`);
  if (risk_suggestion !== undefined) parts.push(suggestionText(risk_suggestion));
  if (priority !== null) parts.push(md`priority ${asMarkdown(priority)}`);
  if (plan !== null && plan.environments.length > 0)
    parts.push(list(plan.environments.map(code), 'and'));
  if (plan !== null && plan.assets.length > 0)
    parts.push(md`assets ${list(plan.assets.map(code), 'and')}`);
  return asMarkdown(parts.join(' · '));
}

function suggestionText({
  level,
  least,
  most,
  floors,
  model,
}: NonNullable<EvidenceRecord['risk_suggestion']>): Markdown {
  const score = least === most ? md`${least}` : md`${least} to ${most}`;
  const said = level === null ? md`no level` : asMarkdown(level);
  const because = floors.length === 0 ? NOTHING : md`; ${list(floors.map(inline), 'and')}`;
  return md`the answers suggested ${said} (${score} of 100, questionnaire ${model}${because})`;
}

function windowText(window: NonNullable<EvidenceRecord['window']>, clock: Clock): Markdown {
  const { start, end, zone } = window;
  return md`- window ${exact(start, clock)} to ${exact(end, clock)} (${inline(zone)})${insideText(window)}${plannedText(window, clock)}`;
}

function extensionLines(
  { extensions = [] }: NonNullable<EvidenceRecord['window']>,
  clock: Clock,
): readonly Markdown[] {
  return extensions.map((one) => {
    const { from, end, reason } = one;
    const why = reason === null || reason === '' ? md`no reason given` : words(reason);
    return md`- extended from ${exact(from, clock)} to ${exact(end, clock)} · ${actText(one, clock)}\n  ${why}`;
  });
}

function insideText(window: NonNullable<EvidenceRecord['window']>): Markdown {
  if (window.started_inside === null) return NOTHING;
  if (window.started_inside && window.ended_inside === true) return md` · run inside it`;
  if (!window.started_inside) return md` · **started outside it**`;
  return md` · **ended after it**`;
}

function plannedText(
  { as_planned: asPlanned, planned }: NonNullable<EvidenceRecord['window']>,
  clock: Clock,
): Markdown {
  if (asPlanned) return NOTHING;
  if (planned === null) return md` · the plan names none`;
  return md` · **not the plan’s**, which was ${exact(planned.start, clock)} to ${exact(planned.end, clock)} (${inline(planned.zone)})`;
}

export function people({ people, approvals }: EvidenceRecord): Markdown {
  const approvers = approvals.filter(({ counted }) => counted);
  return lines([
    md`- author ${login(people.author.login)}`,
    ...(people.operator === null ? [] : [md`- operator ${login(people.operator.login)}`]),
    ...(people.started_by === null || people.started_by.id === people.operator?.id
      ? []
      : [md`- started by ${login(people.started_by.login)}`]),
    ...(people.second_person === null
      ? []
      : [md`- second person named in the plan ${login(people.second_person)}`]),
    ...approvers.map(
      (approval) => md`- approved by ${login(approval.by.login)}${rolesText(approval.roles)}`,
    ),
  ]);
}

export function outcome(record: EvidenceRecord, clock: Clock): readonly Markdown[] {
  const { closure, rollback, end, plan, state } = record;
  const blocks: Markdown[] = [];
  if (closure !== null && rollback === null) {
    blocks.push(
      md`${CLOSURE_WORDS[closure.code] ?? code(closure.code)} · ${actText(closure, clock)}\n${passage(closure.notes)}`,
    );
  }
  if (rollback !== null) {
    blocks.push(md`**Rolled back** · ${actText(rollback, clock)}\n${passage(rollback.reason)}`);
    const { recovered } = rollback;
    if (recovered !== null)
      blocks.push(
        md`**Recovered** after ${span(rollback.at, recovered.at)}${heldAgainst(rollback, plan)} · ${actText(recovered, clock)}\n${passage(recovered.observed)}`,
      );
  }
  if (closure === null && end !== null) {
    const reason = end.reason === null ? NOTHING : md`\n${passage(end.reason)}`;
    blocks.push(md`${STATE_WORDS[state]} · ${actText(end, clock)}${reason}`);
  }
  return blocks;
}

/** The clock of the rollback, against what the plan promised and what the policy wants. */
function heldAgainst(
  { clock, recovered }: NonNullable<EvidenceRecord['rollback']>,
  plan: EvidenceRecord['plan'],
): Markdown {
  const seconds = recovered?.seconds ?? 0;
  const promised = plan?.rollback_minutes ?? null;
  return join(
    [
      ...(promised === null ? [] : [md`; promised were ${limitText(promised, seconds)}`]),
      ...(clock === undefined
        ? []
        : [md`; the policy wants ${limitText(clock.target_minutes, seconds)}`]),
    ],
    NOTHING,
  );
}

function limitText(minutes: number, seconds: number): Markdown {
  const kept = seconds <= minutes * 60 ? md`kept` : md`**not kept**`;
  return md`${inline(formatMinutes(minutes))}, ${kept}`;
}
