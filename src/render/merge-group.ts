/** What the check on a merge group says: why it cannot be judged, and what to do instead. */
export function renderMergeGroupCheck(): { readonly title: string; readonly summary: string } {
  return {
    title: 'Not mergeable through the queue: its members are not judged yet',
    summary: [
      'Holdpoint answers for pull requests that are linked to a change. It cannot tell yet which pull requests a',
      'merge group contains, so it refuses the group instead of letting something through unseen.',
      '',
      '**What next:** take the pull request out of the queue and merge it directly; its own `holdpoint` check says',
      'whether it may be merged.',
      '',
      '**Who:** anybody with write access; turning the queue off for this branch needs an administrator.',
    ].join('\n'),
  };
}
