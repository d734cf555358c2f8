/** The shape of a verb of `/chg`. */
import type { CommandType } from '../change/command.ts';

/** Said of a freeze, which is no change. */
export type FreezeVerb = 'freeze' | 'thaw';

export type Verb = {
  readonly verb: string;
  /** The key under which the policy says who may use it. */
  readonly command: CommandType | FreezeVerb;
  /** `<…>` is needed, `[…]` may be left out. */
  readonly usage: string;
  readonly example: string;
  readonly sentence: string;
  /** Its last argument is free text: the lines below the command belong to it. */
  readonly takesText: boolean;
};

type VerbDraft = Omit<Verb, 'verb' | 'takesText'>;

export function spoken(verb: string, draft: VerbDraft): Verb {
  return { verb, takesText: false, ...draft };
}

export function written(verb: string, draft: VerbDraft): Verb {
  return { verb, takesText: true, ...draft };
}
