// Deployments as GitHub tells of them. Of the request for our word there is no sample: the payload is made by hand from
// GitHub's description of it.
import { describe, expect, test } from 'vitest';
import { one, part, read } from './read.ts';

const created = one('deployment', 'created');

function asked(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { sender, repository, installation } = created.payload;
  return {
    ...{ action: 'requested', environment: 'production', event: 'workflow_dispatch' },
    deployment_callback_url:
      'https://api.github.com/repos/lighthouse-freight/checkout/actions/runs/8812345678/deployment_protection_rule',
    deployment: { ...part(created, 'deployment'), payload: { change: 'CHG-00012' } },
    pull_requests: [],
    ...{ sender, repository, installation: installation ?? { id: 42 } },
    ...more,
  };
}

const name = 'deployment_protection_rule';

describe('a deployment that waits for our word', () => {
  test('names the run to answer, and what was written into it', () => {
    expect(read(name, asked()).fact).toMatchObject({
      ...{ kind: 'deployment_asked', run: '8812345678' },
      deployment: {
        environment: 'production',
        words: expect.stringContaining('CHG-00012') as string,
      },
    });
  });

  test('whose address names no run cannot be read', () => {
    const url = 'https://elsewhere.example/actions/runs/../../secrets';
    expect(read(name, asked({ deployment_callback_url: url })).fact).toMatchObject({
      ...{ kind: 'nothing', trouble: 'unreadable' },
    });
  });

  test('is refused under the name of another event, and another event under its name', () => {
    expect(read('deployment', asked()).fact).toMatchObject({ trouble: 'refused' });
    expect(read(name, created.payload).fact).toMatchObject({ trouble: 'refused' });
  });
});
