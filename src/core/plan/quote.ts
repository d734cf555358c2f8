/**
 * Quotes what a person wrote inside a problem. Short, and always text that can be stored: a cut never leaves half a
 * surrogate pair behind.
 */
import { toStorableText } from '../audit/canonical.ts';

const LONGEST_QUOTE = 60;

export function quote(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return `"${toStorableText(cut)}"`;
}
