/**
 * What became of somebody's own approval now that they signed in: counted as everything else counts it, here and in
 * each repository where a pull request of the change stands.
 *
 * What must stay true: nobody is told that their word counts where it does not. What one of the repositories still waits
 * for goes before what another one takes.
 */
import { standingApprovals } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { scenesElsewhere } from './elsewhere.ts';
import { signInMinutes } from './sign-in.ts';
import { tally } from './tally.ts';
import type { Voice, VoiceReason } from './tally.ts';

export type SignInWorth = {
  /**
   * `counts`: an approval of theirs does now; `ahead`: one that they give soon will; `late`: theirs is too old for it;
   * `mute`: theirs does not count all the same.
   */
  readonly kind: 'counts' | 'ahead' | 'late' | 'mute';
  /** Of one that is mute. */
  readonly because: VoiceReason | null;
  /** How many may lie between the two where it is too late. */
  readonly minutes: number | null;
};

export function signInWorth(change: Change, facts: Facts, person: string): SignInWorth {
  const last = standingApprovals(change).findLast(({ by }) => by.id === person);
  const scenes = [{ change, facts }, ...scenesElsewhere(change, facts)];
  const heard = scenes.flatMap((scene) => {
    const { spoke } = tally(scene.change, scene.facts);
    const voice = spoke.find(({ approval }) => approval.seq === last?.seq);
    return voice === undefined ? [] : [{ scene, voice }];
  });
  const late = heard
    .filter(({ voice }) => voice.reason === 'reauthentication_due')
    .flatMap(({ scene }) => signInMinutes(scene.change, scene.facts.policy) ?? []);
  if (late.length > 0) return { kind: 'late', because: null, minutes: Math.min(...late) };
  const plain = { because: null, minutes: null };
  if (heard.some(({ voice }) => voice.counted)) return { kind: 'counts', ...plain };
  const [own] = heard;
  if (own === undefined || isForAnother(own.voice)) return { kind: 'ahead', ...plain };
  return { kind: 'mute', because: reasonOf(own.voice), minutes: null };
}

/** Another plan, or other rules: theirs is gone, and they give it anew. */
function isForAnother({ reason, about }: Voice): boolean {
  return reason === 'approval_stale' && about !== 'roles';
}

function reasonOf({ reason, about }: Voice): VoiceReason | null {
  return about === 'roles' ? 'not_permitted' : reason;
}
