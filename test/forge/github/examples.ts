// GitHub's published example deliveries, for the tests of this folder. Some were captured before apps existed and
// lack an installation; it is added, as every delivery to an app has one.
import { readFileSync } from 'node:fs';

export type Example = {
  readonly event: string;
  readonly action: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

type Definition = {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
};

const FILE = 'node_modules/@octokit/webhooks-examples/api.github.com/index.json';

export const examples: readonly Example[] = (
  JSON.parse(readFileSync(FILE, 'utf8')) as readonly Definition[]
).flatMap(({ name, examples: payloads }) =>
  payloads.map((payload) => ({
    event: name,
    action: typeof payload.action === 'string' ? payload.action : '',
    payload: { installation: { id: 42, node_id: 'x' }, ...payload },
  })),
);

export function examplesOf(event: string, action: string): readonly Example[] {
  return examples.filter((example) => example.event === event && example.action === action);
}
