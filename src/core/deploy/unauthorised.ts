/**
 * What counts as changed without a change: where the policy names production environments, a deployment to one of them
 * that belongs to no change, or went on without the word that it asked for; and a push to the default branch that no
 * merged pull request holds.
 *
 * What must stay true: one fact is told once; what the policy leaves out is left out here and nowhere else.
 */

export const UNAUTHORISED_KINDS = [
  'unmatched_deployment',
  'deployed_without_approval',
  'direct_push',
  'merged_against_the_check',
] as const;
export type UnauthorisedKind = (typeof UNAUTHORISED_KINDS)[number];
