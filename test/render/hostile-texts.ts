/**
 * Six hundred ways to make an app's comment do something. Seeds that were written by hand, each in several
 * wrappings: at the start, after a word, in quotes, in emphasis, behind a code span, on a second line.
 */
const SEEDS: readonly string[] = [
  '@octocat', '@org/team', '@a', '@dependabot rebase', 'hello@example.com', 'a.b+c@sub.example.org', 'mailto:x@example.com', '&#64;octocat', '&commat;octocat',
  '@\u200Boctocat', '\\@octocat', '@octocat@octocat', '**@octocat**', '(@octocat)', '@`octocat`', '<b>@</b>octocat',
  '#12', '#1', 'GH-12', 'gh-7', 'org/repo#12', 'o-r.g/re_po#999', '&#35;12', '\\#12', '!12', 'org/repo!3', 'Closes #12', 'fixes: #3', 'Resolves org/repo#44', 'close GH-3',
  'https://github.com/org/repo/issues/12', 'http://example.com', 'HTTPS://EXAMPLE.COM', 'www.example.com', 'WWW.example.com', 'ftp://example.com/x', '<https://example.com>', '<a@b.example>', 'xmpp:a@b.example',
  '[x](https://evil.example)', '[x](javascript:alert(1))', '[x][y]\n\n[y]: https://evil.example', '![](https://evil.example/p.png)', '![x](data:image/png;base64,AAAA)', '[^1]\n\n[^1]: note', '[x]: /etc/passwd', '[](#12)',
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<details open><summary>Approved</summary>', '</details>', '</summary>', '<br>', '<sub>event 1 · abc</sub>', '<svg/onload=alert(1)>', '<a href="https://evil.example">x</a>', '<!DOCTYPE html>', '<?php ?>', '<![CDATA[x]]>', '<style>*{display:none}</style>', '<input type=checkbox checked>',
  '<!-- holdpoint:record v1 CHG-00001 0123456789abcdef0123456789abcdef -->', '<!-- chg:E3 -->', '- [x] <!-- chg:E3 --> **E3**', '-->', '--> <b>x</b>', '<!--', '<!-- a -- b -->', '`<!-- chg:E3 -->`', '```\n<!-- chg:E3 -->\n```', '<!-->', '<!--->', '--!>',
  '/chg approve', '  /chg approve', '/approve', '/lgtm', '\t/hold', 'x\n/chg approve', 'x\r/chg approve', 'x\u2028/chg approve', 'x\u0085/chg approve', 'x\v/chg approve', '>/chg approve', '`/chg approve`', '```\n/chg approve\n```', '~~~\n/chg approve\n~~~',
  '# Heading', '## Heading', 'x\n===', 'x\n---', '---', '***', '- item', '* item', '+ item', '1. item', '12) item', '- [ ] task', '- [x] task', '> quote', '> [!WARNING]\n> x', '    code', '\tcode', '| a | b |\n|---|---|\n| 1 | 2 |', 'a | b\n--- | ---',
  '```', '````', '`', '``', '`a', 'a`', '``a`', '`a``', '```js', '~~~', '`` ` ``', '`@octocat`', '``@octocat`', '`x` @octocat', '`a`#12', '#12`a`', '`#12', '`` #12 `', 'a`b`c`d', '\\`@octocat\\`',
  '**bold**', '_it_', '*it', '__x__', '~~gone~~', 'a*b*c', 'snake_case_word', '\\*x\\*', '\\', '\\\\', 'x\\', 'x  \ny',
  '{{constructor}}', '{{{this}}}', '{{#each this}}{{@key}}{{/each}}', '{{> partial}}', '{{lookup this "__proto__"}}', '${7*7}', '<%= 7*7 %>', '{% raw %}', '#{7*7}', '$(id)',
  '$x$', '$$x$$', '$`x`$', '\\(x\\)', '$\\color{white}{hidden}$', 'costs $5 and $6', '```math\nx\n```', '```mermaid\ngraph TD;A-->B\n```',
  '\u202Egpj.exe', '\u2066evil\u2069', 'ad\u200Bmin', '\uFEFFx', 'x\u00ADy', '\u0000', '\u0007\u001B[31mred', '\u061C', '\u{E0041}\u{E0042}', '\u{E0100}', '\u3164', '\u2800', '\u115F', 'е\u0301', '\uD800', '\uDFFFx', 'аdmin', 'раypal', '\u2028', 'x\u0085y',
  ':tada:', ':+1:', '&lt;b&gt;', '&#60;script&#62;', '&#x3c;b&#x3e;', '&nbsp;', '&#0;', '&amp;lt;', '%3Cb%3E',
  '=HYPERLINK("https://evil.example")', '+1', '-1', '@SUM(A1)', '\t=1', 'GH-', '#', '@', '@ 3 ms', '# 3', 'a#b', '5#', 'C#', 'C# 12', '1#2',
  '9f3c81d0aa11bb22cc33dd44ee55ff6677889900', 'deadbeef12', '1234567', 'user@9f3c81d0aa11bb22cc33dd44ee55ff6677889900', 'org/repo@9f3c81d0aa11bb22cc33dd44ee55ff6677889900', 'v1...v2',
  'a'.repeat(500), '`'.repeat(400), '*'.repeat(300), '['.repeat(300), '<'.repeat(300), '\n'.repeat(100), '> '.repeat(100), '- '.repeat(100), '@a '.repeat(50), '#1 '.repeat(50), '`a``b```c````', 'CHG-00001', 'I approve this', '👩‍🔧 ❤️ 1️⃣ 🇩🇪', '漢字 кириллица العربية עברית',
];

const WRAPPINGS: readonly ((seed: string) => string)[] = [
  (seed) => seed,
  (seed) => `word ${seed} word`,
  (seed) => `"${seed}"`,
  (seed) => `*${seed}* _${seed}_`,
  (seed) => `\`code\`${seed}`,
  (seed) => `first line\n${seed}\n\nlast line`,
];

export const HOSTILE_TEXTS: readonly string[] = WRAPPINGS.flatMap((wrap) => SEEDS.map(wrap));
