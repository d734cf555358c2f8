/**
 * One request, ready to be judged: what is asked, by which act on the forge, and the key by which that act is
 * known for ever. Two deliveries of one act have one key; an effect is never keyed on a delivery's id.
 */
import type { Command } from '../change/command.ts';

export type Intention = {
  /** The number of the change it is asked of; null: the issue is no change yet (`open`), or none could be found (`misread`). */
  readonly change: number | null;
  readonly command: Command;
  /** Domain identity, e.g. `comment:123:0` (comment id, line), `tick:123:E3:<digest of the text after>`, `push:77:<sha>`. */
  readonly key: string;
  /** The forge comment that gets the reaction, as `comment:<id>`; null for anything that is not a comment. */
  readonly ref: string | null;
  readonly url: string | null;
};
