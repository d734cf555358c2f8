/** The answer to `/chg help`: every command, and the policy that is in force in this repository. */
import type { Verb } from '../core/intent/verb.ts';
import type { Policy } from '../core/policy/policy.ts';
import { rolesForVerb } from '../core/policy/rights.ts';
import { list, md, type Markdown } from './markdown.ts';
import { categoryRules } from './policy.ts';
import { code, inline, markerLine } from './safe-text.ts';
import { template, type Printable } from './template.ts';
import { anyOf } from './who.ts';
import { CATEGORY_WORDS, ROLE_WORDS } from './words.ts';

const HELP = template<Printable>('help');

const GROUPS: readonly { readonly title: Markdown; readonly verbs: readonly string[] }[] = [
  {
    title: md`Agree`,
    verbs: [
      'submit',
      'approve',
      'request-changes',
      'block',
      'unblock',
      'concern',
      'resolve',
      'hold',
      'unhold',
      'reject',
      'withdraw',
      'override',
      'bypass',
      'grant',
      'deny',
    ],
  },
  { title: md`Plan`, verbs: ['open', 'schedule', 'link', 'unlink', 'cancel'] },
  {
    title: md`Run`,
    verbs: [
      'start',
      'begin',
      'done',
      'skip',
      'confirm',
      'decline',
      'waive',
      'pause',
      'resume',
      'handover',
      'accept',
    ],
  },
  {
    title: md`End`,
    verbs: ['complete', 'rollback', 'recovered', 'reopen', 'authorise', 'review', 'template'],
  },
];

/** `marker` is the hidden last line. */
export function renderHelp(policy: Policy, verbs: readonly Verb[], marker: string): string {
  return HELP({
    groups: grouped(verbs).map(({ title, verbs: own }) => ({
      title,
      verbs: own.map((verb) => verbModel(verb, policy)),
    })),
    categories: policy.categories.map((rule) => ({
      name: CATEGORY_WORDS[rule.category],
      summary: inline(rule.summary),
      rules: categoryRules(rule, policy),
    })),
    permissions: Object.entries(policy.rolesByPermission).map(([permission, roles]) => ({
      permission: code(permission),
      roles: list(
        roles.map((role) => ROLE_WORDS[role]),
        'and',
      ),
    })),
    version: code(policy.version),
    marker: markerLine(marker),
  }).trimEnd();
}

/** A verb that no group names is still shown, at the end. */
function grouped(
  verbs: readonly Verb[],
): readonly { readonly title: Markdown; readonly verbs: readonly Verb[] }[] {
  const named = new Set(GROUPS.flatMap((group) => group.verbs));
  const groups = GROUPS.map(({ title, verbs: names }) => ({
    title,
    verbs: verbs.filter(({ verb }) => names.includes(verb)),
  }));
  const rest = verbs.filter(({ verb }) => !named.has(verb));
  return [...groups, { title: md`Ask`, verbs: rest }].filter((group) => group.verbs.length > 0);
}

function verbModel(
  verb: Verb,
  policy: Policy,
): { readonly usage: Markdown; readonly sentence: Markdown; readonly who: Markdown } {
  const roles = rolesForVerb(policy, verb.command);
  const who = roles.length === 0 ? md`nobody, by policy` : anyOf(roles);
  return { usage: code(verb.usage), sentence: inline(verb.sentence), who };
}
