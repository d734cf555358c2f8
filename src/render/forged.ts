/** What our check says while somebody else has reported under its name: who, that it counts for nothing, what to set. */
import type { ForgedReport } from '../core/change/forged.ts';
import { list, md, type Markdown } from './markdown.ts';
import { inline, login } from './safe-text.ts';

const MOST_NAMED = 5;

type Said = Pick<ForgedReport, 'via' | 'says' | 'by'>;

/** Null: nobody has. */
export function forgedNote(forged: readonly Said[]): Markdown | null {
  const lines = forged.map(
    ({ by, via, says }) =>
      md`${login(by.login)} (${via === 'check' ? md`a check` : md`a status`} that says ${inline(says ?? 'nothing yet')})`,
  );
  const said = [...new Set(lines)];
  if (said.length === 0) return null;
  const named = said.slice(0, MOST_NAMED);
  const rest = said.length - named.length;
  const who = list(rest === 0 ? named : [...named, md`${rest} more`], 'and');
  return md`**Somebody else reported under this name:** ${who}. It counts for nothing here; this is the answer of Holdpoint.
**To keep it from counting elsewhere:** repository settings → Rules → the rule of this branch → *Require status checks to pass* → \`holdpoint\` → choose this app as its source, so that a rule takes no other.
**Who:** an admin of the repository`;
}
