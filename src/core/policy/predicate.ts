/**
 * When a rule applies, as data. A predicate is a tree: leaves ask one thing of a change or of its linked pull requests,
 * `and`, `or` and `not` put answers together.
 *
 * What must stay true: a leaf has four answers, as a gate has. What cannot be told is never taken for "does not apply":
 * a rule whose predicate cannot tell is asked for as if it applied, and says so.
 */
import type { Category, Level } from '../plan/plan.ts';
import type { Holders } from './holders.ts';

export type Predicate =
  | { readonly kind: 'and'; readonly of: readonly Predicate[] }
  | { readonly kind: 'or'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  /** One of these kinds of change: named in the form, or recognised by the kind's own predicate. */
  | { readonly kind: 'change_kind'; readonly kinds: readonly string[] }
  | { readonly kind: 'category'; readonly categories: readonly Category[] }
  | { readonly kind: 'risk'; readonly levels: readonly Level[] }
  | { readonly kind: 'priority'; readonly levels: readonly Level[] }
  | { readonly kind: 'asset'; readonly globs: readonly string[] }
  | { readonly kind: 'environment'; readonly globs: readonly string[] }
  | { readonly kind: 'repository'; readonly globs: readonly string[] }
  /** Author of the change; of a pull request that is its own change, its author. */
  | { readonly kind: 'author'; readonly holders: Holders }
  /** `any`: at least one who wrote, committed or pushed is one of them; `all`: nobody else did. */
  | { readonly kind: 'contributor'; readonly holders: Holders; readonly who: 'any' | 'all' }
  /** At least one changed file of a linked pull request; renamed files count under both names. */
  | { readonly kind: 'paths'; readonly globs: readonly string[] }
  /** Every changed file, and at least one. */
  | { readonly kind: 'only_paths'; readonly globs: readonly string[] }
  /** The branch that it would be merged into. */
  | { readonly kind: 'branch'; readonly globs: readonly string[] }
  | { readonly kind: 'source_branch'; readonly globs: readonly string[] }
  /** Lines of all linked pull requests together. */
  | {
      readonly kind: 'lines';
      readonly of: 'added' | 'deleted' | 'changed';
      readonly atLeast: number;
    }
  /** A label of a linked pull request. Labels of the app's own are never read. */
  | { readonly kind: 'label'; readonly globs: readonly string[] }
  | { readonly kind: 'title'; readonly globs: readonly string[] }
  /** A check or status of this name has passed at every head. */
  | { readonly kind: 'status'; readonly names: readonly string[] }
  /** A workflow of this name or file has run at every head and succeeded. */
  | { readonly kind: 'workflow'; readonly names: readonly string[] }
  /** Every commit carries a signature that the forge has verified. */
  | { readonly kind: 'signed' };
