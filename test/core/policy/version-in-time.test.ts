/** A calendar, a catalogue and a questionnaire are asked anew at each act: nobody's approval is about them. */
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { decidingDigest } from '../../../src/core/policy/version.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { asFile } from '../../policy/files.ts';

const PLAIN = 'policy: 1\n';
const OTHERS = [
  'assets: [{ id: a }]',
  'freezes: [{ id: f, reason: r, owner: o, start: "2026-12-24T00:00", end: "2026-12-25T00:00", timezone: UTC }]',
  'maintenance_windows: [{ id: w, rrule: FREQ=DAILY, start: "22:00", minutes: 60, timezone: UTC }]',
  'risk_model: null',
  'post_implementation_review: { after: [failed] }',
  'unauthorised: { ignore_actors: [] }',
];

function read(text: string): Policy {
  return readPolicy({ repository: asFile(text) });
}

function digestOf({
  version: _version,
  problems: _problems,
  sources: _sources,
  ...said
}: Policy): string {
  return decidingDigest(said);
}

describe('a policy with another calendar, other assets or another questionnaire', () => {
  it.each(OTHERS)('decides the same, under a name of its own: %s', (text) => {
    const [before, after] = [read(PLAIN), read(`${PLAIN}${text}\n`)];
    expect(after.problems).toEqual([]);
    expect(digestOf(after)).toBe(digestOf(before));
    expect(after.version).not.toBe(before.version);
  });

  it('decides otherwise once a rule is another', () => {
    const other = read(`${PLAIN}merge_method: squash\n`);
    expect(digestOf(other)).not.toBe(digestOf(read(PLAIN)));
  });
});
