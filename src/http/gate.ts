/**
 * The deploy gate for any CI: `POST /api/v1/gate` asks whether a commit may be deployed now, `POST /api/v1/gate/redeem`
 * uses a signed answer, once. Decided is elsewhere; here it is asked, signed and told.
 *
 * What must stay true: only a yes is answered with 200, so that whoever looks at nothing but the status is safe. An answer
 * is used by whoever asked for it, within its minute, once; the same claim told twice is one.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { reasonsDigest } from '../core/deploy/answer.ts';
import type {
  DeployAnswer,
  DeployQuestion,
  GateAnswered,
  GateAsked,
} from '../core/deploy/answer.ts';
import { GATE_LIFE_S, readGateToken, signGateAnswer } from './gate-token.ts';
import type { GateClaims, SigningKey } from './gate-token.ts';
import { changeName } from '../core/change/state.ts';
import { renderGateAnswer } from '../render/gate-answer.ts';
import { isFault, sendFault, type ApiFault } from './api-fault.ts';
import { nameOf, type AuthenticateFor, type Caller } from './caller.ts';
import { readGateRequest, readJsonObject, type GateRequest } from './gate-request.ts';
import { readBody, type Room } from './read-body.ts';
import { sendAnswer, type Route } from './route.ts';

export type GateClaiming = {
  readonly workspace: string;
  readonly jti: string;
  readonly claimId: string;
  readonly claims: GateClaims;
  readonly claimedBy: string;
  readonly claimedAt: string;
};

export type GateHouse = {
  readonly authenticate: AuthenticateFor;
  readonly answer: (asked: GateAsked) => Promise<GateAnswered>;
  /** The claim that holds: whose, by which id, and since when. */
  readonly claim: (
    claiming: GateClaiming,
  ) => Promise<Pick<GateClaiming, 'claimId' | 'claimedBy' | 'claimedAt'>>;
  readonly key: SigningKey;
  /** Whose answers they are: where this server is reached. */
  readonly issuer: string;
  /** Our clock minus the database's; null when unknown. */
  readonly clockSkewMs: () => number | null;
  readonly clock: Clock;
  readonly log: Logger;
};

const MOST_BYTES = 16 * 1024;
const BODY_MS = 5_000;
const MOST_SKEW_MS = 5_000;
const STATUS = { yes: 200, no: 409, cannot_tell: 503 } as const;

export function gateRoutes(house: GateHouse): readonly Route[] {
  const room: Room = { taken: 0, mostBytes: 4 * 1024 * 1024 };
  const post = (path: string, work: Work): Route => ({
    path,
    methods: ['POST'],
    handle: async (request, response) => {
      const fault = await handle(house, { request, response, room, work });
      if (fault === null) return;
      house.log.info({ action: 'gate_refused', path, error: fault.error }, 'the gate said no');
      sendFault(response, fault);
    },
  });
  return [
    post('/api/v1/gate', ask),
    post('/api/v1/gate/redeem', redeem),
    {
      path: '/.well-known/jwks.json',
      methods: ['GET', 'HEAD'],
      handle: (_request, response) => {
        sendAnswer(response, { status: 200, body: { keys: [house.key.jwk] } });
      },
    },
  ];
}

/** Whoever runs the server has not said where it is reached, so nobody could tell whose answers these are. */
export function shutGate(): readonly Route[] {
  const fault: ApiFault = {
    ...{ status: 503, error: 'not_set_up', expected: 'the setting PUBLIC_URL' },
    ...{ found: 'nothing', next: 'whoever runs this server sets it; until then take it for a no' },
  };
  const handle: Route['handle'] = (_request, response) => {
    response.setHeader('connection', 'close');
    sendFault(response, fault);
  };
  return ['/api/v1/gate', '/api/v1/gate/redeem'].map((path) => ({
    path,
    methods: ['POST'],
    handle,
  }));
}

type Body = Readonly<Record<string, unknown>>;
type Asked = { readonly caller: Caller; readonly body: Body; readonly response: ServerResponse };
type Work = (house: GateHouse, asked: Asked) => Promise<ApiFault | null>;
type Handling = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly room: Room;
  readonly work: Work;
};

