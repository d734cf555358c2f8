/**
 * Whether a predicate holds for a change, from what was looked up. Nothing is guessed: a fact that is absent, a team
 * that is not shown, a pattern that cannot be read make the answer `cannot_tell`.
 *
 * What must stay true: hiding a fact can move an answer to `cannot_tell` only; `not` of `not` is the thing itself.
 */
import { planShown } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { allOf, anyOf, hidden, not, says } from './answer.ts';
import type { Match, MatchWhy } from './answer.ts';
import { compileGlobs } from './glob.ts';
import { isAmong } from './match-people.ts';
import { matchPulls } from './match-pulls.ts';
import { oncePer } from './once-per.ts';
import type { Predicate } from './predicate.ts';
import type { KindRule } from './rule.ts';

/** Kinds are asked for by many rules: each is answered once for a change and its facts. */
type Scene = {
  readonly change: Change;
  readonly facts: Facts;
  /** `asked`: while the answer is being found; whoever asks then stands in a circle. */
  readonly kinds: Map<string, Match | 'asked'>;
};

const sceneOf = oncePer((change, facts): Scene => ({ change, facts, kinds: new Map() }));

export function match(predicate: Predicate, change: Change, facts: Facts): Match {
  return answer(predicate, sceneOf(change, facts));
}

export type KindAnswer = { readonly kind: KindRule; readonly answer: Match };

/** Every kind of the policy, with whether the change is of it: named in the form, or recognised. */
export function kindsOf(change: Change, facts: Facts): readonly KindAnswer[] {
  const scene = sceneOf(change, facts);
  return facts.policy.kinds.map((kind) => ({ kind, answer: matchKind(kind.id, scene) }));
}

function answer(predicate: Predicate, scene: Scene): Match {
  const { change, facts } = scene;
  switch (predicate.kind) {
    case 'and':
      return allOf(each(predicate.of, scene));
    case 'or':
      return anyOf(each(predicate.of, scene));
    case 'not':
      return not(answer(predicate.of, scene));
    case 'change_kind':
      return anyOf(predicate.kinds.map((id) => matchKind(id, scene)));
    case 'category':
      return oneOf(change.category, predicate.categories, 'category');
    case 'risk':
      return oneOf(change.risk, predicate.levels, 'risk');
    case 'priority':
      return oneOf(change.priority, predicate.levels, 'priority');
    case 'asset':
      return named(predicate, planShown(change)?.assets ?? null);
    case 'environment':
      return named(predicate, planShown(change)?.environments ?? null);
    case 'repository':
      return named(predicate, [change.repo, ...change.pulls.map(({ repo }) => repo)]);
    case 'author':
      return isAmong(predicate.holders, change.author, { facts, why: 'author' });
    default:
      return matchPulls(predicate, scene);
  }
}

function* each(predicates: readonly Predicate[], scene: Scene): Iterable<Match> {
  for (const predicate of predicates) yield answer(predicate, scene);
}

/** What nobody has chosen yet may become anything. */
function oneOf<T>(chosen: T | null, wanted: readonly T[], why: MatchWhy): Match {
  return chosen === null ? hidden('plan') : says(wanted.includes(chosen), why);
}

type Named = Extract<Predicate, { readonly kind: 'asset' | 'environment' | 'repository' }>;

function named({ kind, globs }: Named, names: readonly string[] | null): Match {
  const patterns = compileGlobs(globs, 'name');
  if (patterns === null) return hidden('policy');
  if (names === null) return hidden('plan');
  return says(
    names.some((name) => patterns.some(({ matches }) => matches(name))),
    kind,
  );
}

function matchKind(id: string, scene: Scene): Match {
  const known = scene.kinds.get(id);
  if (known === 'asked') return hidden('policy');
  if (known !== undefined) return known;
  scene.kinds.set(id, 'asked');
  const found = findKind(id, scene);
  scene.kinds.set(id, found);
  return found;
}

function findKind(id: string, scene: Scene): Match {
  const kind = scene.facts.policy.kinds.find((one) => one.id === id);
  // A kind that the policy does not know: a rule that asks for it can never be told to apply or not.
  if (kind === undefined) return hidden('policy');
  const inForm = isNamedInForm(kind, scene.change);
  if (kind.recognisedBy === null || inForm.kind === 'holds') return inForm;
  return anyOf([inForm, answer(kind.recognisedBy, scene)]);
}

/** The answer to the form's question, options one beside the other or below each other. */
function isNamedInForm({ scope, title, id }: KindRule, change: Change): Match {
  const plan = planShown(change);
  if (plan === null) return hidden('plan');
  const options = [scope ?? title, id].map((option) => option.trim().toLowerCase());
  const given = (plan.answers['kinds'] ?? '').toLowerCase().split(/[,\n]/u);
  return says(
    given.some((part) => options.includes(part.trim())),
    'change_kind',
  );
}
