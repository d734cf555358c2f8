/**
 * Plays the scripts of all examples in one company, line after line in the order of their times, each by the person who
 * did it. After every line that may change who meets whom, everybody's conflicts are looked at.
 *
 * What must stay true: the play itself decides nothing and passes nothing over; whatever the application answers is
 * compared afterwards.
 */
import { lighthouse, operations } from '../../../src/demo/company.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { printForm } from '../../../src/core/plan/print-plan.ts';
import { formOf } from '../../../src/core/template/form-of.ts';
import { readTemplate } from '../../../src/policy/read-template.ts';
import { EXAMPLE_POLICY, loadExamples, type Example, type ExampleEvent } from '../examples.ts';
import type { Event, World } from '../world.ts';
import { rowOf } from './deeds.ts';
import { seeNow, type Seen } from './met.ts';
import { nameOf, sceneOf, type Scene } from './scene.ts';

/** What everybody met right after a line was played. */
export type Moment = {
  readonly at: string;
  readonly after: ExampleEvent;
  readonly seen: ReadonlyMap<string, Seen>;
};

export type Play = { readonly scenes: readonly Scene[]; readonly moments: readonly Moment[] };

/** One of them afterwards. */
export type Played = {
  readonly world: World;
  readonly scene: Scene;
  readonly scenes: readonly Scene[];
  readonly change: Change;
  readonly events: readonly Event[];
  /** While the change was open. */
  readonly moments: readonly Moment[];
};

/** Before the first of them. */
export const FIRST_DAY = '2026-11-13T10:00:00+01:00';

const TURNS = new Set([
  'submitted',
  'submit_refused',
  'window_changed',
  'started',
  'completed',
  'rolled_back',
]);

export async function playExamples(world: World): Promise<Play> {
  const scenes = castOf(world);
  await prepare(world, scenes);
  const moments: Moment[] = [];
  for (const batch of batchesOf(scenes)) {
    await playBatch(world, batch, scenes);
    const [after] = batch.events;
    if (after !== undefined && TURNS.has(after.event))
      moments.push(await lookAround(world, scenes, after));
  }
  return { scenes, moments };
}

/** Numbers are given in the order of opening. */
function castOf(world: World): readonly Scene[] {
  const openedAt = ({ script }: Example): number =>
    Date.parse(script.find(({ event }) => event === 'opened')?.at ?? '');
  return loadExamples()
    .toSorted((left, right) => openedAt(left) - openedAt(right))
    .map((example, index) => sceneOf(world, example, index + 1));
}

async function prepare({ company }: World, scenes: readonly Scene[]): Promise<void> {
  const { sandbox, settle } = company;
  const files = { '.github/holdpoint.yml': EXAMPLE_POLICY };
  sandbox.createRepository({ owner: lighthouse, name: '.github', private: true, files });
  for (const { example } of scenes) {
    if (example.template === undefined) continue;
    const path = `.github/holdpoint/templates/${example.template}.yml`;
    const commits = [
      { message: 'Template', author: 'dee-lead', files: { [path]: templateOf(example) } },
    ];
    sandbox.as('dee-lead').push(operations, { branch: 'main', commits });
  }
  await settle();
}

/** The example itself, approved beforehand; only its window is asked. */
function templateOf({ template = '', title, answers }: Example): string {
  const given = Object.entries(answers).filter(([id]) => id !== 'category' && id !== 'attest');
  const lines = given.map(
    ([id, text]) => `  ${id}: ${JSON.stringify(id === 'window' ? '{{window}}' : text)}\n`,
  );
  const variables = `variables:\n  - { id: window, label: Which window?, example: ${answers['window'] ?? ''} }\n`;
  return `template: 1\nid: ${template}\nversion: 1\ntitle: ${title}\ncategory: standard\n${variables}answers:\n${lines.join('')}`;
}

function bodyOf(example: Example): string {
  if (example.template === undefined) return example.body;
  const text = templateOf(example);
  const { template, problems } = readTemplate({ file: `${example.template}.yml`, blob: 'b', text });
  if (template === null) throw new Error(JSON.stringify(problems, null, 2));
  return printForm(formOf(template), ({ id, value }) =>
    id === 'template' ? (value ?? '') : (example.answers[id] ?? ''),
  );
}

type Batch = { readonly scene: Scene; readonly events: readonly ExampleEvent[] };

/** What one person does at one time in one change is one comment. */
function batchesOf(scenes: readonly Scene[]): readonly Batch[] {
  const all = scenes
    .flatMap((scene) => scene.example.script.map((event) => ({ scene, event })))
    .toSorted((left, right) => Date.parse(left.event.at) - Date.parse(right.event.at));
  const batches: { scene: Scene; events: ExampleEvent[] }[] = [];
  for (const { scene, event } of all) {
    const last = batches.at(-1);
    const [first] = last?.events ?? [];
    const goesOn = last?.scene === scene && first?.at === event.at && first.actor === event.actor;
    if (goesOn) last?.events.push(event);
    else batches.push({ scene, events: [event] });
  }
  return batches;
}

async function playBatch(
  world: World,
  { scene, events }: Batch,
  scenes: readonly Scene[],
): Promise<void> {
  const [{ at, actor }] = events as [ExampleEvent];
  world.company.clock.moveTo(at);
  if (events.some(({ event }) => event === 'opened')) return openOne(world, scene, scenes);
  const lines = events.flatMap((event) => rowOf(event).says?.(event, scene) ?? []);
  const acts = events.flatMap((event) => {
    const { does } = rowOf(event);
    return does === undefined ? [] : [() => does(event, scene)];
  });
  const story = scene.story();
  if (lines.length > 0) await story?.says(actor, lines.join('\n'));
  if (acts.length === 0) return;
  for (const act of acts) act();
  await world.company.settle();
}

async function openOne(world: World, scene: Scene, scenes: readonly Scene[]): Promise<void> {
  const { example, repo } = scene;
  const { title, people, labels_at_open: labels } = example;
  const at = world.company.clock.now().toISOString();
  const body = renumbered(bodyOf(example), scenes);
  scene.opened(await world.opens({ at, who: people.author, repo, title, body, labels }));
}

/** A plan names other changes by the numbers that they got. */
function renumbered(text: string, scenes: readonly Scene[]): string {
  return text.replaceAll(/CHG-\d{5}/gu, (name) => nameFor(scenes, name));
}

function nameFor(scenes: readonly Scene[], written: string): string {
  const scene = scenes.find(({ example }) => example.number === written);
  if (scene === undefined) throw new Error(`${written} is none of the examples`);
  return nameOf(scene.number);
}

async function lookAround(
  world: World,
  scenes: readonly Scene[],
  after: ExampleEvent,
): Promise<Moment> {
  const keyOf = (name: string): string =>
    scenes.find(({ number }) => number === Number(name.slice(4)))?.example.key ?? name;
  const seen = new Map<string, Seen>();
  for (const { story, number, example } of scenes)
    if (story() !== null) seen.set(example.key, await seeNow(world, number, keyOf));
  return { at: after.at, after, seen };
}