async function handle(
  house: GateHouse,
  { request, response, room, work }: Handling,
): Promise<ApiFault | null> {
  const read = await bodyOf(request, room);
  if (!(read instanceof Uint8Array)) {
    response.setHeader('connection', 'close');
    return read;
  }
  const caller = await house.authenticate(request, 'gate');
  if (isFault(caller)) return caller;
  const body = readJsonObject(read);
  if (body === null) return malformed('a JSON object in UTF-8', 'something else');
  return work(house, { caller, body, response });
}

async function bodyOf(request: IncomingMessage, room: Room): Promise<Uint8Array | ApiFault> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    return { ...malformed('the content type application/json', 'another one'), status: 415 };
  const read = await readBody(request, { mostBytes: MOST_BYTES, timeoutMs: BODY_MS, room });
  if (read.kind === 'read') return read.bytes;
  const expected = `a body of at most ${String(MOST_BYTES)} bytes, within ${String(BODY_MS / 1_000)} s`;
  return { ...malformed(expected, read.kind), status: read.kind === 'too_large' ? 413 : 408 };
}

async function ask(house: GateHouse, { caller, body, response }: Asked): Promise<ApiFault | null> {
  const read = readGateRequest(body);
  if ('problems' in read)
    return malformed(
      'a question as schemas/gate-request.schema.json has it',
      read.problems.join('; '),
    );
  const { asked } = read;
  const repository = repositoryOf(caller, asked);
  if ('error' in repository) return repository;
  const { sha, environment } = asked;
  const change = asked.change === undefined ? null : Number(asked.change.slice('CHG-'.length));
  const { workspace } = caller;
  const question = { change, repository, sha, environment, by: starterOf(caller, asked) };
  const answered = await answerOf(house, { workspace, question });
  if (answered === 'silent' || answered === 'crowded') return cannotTell(answered);
  const now = Math.floor(house.clock.now().getTime() / 1_000);
  const claims: GateClaims = {
    ...{ iss: house.issuer, aud: asked.audience ?? house.issuer, jti: randomUUID() },
    ...{ iat: now, exp: now + GATE_LIFE_S, workspace },
    change: answered.change === null ? null : changeName(answered.change.number),
    ...{ repository: repository.name, sha, environment, verdict: answered.answer },
    reasons: reasonsDigest(answered.verdicts),
    ...(answered.would === null ? {} : { receipt: true as const, would: answered.would }),
  };
  tell(house, response, { answered, claims });
  return null;
}

async function answerOf(house: GateHouse, asked: GateAsked): Promise<GateAnswered | 'silent'> {
  try {
    return await house.answer(asked);
  } catch (error) {
    house.log.error(
      { action: 'gate_silent', workspace: asked.workspace, err: error },
      'a question to the gate could not be answered',
    );
    return 'silent';
  }
}

type Told = { readonly answered: DeployAnswer; readonly claims: GateClaims };

function tell(house: GateHouse, response: ServerResponse, { answered, claims }: Told): void {
  const { change, sha, environment, verdict, repository, workspace } = claims;
  const said = { change_id: change, sha, environment, repository, workspace, answer: verdict };
  house.log.info({ action: 'gate_asked', ...said }, 'the gate was asked');
  const body = {
    ...renderGateAnswer(answered, { repository, sha, environment }),
    token: signGateAnswer(house.key, claims),
    expires_at: new Date(claims.exp * 1_000).toISOString(),
  };
  sendAnswer(response, { status: STATUS[verdict], body });
}

/** A workflow says in its token who set it off, and cannot name anybody else. */
function starterOf(caller: Caller, { started_by: login }: GateRequest): DeployQuestion['by'] {
  if (caller.kind === 'workflow') return caller.actor;
  return login === undefined ? null : { id: null, login };
}

