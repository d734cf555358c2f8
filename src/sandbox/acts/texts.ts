/*
 * The limits GitHub puts on written text. Bodies are counted in characters, not bytes.
 */
import { invalid } from './refuse.ts';

const bodyLimit = 65_536;
const titleLimit = 256;

/** Code points, so that an emoji is one character; counted only for texts that might be too long. */
function countCharacters(text: string): number {
  return text.length <= bodyLimit ? text.length : Array.from(text).length;
}

export function demandBody(resource: string, text: string): void {
  if (countCharacters(text) <= bodyLimit) return;
  throw invalid({
    resource,
    field: 'body',
    code: 'custom',
    message: `body is too long (maximum is ${bodyLimit} characters)`,
  });
}

export function demandTitle(text: string): void {
  if (text.trim() === '')
    throw invalid({ resource: 'Issue', field: 'title', code: 'missing_field' });
  if (text.length <= titleLimit) return;
  throw invalid({
    resource: 'Issue',
    field: 'title',
    code: 'custom',
    message: `title is too long (maximum is ${titleLimit} characters)`,
  });
}
