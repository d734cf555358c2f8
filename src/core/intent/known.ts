/**
 * What is known when a notice arrives, and the making of intentions. Small on purpose: `intend` reads a notice and a
 * few facts of our own record, never the forge.
 */
import type { Command } from '../change/command.ts';
import type { Change } from '../change/state.ts';
import type { FormVersion } from '../plan/form.ts';
import type { Category } from '../plan/plan.ts';
import type { TemplateRegistry } from '../template/template.ts';
import type { Intention } from './intention.ts';
import type { Notice } from './notice.ts';

export type Known = {
  /** The change of the notice's issue, or null. */
  readonly change: Change | null;
  /** Of a notice that names another issue as what blocks this one: the number of its change; null, absent: it is none. */
  readonly blocker?: number | null;
  /** The changes that the notice's pull request or commit is linked to. */
  readonly linked: readonly Change[];
  readonly forms: readonly FormVersion[];
  /** By which a text that names one is read. */
  readonly templates: TemplateRegistry;
  /** Categories in which a pull request of this repository may be its own change; empty where the notice is about none. */
  readonly ownPulls: readonly Category[];
  /** The forge's id of our record comment. */
  readonly recordComment: string | null;
  readonly evidenceComments: readonly string[];
  /** The notice's comment, when it is another one of ours. */
  readonly otherComment: { readonly id: string; readonly surface: 'announcement' | 'reply' } | null;
  /** What we wrote last into the record comment. */
  readonly lastRecordBody: string | null;
  /** The state label that we maintain on the issue. */
  readonly stateLabel: string | null;
};

/** A notice with the fact of one kind. */
export type NoticeOf<K extends Notice['fact']['kind']> = Omit<Notice, 'fact'> & {
  readonly fact: Extract<Notice['fact'], { kind: K }>;
};

export type Act = { readonly key: string; readonly url: string | null; readonly ref?: string };

/** What a change is asked, by an act. */
export function asking(change: number | null, command: Command, act: Act): Intention {
  return { change, command, key: act.key, ref: act.ref ?? null, url: act.url };
}

export function byPerson(notice: Pick<Notice, 'actor'>): boolean {
  return notice.actor.kind === 'human';
}
