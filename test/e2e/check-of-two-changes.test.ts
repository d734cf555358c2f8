// Two changes are answered by one check, on the pull request that they share. Whichever of them is looked at, the same
// answer comes out: with the template and the way to sign in of the change that speaks, not of the one that is drawn.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { freePort } from '../support/browser.ts';
import { checkOn, ciSays, proposes } from '../support/pulls.ts';
import { answered, TEMPLATE_FILE, templateFile } from '../support/template-file.ts';
import { DEE, LIN, leavesATrace, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

/** Long stories: many acts, each seen through to the end. */
const LONG = 60_000;
const scene = stage({ signIn: { port: await freePort() } });
const STRICT = 'policy: 1\nreauthentication: { categories: [normal], within_minutes: 60 }\n';

function name({ number }: Tale): string {
  return `CHG-${String(number).padStart(5, '0')}`;
}

async function merges(files: Readonly<Record<string, string>>): Promise<void> {
  const { sandbox, settle } = scene.world().company;
  scene.pass(2);
  const commits = [{ message: 'Rules', author: DEE, files }];
  sandbox.as(DEE).push(operations, { branch: 'main', commits });
  await settle();
}

/** In which change's words the pull request is answered, and whether looking at each of them leaves that as it is. */
async function staysAs(pull: string, speaker: Tale, both: readonly Tale[]): Promise<string> {
  const said = (): string => checkOn(scene, pull)?.output.summary ?? '';
  const before = said();
  expect(before).toContain(name(speaker));
  const { requests } = scene.world().company.sandbox;
  for (const tale of both) {
    requests.clear();
    await tale.says(LIN, '/chg status');
    const rewritten = requests
      .all()
      .filter(({ method, path }) => method !== 'GET' && path.includes('/check-runs'));
    expect(rewritten, name(tale)).toEqual([]);
    expect(said()).toBe(before);
  }
  return before;
}

describe('the check that two changes share', () => {
  it(
    'knows the template of the one that speaks, also when the other is looked at',
    { timeout: LONG },
    async () => {
      await merges({ [TEMPLATE_FILE]: templateFile() });
      const made = await scene.opens({ body: answered({ host: 'gw-7' }), title: 'Rotate' });
      await made.says(MARA, '/chg submit');
      const pull = await proposes(scene, made, { branch: 'shared-template' });
      await ciSays(scene, made, { pull, state: 'success' });
      const other = await scene.inReview();
      await other.says(MARA, `/chg link #${pull.split('#')[1] ?? ''}`);
      const said = await staysAs(pull, made, [other, made, other]);
      expect(said).toContain('certificate@1');
    },
  );

  it(
    'leads to the sign-in for the one that speaks, also when the other is looked at',
    { timeout: LONG },
    async () => {
      await merges({ '.github/holdpoint.yml': STRICT });
      const first = await scene.inReview();
      const pull = await proposes(scene, first, { branch: 'shared-sign-in' });
      await ciSays(scene, first, { pull, state: 'success' });
      await first.says(TOMAS, '/chg approve');
      const other = await scene.inReview();
      await other.says(MARA, `/chg link #${pull.split('#')[1] ?? ''}`);
      const said = await staysAs(pull, first, [other, first, other]);
      expect(said).toContain(`change=${name(first)}`);
      expect(said).not.toContain(`change=${name(other)}`);
    },
  );
});

leavesATrace(scene);
