/**
 * The answer to `/chg simulate`: which answers would be others, and all gates as they would answer then.
 *
 * What must stay true: it says first that nothing is changed, and nobody could take it for an answer of now.
 */
import { changeName } from '../core/change/state.ts';
import type { Imagined, ImaginedTime } from '../core/gate/imagined.ts';
import type { Simulation } from '../core/gate/simulate.ts';
import type { Verdict } from '../core/gate/verdict.ts';
import { ACT_WORDS, gateCounts, gateItems, gateTitle } from './gates.ts';
import { COMMENT_BUDGET, keepWhole } from './length.ts';
import { join, list, md, NOTHING, type Markdown } from './markdown.ts';
import { inline, login, markerLine } from './safe-text.ts';
import { template, type Printable } from './template.ts';
import { moment, type Clock } from './when.ts';
import { CATEGORY_WORDS } from './words.ts';

const SIMULATION = template<Printable>('simulation');
const ROOM = COMMENT_BUDGET - 10_000;

export type SimulationView = {
  readonly number: number;
  readonly imagined: Imagined;
  /** Named, and not known to have access. */
  readonly strangers: readonly string[];
  readonly simulation: Simulation;
  readonly clock: Clock;
};

/** `marker` is the hidden last line. */
export function renderSimulation(view: SimulationView, marker: string): string {
  const { number, imagined, strangers, simulation, clock } = view;
  const { act, before, after, flips } = simulation;
  const { kept, left } = keepWhole(gateItems(after, clock), ROOM);
  const remark = left === 0 ? [] : [md`\n*… ${left} more, left out here*`];
  return SIMULATION({
    name: inline(changeName(number)),
    what: whatText(imagined, clock),
    act: ACT_WORDS[act],
    before: gateCounts(before),
    after: gateCounts(after),
    strangers: strangers.length === 0 ? null : strangersText(strangers),
    flips: flips.map(
      ({ gate, from, to }) => md`${gateTitle(gate)}: ${KIND_WORDS[from]} → ${KIND_WORDS[to]}`,
    ),
    gates: [...kept, ...remark],
    marker: markerLine(marker),
  }).trimEnd();
}

const KIND_WORDS: Readonly<Record<Verdict['kind'], Markdown>> = {
  met: md`met`,
  unmet: md`not met`,
  not_applicable: md`not applicable`,
  cannot_tell: md`cannot be told`,
};

function whatText({ as, approve, ignore, category, at }: Imagined, clock: Clock): Markdown {
  const parts = [
    as === null ? NOTHING : md`${login(as)} asked`,
    approve.length === 0 ? NOTHING : md`${list(approve.map(login), 'and')} had approved`,
    ignore.length === 0 ? NOTHING : md`${list(ignore.map(login), 'and')} had said nothing`,
    category === null ? NOTHING : md`the category were ${CATEGORY_WORDS[category]}`,
    at === null ? NOTHING : timeText(at, clock),
  ].filter((part) => part !== NOTHING);
  return parts.length === 0 ? md`all stays as it is` : join(parts, md`; `);
}

function timeText({ instant, first }: ImaginedTime, clock: Clock): Markdown {
  const twice = first ? md` (the first of two: the clocks are put back)` : NOTHING;
  return md`it were ${moment(instant, clock)}${twice}, and all else as it is now`;
}

function strangersText(strangers: readonly string[]): Markdown {
  const verb = strangers.length === 1 ? md`is` : md`are`;
  return md`${list(strangers.map(login), 'and')} ${verb} not known to have access here, so nothing that they say counts.`;
}
