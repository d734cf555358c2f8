/**
 * Somebody asked for one of our checks anew, by a button or by the forge's own "re-run", on a commit that no change
 * speaks for alone, or for the check of a policy. What a button says of a change is an act on that change, not this.
 */
import type { NoticeFact, RepoRef } from '../core/intent/notice.ts';
import type { Notice } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import { answerCommit } from './answer-forged.ts';
import { answerGroupAt } from './answer-merge-group.ts';
import { checkPolicyPull } from './check-policy-pull.ts';
import type { House } from './house.ts';
import { answerUnlinked } from './own-pulls.ts';

type Pressed = Notice & {
  readonly repo: RepoRef;
  readonly fact: Extract<NoticeFact, { readonly kind: 'check_requested' }>;
};

/** `about` is what we wrote into the check: `pull/7`, `policy/7`, `merge-group`, `commit`. */
export async function answerPressed(house: House, forge: Forge, notice: Pressed): Promise<void> {
  const { repo, fact } = notice;
  const { sha, check } = fact;
  const [what = '', number = ''] = (check?.about ?? '').split('/');
  // The forge says that it was asked, until it is answered; the word of a button leaves nothing open.
  const again = fact.identifier === null;
  if (what === 'merge-group') await answerGroupAt(house, forge, { repo, sha, again });
  if (what === 'commit') await answerCommit(house, forge, { repo, sha, again });
  if (what !== 'pull' && what !== 'policy') return;
  const pull = await forge.observePull(repo, Number(number));
  if (pull?.head !== sha) return;
  if (what === 'policy') return checkPolicyPull(house, forge, { repo, pull, again });
  const changed = { kind: 'pull_changed', action: 'edited', pull } as const;
  await answerUnlinked(house, { ...notice, fact: changed }, again);
}
