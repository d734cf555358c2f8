/*
 * Old addresses. A renamed repository and a transferred issue are pointed to by id: 301 for reading, 307 for
 * writing, so that clients repeat the same request at the new place. `/repositories/{id}/…` answers for
 * whatever the repository is called now.
 */
import { ForgeRefusal } from '../acts/refuse.ts';
import type { World } from '../state/world.ts';
import { apiRoot } from '../json/accounts.ts';
import { fullName } from '../json/repositories.ts';

type Asking = { readonly world: World; readonly method: string; readonly path: string };

function moved({ world, method }: Asking, path: string): ForgeRefusal {
  const url = `${apiRoot(world)}${path}`;
  const reading = method === 'GET';
  const message = reading ? 'Moved Permanently' : 'Temporary Redirect';
  return new ForgeRefusal(reading ? 301 : 307, { message, url }, { location: url });
}

/** Throws the way to the new address when the path names a renamed repository or a transferred issue. */
export function followMoves(asking: Asking): void {
  const { world, path } = asking;
  const [, , owner = '', name = '', ...rest] = path.split('/').map(decodeURIComponent);
  if (!path.startsWith('/repos/')) return;
  const account = world.accounts.find(owner.toLowerCase());
  const key = `${account?.id ?? 0}/${name.toLowerCase()}`;
  const repo = world.repositories.find(key);
  const renamed = repo === undefined ? world.formerNames.get(key) : undefined;
  if (renamed !== undefined) throw moved(asking, ['/repositories', renamed, ...rest].join('/'));
  const [kind, number = '', ...deeper] = rest;
  if (repo === undefined || kind !== 'issues') return;
  const target = world.issues.get(world.movedIssues.get(`${repo.id}#${number}`) ?? 0);
  if (target === undefined) return;
  throw moved(
    asking,
    ['/repositories', target.repoId, 'issues', target.number, ...deeper].join('/'),
  );
}

/** `/repositories/7/issues` as `/repos/owner/name/issues`; anything else as it is. */
export function nameRepository(world: World, path: string): string {
  const [, first, id = '', ...rest] = path.split('/');
  const repo =
    first === 'repositories' && rest.length > 0 ? world.repositories.get(Number(id)) : undefined;
  return repo === undefined ? path : ['/repos', fullName(world, repo), ...rest].join('/');
}
