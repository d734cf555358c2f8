/**
 * The facts of a refusal or verdict as safe text, each by its name: an instant in the zone of the change, a
 * login in backticks, a role or state in words, a question by its label, anything else as inline text.
 *
 * What must stay true: no fact is printed raw, whatever its name; a fact that is missing prints nothing.
 */
import { ROLES } from '../core/policy/holders.ts';
import { REFUSAL_FACTS, VERDICT_FACTS } from '../core/change/refusal-facts.ts';
import type { RefusalCode, RefusalFacts } from '../core/change/refusal.ts';
import { STATES } from '../core/change/state.ts';
import { ofNames } from '../core/desired/asked.ts';
import { ALL_FORMS } from '../core/plan/forms.ts';
import { orRemark } from './length.ts';
import { list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, link, login } from './safe-text.ts';
import { signInLink } from './sign-in-link.ts';
import type { Printable } from './template.ts';
import { moment, type Clock } from './when.ts';
import { whoText } from './who.ts';
import { PHASE_WORDS, ROLE_WORDS, STATE_WORDS, verbWord } from './words.ts';

type Kind =
  | 'instant'
  | 'person'
  | 'step'
  | 'verb'
  | 'state'
  | 'question'
  | 'thing'
  | 'commit'
  | 'title'
  | 'need'
  | 'text'
  | 'sign_in'
  | 'page'
  | 'flag';

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...named('instant', [
    'noticed_at',
    'window_start',
    'earliest',
    'latest',
    'start',
    'end',
    'now',
    'edited_at',
    'at',
    'due',
    'since',
    'override_until',
    'until',
  ]),
  ...named('person', [
    'by',
    'eligible',
    'who',
    'doer',
    'authoriser',
    'override_by',
    'override_asker',
    'unsigned',
    'may',
    'people',
    'roles',
    'needs',
    'held',
  ]),
  ...named('step', ['step', 'steps', 'waits_for', 'current']),
  ...named('verb', ['verb', 'nearest']),
  ...named('state', ['state', 'from']),
  ...named('question', ['fields']),
  ...named('thing', [
    'pull',
    'pulls',
    'codes',
    'gate',
    'known',
    'closest',
    'zone',
    'deliveries',
    'given',
    'first',
    'name',
    'names',
    'teams',
    'template',
    'failed',
    'environment',
    'environments',
    'priority',
    'deployed_from',
    'circle',
    'assets',
    'related',
    'ending_later',
  ]),
  ...named('commit', ['commit', 'sha', 'heads', 'to']),
  ...named('title', [
    'freeze',
    'others',
    'windows',
    'through',
    'rules',
    'sections',
    'parts',
    'later',
    'hollow',
  ]),
  ...named('need', ['missing_steps', 'misplaced_steps']),
  ...named('sign_in', ['address']),
  ...named('page', ['page']),
  ...named('flag', ['overridable', 'why', 'unknown', 'would', 'what']),
]);
/** Where one of several suffices, or is asked for. */
const EITHER: readonly string[] = ['eligible', 'who', 'may', 'roles', 'needs', 'codes', 'from'];
const STEP_ID = /^[PEVD]\d{1,4}[a-z]?$/u;
/** A sentence stays a sentence: longer texts are described, longer lists counted. */
const LONGEST_ITEM = 600;
const ITEMS_SHOWN = 30;

/** Every fact that may come with this code, so that a template can ask for each; null where there is none. */
export function printFacts(
  code_: RefusalCode,
  facts: RefusalFacts,
  clock: Clock,
): { readonly [name: string]: Printable } {
  const names = [...REFUSAL_FACTS[code_], ...VERDICT_FACTS];
  const printed = names.map((name): [string, Printable] => [
    name,
    printFact(name, facts[name], clock),
  ]);
  // Inside a code span of ours only a step id may stand, never what somebody called a step.
  return {
    ...Object.fromEntries(printed),
    id: stepId(facts['step'] ?? facts['steps']),
    hold_id: stepId(facts['waits_for']),
  };
}

function stepId(value: RefusalFacts[string] | undefined): Markdown | null {
  const [first] =
    typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : [];
  return first !== undefined && STEP_ID.test(first) ? inline(first) : null;
}

