/**
 * How a forge shows a comment, for tests: GitHub's dialect rendered by markdown-it, and then what the forge makes
 * of the text afterwards. `live` lists everything that would do something: mentions, references, links, raw HTML,
 * commands at the start of a line, markers.
 */
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: true, linkify: true, breaks: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true });

export function toHtml(text: string): string {
  return markdown.render(text);
}

export type Live = {
  readonly kind:
    | 'mention'
    | 'reference'
    | 'link'
    | 'html'
    | 'command'
    | 'marker'
    | 'formula'
    | 'image'
    | 'picture'
    | 'heading';
  readonly text: string;
};

type Token = {
  readonly type: string;
  readonly content: string;
  readonly children: readonly Token[] | null;
};

export function live(text: string): readonly Live[] {
  const tokens: readonly Token[] = markdown.parse(text, {});
  const leaves = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
  return [...leaves.flatMap(liveToken), ...liveWords(leaves), ...commands(text), ...markers(text)];
}

function liveToken(token: Token): readonly Live[] {
  if (token.type === 'link_open') return [{ kind: 'link', text: JSON.stringify(token) }];
  if (token.type === 'image') return [{ kind: 'image', text: token.content }];
  if (token.type === 'html_block' || token.type === 'html_inline')
    return [{ kind: 'html', text: token.content }];
  if (token.type === 'heading_open') return [{ kind: 'heading', text: token.type }];
  return [];
}

/** What the forge looks for in rendered text, outside of code. */
const WORDS: readonly (readonly [Live['kind'], RegExp])[] = [
  ['mention', /(?:^|[^A-Za-z0-9_`])@[A-Za-z0-9][A-Za-z0-9-]*/gu],
  ['reference', /(?:^|[^A-Za-z0-9])(?:[\w.-]+\/[\w.-]+)?[#!]\d+/gu],
  ['reference', /(?:^|[^A-Za-z0-9])GH-\d+/giu],
  ['reference', /(?:^|[^A-Za-z0-9])[0-9a-f]{40}(?![A-Za-z0-9])/gu],
  ['link', /(?:https?|ftp):\/\/|www\.[A-Za-z0-9]|[\w.+-]+@[\w-]+\.\w/giu],
  ['formula', /\$\S/gu],
  ['picture', /:[a-z0-9_+-]+:/giu],
];

function liveWords(leaves: readonly Token[]): readonly Live[] {
  const text = leaves.map((leaf) => (leaf.type === 'text' ? leaf.content : '\u0000')).join('');
  return WORDS.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({ kind, text: match[0] })),
  );
}

function commands(text: string): readonly Live[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029\u0085\v\f]/u)
    .filter((line) => /^\/[a-z]/iu.test(line))
    .map((line) => ({ kind: 'command' as const, text: line }));
}

function markers(text: string): readonly Live[] {
  return [...text.matchAll(/<!--/gu)].map((match) => ({
    kind: 'marker' as const,
    text: text.slice(match.index, match.index + 60),
  }));
}
