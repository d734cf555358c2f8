// Where the policy wants it, whoever approves signs in again at the forge, in a browser: over real HTTP, from the link
// in the record to the page at the end. A token that can post a comment is not enough, nor is another account.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { freePort, openBrowser, type Browser, type Page } from '../support/browser.ts';
import { checkOn, ciSays, proposes } from '../support/pulls.ts';
import { DEE, leavesATrace, LIN, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

const port = await freePort();
const home = `http://127.0.0.1:${String(port)}`;
const scene = stage({ signIn: { port } });
const QUICK = { answers: { rollback_time: '30 min' } };
const STRICT =
  'policy: 1\nreauthentication: { categories: [normal, emergency], within_minutes: 60 }\n';

function browserOf(person: string): Browser {
  return openBrowser(person, scene.world().company.sandbox.url);
}

function linkFor(tale: Tale): string {
  return `${home}/confirm?workspace=github:9812&change=CHG-${String(tale.number).padStart(5, '0')}`;
}

async function strictly(): Promise<Tale> {
  const { company } = scene.world();
  scene.pass(1);
  const files = { '.github/holdpoint.yml': STRICT };
  company.sandbox
    .as(DEE)
    .push(operations, { branch: 'main', commits: [{ message: 'Rules', author: DEE, files }] });
  await company.settle();
  return scene.inReview(QUICK);
}

async function signs(who: string, url: string, decision?: 'cancel'): Promise<Page> {
  scene.pass(1);
  const page = await browserOf(who).signsIn(url, decision);
  await scene.world().company.settle();
  return page;
}

async function stateOf(tale: Tale): Promise<string> {
  return (await tale.change()).state;
}

async function signInsOf(tale: Tale): Promise<readonly string[]> {
  return (await tale.change()).signIns.map(({ by }) => by.login);
}

describe('an approval that is to be signed', () => {
  it('does not count until its giver followed the link, and counts from then on', async () => {
    const tale = await strictly();
    expect(tale.record()).toContain(`and [sign in again](${linkFor(tale)})`);
    expect((await tale.says(TOMAS, '/chg approve')).reaction).toBe('+1');
    expect(await stateOf(tale)).toBe('review');
    expect(tale.record()).toContain(
      `**Next:** \`tomas-sre\`: [sign in again](${linkFor(tale)}) by`,
    );
    expect(tale.record()).toContain('does not count: a sign-in is missing');
    const call = tale.announcements().at(-1)?.body ?? '';
    expect(call).toContain('@tomas-sre');
    expect(call).toContain(`(${linkFor(tale)}&as=tomas-sre)`);
    const page = await signs(TOMAS, `${linkFor(tale)}&as=tomas-sre`);
    expect(page.status).toBe(200);
    expect(page.html).toContain(
      `You are <b>tomas-sre</b>. Your approval of CHG-${String(tale.number).padStart(5, '0')} counts now.`,
    );
    expect(await stateOf(tale)).toBe('approved');
    const told = (await tale.events()).find(({ type }) => type === 'identity_confirmed');
    expect(told).toMatchObject({
      actor: { login: TOMAS, kind: 'human' },
      source: { kind: 'sign_in', delivery: expect.stringMatching(/^sign-in:/u) as string },
      data: {},
    });
  });

  it('is not signed by another account, whoever clicks', async () => {
    const tale = await strictly();
    await tale.says(TOMAS, '/chg approve');
    const page = await signs(DEE, linkFor(tale));
    expect(page.html).toContain('You are <b>dee-lead</b>. Now give your word');
    expect(await stateOf(tale)).toBe('review');
    expect(await signInsOf(tale)).toEqual([DEE]);
    await tale.says(DEE, '/chg approve');
    expect(await stateOf(tale)).toBe('approved');
  });

  it('is too old after the time that the policy gives, and is given once more', async () => {
    const tale = await strictly();
    await tale.says(TOMAS, '/chg approve');
    scene.pass(61);
    const page = await signs(TOMAS, linkFor(tale));
    expect(page.html).toContain('is too old');
    expect(await stateOf(tale)).toBe('review');
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('approved');
  });

  it('does not count where its giver lost the role since, and the page says so', async () => {
    const tale = await strictly();
    await tale.says(TOMAS, '/chg approve');
    const { sandbox } = scene.world().company;
    sandbox.addCollaborator(operations, { login: TOMAS, role: 'read' });
    const page = await signs(TOMAS, linkFor(tale));
    sandbox.addCollaborator(operations, { login: TOMAS, role: 'maintain' });
    expect(page.html).not.toContain('counts now');
    expect(page.html).toContain('does not count for another reason: not permitted');
    expect(await stateOf(tale)).toBe('review');
  });

  it('is void after an edit, and a sign-in of the same hour serves no other text', async () => {
    const tale = await strictly();
    await tale.says(TOMAS, '/chg approve');
    await signs(TOMAS, linkFor(tale));
    await tale.edits(MARA, (body) => body.replace('Replace the certificate', 'Replace both'));
    expect(await stateOf(tale)).toBe('review');
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('review');
    await signs(TOMAS, linkFor(tale));
    expect(await stateOf(tale)).toBe('approved');
  });

  it('given as a review of its pull request is told on the check, until it is signed', async () => {
    const tale = await strictly();
    const pull = await proposes(scene, tale, { branch: 'signed' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.does(TOMAS, 'approves the pull request', () =>
      scene.world().company.sandbox.as(TOMAS).review(pull, 'approve', 'read it'),
    );
    expect(await stateOf(tale)).toBe('review');
    expect(checkOn(scene, pull)?.output.summary).toContain('`reauthentication_due`');
    expect(checkOn(scene, pull)?.output.summary).toContain(`[sign in again](${linkFor(tale)})`);
    await signs(TOMAS, linkFor(tale));
    expect(await stateOf(tale)).toBe('approved');
    expect(checkOn(scene, pull)?.output.summary).not.toContain('reauthentication_due');
  });
});

describe('nothing is recorded', () => {
  it('where the person says no, and the page says how to take the approval back', async () => {
    const tale = await strictly();
    await tale.says(TOMAS, '/chg approve');
    const page = await signs(TOMAS, linkFor(tale), 'cancel');
    expect(page).toMatchObject({ status: 403 });
    expect(page.html).toContain('/chg withdraw');
    expect(await signInsOf(tale)).toEqual([]);
  });

  it('of a stranger, who learns not even whether there is such a change', async () => {
    const tale = await strictly();
    scene.world().company.sandbox.createUser({ login: 'passer-by' });
    const here = await signs('passer-by', linkFor(tale));
    const nowhere = await signs('passer-by', linkFor({ ...tale, number: 99_999 }));
    expect(here.status).toBe(404);
    expect(here.html).toContain('Either there is no such change');
    const blank = (html: string): string => html.replaceAll(/CHG-\d{5}/gu, 'CHG');
    expect(blank(here.html)).toBe(blank(nowhere.html));
    expect(await signInsOf(tale)).toEqual([]);
  });

  it('of an engineer who may not approve', async () => {
    const tale = await strictly();
    const page = await signs(LIN, linkFor(tale));
    expect(page.html).toContain('this account has no voice in it');
    expect(await signInsOf(tale)).toEqual([]);
  });

  it('when the same way back is taken again, with the old code or with a new one', async () => {
    const tale = await strictly();
    await tale.says(TOMAS, '/chg approve');
    const browser = browserOf(TOMAS);
    const { via } = await browser.signsIn(linkFor(tale));
    const [, asked = '', , last = ''] = via;
    const cookie = browser.cookies.get(home) ?? '';
    expect(cookie).toBe('holdpoint_sign_in=');
    const again = await browser.opens(last);
    expect(again.html).toContain('This sign-in began elsewhere');
    // Whoever kept the cookie as well gets no further: the code is used up, and so is the sign-in.
    scene.pass(1);
    const keeper = browserOf(TOMAS);
    const first = await fetch(linkFor(tale), { redirect: 'manual' });
    const kept = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const address = first.headers.get('location') ?? '';
    keeper.cookies.set(home, kept);
    expect((await keeper.signsIn(address)).html).toContain('counts now');
    keeper.cookies.set(home, kept);
    expect((await keeper.signsIn(address)).html).toContain('was used before');
    keeper.cookies.set(home, kept);
    const stale = new URL(last);
    stale.searchParams.set('state', new URL(address).searchParams.get('state') ?? '');
    expect((await keeper.opens(stale.href)).html).toContain('was used before');
    expect(asked).toContain('/login/oauth/authorize?');
    expect(await signInsOf(tale)).toEqual([TOMAS, TOMAS]);
  });

  it('after ten minutes on the way, or once the change is over', async () => {
    const tale = await strictly();
    const browser = browserOf(TOMAS);
    const asked = await browser.opens(linkFor(tale));
    scene.pass(11);
    const late = await browser.signsIn(asked.url);
    expect(late.html).toContain('That took too long');
    await tale.says(MARA, '/chg cancel not needed');
    expect((await signs(TOMAS, linkFor(tale))).html).toContain('has ended');
    expect(await signInsOf(tale)).toEqual([]);
  });

  it('while the forge does not answer, and the next try works', async () => {
    const tale = await strictly();
    await tale.says(TOMAS, '/chg approve');
    const { sandbox } = scene.world().company;
    const trouble = { kind: 'refuse', status: 502 } as const;
    sandbox.faults.onRequest({ method: 'GET', path: '/user', trouble, times: 1 });
    expect((await signs(TOMAS, linkFor(tale))).html).toContain('The forge does not answer');
    expect((await signs(TOMAS, linkFor(tale))).html).toContain('counts now');
  });
});

describe('what is secret', () => {
  it('stays with whom it belongs: no token, code or secret is in a log, and tokens are given back', async () => {
    const tale = await strictly();
    await tale.says(TOMAS, '/chg approve');
    const browser = browserOf(TOMAS);
    const { via } = await browser.signsIn(linkFor(tale));
    await scene.world().company.settle();
    const { sandbox } = scene.world().company;
    expect(sandbox.world.signIns.tokens.size).toBe(0);
    const code = new URL(via.at(-1) ?? home).searchParams.get('code') ?? '-';
    expect(code).toHaveLength(20);
    const logged = scene.world().logged().join('\n');
    for (const secret of [code, sandbox.app.clientSecret, 'ghu_', 'ghr_'])
      expect(logged).not.toContain(secret);
    const challenge = new URL(via[1] ?? home).searchParams.get('code_challenge') ?? '';
    expect(challenge).toMatch(/^[\w-]{43}$/u);
    const events = JSON.stringify(await tale.events());
    for (const secret of [code, 'ghu_']) expect(events).not.toContain(secret);
  });
});

leavesATrace(scene, ['a sign-in could not be recorded']);