/** A workflow speaks for the repository that it runs in, and for no other. */
function repositoryOf(
  caller: Caller,
  { repository: name }: GateRequest,
): { readonly id: string | null; readonly name: string } | ApiFault {
  if (caller.kind === 'key') {
    if (name !== undefined) return { id: null, name };
    return malformed('repository: owner/name, because a key belongs to none', 'no repository');
  }
  const { repository } = caller;
  if (name === undefined || name.toLowerCase() === repository.name.toLowerCase()) return repository;
  return {
    ...{
      status: 403,
      error: 'repository_foreign',
      expected: `a question about ${repository.name}`,
    },
    ...{ found: `one about ${name}`, next: 'ask from a workflow of that repository' },
  };
}

async function redeem(
  house: GateHouse,
  { caller, body, response }: Asked,
): Promise<ApiFault | null> {
  const { token, claim_id: claimId } = body;
  if (typeof token !== 'string' || typeof claimId !== 'string' || !/^[!-~]{1,100}$/.test(claimId))
    return malformed(
      'token, and a claim_id of your own (1 to 100 visible characters)',
      'another body',
    );
  const skew = house.clockSkewMs();
  if (skew === null || Math.abs(skew) > MOST_SKEW_MS) return cannotTell('clock');
  const now = house.clock.now();
  const read = readGateToken(house.key, token, {
    issuer: house.issuer,
    now: Math.floor(now.getTime() / 1_000),
  });
  if (read.kind !== 'read') return tokenFault(read.kind);
  const { claims } = read;
  if (isForeign(caller, claims)) return tokenFault('foreign');
  const { workspace, jti } = claims;
  const claimedAt = now.toISOString();
  const claimedBy = nameOf(caller);
  const held = await house.claim({ workspace, jti, claimId, claims, claimedBy, claimedAt });
  if (held.claimId !== claimId || held.claimedBy !== claimedBy) return tokenFault('replayed');
  const { change, repository, sha, environment } = claims;
  const said = { change, repository, sha, environment };
  sendAnswer(response, {
    status: 200,
    body: { redeemed: true, claim_id: claimId, claimed_at: held.claimedAt, ...said },
  });
  return null;
}

function isForeign(caller: Caller, { workspace, repository }: GateClaims): boolean {
  if (caller.workspace !== workspace) return true;
  if (caller.kind === 'key') return false;
  return caller.repository.name.toLowerCase() !== repository.toLowerCase();
}

const AGAIN = 'ask the gate again, and use the answer within its minute';

const TOKEN_FAULTS: Readonly<
  Record<'not_ours' | 'expired' | 'clock_skew' | 'not_a_yes' | 'foreign' | 'replayed', ApiFault>
> = {
  not_ours: tokenFaultOf(400, 'token_unknown', 'something that this server did not sign'),
  expired: tokenFaultOf(409, 'token_expired', 'one whose minute is over'),
  clock_skew: tokenFaultOf(409, 'clock_skew', 'one whose times cannot be right by this clock'),
  not_a_yes: tokenFaultOf(409, 'not_a_yes', 'one that says no'),
  foreign: tokenFaultOf(403, 'token_foreign', 'one that another workspace or repository was given'),
  replayed: tokenFaultOf(409, 'token_replayed', 'one that was used before, by another claim'),
};

function tokenFaultOf(status: 400 | 403 | 409, error: string, found: string): ApiFault {
  return { status, error, expected: 'a yes of this gate, unused', found, next: AGAIN };
}

function tokenFault(kind: keyof typeof TOKEN_FAULTS): ApiFault {
  return TOKEN_FAULTS[kind];
}

function cannotTell(why: 'silent' | 'crowded' | 'clock'): ApiFault {
  const found = {
    silent: 'something that did not answer; the log of the server has it',
    crowded: 'more questions about different changes than the forge can be asked for',
    clock: 'clocks of server and database that differ, or cannot be compared',
  } as const;
  return {
    ...{ status: 503, error: 'cannot_tell', expected: 'everything that an answer stands on' },
    ...{ found: found[why], next: 'take it for a no; try again in a minute' },
  };
}

function malformed(expected: string, found: string): ApiFault {
  return {
    ...{ status: 400, error: 'malformed', expected, found },
    next: 'docs/deploy-gate.md has examples',
  };
}
