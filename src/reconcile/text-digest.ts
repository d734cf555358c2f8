/** How the text of a comment is compared with what was written: by digest, without line-end differences. */
import { createHash } from 'node:crypto';

export function textDigest(body: string): string {
  return createHash('sha256').update(body.replaceAll('\r\n', '\n').trimEnd()).digest('hex');
}
