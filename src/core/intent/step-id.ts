/** The id of a step as people write it. */

/** `e3` is E3; what is no step id stays as typed, and is refused as unknown. */
export function stepId(word: string): string {
  const bare = word.endsWith(':') ? word.slice(0, -1) : word;
  return /^[pevd]\d{1,4}[a-z]?$/iu.test(bare)
    ? bare.charAt(0).toUpperCase() + bare.slice(1).toLowerCase()
    : bare;
}
