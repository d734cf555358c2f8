/** What counts as changed without a change. */
export type UnauthorisedKind =
  'unmatched_deployment' | 'deployed_without_approval' | 'direct_push' | 'merged_against_the_check';
