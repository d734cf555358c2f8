/**
 * The pages that stay up after the stories: the sandbox's own, with examples to fill a form in, a clock that a
 * visitor may move on, and pages that go on as soon as the application has answered.
 */
import type { PageRoute } from '../sandbox/http/page-route.ts';
import { sandboxPages } from '../sandbox/pages/pages.ts';
import type { Example } from '../sandbox/pages/settings.ts';
import type { Backstage } from './company.ts';
import { readBody } from './stories/read-body.ts';

const HOUR_MS = 3_600_000;

export function demoPages({ clock, settle }: Backstage): readonly PageRoute[] {
  return sandboxPages({
    examples,
    answered: settle,
    moveClock: (hours) => {
      if (clock.runs())
        clock.moveTo(new Date(clock.now().getTime() + hours * HOUR_MS).toISOString());
    },
  });
}

/** A change of a few hours' notice whose window is open tomorrow at this time, and one that cannot wait. */
function examples(now: Date): readonly Example[] {
  return [
    {
      form: 'change.yml',
      title: 'Limit request rates per address on the public nginx',
      body: readBody('nginx-config').replace(
        /^2026-12-08T14:00\/2026-12-08T15:00$/mu,
        tomorrow(now),
      ),
    },
    {
      form: 'emergency.yml',
      title: 'Emergency: patch the remote-access gateway against an exploited flaw',
      body: readBody('emergency-cve'),
    },
  ];
}

/** `2026-12-09T14:00/2026-12-09T17:00`, on the clock of the example's own zone. */
function tomorrow(now: Date): string {
  const hour = Math.floor(now.getTime() / HOUR_MS);
  return [hour + 24, hour + 27].map((at) => localTime(new Date(at * HOUR_MS))).join('/');
}

const LOCAL = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'short',
});

function localTime(at: Date): string {
  return LOCAL.format(at).replace(' ', 'T');
}
