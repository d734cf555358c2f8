/**
 * What every event of a change looks like: a type, data, and words of people by name. Words stand apart from data, so
 * that they can be erased.
 */
export type E<T extends string, D, X extends string = never> = {
  readonly type: T;
  readonly data: D;
  readonly texts: { readonly [K in X]: string };
};
