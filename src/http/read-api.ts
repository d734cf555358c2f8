/**
 * What may be read over HTTP by those who may ask the gate: `GET /api/v1/where` and `GET /api/v1/conflicts`. Nothing here
 * decides anything, and nothing here is a yes.
 */
import type { IncomingMessage } from 'node:http';
import type { Place } from '../core/deploy/where.ts';
import type { ConflictSummary } from '../core/time/conflict-summary.ts';
import { isFault, sendFault, type ApiFault } from './api-fault.ts';
import type { AuthenticateFor, Caller } from './caller.ts';
import { sendAnswer, type Route } from './route.ts';

export type ReadHouse = {
  readonly authenticate: AuthenticateFor;
  /** Null: the repository is not known. */
  readonly where: (asked: {
    readonly workspace: string;
    readonly repository: { readonly id: string | null; readonly name: string };
    readonly asset: string | null;
  }) => Promise<readonly Place[] | null>;
  /** Null: there is no such change for whoever asks. `repository`: an id; null: any. */
  readonly conflicts: (asked: {
    readonly workspace: string;
    readonly change: number;
    readonly repository: string | null;
  }) => Promise<ConflictSummary | null>;
};

type Told = Readonly<Record<string, unknown>> | ApiFault;
type Read = (house: ReadHouse, caller: Caller, query: URLSearchParams) => Promise<Told>;

export function readRoutes(house: ReadHouse): readonly Route[] {
  const get = (path: string, read: Read): Route => ({
    path,
    methods: ['GET'],
    handle: async (request, response) => {
      const told = await answer(house, request, read);
      if ('error' in told && isFault(told)) sendFault(response, told);
      else sendAnswer(response, { status: 200, body: told });
    },
  });
  return [get('/api/v1/where', where), get('/api/v1/conflicts', conflicts)];
}

async function answer(house: ReadHouse, request: IncomingMessage, read: Read): Promise<Told> {
  const caller = await house.authenticate(request, 'read');
  if (isFault(caller)) return caller;
  return read(house, caller, new URL(request.url ?? '/', 'http://localhost').searchParams);
}

async function where(house: ReadHouse, caller: Caller, query: URLSearchParams): Promise<Told> {
  const { workspace } = caller;
  const named = query.get('repository') ?? '';
  const repository = caller.kind === 'workflow' ? caller.repository : { id: null, name: named };
  if (!/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repository.name))
    return malformed('repository=owner/name', named);
  if (named !== '' && named.toLowerCase() !== repository.name.toLowerCase())
    return malformed(`a question about ${repository.name}`, named);
  const asset = query.get('asset');
  if (asset !== null && asset.length > 200) return malformed('an asset of the policy', asset);
  const places = await house.where({ workspace, repository, asset });
  if (places === null) return unknown('a repository in which a change was opened', repository.name);
  return { schema: 'holdpoint.where/v1', repository: repository.name, asset, environments: places };
}

async function conflicts(house: ReadHouse, caller: Caller, query: URLSearchParams): Promise<Told> {
  const named = query.get('change') ?? '';
  const digits = /^chg-([0-9]{1,9})$/iu.exec(named)?.[1];
  if (digits === undefined) return malformed('change=CHG-00012', named);
  const summary = await house.conflicts({
    workspace: caller.workspace,
    change: Number(digits),
    repository: caller.kind === 'workflow' ? caller.repository.id : null,
  });
  if (summary === null) return unknown('a change that you may ask about', named);
  return { schema: 'holdpoint.conflicts/v1', ...summary };
}

function malformed(expected: string, found: string): ApiFault {
  const said = { expected, found: found.slice(0, 200), next: 'docs/deploy-gate.md has examples' };
  return { status: 400, error: 'malformed', ...said };
}

function unknown(expected: string, found: string): ApiFault {
  return { status: 404, error: 'unknown', expected, found, next: 'look at `holdpoint list`' };
}
