/*
 * The sandbox's pages: read as anybody, act as the person chosen above. Every act goes through the same verbs and
 * rights as in a story; a refusal of the forge is shown where it happened.
 */
import type { PageReply, PageRoute, Visit } from '../http/page-route.ts';
import { ForgeRefusal } from '../acts/refuse.ts';
import { lookUpRepository, findIssue } from '../acts/find.ts';
import { createPerson, type Person } from '../person/person.ts';
import { html } from './html.ts';
import { filledBody, readForm } from './issue-form.ts';
import { issuePage, type Place } from './issue-page.ts';
import { actingAs, page, people, seeOther } from './layout.ts';
import { chooseForm, formPage, issueList } from './lists.ts';
import { editPage } from './edit-page.ts';

const REPO = '/{owner}/{repo}';
const ISSUE = `${REPO}/issues/{number}`;

export const issuePages: readonly PageRoute[] = [
  { method: 'GET', pattern: '/', handle: () => seeOther('/lighthouse-freight/operations/issues') },
  { method: 'POST', pattern: '/act-as', handle: actAs },
  { method: 'GET', pattern: `${REPO}/issues`, handle: at(issueList) },
  { method: 'GET', pattern: `${REPO}/issues/new`, handle: at(chooseForm) },
  {
    method: 'GET',
    pattern: `${REPO}/issues/new/{file}`,
    handle: at((place) => formPage(place, place.visit.params['file'] ?? '')),
  },
  { method: 'POST', pattern: `${REPO}/issues/new/{file}`, handle: at(submitForm) },
  { method: 'GET', pattern: ISSUE, handle: at((place) => issuePage(place, issueOf(place))) },
  {
    method: 'GET',
    pattern: `${REPO}/pull/{number}`,
    handle: at((place) => issuePage(place, issueOf(place))),
  },
  {
    method: 'GET',
    pattern: `${ISSUE}/edit`,
    handle: at((place) => editPage(place, issueOf(place))),
  },
  act('edit', (me, subject, answers) =>
    me.editIssue(subject, { title: answers.get('title') ?? '', body: clean(answers.get('body')) }),
  ),
  act('comment', (me, subject, answers) => me.comment(subject, clean(answers.get('body')))),
  act('state', (me, subject, answers) =>
    answers.get('state') === 'closed' ? me.closeIssue(subject) : me.reopenIssue(subject),
  ),
  act('review', (me, subject, answers) =>
    me.review(subject, verdictOf(answers.get('verdict')), clean(answers.get('body'))),
  ),
  act('merge', (me, subject) => me.merge(subject)),
  { method: 'POST', pattern: `${ISSUE}/tick/{comment}`, handle: acting(tick) },
];

type Act = (me: Person, subject: string, answers: URLSearchParams, visit: Visit) => unknown;

function act(name: string, perform: Act): PageRoute {
  return { method: 'POST', pattern: `${ISSUE}/${name}`, handle: acting(perform) };
}

function acting(perform: Act): (visit: Visit) => PageReply {
  return (visit) => {
    const { owner, repo, number } = visit.params;
    const here = `/${owner ?? ''}/${repo ?? ''}/issues/${number ?? ''}`;
    if (!isSameSite(visit))
      return { status: 403, headers: {}, body: 'This form was sent from another site.' };
    try {
      perform(
        createPerson(visit.world, actingAs(visit)),
        `${owner ?? ''}/${repo ?? ''}#${number ?? ''}`,
        new URLSearchParams(visit.body),
        visit,
      );
      return seeOther(`${here}?fresh=1`);
    } catch (error) {
      if (error instanceof ForgeRefusal)
        return seeOther(
          `${here}?refused=${encodeURIComponent(`The forge refused: ${error.message}`)}`,
        );
      throw error;
    }
  };
}

function tick(me: Person, _subject: string, answers: URLSearchParams, visit: Visit): void {
  const comment = Number(visit.params['comment']);
  const ticked = answers.get('tick');
  const unticked = answers.get('untick');
  if (ticked !== null) me.tick(comment, ticked);
  if (unticked !== null) me.untick(comment, unticked);
}

function verdictOf(text: string | null): 'approve' | 'request_changes' | 'comment' {
  return text === 'approve' || text === 'request_changes' ? text : 'comment';
}

function clean(text: string | null): string {
  return (text ?? '').replaceAll('\r\n', '\n');
}

/** A page of another site must not act as anybody here. */
function isSameSite(visit: Visit): boolean {
  const origin = visit.headers['origin'];
  return (
    origin === undefined ||
    origin === visit.url.origin ||
    origin === `http://${String(visit.headers['host'])}`
  );
}

function actAs(visit: Visit): PageReply {
  const answers = new URLSearchParams(visit.body);
  const back = answers.get('back') ?? '/';
  const login = answers.get('login') ?? '';
  return seeOther(
    back.startsWith('/') && !back.startsWith('//') ? back : '/',
    `as=${encodeURIComponent(login)}; Path=/; SameSite=Lax; HttpOnly`,
  );
}

function submitForm(place: Place): PageReply {
  const { visit, repo, path } = place;
  const form = readForm(visit.world, repo, visit.params['file'] ?? '');
  if (form === null || !isSameSite(visit))
    return { status: 404, headers: {}, body: 'no such form' };
  const answers = new URLSearchParams(visit.body);
  const me = createPerson(visit.world, actingAs(visit));
  try {
    const issue = me.openIssue(path.slice(1), {
      title: answers.get('title') ?? '',
      body: filledBody(form, answers),
      labels: form.labels,
    });
    return seeOther(`${path}/issues/${String(issue.number)}?fresh=1`);
  } catch (error) {
    if (!(error instanceof ForgeRefusal)) throw error;
    return page(
      visit,
      {
        title: 'Refused',
        people: people(visit, repo),
        main: html`<h1>The forge refused</h1>
          <p>${error.message}</p>`,
      },
      422,
    );
  }
}

function issueOf(place: Place): ReturnType<typeof findIssue> {
  return findIssue(place.visit.world, place.repo, Number(place.visit.params['number']));
}

function at(show: (place: Place) => PageReply): (visit: Visit) => PageReply {
  return (visit) => {
    const { owner, repo } = visit.params;
    try {
      const path = `/${owner ?? ''}/${repo ?? ''}`;
      return show({ visit, repo: lookUpRepository(visit.world, path.slice(1)), path });
    } catch (error) {
      if (!(error instanceof ForgeRefusal) && !(error instanceof Error)) throw error;
      return page(
        visit,
        {
          title: 'Not found',
          people: people(visit, null),
          main: html`<h1>Not found</h1>
            <p>${error.message}</p>`,
        },
        404,
      );
    }
  };
}
