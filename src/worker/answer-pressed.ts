/**
 * Somebody asked for one of our checks anew, by a button or by the forge's own "re-run", on a commit that no change
 * speaks for alone, or for the check of a policy. What a button says of a change is an act on that change, not this.
 */
import { assertNever } from '../core/assert-never.ts';
import { readAbout } from '../core/intent/check-about.ts';
import { asksAnew } from '../core/intent/check-button.ts';
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

export async function answerPressed(house: House, forge: Forge, notice: Pressed): Promise<void> {
  const { repo, fact } = notice;
  const { sha, check } = fact;
  const about = readAbout(check?.about ?? '');
  // Asked anew it is answered, though nothing is different; the word of a button leaves nothing open.
  const again = asksAnew(fact.identifier);
  switch (about?.kind) {
    case 'group':
      await answerGroupAt(house, forge, { repo, sha, again });
      return;
    case 'commit':
      return answerCommit(house, forge, { repo, sha, again });
    case 'pull':
    case 'policy': {
      const { kind, number } = about;
      const pull = number === null ? null : await forge.observePull(repo, number);
      if (pull?.head !== sha) return;
      if (kind === 'policy') return checkPolicyPull(house, forge, { repo, pull, again });
      const changed = { kind: 'pull_changed', action: 'edited', pull } as const;
      return answerUnlinked(house, { ...notice, fact: changed }, again);
    }
    case undefined:
      return;
    default:
      return assertNever(about);
  }
}
