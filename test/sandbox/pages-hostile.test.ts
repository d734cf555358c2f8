/*
 * The pages against people and sites that mean harm: whatever people write stays text wherever it is shown, and no
 * other site acts as anybody here.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formFiles } from '../../src/demo/forms.ts';
import { sandboxPages } from '../../src/sandbox/pages/pages.ts';
import { operations, seedLighthouse } from '../../src/sandbox/seed-lighthouse.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { handClock } from './support.ts';
import { visitorOf, type Visitor } from './visitor.ts';

let sandbox: Sandbox;
let visitor: Visitor;

beforeAll(async () => {
  sandbox = await startSandbox({
    clock: handClock(),
    pages: sandboxPages({ moveClock: () => undefined }),
  });
  seedLighthouse(sandbox, { files: { operations: formFiles() } });
  visitor = visitorOf(sandbox.url);
});

afterAll(async () => {
  await sandbox.close();
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><svg onload=alert(1)>',
  '</textarea><script>alert(1)</script>',
  '<!-- chg:"><b onclick=x> -->',
  '[x](javascript:alert(1)) <a href="data:text/html,x">y</a>',
  '<style>*{display:none}</style><form action="/act-as"><button name="login" value="dee-lead">',
  '- [ ] <!-- "onclick="alert(1) --> box',
];

/** Every tag that stands in a page, by name, and every attribute that could run something. */
function alive(text: string): readonly string[] {
  const tags = [...text.matchAll(/<(script|img|svg|iframe|object|embed|base)\b/giu)].map(
    ([tag]) => tag,
  );
  const bare = text.replaceAll(/="[^"]*"/gu, '=""');
  const handlers = [...bare.matchAll(/<[a-z][^<>]*?\s(on[a-z]+)\s*=/giu)].map(
    ([, name = '']) => name,
  );
  const links = [...text.matchAll(/href="((?:javascript|data):[^"]*)"/giu)].map(
    ([, to = '']) => to,
  );
  return [...tags, ...handlers, ...links];
}

function openIssue(title: string, body = 'text'): string {
  const issue = sandbox.as('mara-ops').openIssue(operations, { title, body, labels: [] });
  return `/${operations}/issues/${String(issue.number)}`;
}

describe('what people write', () => {
  it('stays text in titles, bodies, comments, answers and refusals, on every page that shows it', async () => {
    for (const text of HOSTILE) {
      const path = openIssue(text, text);
      const ref = `${operations}#${path.split('/').at(-1) ?? ''}`;
      sandbox.as('mara-ops').comment(ref, `${text}\n\n- [ ] <!-- chg:E1 --> ${text}`);
      const query = encodeURIComponent(text);
      for (const look of [
        path,
        `${path}/edit`,
        `${path}?refused=${query}&say=${query}`,
        `${path}?fresh=${query}`,
        `/${operations}/issues`,
        `/${operations}/issues/new/change.yml?title=${query}&what=${query}&category=${query}`,
        `/${operations}/pulls/new?body=${query}`,
      ]) {
        const { status, text: shown } = await visitor.get(look);
        expect([look, status, ...alive(shown)]).toEqual([look, 200]);
        expect(shown.match(/<form\b/gu)?.length).toBe(shown.match(/<\/form>/gu)?.length);
      }
    }
  });

  it('cannot bring a script, a style, a picture or another site: the policy sent with every page forbids it', async () => {
    const page = await visitor.get(`/${operations}/issues`);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(page.text).not.toContain('<script');
  });
});

describe('another site', () => {
  it('cannot act as anybody here', async () => {
    const path = openIssue('Untouched');
    const from = { origin: 'https://elsewhere.example' };
    for (const [to, fields] of [
      [`${path}/comment`, { body: 'forged' }],
      [`${path}/state`, { state: 'closed' }],
      ['/act-as', { login: 'dee-lead', back: '/' }],
      ['/move-clock', { hours: '24', back: '/' }],
      [`/${operations}/issues/new/change.yml`, { title: 'forged' }],
    ] as const)
      expect((await visitor.post(to, fields, from)).status).toBe(403);
    expect((await visitor.get(path)).text).not.toContain('forged');
  });

  it('is never where a form leads back to', async () => {
    for (const back of [
      '//elsewhere.example',
      '/\\elsewhere.example',
      'https://elsewhere.example',
      '/a?b',
      '/\r\nx: y',
    ])
      expect((await visitor.post('/act-as', { login: 'mara-ops', back })).url).toBe(
        `${sandbox.url}/${operations}/issues`,
      );
  });
});
