/** The line that sets what the answers suggest beside the author's own choice, for whoever decides. */
import type { RiskView } from '../core/desired/risk-view.ts';
import { asMarkdown, list, md, NOTHING, type Markdown } from './markdown.ts';
import { inline } from './safe-text.ts';

export function riskLines(risk: RiskView | null): readonly Markdown[] {
  if (risk === null) return [];
  const { level, floors } = risk;
  if (level === null)
    return [
      md`The answers suggest no level of risk yet: ${scoreText(risk)}, and it hangs on ${list(risk.missing.map(quoted), 'and')}`,
    ];
  const because = floors.length === 0 ? NOTHING : md` (${list(floors.map(inline), 'and')})`;
  return [
    md`The answers suggest risk **${asMarkdown(level)}**: ${scoreText(risk)}${because}${choiceText(risk)}`,
  ];
}

function scoreText({ score: { least, most } }: RiskView): Markdown {
  return least === most ? md`${least} of 100` : md`${least} to ${most} of 100`;
}

function choiceText({ against, chosen }: RiskView): Markdown {
  if (against === null || chosen === null) return md`; the author has not chosen yet`;
  const choice = md`the author’s own choice, ${asMarkdown(chosen)}`;
  if (against === 'same') return md`, as the author chose`;
  return against === 'higher' ? md`, **higher than ${choice}**` : md`, lower than ${choice}`;
}

function quoted(title: string): Markdown {
  return md`*${inline(title)}*`;
}
