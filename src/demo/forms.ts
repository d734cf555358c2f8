/** The issue forms of the demo's repositories, as `holdpoint forms install` puts them there. */
import { readFileSync } from 'node:fs';

export function formFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['change.yml', 'emergency.yml'].map((name) => [
      `.github/ISSUE_TEMPLATE/${name}`,
      readFileSync(new URL(`../../templates/forms/${name}`, import.meta.url), 'utf8'),
    ]),
  );
}
