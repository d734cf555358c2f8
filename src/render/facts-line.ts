/** The line below Next, Who and Why: what it is, when it runs, who runs it; and while it runs, when to stop. */
import type { RecordView } from '../core/desired/view.ts';
import { formatMinutes } from '../core/time/window.ts';
import { besideItems } from './beside.ts';
import { asMarkdown, join, md, NOTHING, type Markdown } from './markdown.ts';
import { riskLines } from './risk.ts';
import { code, inline, login } from './safe-text.ts';
import { short } from './situation-facts.ts';
import { moment, span, stretch, timeOfDay } from './when.ts';
import { CATEGORY_WORDS, CLOSURE_WORDS, STATE_WORDS } from './words.ts';

const SHORT_BLOB = 12;

export function factsLines(view: RecordView): readonly Markdown[] {
  return [...lifeLines(view), ...parts(view), ...beside(view)];
}

/** Work that stands in issues of its own. Nobody is held up by it; whoever completes the change should know. */
function parts({ parts: counted }: RecordView): readonly Markdown[] {
  if (counted === null) return [];
  const { total, closed } = counted;
  const open = closed < total ? md` · the open ones hold nobody up` : NOTHING;
  return [md`Parts of it: ${closed} of ${total} sub-issues closed${open}`];
}

/** Few lines in the record; `/chg conflicts` shows all. */
const MOST_BESIDE = 10;

function beside({ beside: summary, clock }: RecordView): readonly Markdown[] {
  if (summary === null) return [];
  const items = besideItems({ ...summary, freezes: [] }, clock);
  const left = items.length - MOST_BESIDE;
  const more = left > 0 ? [md`- *… ${left} more: \`/chg conflicts\`*`] : [];
  return [md`**Beside it**`, ...items.slice(0, MOST_BESIDE), ...more];
}

function lifeLines(view: RecordView): readonly Markdown[] {
  return view.started === null
    ? [beforehand(view), ...riskLines(view.suggested), ...madeOf(view), ...rehearsal(view)]
    : [...underWay(view), ...madeOf(view), ...goingBack(view), ...atTheEnd(view)];
}

/** The template that it was made of; and for whoever may lift it, that its failure suspended it. */
function madeOf({ template, clock }: RecordView): readonly Markdown[] {
  if (template === null) return [];
  const { approved, suspended } = template;
  const name = code(template.name);
  const by =
    approved === null
      ? md`From template ${name}`
      : md`Approved by template ${name} · ${code(approved.file)} · blob ${code(approved.blob.slice(0, SHORT_BLOB))}`;
  if (suspended === null) return [by];
  const { reviewed } = suspended;
  const rests =
    reviewed === null
      ? md`**It suspended ${name}:** nothing is submitted or started from it until somebody who neither wrote nor carried out this change looks at it: \`/chg template review <findings>\``
      : md`It suspended ${name}; ${login(reviewed.by.login)} looked at it ${moment(reviewed.at, clock)}: ${short(reviewed.findings)}`;
  return [by, rests];
}

function rehearsal({ rehearsal: begun, clock }: RecordView): readonly Markdown[] {
  if (begun === null) return [];
  const { environment, seen, steps, by, at } = begun;
  return [
    md`Rehearsed in ${code(environment)}: ${seen} of ${steps} steps · begun ${moment(at, clock)} by ${login(by.login)}`,
  ];
}

export function stopLines(view: RecordView): readonly Markdown[] {
  if (view.stop === null || view.state !== 'in_progress') return [];
  const { criteria, minutes } = view.stop;
  const promise = minutes === null ? md`` : md` (promised: ${inline(formatMinutes(minutes))})`;
  const way = md`→ \`/chg rollback <reason>\`${promise}`;
  const rows = (criteria ?? '')
    .split('\n')
    .map(withoutBullet)
    .filter((row) => row !== '');
  return [...planned(rows, way), ...byPolicy(view.stop.policy)];
}

