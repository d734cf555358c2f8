/**
 * Labels that say what a change is, by which a rule would otherwise hear the app itself speak. They are known by their
 * name; `risk/accepted` may be a team's own.
 */
const SPACES: readonly string[] = ['chg/', 'chg-flag/'];
const CLASSES =
  /^(?:category\/(?:standard|normal|significant|emergency)|(?:risk|priority)\/(?:low|medium|high|critical))$/u;

export function isOwnName(name: string): boolean {
  const lower = name.toLowerCase();
  return SPACES.some((space) => lower.startsWith(space)) || CLASSES.test(lower);
}
