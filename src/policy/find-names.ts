/**
 * Every name in a policy that stands for something else in it: kinds, approvals, checks, sections, questions, gates,
 * verbs; and every pattern, which must be one that can be read.
 */
import { FORMS } from '../core/plan/forms.ts';
import { quote } from '../core/plan/quote.ts';
import { GATES } from '../core/gate/judge.ts';
import { OVERRIDABLE } from '../core/gate/override.ts';
import { compileGlobs } from '../core/policy/glob.ts';
import type { GlobKind } from '../core/policy/glob.ts';
import { looksOf, predicatesOf, treesOf } from '../core/policy/policy-walk.ts';
import type { Predicate } from '../core/policy/predicate.ts';
import { VERB_ROLES } from '../core/policy/verb-roles.ts';
import { unknownNames } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Content } from './lay-over.ts';

const QUESTIONS = [...new Set(FORMS.flatMap(({ fields }) => fields.map(({ id }) => id)))];

export function findNames(policy: Content): readonly Fault[] {
  const [kinds, checks] = [idsOf(policy.kinds), idsOf(policy.checks)];
  return [
    ...predicatesOf(policy).flatMap(({ at, predicate }) =>
      looksOf(predicate).flatMap(({ predicate: one }) => [
        ...unknownNames(one.kind === 'change_kind' ? one.kinds : [], {
          path: at,
          what: 'a kind',
          part: 'kinds',
          known: kinds,
        }),
        ...unreadGlobs('globs' in one ? one.globs : [], { path: at, kind: globKind(one) }),
      ]),
    ),
    ...policy.rules.flatMap((rule) => namesInRule(rule, policy)),
    ...policy.rollbackMethods.flatMap(({ id, kinds: named }) =>
      unknownNames(named, {
        path: ['rollback', 'methods', id],
        what: 'a kind',
        part: 'kinds',
        known: kinds,
      }),
    ),
    ...policy.checks.flatMap(({ id, names }) =>
      unreadGlobs(names, { path: ['checks', id], kind: 'name' }),
    ),
    ...unknownNames(Object.keys(policy.overrides), {
      path: ['overrides'],
      what: 'a gate that can be lowered',
      known: OVERRIDABLE,
    }),
    ...unknownNames(Object.keys(policy.verbRoles), {
      path: ['rights'],
      what: 'a right',
      known: Object.keys(VERB_ROLES),
    }),
    ...policy.compliance.flatMap(({ servedBy }) =>
      unknownNames(servedBy, {
        path: ['compliance'],
        what: 'a rule, gate, check, section, approval, duty or category',
        known: [
          ...idsOf(GATES),
          ...idsOf(policy.rules),
          ...checks,
          ...idsOf(policy.sections),
          ...idsOf(policy.approvalRules),
          ...idsOf(policy.duties),
          ...policy.categories.map(({ category }) => category),
        ],
      }),
    ),
  ];
}

function namesInRule({ id, demands }: Content['rules'][number], policy: Content): readonly Fault[] {
  const path = ['rules', id];
  const approvals = treesOf(demands.approval).flatMap((tree) =>
    tree.kind === 'rule' ? [tree.id] : [],
  );
  return [
    ...unknownNames(approvals, {
      path,
      what: 'an approval',
      part: 'approvals',
      known: idsOf(policy.approvalRules),
    }),
    ...unknownNames(demands.checks, {
      path,
      what: 'a check',
      part: 'checks',
      known: idsOf(policy.checks),
    }),
    ...unknownNames(demands.sections, {
      path,
      what: 'a section',
      part: 'sections',
      known: idsOf(policy.sections),
    }),
    ...unknownNames(demands.answers, { path, what: 'a question of the form', known: QUESTIONS }),
  ];
}

type Patterns = { readonly path: readonly string[]; readonly kind: GlobKind };

function unreadGlobs(globs: readonly string[], { path, kind }: Patterns): readonly Fault[] {
  return globs
    .filter((glob) => compileGlobs([glob], kind) === null)
    .map((glob) => ({
      path,
      word: glob,
      code: 'wrong_value',
      expected: 'a pattern with *, **, ? and {a,b}',
      found: quote(glob),
      remedy: 'close every brace; for "all but", put "not" around it instead of a leading !',
    }));
}

const PATHS: readonly Predicate['kind'][] = ['paths', 'only_paths', 'branch', 'source_branch'];

function globKind({ kind }: Predicate): GlobKind {
  return PATHS.includes(kind) ? 'path' : 'name';
}

function idsOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map(({ id }) => id);
}
