/** The form's answers of a demo change, as a person would have typed them; plain files beside this folder. */
import { readFileSync } from 'node:fs';

export function readBody(
  key: 'cert-rotation' | 'emergency-cve' | 'nginx-config' | 'fee-column',
): string {
  return readFileSync(new URL(`../changes/${key}.md`, import.meta.url), 'utf8');
}
