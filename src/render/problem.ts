/** One thing that could not be read: where, what was expected, what was found, and what to do. */
import type { PlanProblem } from '../core/plan/plan.ts';
import { questionLabel } from './fact.ts';
import { asMarkdown, md, type Markdown } from './markdown.ts';
import { inline } from './safe-text.ts';

export function problemItem({ field, line, expected, found, remedy }: PlanProblem): Markdown {
  const place: Markdown[] = [];
  if (line !== null) place.push(md`line ${line}`);
  if (field !== null) place.push(questionLabel(field));
  const where = place.length === 0 ? md`the whole text` : asMarkdown(place.join(', '));
  return md`- **${where}** expected ${inline(expected)}; found ${inline(found)}\n  → ${inline(remedy)}`;
}
