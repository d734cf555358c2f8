/*
 * Who is looking: the person chosen on the page, kept in a cookie, with the rights that person has. Nothing here
 * is a way to sign in; the sandbox has no secrets to keep, only other sites to keep out.
 */
import { lookUpRepository } from '../acts/find.ts';
import { notFound } from '../acts/refuse.ts';
import { atLeast, roleOf, sees } from '../acts/rights.ts';
import type { Visit } from '../http/page-route.ts';
import type { Account } from '../state/accounts.ts';
import type { Repository } from '../state/repositories.ts';

export type Seat = { readonly login: string; readonly name: string; readonly role: string };

/** Nobody is signed in until somebody was chosen; the first account then stands in. */
export function actingAs(visit: Visit): Account | null {
  const header = visit.headers['cookie'];
  const cookies = typeof header === 'string' ? header.split(';') : [];
  const chosen = cookies.map((part) => part.trim()).find((part) => part.startsWith('as='));
  const people = visit.world.accounts.all().filter(({ type }) => type === 'User');
  return people.find(({ login }) => `as=${login}` === chosen) ?? people[0] ?? null;
}

export function seats(visit: Visit, repo: Repository | null): readonly Seat[] {
  return visit.world.accounts
    .all()
    .filter(({ type }) => type === 'User')
    .map((account) => ({
      login: account.login,
      name: account.name ?? account.login,
      role: repo === null ? '' : roleOf(visit.world, repo, account),
    }));
}

export function mayWrite(visit: Visit, repo: Repository): boolean {
  const me = actingAs(visit);
  return me !== null && atLeast(roleOf(visit.world, repo, me), 'write');
}

/** Throws 404 for a repository that is not there or that the person may not see. */
export function repositoryOf(visit: Visit): Repository {
  const { owner = '', repo: name = '' } = visit.params;
  const repo = lookUpRepository(visit.world, `${owner}/${name}`);
  const me = actingAs(visit);
  if (me === null || !sees({ world: visit.world, actor: { kind: 'person', user: me } }, repo))
    throw notFound();
  return repo;
}

/** A page of another site must not act as anybody here. */
export function isSameSite(visit: Visit): boolean {
  const { origin, host } = visit.headers;
  return origin === undefined || origin === `http://${String(host)}`;
}

/** A field of the form that was sent, with the line ends of a forge. */
export function field(visit: Visit, name: string): string {
  return (new URLSearchParams(visit.body).get(name) ?? '').replaceAll('\r\n', '\n');
}
