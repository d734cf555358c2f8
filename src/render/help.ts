/** The answer to `/chg help`: every verb with its usage and who may use it, from the live tables. */
import type { Verb } from '../core/intent/verbs.ts';
import type { Policy } from '../core/policy/policy.ts';
import { lines, md } from './markdown.ts';
import { code, inline, markerLine } from './safe-text.ts';

export function renderHelp(_policy: Policy, verbs: readonly Verb[], marker: string): string {
  return lines([...verbs.map((verb) => md`- ${code(verb.usage)} ${inline(verb.sentence)}`), markerLine(marker)]);
}
