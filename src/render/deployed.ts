/** The deployments of a change in its record: where, which commit, who, our word, how it ended. */
import { wentAhead } from '../core/change/deployment-note.ts';
import type { DeploymentNote, Receipt } from '../core/change/deployment-note.ts';
import type { RecordView } from '../core/desired/view.ts';
import { join, md, NOTHING, type Markdown } from './markdown.ts';
import { code, login } from './safe-text.ts';
import type { Section } from './section.ts';
import { moment, type Clock } from './when.ts';

export function deployedSections({ deployments, clock }: RecordView): readonly Section[] {
  const { count, last } = deployments;
  if (count === 0) return [];
  const summary = md`Deployments: ${count}`;
  const items = last.map((one) => deployedItem(one, clock));
  return [{ summary, open: false, items, where: md`the event log` }];
}

function deployedItem(one: DeploymentNote, clock: Clock): Markdown {
  const { sha, environment, repo, requested, decided, finished } = one;
  const first = requested ?? decided ?? finished;
  const by = requested === null ? NOTHING : md` by ${login(requested.by.login)}`;
  const since = first === null ? NOTHING : md` · ${moment(first.at, clock)}`;
  const word = decided === null ? NOTHING : md` · ${wordOf(decided)}`;
  const end =
    finished === null
      ? md` · no end was told`
      : md` · ${END_WORDS[finished.end]} ${moment(finished.at, clock)}`;
  const past = wentAhead(one) ? md` · **it went ahead without our word**` : NOTHING;
  return md`- ${code(sha.slice(0, 10))} to ${code(environment)} (${code(repo)})${by}${since}${word}${end}${past}`;
}

const END_WORDS: Readonly<Record<'success' | 'failure' | 'error', Markdown>> = {
  success: md`done`,
  failure: md`failed`,
  error: md`stopped by an error`,
};

function wordOf({ answer, receipt }: NonNullable<DeploymentNote['decided']>): Markdown {
  if (receipt !== null) return receiptWords(receipt);
  return answer === 'approved' ? md`let through` : md`rejected`;
}

const WOULD_WORDS: Readonly<Record<Receipt['would'], Markdown>> = {
  yes: md`yes`,
  no: md`no`,
  cannot_tell: md`could not be told`,
};

type Words = Pick<Receipt, 'would'> & { readonly codes: readonly string[] };

/** The environment only wants to know. */
export function receiptWords({ would, codes }: Words): Markdown {
  const because = codes.length === 0 ? NOTHING : md` (${join(codes.map(code), md`, `)})`;
  return md`let through with a receipt; the gates would have said: ${WOULD_WORDS[would]}${because}`;
}