function planned(rows: readonly string[], way: Markdown): readonly Markdown[] {
  const [only, ...more] = rows;
  if (only === undefined) return [md`**Stop** whenever it is not safe ${way}`];
  if (more.length === 0) return [md`**Stop if** ${short(only)} ${way}`];
  return [md`**Stop if** one of these is seen ${way}`, ...rows.map((row) => md`- ${short(row)}`)];
}

/** The policy's own criteria, after those of the plan: one line, for they are the same for every change. */
function byPolicy(criteria: readonly string[]): readonly Markdown[] {
  if (criteria.length === 0) return [];
  return [md`**And by the policy** when ${join(criteria.map(short), md`; or `)}`];
}

function beforehand(view: RecordView): Markdown {
  const parts: Markdown[] = [];
  if (view.category !== null) parts.push(CATEGORY_WORDS[view.category]);
  if (view.risk !== null) parts.push(md`risk ${asMarkdown(view.risk)}`);
  if (view.priority !== null) parts.push(md`priority ${asMarkdown(view.priority)}`);
  parts.push(md`written by ${login(view.author)}`);
  if (view.window !== null)
    parts.push(
      md`window ${stretch(view.window, view.clock)}${view.booked ? offPlan(view) : md`, not booked`}`,
    );
  const note = view.window?.note ?? null;
  if (note !== null) parts.push(inline(note));
  if (view.ended !== null)
    parts.push(
      md`${STATE_WORDS[view.state]} ${moment(view.ended.at, view.clock)} by ${login(view.ended.by.login)}`,
    );
  return capital(parts);
}

/** Approvers read the plan's window; that another one is booked is no secret. */
function offPlan({ offPlan: off, clock }: RecordView): Markdown {
  if (off === null) return NOTHING;
  return off.planned === null
    ? md`, the plan names none`
    : md`, **not the plan’s** (${stretch(off.planned, clock)})`;
}

function underWay(view: RecordView): readonly Markdown[] {
  const { started, operator, window, clock } = view;
  if (started === null) return [];
  const begun =
    window === null ? moment(started.at, clock) : timeOfDay(started.at, window.start, clock);
  const other =
    view.operatorPlanned === null
      ? NOTHING
      : md`, **not the plan’s operator** (${login(view.operatorPlanned)})`;
  const parts = [md`Started ${begun} by ${login(started.by.login)}${other}`];
  if (operator !== null && operator !== started.by.login)
    parts.push(md`operator now ${login(operator)}`);
  if (window !== null) parts.push(md`window ${stretch(window, clock)}${offPlan(view)}`);
  return [asMarkdown(parts.join(' · '))];
}

function goingBack({ rollback, clock, started }: RecordView): readonly Markdown[] {
  if (rollback === null) return [];
  const day = started?.at ?? rollback.at;
  const begun = md`**Rolled back** ${timeOfDay(rollback.at, day, clock)} by ${login(rollback.by)}: ${short(rollback.reason)}`;
  const { recovered } = rollback;
  if (recovered === null) return [begun];
  const took = span(rollback.at, recovered.at);
  return [
    begun,
    md`**Recovered** ${timeOfDay(recovered.at, day, clock)}, after ${took}; ${login(recovered.by)} saw: ${short(recovered.observed)}`,
  ];
}

function atTheEnd({ closure, state, clock, started }: RecordView): readonly Markdown[] {
  if (closure === null || state !== 'completed') return [];
  const words = CLOSURE_WORDS[closure.code] ?? code(closure.code);
  return [
    md`**Completed** ${timeOfDay(closure.at, started?.at ?? closure.at, clock)} by ${login(closure.by)}: ${words}`,
  ];
}

function withoutBullet(row: string): string {
  return row
    .trim()
    .replace(/^[-*+] +/u, '')
    .replace(/^\d{1,3}[.)] +/u, '');
}

function capital(parts: readonly Markdown[]): Markdown {
  const text = parts.join(' · ');
  return asMarkdown(text.charAt(0).toUpperCase() + text.slice(1));
}
