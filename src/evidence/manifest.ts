/**
 * What makes an export evidence: what was asked, up to which event, by which program, how many rows each file has and
 * their digests, whether the log was intact, and which numbers are missing. Its shape is
 * schemas/export-manifest.schema.json.
 *
 * What must stay true: the manifest describes exactly the files beside it; version 1 is published, fields are added
 * and never removed.
 */
import { describeProblem } from '../core/audit/chain.ts';
import { toHex } from '../core/audit/bytes.ts';
import { changeName } from '../core/change/state.ts';
import type { Population } from './population.ts';
import type { Format } from './row-text.ts';

export const MANIFEST_SCHEMA = 'holdpoint.export/v1';
export const MANIFEST_FILE = 'manifest.json';

/** Half-open, ISO 8601 UTC; null: from the beginning, or up to the head. */
export type Period = { readonly from: string | null; readonly to: string | null };

export type ManifestFile = {
  readonly name: string;
  readonly table: string;
  readonly format: Format;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly columns: readonly string[];
};

/** Sequence numbers of the events of a period; both 0 when there are none. */
export type Range = { readonly first: number; readonly last: number; readonly lastHash: string };

export type Manifest = {
  readonly schema: typeof MANIFEST_SCHEMA;
  readonly schema_version: 1;
  readonly tool: { readonly name: 'holdpoint'; readonly version: string };
  readonly run_at: string;
  readonly time_zone: 'UTC';
  readonly workspace: string;
  readonly policy_version: string;
  readonly period: Period;
  readonly filters: { readonly tables: readonly string[]; readonly workspace: string };
  readonly files: readonly ManifestFile[];
  readonly events: {
    readonly first_seq: number;
    readonly last_seq: number;
    /** Hash of the last event in the range: where a file of events has to end. */
    readonly last_hash: string;
    readonly head_seq: number;
    readonly head_hash: string;
  };
  readonly verification: {
    readonly result: 'intact' | 'broken';
    readonly events: number;
    readonly redacted: number;
    readonly problem: string | null;
  };
  readonly numbers: {
    readonly first: string | null;
    readonly last: string | null;
    readonly count: number;
    readonly gaps: readonly string[];
  };
};

export type ManifestFacts = {
  readonly population: Population;
  readonly files: readonly ManifestFile[];
  readonly period: Period;
  readonly range: Range;
  readonly tables: readonly string[];
  readonly policyVersion: string;
  readonly version: string;
  readonly now: string;
};

export function manifestOf(facts: ManifestFacts): Manifest {
  const { population, period, range } = facts;
  const { workspace, head } = population;
  return {
    schema: MANIFEST_SCHEMA,
    schema_version: 1,
    tool: { name: 'holdpoint', version: facts.version },
    run_at: facts.now,
    time_zone: 'UTC',
    workspace,
    policy_version: facts.policyVersion,
    period,
    filters: { tables: facts.tables, workspace },
    files: facts.files,
    events: {
      first_seq: range.first,
      last_seq: range.last,
      last_hash: range.lastHash,
      head_seq: head.seq,
      head_hash: toHex(head.hash),
    },
    verification: verificationOf(population),
    numbers: numbersOf(population),
  };
}

function verificationOf({ verdict }: Population): Manifest['verification'] {
  const { kind, events } = verdict;
  if (kind === 'intact') return { result: kind, events, redacted: verdict.redacted, problem: null };
  return { result: kind, events, redacted: 0, problem: describeProblem(verdict.problem) };
}

/** Numbers are given without gaps, so that every gap asks for an explanation. */
function numbersOf({ numbers }: Population): Manifest['numbers'] {
  const known = new Set(numbers);
  const [first, last] = [numbers[0], numbers.at(-1)];
  const gaps: string[] = [];
  for (let number = 1; number <= (last ?? 0); number += 1)
    if (!known.has(number)) gaps.push(changeName(number));
  return {
    first: first === undefined ? null : changeName(first),
    last: last === undefined ? null : changeName(last),
    count: numbers.length,
    gaps,
  };
}
