/** A pull request is known by its repository's id and its number: names change, and can be taken by others. */
export type PullKey = { readonly repoId: string; readonly number: number };

export function isPull(pull: PullKey, other: PullKey): boolean {
  return pull.repoId === other.repoId && pull.number === other.number;
}

/** Asked for one repository alone, a pull request of another one is no matter. */
export function isInScope(
  pull: Pick<PullKey, 'repoId'>,
  { scope }: { readonly scope?: string },
): boolean {
  return scope === undefined || pull.repoId === scope;
}
