/** Every predicate of a policy, wherever it stands, and what they ask about. */
import type { Policy } from './policy.ts';
import type { Role } from './holders.ts';
import type { Predicate } from './predicate.ts';
import type { ApprovalTree } from './rule.ts';

type Walked = Pick<Policy, 'kinds' | 'rules'>;

/** The predicate itself and all inside it; `denied`: under a `not`. */
export type Look = { readonly predicate: Predicate; readonly denied: boolean };

/** With the path in a policy file of the part that it stands in. */
export type PlacedPredicate = { readonly at: readonly string[]; readonly predicate: Predicate };

export function predicatesOf({ kinds, rules }: Walked): readonly PlacedPredicate[] {
  return [
    ...kinds.flatMap(({ id, recognisedBy }) =>
      recognisedBy === null ? [] : [{ at: ['kinds', id], predicate: recognisedBy }],
    ),
    ...rules.flatMap(({ id, when, demands }) => {
      const at = ['rules', id];
      const own = when === null ? [] : [{ at, predicate: when }];
      const inside = treesOf(demands.approval).flatMap((tree) =>
        tree.kind === 'if' ? [{ at, predicate: tree.when }] : [],
      );
      return [...own, ...inside];
    }),
  ];
}

export function treesOf(tree: ApprovalTree | null): readonly ApprovalTree[] {
  if (tree === null) return [];
  const found: ApprovalTree[] = [];
  const open: ApprovalTree[] = [tree];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    if (next.kind === 'if') open.push(next.then);
    else if (next.kind !== 'rule') open.push(...next.of);
  }
  return found;
}

export function looksOf(predicate: Predicate): readonly Look[] {
  const found: Look[] = [];
  const open: Look[] = [{ predicate, denied: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    const { predicate: one, denied } = next;
    if (one.kind === 'not') open.push({ predicate: one.of, denied: true });
    else if (one.kind === 'and' || one.kind === 'or')
      open.push(...one.of.map((part) => ({ predicate: part, denied })));
  }
  return found;
}

/** Kinds that something is asked for where a change is not of them. */
export function kindsDenied(policy: Walked): ReadonlySet<string> {
  const looks = predicatesOf(policy).flatMap(({ predicate }) => looksOf(predicate));
  return new Set(
    looks.flatMap(({ predicate, denied }) =>
      denied && predicate.kind === 'change_kind' ? predicate.kinds : [],
    ),
  );
}

/** Roles whose holders something is asked of, or is not. */
export function rolesAskedFor(policy: Walked): ReadonlySet<Role> {
  const looks = predicatesOf(policy).flatMap(({ predicate }) => looksOf(predicate));
  return new Set(
    looks.flatMap(({ predicate }) => ('holders' in predicate ? predicate.holders.roles : [])),
  );
}
