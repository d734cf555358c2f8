/**
 * An announcement as data: a comment of its own, because somebody has to act now.
 *
 * What must stay true: words of people stand here exactly as they were written; only `render` turns them into text.
 */
import type { PostReview } from '../change/post-review.ts';
import type { RefusalCode } from '../change/refusal.ts';
import type { Closure, Duty, StateName } from '../change/state.ts';
import type { Category, Step, Window } from '../plan/plan.ts';
import type { Milestone } from '../policy/catalogue.ts';
import type { Returned } from './returned.ts';
import type { ViewClock, Who } from './view.ts';

/** A comment of its own, because somebody has to act now. It is taken away when its key is gone. */
export type Announcement = {
  readonly key: string;
  readonly number: number;
  readonly title: string;
  readonly issueUrl: string;
  readonly clock: ViewClock;
  readonly about: AnnouncementAbout;
  /** Logins to notify, most fitting first; at most a handful, subscribers apart. */
  readonly notify: readonly string[];
  readonly who: Who;
};

/** Before it is said of which change it speaks. */
export type AnnouncementDraft = Pick<Announcement, 'key' | 'about' | 'notify' | 'who'>;

export type AnnouncementAbout =
  | {
      readonly kind: 'review';
      readonly category: Category | null;
      readonly window: Window | null;
      readonly needed: number;
      readonly returned: Returned | null;
    }
  | {
      readonly kind: 'sign_in';
      readonly until: string;
      readonly address: string | null;
    }
  | {
      readonly kind: 'hold';
      readonly step: Step;
      readonly by: string;
      readonly observed: string | null;
      readonly shuts: string | null;
    }
  | { readonly kind: 'declined'; readonly step: Step; readonly by: string; readonly saw: string }
  | {
      readonly kind: 'handover';
      readonly from: string;
      readonly to: string;
      readonly progress: { readonly finished: number; readonly total: number };
    }
  | {
      readonly kind: 'authorise';
      readonly authoriser: string | null;
      readonly startedBy: string;
      readonly dueAt: string;
    }
  | { readonly kind: 'post_review'; readonly dueAt: string; readonly why: PostReview['why'] }
  | {
      readonly kind: 'overdue';
      readonly dueAt: string;
      readonly owed: 'review' | 'authorisation';
      /** What passed the gates unseen merges nothing more until it is reviewed. */
      readonly shutsMerge: boolean;
    }
  | { readonly kind: 'duties_overdue'; readonly duties: readonly Duty[] }
  | { readonly kind: 'overrun'; readonly end: string }
  | { readonly kind: 'changes_requested'; readonly by: string; readonly text: string }
  | { readonly kind: 'blocked'; readonly by: string; readonly text: string }
  | {
      readonly kind: 'concern';
      readonly name: string;
      readonly by: string;
      readonly text: string;
    }
  | {
      readonly kind: 'bypass';
      readonly gate: RefusalCode;
      readonly by: string;
      readonly text: string;
      readonly until: string;
    }
  | {
      readonly kind: 'milestone';
      readonly milestone: Milestone;
      readonly assets: readonly string[];
      readonly window: Window | null;
      readonly closure: Closure['code'] | null;
      /** `organisation/team`, to notify as well. */
      readonly teams: readonly string[];
    }
  | { readonly kind: 'closed_early'; readonly closer: string; readonly state: StateName };

export type AnnouncementKind = AnnouncementAbout['kind'];
