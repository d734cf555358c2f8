/*
 * The body of one webhook: the event's own fields, then the surroundings every event carries. Built when the
 * event happens, not when it is sent, so that a late delivery still tells the truth of its moment.
 */
import type { Installation } from '../state/accounts.ts';
import type { Json, JsonObject } from '../state/json-value.ts';
import type { Happening, World } from '../state/world.ts';
import { accountJson, installationJson, organizationJson } from '../json/accounts.ts';
import { repositoryJson } from '../json/repositories.ts';

const heardWithoutSubscription = new Set([
  'installation',
  'installation_repositories',
  'ping',
  'github_app_authorization',
]);

export function hears(installation: Installation, happening: Happening): boolean {
  if (installation.suspendedAt !== null && happening.event !== 'installation') return false;
  if (happening.onlyAppId !== undefined && happening.onlyAppId !== installation.appId) return false;
  const inScope =
    happening.repoId === null ||
    installation.repositories === 'all' ||
    installation.repositories.has(happening.repoId);
  return (
    inScope &&
    (heardWithoutSubscription.has(happening.event) || installation.events.includes(happening.event))
  );
}

export function payloadOf(
  world: World,
  installation: Installation | null,
  happening: Happening,
): JsonObject {
  const repo = happening.repoId === null ? undefined : world.repositories.get(happening.repoId);
  const owner = world.accounts.get(happening.ownerId);
  const sender = world.accounts.get(happening.senderId);
  const body: Record<string, Json> = {};
  if (happening.action !== null) body['action'] = happening.action;
  Object.assign(body, happening.body);
  if (repo !== undefined) body['repository'] = repositoryJson(world, repo);
  if (owner?.type === 'Organization') body['organization'] = organizationJson(world, owner);
  if (sender !== undefined) body['sender'] = accountJson(world, sender);
  if (installation !== null) {
    body['installation'] =
      happening.event === 'installation'
        ? installationJson(world, installation)
        : { id: installation.id, node_id: installation.nodeId };
  }
  return body;
}
