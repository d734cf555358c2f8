/**
 * What the store says while it works, in the shape that the program's logger
 * has: fields first, then a constant message.
 */
export type StoreLog = {
  readonly [level in 'debug' | 'warn' | 'error']: (fields: object, message: string) => void;
};
