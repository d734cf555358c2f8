/** What a policy is called: by all that decides in it, and by nothing that is only read. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { isVersion, versionOf } from '../../../src/core/policy/version.ts';
import { ruled, rule, leaf } from './ruled.ts';

/** What people read: everything else decides. */
const READ = [
  'document',
  'locale',
  'reviewChecklist',
  'rollbackCriteria',
  'stepSets',
  'compliance',
  'summary',
  'examples',
  'title',
  'notes',
  'threshold',
  'method',
];

const WHOLE: Policy = {
  ...DEFAULT_POLICY,
  approvalRules: [rule('security', { teams: ['security'], roles: ['lead'], people: ['sora-sec'] })],
  rules: [...DEFAULT_POLICY.rules, ...ruled(leaf('security')).rules],
  roleHolders: { lead: { roles: [], teams: ['leads'], people: ['dee-lead'] } },
  linkedAccounts: [['mara-ops', 'mara-laptop']],
  ownPulls: ['standard'],
  reauthentication: { categories: ['significant'], withinMinutes: 10 },
  retentionDays: 400,
};

function named({
  version: _version,
  problems: _problems,
  sources: _sources,
  ...said
}: Policy): string {
  return versionOf('builtin', said);
}

type Place = { readonly at: readonly string[]; readonly changed: Policy };

/** Every single place in a policy, each changed once. */
function* everyPlace(
  value: unknown,
  at: readonly string[],
  put: (v: unknown) => Policy,
): Iterable<Place> {
  if (typeof value === 'string') yield { at, changed: put(`${value} else`) };
  else if (typeof value === 'number') yield { at, changed: put(value + 1) };
  else if (typeof value === 'boolean') yield { at, changed: put(!value) };
  else if (value === null) yield { at, changed: put('something') };
  else if (Array.isArray(value)) {
    yield {
      at: [...at, 'more'],
      changed: put([...(value as unknown[]), (value as unknown[])[0] ?? 'one more']),
    };
    for (const [index, one] of (value as unknown[]).entries())
      yield* everyPlace(one, [...at, String(index)], (v) =>
        put((value as unknown[]).map((old, other) => (other === index ? v : old))),
      );
  } else if (typeof value === 'object') {
    for (const [key, one] of Object.entries(value))
      yield* everyPlace(one, [...at, key], (v) => put({ ...value, [key]: v }));
  }
}

function isRead(at: readonly string[]): boolean {
  const [part] = at;
  // Words of a title open a section or name a kind only where they stand in lists of their own.
  const isOption = part === 'kinds' && at.at(-1) === 'title';
  // Kept whole, so that an event names what the calendar was; what was agreed outlives it all the same.
  const isKept = part === 'catalogue' || part === 'calendar' || part === 'riskModel';
  return !isOption && !isKept && at.some((key) => READ.includes(key));
}

const SAID = (({ version: _v, problems: _p, sources: _s, ...said }: Policy) => said)(WHOLE);
const PLACES = [
  ...everyPlace(SAID, [], (changed) => ({ ...WHOLE, ...(changed as Partial<Policy>) })),
];
/** One of each shape: what is true of the first step of a rule is true of the second. */
const SHAPES = [
  ...new Map(
    PLACES.map((place) => [place.at.filter((key) => !/^\d+$/u.test(key)).join('.'), place]),
  ),
];

describe('the version of a policy', () => {
  it('is asked about every part', () => {
    expect(new Set(SHAPES.map(([, { at }]) => at[0]))).toEqual(new Set(Object.keys(SAID)));
    expect(SHAPES.length).toBeGreaterThan(100);
  });

  it.each(SHAPES.filter(([, { at }]) => isRead(at)))(
    'stays when %s is put better',
    (_at, place) => {
      expect(named(place.changed)).toBe(named(WHOLE));
    },
  );

  it.each(SHAPES.filter(([, { at }]) => !isRead(at)))('is another when %s is', (at, place) => {
    const { changed } = place;
    // A title names a kind in the form only where no option does.
    const isNamed = at !== 'kinds.title' || WHOLE.kinds[Number(place.at[1])]?.scope === null;
    expect(named(changed) === named(WHOLE)).toBe(!isNamed);
  });

  it('is one with former names of the same rules, and with no other', () => {
    const policy = { ...WHOLE, version: 'builtin:now', sameAs: ['builtin:then'] };
    expect(isVersion(policy, 'builtin:now')).toBe(true);
    expect(isVersion(policy, 'builtin:then')).toBe(true);
    expect(isVersion(policy, 'builtin:once')).toBe(false);
    expect(isVersion(WHOLE, 'builtin:then')).toBe(false);
  });
});
