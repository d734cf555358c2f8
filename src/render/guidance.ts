/** What the policy gives to those who decide, as list items: what to look at, when to go back, how, and what else. */
import type { Guidance } from '../core/desired/guidance.ts';
import { md, type Markdown } from './markdown.ts';
import { inline } from './safe-text.ts';

export function guidanceItems(guidance: Guidance | null): readonly Markdown[] {
  if (guidance === null) return [];
  const { checklist, notes, rollbackCriteria, rollbackMethods } = guidance;
  return [
    ...checklist.map((words) => md`- ${inline(words)}`),
    ...notes.map((words) => md`- ${inline(words)}`),
    ...rollbackCriteria.map((words) => md`- Go back when: ${inline(words)}`),
    ...rollbackMethods.map(
      ({ title, method, withinMinutes }) =>
        md`- Going back, ${inline(title)}: ${inline(method)}, within ${withinMinutes} min`,
    ),
  ];
}
