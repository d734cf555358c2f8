/*
 * The pages over real HTTP, without a browser and without an app: what a person can read and do on them, and who
 * is refused.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formFiles } from '../../src/demo/forms.ts';
import { sandboxPages } from '../../src/sandbox/pages/pages.ts';
import { checkout, operations, seedLighthouse } from '../../src/sandbox/seed-lighthouse.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { handClock, type HandClock } from './support.ts';
import { visitorOf, type Visitor } from './visitor.ts';

let sandbox: Sandbox;
let clock: HandClock;
let visitor: Visitor;
const waits: (() => void)[] = [];

beforeAll(async () => {
  clock = handClock();
  sandbox = await startSandbox({
    clock,
    pages: sandboxPages({
      examples: (now) => [
        { form: 'change.yml', title: `Example of ${now.toISOString()}`, body: EXAMPLE },
      ],
      moveClock: (hours) => {
        clock.advance(hours * 3_600_000);
      },
      answered: () => new Promise((resolve) => waits.push(resolve)),
    }),
  });
  seedLighthouse(sandbox, { files: { operations: formFiles() } });
  sandbox.as('dee-lead').createLabel(operations, { name: 'change' });
  visitor = visitorOf(sandbox.url);
});

afterAll(async () => {
  await sandbox.close();
});

const EXAMPLE = [
  '### 1 · What are you changing?\n\nTwo lines\n\nand "quotes" & <b>',
  '### 4 · Which environments?\n\nproduction, test',
  '### 35 · Category\n\nNormal',
  '### 36 · Before you submit\n\n- [ ] Somebody else could run these steps\n- [X] I stop at each hold point',
].join('\n\n');

function openIssue(title: string, body = 'text'): string {
  const issue = sandbox.as('mara-ops').openIssue(operations, { title, body, labels: [] });
  return `/${operations}/issues/${String(issue.number)}`;
}

describe('a visitor', () => {
  it('lands on the issues of the first repository, as somebody who may write', async () => {
    const page = await visitor.get('/');
    expect(page.url).toBe(`${sandbox.url}/${operations}/issues`);
    expect(page.text).toContain('You are <b>mara-ops</b>');
  });

  it('becomes another person by one press and stays that person', async () => {
    await visitor.becomes('nina-cs');
    expect((await visitor.get(`/${checkout}/issues`)).text).toContain('You are <b>nina-cs</b>');
    await visitor.becomes('nobody-at-all');
    expect((await visitor.get('/')).text).toContain('You are <b>nina-cs</b>');
    await visitor.becomes('mara-ops');
  });

  it('is told when there is nothing, in the same words as when something may not be seen', async () => {
    sandbox.createUser({ login: 'stranger' });
    const missing = await visitor.get('/lighthouse-freight/nothing/issues');
    await visitor.becomes('stranger');
    const hidden = await visitor.get(`/${operations}/issues`);
    expect([missing.status, hidden.status]).toEqual([404, 404]);
    const words = (text: string): string => text.slice(text.indexOf('<main>'));
    expect(words(hidden.text)).toBe(words(missing.text));
    await visitor.becomes('mara-ops');
  });

  it('moves the clock on where a play lets them, by a month at most', async () => {
    const before = clock.now().getTime();
    await visitor.post('/move-clock', { hours: '24', back: `/${operations}/issues` });
    await visitor.post('/move-clock', { hours: '9999', back: '/' });
    await visitor.post('/move-clock', { hours: '-1', back: '/' });
    expect(clock.now().getTime() - before).toBe(24 * 3_600_000);
  });
});

describe('a form', () => {
  it('is made from the files of the repository, in the order of its questions', async () => {
    const { text } = await visitor.get(`/${operations}/issues/new/change.yml`);
    const questions = [...text.matchAll(/<span class="name">(\d+) · /gu)].map(([, n]) => Number(n));
    expect(questions).toEqual([...questions].sort((a, b) => a - b));
    expect(questions.length).toBeGreaterThan(30);
  });

  it('sent with answers becomes an issue with a heading for each question and the labels of the form', async () => {
    const page = await visitor.post(`/${operations}/issues/new/change.yml`, {
      title: 'Opened on the page',
      what: 'First line\r\nSecond line',
      environments: ['production', 'test'],
    });
    const issue = sandbox.world.issues.all().at(-1);
    expect(page.url).toContain(`/issues/${String(issue?.number)}`);
    expect(issue?.title).toBe('Opened on the page');
    expect(issue?.body).toContain(
      '### 1 · What are you changing?\n\nFirst line\nSecond line\n\n### 2',
    );
    expect(issue?.body).toContain('### 4 · Which environments?\n\nproduction, test\n');
    expect(issue?.body).toContain('### 9 · How do you roll back?\n\n_No response_\n');
    expect(issue?.body).toContain('- [ ] I stop at each hold point');
    expect(page.text).toContain('>change</span>');
  });

  it('filled in from an example sends that example back, unchanged', async () => {
    const { text } = await visitor.get(`/${operations}/issues/new/change.yml?example=0`);
    expect(text).toContain('value="Example of 2026-');
    expect(text).toContain('Two lines\n\nand &quot;quotes&quot; &amp; &lt;b&gt;</textarea>');
    expect(text).toMatch(/value="test"\s+checked/u);
    expect(text).toMatch(/value="1"\s+checked/u);
    expect(text).not.toMatch(/value="0"\s+checked/u);
    expect(text).toMatch(/<option\s+selected\s*>Normal<\/option>/u);
  });

  it('takes answers from the address, as the forge does', async () => {
    const { text } = await visitor.get(
      `/${operations}/issues/new/change.yml?title=A%22B&what=x%3C`,
    );
    expect(text).toContain('value="A&quot;B"');
    expect(text).toContain('\nx&lt;</textarea>');
  });

  it('that is broken or gone does not break the page', async () => {
    sandbox.putFile(operations, {
      path: '.github/ISSUE_TEMPLATE/bad.yml',
      content: ': [',
      author: 'mara-ops',
    });
    expect((await visitor.get(`/${operations}/issues/new`)).status).toBe(200);
    expect((await visitor.get(`/${operations}/issues/new/none.yml`)).status).toBe(404);
  });
});

describe('an issue', () => {
  it('is commented, edited, closed and opened again', async () => {
    const path = openIssue('Old title');
    await visitor.post(`${path}/comment`, { body: 'one\r\ntwo' });
    await visitor.post(`${path}/edit`, { title: 'New title', body: 'new text' });
    await visitor.post(`${path}/state`, { state: 'closed' });
    const closed = await visitor.get(path);
    expect(closed.text).toContain('Closed');
    await visitor.post(`${path}/state`, { state: 'open' });
    const page = await visitor.get(path);
    expect(page.text).toContain('New title');
    expect(page.text).toContain('new text');
    expect(page.text).toMatch(/one<br \/>\s*two/u);
    expect(sandbox.world.comments.all().at(-1)?.body).toBe('one\ntwo');
  });

  it('shows what the forge refuses where it was tried', async () => {
    const path = openIssue('Not hers');
    await visitor.becomes('nina-cs');
    const page = await visitor.post(`${path}/edit`, { title: 'Mine', body: '' });
    expect(page.text).toContain('class="notice refused"');
    expect(page.text).toContain('nina-cs has read');
    await visitor.becomes('mara-ops');
  });

  it('has boxes that a writer presses, found by their hidden marker, and that a reader only sees', async () => {
    const path = openIssue('With boxes');
    const body = '- [ ] <!-- chg:E1 --> first\n- [x] <!-- chg:E2 --> second\n- [ ] no marker';
    const comment = sandbox
      .as('tomas-sre')
      .comment(`${operations}#${path.split('/').at(-1) ?? ''}`, body);
    const shown = (await visitor.get(path)).text;
    expect(shown.match(/<button\s+class="box/gu)).toHaveLength(2);
    await visitor.post(`${path}/tick/${String(comment.id)}`, { tick: 'chg:E1' });
    await visitor.post(`${path}/tick/${String(comment.id)}`, { untick: 'chg:E2' });
    expect(sandbox.world.comments.get(comment.id)?.body).toBe(
      '- [x] <!-- chg:E1 --> first\n- [ ] <!-- chg:E2 --> second\n- [ ] no marker',
    );
    await visitor.becomes('nina-cs');
    expect((await visitor.get(path)).text).not.toMatch(/<button\s+class="box/u);
    await visitor.becomes('mara-ops');
  });

  it('names the commands that the app names, and puts one into the box', async () => {
    const path = openIssue('With hints');
    const { text } = await visitor.get(
      `${path}?say=${encodeURIComponent('/chg confirm E3 <what>')}`,
    );
    expect(text).toContain('\n/chg confirm E3 &lt;what&gt;</textarea>');
    expect(text).not.toContain('class="hints"');
  });

  it('right after an act says that the app is at work, and the next look waits for its answer', async () => {
    const path = openIssue('Waiting');
    const page = await visitor.post(`${path}/comment`, { body: '/chg status' });
    const next = /http-equiv="refresh" content="0;url=([^"#]+)#(c\d+)"/u.exec(page.text);
    expect(page.text).toContain('The app is answering');
    expect(page.text).toContain(`id="${next?.[2] ?? 'none'}"`);
    let shown = false;
    const looking = visitor.get(next?.[1] ?? '').then(({ text }) => {
      shown = true;
      return text;
    });
    await expect.poll(() => waits.length).toBeGreaterThan(0);
    expect(shown).toBe(false);
    waits.splice(0).forEach((answer) => {
      answer();
    });
    expect(await looking).not.toContain('http-equiv="refresh"');
  });
});

describe('a pull request', () => {
  it('is opened with one file, reviewed, judged by a CI and merged', async () => {
    const opened = await visitor.post(`/${operations}/pulls/new`, {
      title: 'Lower the limit',
      body: 'Change: CHG-00001',
      branch: 'lower',
      path: 'limit.conf',
      content: 'limit = 20\r\n',
    });
    const path = new URL(opened.url).pathname;
    expect(path).toMatch(/\/pull\/\d+$/u);
    const pull = sandbox.world.pulls.all().at(-1);
    const act = path.replace('/pull/', '/issues/');
    await visitor.post(`${act}/report`, { state: 'failure', sha: pull?.headSha ?? '' });
    const judged = await visitor.post(`${act}/report`, {
      state: 'success',
      sha: pull?.headSha ?? '',
    });
    expect(judged.text).toContain('all tests passed');
    expect(judged.text).not.toContain('two tests failed');
    await visitor.becomes('tomas-sre');
    const reviewed = await visitor.post(`${act}/review`, { verdict: 'approve', body: 'fine' });
    expect(reviewed.text).toContain('approved at');
    const merged = await visitor.post(`${act}/merge`, {});
    expect(merged.text).toContain('Merged');
    await visitor.becomes('mara-ops');
    expect((await visitor.get(`/${operations}/pulls?state=closed`)).text).toContain(
      'Lower the limit',
    );
    expect((await visitor.get(`/${operations}/issues?state=closed`)).text).not.toContain(
      'Lower the limit',
    );
  });

  it('shows every check with its verdict, its reasons and who reports it', async () => {
    sandbox.createApp({ slug: 'builder' });
    sandbox.as('lin-dev').openPullRequest(operations, {
      head: 'checked',
      title: 'Checked',
      commits: [{ message: 'x', author: 'lin-dev', files: { x: '1' } }],
    });
    const summary = 'because **of** this';
    const output = { title: 'Not yet: 2 gates', summary, text: null };
    sandbox.reportCheck(operations, {
      app: 'builder',
      name: 'holdpoint',
      ref: 'checked',
      status: 'completed',
      conclusion: 'action_required',
      output,
    });
    const number = sandbox.world.issues.all().at(-1)?.number;
    const { text } = await visitor.get(`/${operations}/issues/${String(number)}`);
    expect(text).toContain(
      '<b>holdpoint</b> <span>Not yet: 2 gates</span> <small>by builder</small>',
    );
    expect(text).toContain('because <strong>of</strong> this');
  });
});
