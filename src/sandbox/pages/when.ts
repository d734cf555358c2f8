/* Times as the people of the example organisation read them: the clock on their wall, and the exact one behind it. */
import { html, type Html } from './html.ts';

const ZONE = 'Europe/Berlin';
const PARTS = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});
const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'short' });

export function clockText(at: Date): string {
  return PARTS.format(at).replace(',', '');
}

export function wallClock(at: Date): string {
  return `${DAY.format(at)} ${clockText(at)}`;
}

export function timeHtml(instant: string): Html {
  return html`<time datetime="${instant}" title="${instant}">${clockText(new Date(instant))}</time>`;
}
