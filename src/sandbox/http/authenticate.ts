/*
 * Who is asking. An app's signed token (RS256), an installation token, a client id
 * with its secret, a token by which an app acts for a person; `person_<login>` stands for a personal token. Anything else that is given is 401; nothing is anonymous.
 */
import { createVerify } from 'node:crypto';
import type { Actor, App } from '../state/accounts.ts';
import type { JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { World } from '../state/world.ts';
import { badCredentials, forbidden, notFound, unauthorized } from '../acts/refuse.ts';

const undecodable = 'A JSON web token could not be decoded';
const badExpiry =
  "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
const farExpiry = "'Expiration time' claim ('exp') is too far in the future";
const badIssued =
  "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
const longestLifeSeconds = 600;
const leewaySeconds = 60;

function readSegment(segment: string | undefined): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment ?? '', 'base64url').toString('utf8'));
    if (isJsonObject(value)) return value;
  } catch {
    // Falls through to the one answer for every unreadable token.
  }
  throw unauthorized(undecodable);
}

function findApp(world: World, issuer: unknown): App {
  const app = world.apps
    .all()
    .find((row) => String(row.id) === String(issuer) || row.clientId === issuer);
  if (app === undefined) throw notFound();
  return app;
}

export function verifyAppToken(world: World, token: string): App {
  const [head, claims, signature] = token.split('.');
  const header = readSegment(head);
  const payload = readSegment(claims);
  const app = findApp(world, payload['iss']);
  const genuine = createVerify('RSA-SHA256')
    .update(`${head}.${claims}`)
    .verify(app.publicKey, Buffer.from(signature ?? '', 'base64url'));
  if (header['alg'] !== 'RS256' || !genuine) throw unauthorized(undecodable);
  const nowSeconds = world.credentialClock.now().getTime() / 1000;
  const { exp, iat } = payload;
  if (typeof exp !== 'number' || exp <= nowSeconds) throw unauthorized(badExpiry);
  if (exp > nowSeconds + longestLifeSeconds + leewaySeconds) throw unauthorized(farExpiry);
  if (typeof iat !== 'number' || !Number.isInteger(iat) || iat > nowSeconds + leewaySeconds)
    throw unauthorized(badIssued);
  return app;
}

function installationActor(world: World, value: string): Actor {
  const token = world.tokens.get(value);
  const installation =
    token === undefined ? undefined : world.installations.get(token.installationId);
  const app = installation === undefined ? undefined : world.apps.get(installation.appId);
  const user = app === undefined ? undefined : world.accounts.get(app.botId);
  if (token === undefined || installation === undefined || app === undefined || user === undefined)
    throw badCredentials();
  if (world.credentialClock.now().getTime() >= token.expiresAt) throw badCredentials();
  if (installation.suspendedAt !== null) throw forbidden('This installation has been suspended');
  return { kind: 'installation', user, app, installation, token };
}

function clientActor(world: World, value: string): Actor {
  const [id, secret] = Buffer.from(value, 'base64').toString('utf8').split(':');
  const app = world.apps.all().find((row) => row.clientId === id && row.clientSecret === secret);
  if (app === undefined) throw badCredentials();
  return { kind: 'client', app };
}

/** A person, by the token that an app was given for them. */
function signedInActor(world: World, value: string): Actor {
  const token = world.signIns.tokens.get(value);
  const user = token === undefined ? undefined : world.accounts.get(token.userId);
  const isOver = token === undefined || world.credentialClock.now().getTime() >= token.expiresAt;
  if (isOver || user === undefined) throw badCredentials();
  return { kind: 'person', user };
}

export function authenticate(world: World, authorization: string | undefined): Actor {
  if (authorization === undefined) return { kind: 'anonymous' };
  const cut = authorization.indexOf(' ');
  const scheme = authorization.slice(0, cut).toLowerCase();
  const value = authorization.slice(cut + 1).trim();
  if (scheme === 'basic') return clientActor(world, value);
  if (scheme !== 'token' && scheme !== 'bearer') throw badCredentials();
  if (value.startsWith('ghu_')) return signedInActor(world, value);
  if (value.startsWith('ghs_')) return installationActor(world, value);
  if (value.startsWith('person_')) {
    const user = world.accounts.find(value.slice('person_'.length).toLowerCase());
    if (user === undefined || user.type === 'Organization') throw badCredentials();
    return { kind: 'person', user };
  }
  if (value.split('.').length === 3) return { kind: 'app', app: verifyAppToken(world, value) };
  throw badCredentials();
}
