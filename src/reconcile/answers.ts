/**
 * The answers that acts are owed and that were not given yet: reactions and replies, read from the rows that the
 * act left (`worker/answers.ts` names them). A reply is drawn from the event it answers, or from the state.
 */
import { isRefusalCode, type RefusalCode, type RefusalFacts } from '../core/change/refusal.ts';
import type { Desired } from '../core/desired/desire.ts';
import type { Facts } from '../core/change/facts.ts';
import { pastView } from '../core/desired/past-view.ts';
import { unspell, whatIfOf } from '../core/gate/imagined.ts';
import { simulate } from '../core/gate/simulate.ts';
import { VERBS } from '../core/intent/verbs.ts';
import type { Slot } from '../core/time/slots.ts';
import { askPast } from '../core/risk/facets.ts';
import { conflictSummary } from '../core/time/conflict-summary.ts';
import type { Reaction } from '../forge/port.ts';
import { renderConflicts } from '../render/conflicts.ts';
import { renderHelp } from '../render/help.ts';
import { renderRefusalReply } from '../render/refusal.ts';
import { markerLine } from '../render/safe-text.ts';
import { renderSimilar } from '../render/similar.ts';
import { renderSlots } from '../render/slots.ts';
import { renderSimulation } from '../render/simulation.ts';
import { renderStatus } from '../render/status.ts';
import type { Page } from './book.ts';
import type { Run } from './run.ts';
import { slotsIn } from './slots.ts';
import type { Target } from './step.ts';
import { doubtedBy } from './surface-names.ts';

const REACTIONS: readonly Reaction[] = ['eyes', '+1', 'confused'];

/** `reaction:<comment>:<content>:<repo id>:<repo name>`; a row is dropped once the reaction was given. */
export function owedReactions(page: Page): Target['reactions'] {
  return [...page.surfaces.keys()].flatMap((surface) => {
    const [kind, comment, wanted, repoId, repoName] = surface.split(':');
    const reaction = REACTIONS.find((known) => known === wanted);
    if (
      kind !== 'reaction' ||
      comment === undefined ||
      reaction === undefined ||
      repoId === undefined ||
      repoName === undefined
    )
      return [];
    return [{ surface, repo: { id: repoId, name: repoName }, comment, reaction }];
  });
}

export type ReplyScene = {
  readonly run: Run;
  readonly facts: Facts;
  readonly desired: Desired;
  readonly marker: (surface: string) => string;
};

/** Replies are written once and then left alone, unless somebody touched them: what was true when it was asked stays said. */
export async function owedReplies(scene: ReplyScene): Promise<Target['comments']> {
  const { surfaces } = scene.run.page;
  const doubted = new Set([...surfaces.keys()].map(doubtedBy));
  const owed = [...surfaces.values()].filter(
    (row) => row.surface.startsWith('reply:') && (row.digest === null || doubted.has(row.surface)),
  );
  const drawn = await Promise.all(
    owed.map(async ({ surface }) => ({ surface, body: await reply(scene, surface) })),
  );
  return drawn.flatMap(({ surface, body }) => (body === null ? [] : [{ surface, body }]));
}

async function reply(scene: ReplyScene, surface: string): Promise<string | null> {
  const [, kind, what, , , ...question] = surface.split(':');
  const marker = scene.marker(surface);
  if (kind === 'refused') return refusalReply(scene, Number(what), marker);
  if (what === 'help') return renderHelp(scene.facts.policy, VERBS, marker);
  if (what === 'simulate') return simulationReply(scene, question.join(':'), marker);
  if (what === 'conflicts')
    return renderConflicts(
      conflictSummary(scene.run.page.change, scene.facts),
      scene.desired.record.clock,
      marker,
    );
  if (what === 'similar') return similarReply(scene, marker);
  if (what === 'slots') return slotsReply(scene, question.join(':'), marker);
  if (what === 'status' || what === 'evidence')
    return renderStatus(
      { view: scene.desired.record, about: what, hasEvidence: scene.desired.evidence !== null },
      marker,
    );
  return null;
}

async function similarReply({ run, facts, desired }: ReplyScene, marker: string): Promise<string> {
  const { change } = run.page;
  const past = pastView(await run.book.past(askPast(change, facts)));
  return renderSimilar({ number: change.number, past, clock: desired.record.clock }, marker);
}

function simulationReply(
  { run, facts, desired }: ReplyScene,
  question: string,
  marker: string,
): string {
  const { change } = run.page;
  const imagined = unspell(question);
  const { whatIf, strangers } = whatIfOf(imagined, facts.people ?? []);
  const act = imagined.act ?? desired.record.gates?.act ?? 'start';
  const simulation = simulate({ change, facts }, whatIf, act);
  const { clock } = desired.record;
  return renderSimulation(
    { number: change.number, imagined, strangers, simulation, clock },
    marker,
  );
}

async function slotsReply(
  { run, facts, desired }: ReplyScene,
  length: string,
  marker: string,
): Promise<string> {
  const { clock } = desired.record;
  const view = await slotsIn({ run, facts, clock }, length === '' ? null : Number(length));
  return renderSlots(view, marker);
}

/** What another window would settle. */
const ABOUT_THE_WINDOW: ReadonlySet<RefusalCode> = new Set([
  'lead_time_violation',
  'freeze_window_blocked',
  'outside_maintenance_window',
  'conflict_unacknowledged',
]);

/** Where a calendar or a list of assets is kept, whoever was refused is told when it could be. */
async function nextSlot(
  { run, facts, desired }: ReplyScene,
  code: RefusalCode,
): Promise<Slot | null> {
  const { calendar, catalogue } = facts.policy;
  const isKept =
    calendar.freezes.length + calendar.maintenance.length + catalogue.assets.length > 0;
  if (!isKept || !ABOUT_THE_WINDOW.has(code)) return null;
  const { slots } = await slotsIn({ run, facts, clock: desired.record.clock }, null);
  return slots[0] ?? null;
}

async function refusalReply(
  scene: ReplyScene,
  seq: number,
  marker: string,
): Promise<string | null> {
  const { run, desired } = scene;
  const event = await run.book.refusal(run.page.change.number, seq);
  const code = event?.data['code'];
  if (event === null || typeof code !== 'string' || !isRefusalCode(code)) return null;
  const facts = factsOf(event.facts);
  const act = { code, facts, login: event.login, verb: verbOf(event.data['verb'], facts) };
  const slot = await nextSlot(scene, code);
  const { clock } = desired.record;
  return renderRefusalReply({ ...act, slot }, markerLine(marker), clock);
}

/** What could not be understood is called what the person typed, which stands among the facts. */
function verbOf(recorded: unknown, facts: RefusalFacts): string | null {
  const verb = recorded === 'misread' ? facts['verb'] : recorded;
  return typeof verb === 'string' && verb !== '' ? verb : null;
}

/** Written by us as canonical JSON of strings, numbers and lists; erased facts leave the sentence bare. */
function factsOf(text: string | null): RefusalFacts {
  return text === null ? {} : (JSON.parse(text) as RefusalFacts);
}
