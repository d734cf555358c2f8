/**
 * Draws what every surface should show, as text: core says what (`desire`), render says how. The answers that acts
 * are owed (reactions, replies) come from the page's own rows.
 */
import type { Facts } from '../core/change/facts.ts';
import { desire } from '../core/desired/desire.ts';
import type { Page } from './book.ts';
import type { Run } from './run.ts';
import { surfaceMarker } from './marker.ts';
import type { Target } from './step.ts';

export async function draw(run: Run, facts: Facts): Promise<Target> {
  const { change } = run.page;
  const desired = desire(change, { facts, titlePrefix: run.titlePrefix });
  const marker = (surface: string): string => surfaceMarker(run.page.markerKey, change.number, surface);
  const boxes = (change.plan?.steps ?? []).map((s) => `- [${change.steps[s.id]?.status === 'done' ? 'x' : ' '}] <!-- chg:${s.id} --> **${s.id}** ${s.text}`);
  const rec = [`### CHG-${change.number} ${change.state}`, `**Next:** ${desired.record.situation.kind}`, ...boxes, marker('record')].join('\n');
  const comments = [{ surface: 'record', body: rec }];
  for (const a of desired.announcements) comments.push({ surface: `milestone:${a.key}`, body: `announce ${a.key}\n${marker(`milestone:${a.key}`)}` });
  if (desired.evidence !== null) comments.push({ surface: 'evidence:1', body: `evidence\n${marker('evidence:1')}` });
  for (const name of run.page.surfaces.keys()) {
    if (!name.startsWith('reply:')) continue;
    const seq = Number(name.split(':')[2]);
    const ev = name.startsWith('reply:refused') ? await run.book.refusal(change.number, seq) : null;
    comments.push({ surface: name, body: `reply ${JSON.stringify(ev)}\n${marker(name)}` });
  }
  return { title: desired.title, labels: desired.labels, open: desired.issue.open, reason: desired.issue.reason, comments, checks: [], reviewers: [], reactions: reactions(run.page) };
}

function reactions(page: Page): Target['reactions'] {
  return [...page.surfaces.values()].filter((r) => r.surface.startsWith('reaction:') && r.writtenAt === null).map((r) => {
    const [, comment, reaction] = r.surface.split(':');
    return { surface: r.surface, comment: comment ?? '', reaction: (reaction ?? 'eyes') as '+1' };
  });
}
