/*
 * Asking the sandbox by route, as GitHub's description spells it, in one repository.
 */
import type { Octokit } from '@octokit/rest';
import { checkout } from '../../src/sandbox/seed-lighthouse.ts';

const repo = { owner: 'lighthouse-freight', repo: 'checkout' } as const;
export const repoName = checkout;

type Values = Readonly<Record<string, unknown>>;

export async function ask(
  client: Octokit,
  route: string,
  values: Values = {},
): Promise<Record<string, unknown>> {
  const { data } = (await client.request(route, { ...repo, ...values })) as {
    readonly data: unknown;
  };
  return data as Record<string, unknown>;
}

export async function askEach(
  client: Octokit,
  routes: readonly string[],
  values: Values = {},
): Promise<void> {
  for (const route of routes) await ask(client, route, values);
}