/** The word by which a row of texts chooses its variant. */
export function variantOf(facts: RefusalFacts): string {
  const chosen = facts['unknown'] ?? facts['why'] ?? facts['what'];
  if (typeof chosen === 'string') return chosen;
  return Array.isArray(chosen) ? String(chosen[0] ?? '') : '';
}

function printFact(name: string, value: RefusalFacts[string] | undefined, clock: Clock): Printable {
  if (value === undefined || value === '') return null;
  if (typeof value === 'number') return md`${value}`;
  const items = typeof value === 'string' ? [value] : value;
  if (items.length === 0) return null;
  const kind = KINDS.get(name) ?? 'text';
  const shown = items.slice(0, ITEMS_SHOWN);
  if (name === 'who' || name === 'eligible') return whoText(ofNames(shown));
  if (name === 'remedy') return bounded(capital(shown.join('; ')));
  const printed = shown.map((item) => bounded(printItem(kind, item, clock)));
  const more = items.length - shown.length;
  const all = more === 0 ? printed : [...printed, md`${more} more`];
  return list(all, EITHER.includes(name) ? 'or' : 'and');
}

function bounded(text: Markdown): Markdown {
  return orRemark(text, LONGEST_ITEM, md`the record`);
}

function printItem(kind: Kind, item: string, clock: Clock): Markdown {
  switch (kind) {
    case 'instant':
      return Number.isNaN(Date.parse(item)) ? code(item) : moment(item, clock);
    case 'person':
      return personOrRole(item);
    case 'step':
      return STEP_ID.test(item) ? inline(item) : code(item);
    case 'verb':
      if (item === 'merge') return md`Merging`;
      return item === 'deploy' ? md`Deploying` : code(`/chg ${verbWord(item)}`);
    case 'state':
      return stateWord(item);
    case 'question':
      return questionLabel(item);
    case 'commit':
      return commitWord(item);
    case 'thing':
      return code(item);
    case 'title':
      return md`“${inline(item)}”`;
    case 'need':
      return stepNeed(item);
    case 'sign_in':
      return signInLink(item);
    case 'page':
      return link(md`where it was opened`, item);
    case 'flag':
      return NOTHING;
    default:
      return inline(item);
  }
}

/** A step that a rule asks for: what, where, and the line by which a step says that it is that one. */
function stepNeed(item: string): Markdown {
  const [id = '', phase = '', position = '', ...title] = item.split('\n');
  const among = Object.entries(PHASE_WORDS).find(([known]) => known === phase)?.[1];
  const part = among === undefined ? md`the steps` : md`“${among}”`;
  const places: Readonly<Record<string, Markdown>> = {
    first: md`, the first of ${part}`,
    last: md`, the last of ${part}`,
    last_before_execution: md`, directly before or at the beginning of the execution`,
  };
  const anywhere = among === undefined ? NOTHING : md`, in ${part}`;
  return md`“${inline(title.join(' '))}”${places[position] ?? anywhere} (${code(`covers: ${id}`)})`;
}

/** A remedy of the parser stands where a sentence begins. */
function capital(text: string): Markdown {
  return inline(text.charAt(0).toUpperCase() + text.slice(1));
}

function personOrRole(item: string): Markdown {
  const role = ROLES.find((known) => known === item);
  return role === undefined ? login(item) : ROLE_WORDS[role];
}

/** `from` names states in one refusal and commits in another. */
function stateWord(item: string): Markdown {
  const state = STATES.find((known) => known === item);
  return state === undefined ? commitWord(item) : STATE_WORDS[state];
}

function commitWord(item: string): Markdown {
  return code(item.slice(0, 10));
}

/** The heading that people see; its number leads them to it. */
export function questionLabel(id: string): Markdown {
  const field = ALL_FORMS.flatMap((form) => form.fields).find((candidate) => candidate.id === id);
  return field === undefined ? code(id) : md`“${inline(field.label)}”`;
}

function named(kind: Kind, names: readonly string[]): readonly (readonly [string, Kind])[] {
  return names.map((name) => [name, kind]);
}
