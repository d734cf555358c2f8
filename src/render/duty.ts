/**
 * What an emergency owes afterwards, as a list with boxes, like the steps: each with its marker, by when, what would
 * show it, and what was written. It stays when all is done.
 *
 * What must stay true: exactly one box and one marker a task.
 */
import type { Duty } from '../core/change/state.ts';
import { asMarkdown, lines, md, type Markdown } from './markdown.ts';
import { inline, login } from './safe-text.ts';
import { short } from './situation-facts.ts';
import { moment, type Clock } from './when.ts';

const WAYS: Readonly<Record<Duty['proof'], (id: Markdown) => Markdown>> = {
  word: (id) => md`write what was done: \`/chg done ${id} <what was done>\``,
  incident: (id) => md`name the incident: \`/chg done ${id} <where it stands>\``,
  pull_request: () =>
    md`ticked by itself once a pull request is linked: \`/chg link <pull request>\``,
  checks: () => md`ticked by itself once it is merged with its checks passed`,
};

export function dutyLines(duties: readonly Duty[], clock: Clock): readonly Markdown[] {
  if (duties.length === 0) return [];
  const done = duties.filter((duty) => duty.done !== null).length;
  const title = md`**Afterwards · ${done} of ${duties.length}**`;
  return [lines([title, ...duties.map((duty) => dutyLine(duty, clock))])];
}

function dutyLine(duty: Duty, clock: Clock): Markdown {
  const { done, ticked } = duty;
  const id = inline(duty.id);
  const box = asMarkdown(`- [${done === null && ticked === null ? ' ' : 'x'}] <!-- chg:`);
  const head = md`${box}${id} --> **${id}** ${short(duty.title)}`;
  if (done !== null) {
    const how = done.seen ? md`it was seen` : md`${login(done.by.login)} wrote`;
    return md`${head}\n  ${moment(done.at, clock)} ${how}: ${short(done.what)}`;
  }
  const due = duty.overdueSince === null ? md`due` : md`**overdue** since`;
  const way =
    ticked === null
      ? WAYS[duty.proof](id)
      : md`${login(ticked.by.login)} ticked it · **what was done?** \`${id}: <what was done>\` in a comment`;
  return md`${head}\n  ${due} ${moment(duty.dueAt, clock)} · ${way}`;
}
