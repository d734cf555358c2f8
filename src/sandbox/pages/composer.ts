/*
 * The place to say something. Hints are the commands that the app itself names in its oldest comment, which it
 * keeps up to date; pressing one puts it into the box, where what stands in angle brackets is to be replaced.
 */
import type { Issue } from '../state/conversations.ts';
import { html, type Html } from './html.ts';
import type { Place } from './layout.ts';

const MOST = 8;

export function composerHtml(place: Place, issue: Issue, act: string): Html {
  const said = place.visit.url.searchParams.get('say') ?? '';
  const rows = Math.min(12, said.split('\n').length + 3);
  return html`<form class="block composer" id="say" method="post" action="${act}/comment">
    <label class="field"
      ><span class="name">Say something</span
      ><textarea name="body" rows="${rows}" required placeholder="A command stands on a line of its own, such as /chg help">
${said}</textarea></label
    >
    ${hintsHtml(place, issue)}
    <p class="buttons"><button class="go">Comment</button></p>
  </form>`;
}

function hintsHtml(place: Place, issue: Issue): Html {
  const named = commandsIn(recordOf(place, issue));
  const hints = named.map(
    (command) =>
      html`<a class="hint" href="?say=${encodeURIComponent(command)}#say">${command}</a>`,
  );
  return hints.length === 0
    ? html``
    : html`<p class="hints"><small>Named by the app now:</small> ${hints}</p>`;
}

function recordOf({ visit }: Place, issue: Issue): string {
  return visit.world.comments.of(issue.id).find(({ viaAppId }) => viaAppId !== null)?.body ?? '';
}

/** In the order in which they are named, each once; `/chg help` closes the list. */
function commandsIn(text: string): readonly string[] {
  const spans = [...text.matchAll(/`(\/[a-z]+ [^`\n]{1,120})`/gu)].map(([, span = '']) => span);
  if (spans.length === 0) return [];
  const prefix = spans[0]?.split(' ')[0] ?? '';
  return [...new Set([...spans.slice(0, MOST), `${prefix} help`])];
}
