/**
 * The page that somebody meets who signed in again: one sentence on what is so now, one on why, one on what to do.
 * Texts: templates/confirm.yml.
 *
 * What must stay true: this is HTML, and a name goes in only as text. No script, nothing from outside; the one style
 * sheet is named by its hash.
 */
import { createHash } from 'node:crypto';
import { changeName } from '../core/change/state.ts';
import type { VoiceReason } from '../core/policy/tally.ts';
import { whyNotCounted } from './details.ts';
import { asMarkdown, type Markdown } from './markdown.ts';
import { readTable, template } from './template.ts';

const OUTCOMES = [
  'counts',
  'ahead',
  'late',
  'mute',
  'not_asked',
  'ended',
  'spent',
  'crowded',
  'unknown',
  'not_set_up',
  'link_unknown',
  'forged',
  'expired',
  'other_browser',
  'denied',
  'not_taken',
  'forge_silent',
  'not_recorded',
] as const;
export type ConfirmOutcome = (typeof OUTCOMES)[number];

export type ConfirmFacts = {
  readonly change: number;
  readonly login: string;
  readonly minutes: number | null;
  /** Why an approval of theirs does not count. */
  readonly because: VoiceReason | null;
  /** Of the issue. */
  readonly url: string | null;
  /** Where it begins anew. */
  readonly again: string;
};

type Page = { readonly status: number; readonly html: string; readonly styleHash: string };

const STATUSES: Readonly<Record<ConfirmOutcome, number>> = {
  counts: 200,
  ahead: 200,
  late: 200,
  mute: 200,
  not_asked: 200,
  ended: 200,
  spent: 409,
  crowded: 503,
  unknown: 404,
  not_set_up: 503,
  link_unknown: 400,
  forged: 400,
  expired: 400,
  other_browser: 400,
  denied: 403,
  not_taken: 403,
  forge_silent: 503,
  not_recorded: 503,
};

const STYLE = `:root{color-scheme:light dark}
body{margin:0;font:1.0625rem/1.6 system-ui,sans-serif;color:light-dark(#1f2328,#e6edf3);background:light-dark(#f6f8fa,#0d1117)}
main{box-sizing:border-box;max-width:36rem;margin:12vh auto 0;padding:2rem 2.25rem;background:light-dark(#fff,#161b22);border:1px solid light-dark(#d1d9e0,#30363d);border-radius:12px}
.brand{margin:0 0 1.25rem;font-size:.875rem;color:light-dark(#59636e,#9198a1)}
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.3;font-weight:600;overflow-wrap:anywhere}
p{margin:.75rem 0 0}
a{color:light-dark(#0969da,#4493f8)}
code{padding:.1em .35em;font-size:.9em;background:light-dark(#eff1f3,#262c36);border-radius:5px}
@media(max-width:40rem){main{margin:0;min-height:100vh;border:0;border-radius:0}}`;
const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

const TEXTS = readTable('confirm.yml', OUTCOMES, ['title', 'sentence', 'next']);
const PAGE = template<{
  readonly change: Markdown | null;
  readonly style: Markdown;
  readonly title: Markdown;
  readonly sentence: Markdown;
  readonly next: Markdown;
}>('confirm');

export function renderConfirmPage(outcome: ConfirmOutcome, facts: Partial<ConfirmFacts>): Page {
  const texts = TEXTS.get(outcome)?.get('');
  if (texts === undefined) throw new Error(`no text for the page ${outcome}`);
  const { change, login, minutes, because = null, url, again } = facts;
  const name = change === undefined ? null : escaped(changeName(change));
  const said = {
    change: name,
    login: login === undefined ? escaped('somebody') : escaped(login),
    minutes: minutes ?? null,
    because: because === null ? null : escaped(whyNotCounted({ because, about: null })),
    url: addressOrNull(url),
    again: addressOrNull(again) ?? escaped('#'),
  };
  const html = PAGE({
    change: name,
    style: asMarkdown(STYLE),
    title: texts.title(said),
    sentence: texts.sentence(said),
    next: texts.next(said),
  });
  return { status: STATUSES[outcome], html, styleHash: STYLE_HASH };
}

/** Only what a browser takes for an address of the web. */
function addressOrNull(url: string | null | undefined): Markdown | null {
  return typeof url === 'string' && /^https?:\/\//u.test(url) ? escaped(url) : null;
}

function escaped(text: string): Markdown {
  const shown = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  return asMarkdown(shown);
}
