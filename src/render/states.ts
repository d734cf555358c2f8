/**
 * docs/change-states.md: the states in words, the diagram and the table, all from what `decide` uses. The committed
 * page is compared with this text by a test, so it cannot drift.
 */
import { ALWAYS_POSSIBLE, type Transition } from '../core/change/transition.ts';
import { TRANSITIONS } from '../core/change/transitions.ts';
import { STATES, type StateName } from '../core/change/state.ts';
import { asMarkdown, join, list, md, type Markdown } from './markdown.ts';
import { code, inline } from './safe-text.ts';
import { readTable, template } from './template.ts';
import { verbWord } from './words.ts';

const TEXTS = readTable('states.yml', STATES, ['entered', 'inside', 'left']);
const PAGE = template<{
  readonly edges: readonly {
    readonly from: Markdown;
    readonly to: Markdown;
    readonly verbs: Markdown;
  }[];
  readonly states: readonly {
    readonly name: Markdown;
    readonly entered: Markdown;
    readonly inside: Markdown;
    readonly left: Markdown;
  }[];
  readonly always: Markdown;
  readonly rows: readonly {
    readonly from: Markdown;
    readonly verb: Markdown;
    readonly to: Markdown;
    readonly guards: Markdown;
    readonly note: Markdown;
  }[];
}>('states');

export function renderStates(): string {
  return PAGE({
    edges: edges(),
    states: STATES.map(stateText),
    always: list(ALWAYS_POSSIBLE.map(code), 'and'),
    rows: TRANSITIONS.map(row),
  });
}

/** The paragraphs of one state; the policy page prints them as well. */
export function stateText(state: StateName): {
  readonly name: Markdown;
  readonly entered: Markdown;
  readonly inside: Markdown;
  readonly left: Markdown;
} {
  const texts = TEXTS.get(state)?.get('');
  if (texts === undefined) throw new Error(`no text for the state ${state}`);
  return {
    name: code(state),
    entered: texts.entered(null),
    inside: texts.inside(null),
    left: texts.left(null),
  };
}

type Edge = { readonly from: StateName; readonly to: StateName; readonly verbs: readonly string[] };

function edges(): readonly {
  readonly from: Markdown;
  readonly to: Markdown;
  readonly verbs: Markdown;
}[] {
  const found: Edge[] = [];
  for (const { from, to, verb } of TRANSITIONS) {
    if (to === 'unchanged') continue;
    for (const state of from) {
      const at = found.findIndex((edge) => edge.from === state && edge.to === to);
      const verbs = [...new Set([...(found[at]?.verbs ?? []), verbWord(verb)])];
      const edge = { from: state, to, verbs };
      if (at < 0) found.push(edge);
      else found[at] = edge;
    }
  }
  return found.map(({ from, to, verbs }) => ({
    from: asMarkdown(from),
    to: asMarkdown(to),
    verbs: edgeLabel(verbs),
  }));
}

/** What a person would say leads there: the last approval does, not each act after which it is looked at again. */
function edgeLabel(verbs: readonly string[]): Markdown {
  if (verbs.includes('approve')) return md`approve`;
  const silent = (verb: string): boolean =>
    verb.startsWith('note-') ||
    verb === 'timer' ||
    verb === 'reconsider' ||
    verb === 'link' ||
    verb === 'unlink';
  const said = verbs
    .filter((verb) => !silent(verb))
    .map((verb) => (verb === 'record-plan' ? 'edit of the plan' : verb));
  return asMarkdown((said.length > 0 ? said : verbs).join(', '));
}

function row({ from, verb, to, when, guards, note }: Transition): {
  readonly from: Markdown;
  readonly verb: Markdown;
  readonly to: Markdown;
  readonly guards: Markdown;
  readonly note: Markdown;
} {
  const only = when === 'always' ? md`` : md` (${asMarkdown(when.replaceAll('_', ' '))})`;
  return {
    from:
      from.length === 0
        ? md`nothing`
        : from.length === STATES.length
          ? md`any`
          : join(from.map(code), md`, `),
    verb: md`${code(verbWord(verb))}${only}`,
    to: to === 'unchanged' ? md`–` : code(to),
    guards: guards.length === 0 ? md`–` : join(guards.map(code), md`, `),
    note: inline(note),
  };
}
