/* What an app does, with its client id and secret, to a token that a person let it have. */
import { notFound } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { noContent, param, requiredText } from '../http/call.ts';

function revoke(call: Call): Reply {
  const { world, actor } = call;
  const value = requiredText(call, 'access_token', { resource: 'OauthAccess' });
  const token = world.signIns.tokens.get(value);
  const isTheirs = actor.kind === 'client' && actor.app.clientId === param(call, 'client_id');
  if (!isTheirs || token?.appId !== actor.app.id) throw notFound();
  world.signIns.tokens.delete(value);
  return noContent;
}

export const userTokenRoutes: readonly Route[] = [
  { method: 'DELETE', pattern: '/applications/{client_id}/token', handle: revoke },
];
