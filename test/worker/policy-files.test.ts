// Which files a policy makes us read: those of its own owner, and for a proposal none that was not read before.
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { Forge } from '../../src/forge/port.ts';
import { compose, extendsAnew } from '../../src/worker/policy-files.ts';

const PATH = '.github/holdpoint.yml';

function fileOf(name: string, text: string): { file: string; text: string; blob: string } {
  return { file: `${name}:${PATH}`, text, blob: text };
}

/** A forge on which every repository has a policy, and the names of those that were looked into. */
function shelf(): { forge: Pick<Forge, 'observeFile'>; read: string[] } {
  const read: string[] = [];
  const observeFile: Forge['observeFile'] = ({ name }) => {
    read.push(name);
    return Promise.resolve({ text: 'policy: 1\n', blob: name });
  };
  return { forge: { observeFile }, read };
}

const extending = (name: string) => fileOf('ours/shop', `policy: 1\nextends: ${name}\n`);

async function inForce(name: string): Promise<Policy> {
  return compose(shelf().forge, { organisation: null, repository: extending(name) });
}

function foundIn({ problems }: Policy): readonly string[] {
  return problems.map(({ code, found }) => `${code}: ${found}`);
}

describe('a policy that extends another', () => {
  it('rests on a file of the same owner, and on nobody else’s, which is not even looked for', async () => {
    const { forge, read } = shelf();
    const own = await compose(forge, { organisation: null, repository: extending('Ours/base') });
    expect(foundIn(own)).toEqual([]);
    expect(read).toEqual(['Ours/base']);
    const other = await compose(forge, {
      organisation: null,
      repository: extending('theirs/base'),
    });
    expect(foundIn(other)).toEqual(['wrong_value: theirs/base']);
    expect(read).toEqual(['Ours/base']);
  });
});

describe('a proposal', () => {
  it('is laid over what is extended already, under whichever spelling', async () => {
    const proposedOver = await inForce('ours/base');
    const { forge, read } = shelf();
    const layers = { organisation: null, repository: extending('Ours/Base'), proposedOver };
    expect(foundIn(await compose(forge, layers))).toEqual([]);
    expect(read).toEqual(['Ours/Base']);
    expect(extendsAnew(proposedOver, layers.repository)).toBe(false);
  });

  it('makes us look into no other repository, also where nothing was extended before', async () => {
    const bare = await compose(shelf().forge, { organisation: null, repository: null });
    for (const proposedOver of [await inForce('ours/base'), bare]) {
      const { forge, read } = shelf();
      const layers = { organisation: null, repository: extending('ours/secret'), proposedOver };
      const [found] = foundIn(await compose(forge, layers));
      expect(found).toBe('wrong_value: extends: ours/secret, which is not read for a proposal');
      expect(read).toEqual([]);
      expect(extendsAnew(proposedOver, layers.repository)).toBe(true);
    }
  });

  it('may rest on nothing any more', async () => {
    const proposedOver = await inForce('ours/base');
    const repository = fileOf('ours/shop', 'policy: 1\n');
    expect(extendsAnew(proposedOver, repository)).toBe(false);
    const policy = await compose(shelf().forge, { organisation: null, repository, proposedOver });
    expect(foundIn(policy)).toEqual([]);
  });
});
