/* The small signs that stand on many pages: a face for a person, a state, a label, a link to a conversation. */
import type { Visit } from '../http/page-route.ts';
import type { Issue } from '../state/conversations.ts';
import type { Repository } from '../state/repositories.ts';
import { html, type Html } from './html.ts';

export function loginOf(visit: Visit, id: number): string {
  return visit.world.accounts.get(id)?.login ?? 'ghost';
}

/** Two letters on a colour that is always the same for the same name. */
export function faceHtml(login: string): Html {
  const [first = '?', second = ''] = login.split(/[^a-z0-9]+/iu);
  const letters = `${first.slice(0, 1)}${second.slice(0, 1)}`.toUpperCase();
  return html`<span class="face" style="--hue:${hueOf(login)}" aria-hidden="true">${letters}</span>`;
}

function hueOf(login: string): number {
  return [...login].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
}

export type Standing = { readonly word: string; readonly tone: string };

export function standingOf(visit: Visit, issue: Issue): Standing {
  const pull = visit.world.pulls.get(issue.id);
  if (pull?.merged === true) return { word: 'Merged', tone: 'done' };
  if (issue.state === 'open')
    return pull?.draft === true ? { word: 'Draft', tone: 'quiet' } : { word: 'Open', tone: 'open' };
  const unplanned = issue.isPull || issue.stateReason === 'not_planned';
  return { word: 'Closed', tone: unplanned ? 'quiet' : 'done' };
}

export function standingHtml({ word, tone }: Standing): Html {
  return html`<span class="standing ${tone}">${word}</span>`;
}

export function labelsHtml(visit: Visit, issue: Issue): readonly Html[] {
  return issue.labelIds.flatMap((id) => {
    const label = visit.world.labels.get(id);
    if (label === undefined) return [];
    return [
      html`<span class="label" style="--tint:#${colourOf(label.color)}">${label.name}</span>`,
    ];
  });
}

/** Colours come over the API; only what is one gets into a style. */
function colourOf(text: string): string {
  return /^[0-9a-f]{6}$/iu.test(text) ? text : '8b949e';
}

export function repoPath(visit: Visit, repo: Repository): string {
  return `/${encodeURIComponent(loginOf(visit, repo.ownerId))}/${encodeURIComponent(repo.name)}`;
}

export function subjectPath(visit: Visit, repo: Repository, issue: Issue): string {
  const kind = issue.isPull ? 'pull' : 'issues';
  return `${repoPath(visit, repo)}/${kind}/${String(issue.number)}`;
}
