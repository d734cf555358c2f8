/** The end of every switch over a union: a variant that nobody handles does not compile, and stops the run. */
export function assertNever(value: never): never {
  throw new Error(`a case was forgotten: ${JSON.stringify(value)}`);
}
