/*
 * What a visitor does with the forms of the pages. Every act goes through the same verbs and rights as in a story;
 * what the forge refuses is told on the page where it was tried.
 */
import { ForgeRefusal, notFound } from '../acts/refuse.ts';
import type { PageReply, Visit } from '../http/page-route.ts';
import { createPerson, type Person } from '../person/person.ts';
import type { Issue } from '../state/conversations.ts';
import { subjectPath } from './badges.ts';
import { filledBody, readForm } from './issue-form.ts';
import { seeOther, type Place } from './layout.ts';
import { actingAs, field } from './visitor.ts';

/** Returns the anchor at which the page goes on, if there is one. */
type Act = (deed: Deed) => string | undefined;
type Deed = { readonly me: Person; readonly ref: string; readonly visit: Visit };

export const ISSUE_ACTS: Readonly<Record<string, Act>> = {
  comment: ({ me, ref, visit }) => `c${String(me.comment(ref, field(visit, 'body')).id)}`,
  edit: ({ me, ref, visit }) => {
    me.editIssue(ref, { title: field(visit, 'title'), body: field(visit, 'body') });
    return undefined;
  },
  state: ({ me, ref, visit }) => {
    if (field(visit, 'state') === 'closed') me.closeIssue(ref);
    else me.reopenIssue(ref);
    return undefined;
  },
  review: ({ me, ref, visit }) => {
    const verdict = field(visit, 'verdict');
    const known = verdict === 'approve' || verdict === 'request_changes';
    me.review(ref, known ? verdict : 'comment', field(visit, 'body'));
    return 'checks';
  },
  merge: ({ me, ref }) => {
    me.merge(ref);
    return 'checks';
  },
  report,
};

/** The word of a CI on the head of a pull request, given by whoever presses the button. */
function report({ me, ref, visit }: Deed): string {
  const passed = field(visit, 'state') === 'success';
  const [repo = ''] = ref.split('#');
  me.setStatus(repo, {
    sha: field(visit, 'sha'),
    context: 'ci/test',
    state: passed ? 'success' : 'failure',
    description: passed ? 'all tests passed' : 'two tests failed',
  });
  return 'checks';
}

export function actOn(place: Place, issue: Issue, act: Act): PageReply {
  const { visit, repo, path } = place;
  const here = subjectPath(visit, repo, issue);
  try {
    const anchor = act({
      me: person(visit),
      ref: `${path.slice(1)}#${String(issue.number)}`,
      visit,
    });
    return seeOther(`${here}?fresh=${anchor ?? 'top'}${anchor === undefined ? '' : `#${anchor}`}`);
  } catch (error) {
    if (!(error instanceof ForgeRefusal)) throw error;
    return seeOther(`${here}?refused=${encodeURIComponent(`The forge refused. ${error.message}`)}`);
  }
}

export function tick({ me, visit }: Deed): string {
  const comment = Number(visit.params['comment']);
  const [ticked, unticked] = [field(visit, 'tick'), field(visit, 'untick')];
  if (ticked !== '') me.tick(comment, ticked);
  if (unticked !== '') me.untick(comment, unticked);
  return `c${String(comment)}`;
}

export function openFromForm(place: Place): PageReply {
  const { visit, repo, path } = place;
  const form = readForm(visit.world, repo, visit.params['file'] ?? '');
  if (form === null) throw notFound();
  const issue = person(visit).openIssue(path.slice(1), {
    title: field(visit, 'title'),
    body: filledBody(form, new URLSearchParams(visit.body)),
    labels: form.labels,
    fromForm: true,
  });
  return seeOther(`${subjectPath(visit, repo, issue)}?fresh=top`);
}

export function openPull(place: Place): PageReply {
  const { visit, path } = place;
  const me = person(visit);
  const [title, branch] = [field(visit, 'title'), field(visit, 'branch')];
  const pull = me.openPullRequest(path.slice(1), {
    head: branch,
    title,
    body: field(visit, 'body'),
    commits: [
      {
        message: title,
        author: me.login,
        files: { [field(visit, 'path')]: field(visit, 'content') },
      },
    ],
  });
  return seeOther(`${path}/pull/${String(pull.number)}?fresh=checks`);
}

function person(visit: Visit): Person {
  const me = actingAs(visit);
  if (me === null) throw notFound();
  return createPerson(visit.world, me.login);
}
