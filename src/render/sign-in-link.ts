/** Where somebody signs in again, as words that lead there; where the address is not known, as words. */
import { md, type Markdown } from './markdown.ts';
import { link } from './safe-text.ts';

export function signInLink(address: string | null): Markdown {
  return address === null ? md`sign in again` : link(md`sign in again`, address);
}
