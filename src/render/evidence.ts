/**
 * The evidence comments of a change that has ended: text for people, then the machine block, over as many comments
 * as it takes. Everything is in them; what is too long for the text stands whole in the machine block.
 *
 * What must stay true: each comment stays below COMMENT_BUDGET and ends with its own marker; nothing is cut.
 */
import type { EvidenceView } from '../core/desired/evidence.ts';
import type { SealedAddendum } from '../core/desired/evidence-addenda.ts';
import { jsonBlocks } from './evidence-json.ts';
import { evidenceSections, type EvidenceSection } from './evidence-text.ts';
import { COMMENT_BUDGET } from './length.ts';
import { asMarkdown, join, lines, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, link, login, markerLine, quote } from './safe-text.ts';
import { STATE_SYMBOLS } from './situation-facts.ts';
import { template } from './template.ts';
import { exactOutage } from './post-review.ts';
import { exact, type Clock } from './when.ts';
import { rolesText, STATE_WORDS } from './words.ts';

type PartModel = {
  readonly symbol: Markdown;
  readonly name: Markdown;
  readonly state: Markdown;
  readonly several: boolean;
  readonly part: number;
  readonly parts: number;
  readonly body: Markdown;
  readonly digest: Markdown;
  readonly first: number;
  readonly last: number;
  readonly marker: Markdown;
};

const PART = template<PartModel>('evidence');
const ADDENDUM =
  template<Readonly<Record<string, Markdown | number | boolean | null>>>('evidence-addendum');
/** Room for heading, footer and marker. */
const FRAME = 1_000;

/** `marker` gives the hidden last line of a part, counted from 1; addenda come after the parts. */
export function renderEvidence(
  view: EvidenceView,
  marker: (part: number) => string,
): readonly string[] {
  const { record, digest, clock } = view;
  const pages = paginate(
    [...textBlocks(evidenceSections(record, clock)), ...machineBlocks(view)],
    COMMENT_BUDGET - FRAME,
  );
  const parts = pages.map((body, index) =>
    PART({
      symbol: STATE_SYMBOLS[record.state],
      name: inline(record.change),
      state: STATE_WORDS[record.state],
      several: pages.length > 1,
      part: index + 1,
      parts: pages.length,
      body,
      digest: inline(digest),
      first: record.events.first,
      last: record.events.last,
      marker: markerLine(marker(index + 1)),
    }).trimEnd(),
  );
  const addenda = view.addenda.map((one, index) =>
    renderAddendum(one, { clock, marker: marker(parts.length + index + 1) }),
  );
  return [...parts, ...addenda];
}

const ADDENDUM_WORDS: Readonly<Record<SealedAddendum['addendum']['kind'], Markdown>> = {
  authorisation: md`authorisation confirmed`,
  review: md`review after the fact`,
  duties: md`what it owed afterwards is done`,
};

function renderAddendum(
  { addendum, digest }: SealedAddendum,
  { clock, marker }: { readonly clock: Clock; readonly marker: string },
): string {
  const { act, kind, text, change } = addendum;
  const quoted = text === null ? null : quote(text);
  return ADDENDUM({
    name: inline(change),
    kind: ADDENDUM_WORDS[kind],
    when: exact(act.at, clock),
    by: login(act.by.login),
    roles: rolesText(act.roles),
    source: act.url === null ? NOTHING : md` · ${link(md`source`, act.url)}`,
    late: addendum.late,
    outage: addendum.outage === undefined ? null : exactOutage(addendum.outage, clock),
    text:
      quoted !== null && quoted.length > COMMENT_BUDGET / 4
        ? md`*(${quoted.length} characters; they stand in the machine-readable block)*`
        : quoted,
    json: folded(md`Machine-readable block`, jsonBlocks(addendum, `${change} addendum`)),
    digest: inline(digest),
    evidence: inline(addendum.evidence),
    seq: act.event,
    marker: markerLine(marker),
  }).trimEnd();
}

/** A heading stays with its first block. */
function textBlocks(sections: readonly EvidenceSection[]): readonly Markdown[] {
  return sections.flatMap(({ title, blocks }) =>
    blocks.map((block, index) => (index === 0 ? md`#### ${title}\n\n${block}` : block)),
  );
}

function machineBlocks({ record, digest }: EvidenceView): readonly Markdown[] {
  const blocks = jsonBlocks(record, `${record.change} evidence`);
  return blocks.map((block, index) => {
    const title = md`Machine-readable block${blocks.length > 1 ? md` ${index + 1} of ${blocks.length}` : NOTHING} · <code>${inline(record.schema)}</code>`;
    const hint = md`The digest ${code(digest.slice(0, 12))}… is SHA-256 over its canonical JSON (RFC 8785).`;
    return folded(title, index === 0 ? [hint, NOTHING, block] : [block]);
  });
}

/** A summary is HTML: Markdown in it would be read as it stands. */
function folded(title: Markdown, inside: readonly Markdown[]): Markdown {
  return lines([
    md`<details><summary>${title}</summary>`,
    NOTHING,
    ...inside,
    NOTHING,
    md`</details>`,
  ]);
}

/** List items follow each other closely, everything else with a blank line between. */
function paginate(blocks: readonly Markdown[], room: number): readonly Markdown[] {
  const pages: Markdown[][] = [[]];
  let used = 0;
  for (const block of blocks) {
    const page = pages.at(-1);
    if (page === undefined || (used + block.length + 2 > room && page.length > 0)) {
      pages.push([block]);
      used = block.length;
    } else {
      page.push(block);
      used += block.length + 2;
    }
  }
  return pages.map((page) =>
    page.reduce(
      (text, block) => (text === NOTHING ? block : join([text, block], gap(text, block))),
      NOTHING,
    ),
  );
}

function gap(before: Markdown, after: Markdown): Markdown {
  const lastLine = before.slice(before.lastIndexOf('\n') + 1);
  const closely =
    after.startsWith('- ') && (lastLine.startsWith('- ') || lastLine.startsWith('  '));
  return asMarkdown(closely ? '\n' : '\n\n');
}
