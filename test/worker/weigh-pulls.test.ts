// Who owns files is said in a file: whoever edits it edits who approves, where a rule asks for owners.
import { describe, expect, it } from 'vitest';
import type { PullFile } from '../../src/core/change/facts.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { ForgeFault } from '../../src/forge/fault.ts';
import type { FileSeen, Forge } from '../../src/forge/port.ts';
import { weighPulls } from '../../src/worker/weigh-pulls.ts';
import { pullDetail, pullFacts, setTheStage } from '../support/change-kit.ts';
import { leaf, rule, ruled } from '../core/policy/ruled.ts';

const OWNED = ruled(leaf('owners'), [rule('owners', {}, { owners: true })]);
const MAIN = 'main';

type Read = (path: string, ref: string | undefined) => FileSeen | 'too_large' | null;

function forge(read: Read): Forge {
  const part: Pick<Forge, 'observeFile' | 'observeFolder'> = {
    observeFile: (_repo, path, ref) => Promise.resolve().then(() => read(path, ref)),
    observeFolder: () => Promise.resolve(null),
  };
  return part as Forge;
}

const nothing: Read = () => null;

/** What one linked pull request loosens. */
async function loosened(
  files: readonly PullFile[] | null,
  { policy = OWNED, read = nothing }: { readonly policy?: Policy; readonly read?: Read } = {},
): Promise<readonly string[] | null | undefined> {
  const pull = pullFacts(701, { base: MAIN, detail: pullDetail({ files }) });
  const stage = setTheStage({ pulls: [pull] });
  stage.given.draft();
  stage.lin.links(701);
  const rules = {
    inForce: () => Promise.resolve({ policy }),
    proposed: () => Promise.resolve(policy),
    notePlain: () => undefined,
  };
  const [weighed] = await weighPulls(rules, forge(read), { change: stage.change, pulls: [pull] });
  return weighed?.loosens;
}

const touching = (path: string, previous: string | null = null): readonly PullFile[] => [
  { path, previous, added: 1, deleted: 0 },
];

describe('the owners of files', () => {
  it.each(['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'])(
    'are loosened by whoever edits %s, or moves it away',
    async (path) => {
      expect(await loosened(touching(path))).toEqual(['code_owners']);
      expect(await loosened(touching('gone', path))).toEqual(['code_owners']);
    },
  );

  it('are of no weight where no rule asks for them', async () => {
    const policy = DEFAULT_POLICY;
    expect(await loosened(touching('CODEOWNERS'), { policy })).toBeUndefined();
    expect(await loosened(touching('src/CODEOWNERS'))).toBeUndefined();
  });

  it('are compared by the files themselves where nobody lists what is changed', async () => {
    const text = { text: '* @ally', blob: 'a' };
    const added: Read = (path, ref) => (path === 'CODEOWNERS' && ref !== MAIN ? text : null);
    expect(await loosened(null, { read: added })).toEqual(['code_owners']);
    expect(await loosened(null, { read: () => text })).toBeUndefined();
    expect(
      await loosened(null, { read: (path) => (path === 'CODEOWNERS' ? 'too_large' : null) }),
    ).toEqual(['code_owners']);
  });

  it('may be others where they are not shown, and are read again where that passes', async () => {
    const failing =
      (code: 'forbidden' | 'unreachable'): Read =>
      () => {
        throw new ForgeFault(code, 'no');
      };
    await expect(loosened(null, { read: failing('unreachable') })).rejects.toThrow(ForgeFault);
    expect(
      await loosened(null, { policy: DEFAULT_POLICY, read: failing('forbidden') }),
    ).toBeUndefined();
  });
});
