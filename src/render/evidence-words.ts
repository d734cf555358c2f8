/**
 * The small parts of the evidence: an act with who, role, time, place and event; a line of words; a passage. What is
 * too long for a reader stands whole in the machine block, and the text says so.
 */
import type { EvidenceAct } from '../core/desired/evidence-record.ts';
import { orRemark } from './length.ts';
import { md, NOTHING, type Markdown } from './markdown.ts';
import { inline, link, login, quote } from './safe-text.ts';
import { exact, type Clock } from './when.ts';
import { rolesText } from './words.ts';

const LONGEST_ANSWER = 12_000;
const LONGEST_LINE = 3_000;
const BELOW = md`the machine-readable block below`;

/** Who, in which role at that moment, when, where, and as which event. */
export function actText(act: EvidenceAct, clock: Clock): Markdown {
  const source = act.url === null ? NOTHING : md` · ${link(md`source`, act.url)}`;
  return md`${login(act.by.login)}${rolesText(act.roles)} ${exact(act.at, clock)}${source} · event ${act.event}`;
}

export function words(text: string): Markdown {
  return orRemark(inline(text), LONGEST_LINE, BELOW);
}

export function passage(text: string): Markdown {
  const quoted = quote(text);
  return quoted === '' ? md`> *(empty)*` : orRemark(quoted, LONGEST_ANSWER, BELOW);
}
