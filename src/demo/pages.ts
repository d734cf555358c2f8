/** The pages that stay up after the story, and the forms that the demo's repositories hold. */
import { readFileSync } from 'node:fs';
import type { PageRoute } from '../sandbox/http/page-route.ts';
import { issuePages } from '../sandbox/pages/pages.ts';

export function demoPages(): readonly PageRoute[] {
  return issuePages;
}

/** As `holdpoint forms install` puts them into a repository. */
export function formFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['change.yml', 'emergency.yml'].map((name) => [`.github/ISSUE_TEMPLATE/${name}`, readFileSync(new URL(`../../templates/forms/${name}`, import.meta.url), 'utf8')]),
  );
}
