/*
 * One long play that asks every route and raises every webhook the sandbox has, so that all of them are held
 * against GitHub's own description. A route or webhook that no longer occurs here fails the test.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { restRoutes } from '../../src/sandbox/rest/routes.ts';
import type { Judge } from './description.ts';
import { createJudge, knownEvents } from './description.ts';
import {
  checksAreWritten,
  codeIsRead,
  pullRequestLives,
  queueRuns,
} from './everything-code-does.ts';
import {
  appKnowsItself,
  commentLives,
  issueLives,
  issuesAreLinked,
  peopleAreLookedUp,
  personSignsIn,
} from './everything-people-say.ts';
import type { Play } from './support.ts';
import { openPlay } from './support.ts';

let play: Play;
let judge: Judge;

beforeAll(async () => {
  judge = createJudge();
  play = await openPlay({
    onExchange: judge.onExchange,
    onPayload: judge.onPayload,
  });
});
afterAll(() => play.close());

it('the app knows itself', () => appKnowsItself(play));
it('a person signs in', () => personSignsIn(play));
it('people and rights are looked up', () => peopleAreLookedUp(play));
it('an issue lives', () => issueLives(play));
it('a comment lives', () => commentLives(play));
it('issues are linked', () => issuesAreLinked(play));
it('a pull request lives', () => pullRequestLives(play));
it('code is read', () => codeIsRead(play));
it('checks, statuses and deployments are written', () => checksAreWritten(play));
it('the merge queue runs, an issue is deleted, deliveries are listed', () => queueRuns(play));

it('nothing was other than GitHub describes it', () => {
  expect(judge.complaints()).toEqual([]);
});

it('every route was asked and every webhook raised', () => {
  const routes = restRoutes.map(({ method, pattern }) => `${method.toLowerCase()} ${pattern}`);
  expect(routes.filter((route) => !judge.seen().operations.has(route))).toEqual([]);
  expect(knownEvents().filter((event) => !judge.seen().events.has(event))).toEqual([]);
});
