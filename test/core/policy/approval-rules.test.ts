/** Approvals that rules ask for beside the category's own: put together, in stages, by owners of paths. */
import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/core/change/facts.ts';
import { approvalsView } from '../../../src/core/desired/approval-parts.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { tally } from '../../../src/core/policy/tally.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { EVERYBODY, HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { ALWAYS, leaf, NEVER, rule, ruled, SECURITY, TEAMS, WHO_KNOWS } from './ruled.ts';

function under(policy: Policy, pulls: readonly PullFacts[] = []): Stage {
  const stage = setTheStage({ policy, policyPeople: TEAMS, pulls });
  stage.given.draft();
  for (const { number } of pulls) accepted(stage.mara.links(number));
  accepted(stage.mara.submits());
  return stage;
}

function countOf(stage: Stage): ReturnType<typeof tally> {
  return tally(stage.change, stage.factsFor(HOLDPOINT));
}

describe('what a rule asks for', () => {
  it('is missing although the category has its approval, and is named with who could give it', () => {
    const stage = under(ruled(leaf('security')));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'approvals')).toMatchObject({
      kind: 'unmet',
      code: 'approval_missing',
      facts: { needed: 2, counted: 1, parts: ['The security review'] },
      who: ['sora-sec', 'omar-dev'],
    });
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('may be given by somebody whom only the rule names, and by nobody else without a role', () => {
    const stage = under(ruled(leaf('security')));
    expect(answerOf(stage.sora.approves())).toBe('accepted');
    expect(answerOf(stage.lin.approves())).toBe('not_permitted');
  });

  it('is one voice with the category’s own where one person may give both', () => {
    const stage = under(ruled(leaf('security')));
    accepted(stage.omar.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('does not count for who is in the team no more', () => {
    const stage = under(ruled(leaf('security')));
    accepted(stage.omar.approves());
    stage.world.policyPeople = { ...TEAMS, teams: { ...TEAMS.teams, security: [] } };
    expect(countOf(stage)).toMatchObject({ enough: false });
    expect(stage.inTheWayOf('start')).toContain('approval_missing');
  });

  it('of a team that is gone is missing, and the team is named', () => {
    const gone = rule('gone', { teams: ['gone'] });
    const stage = setTheStage({ policy: ruled(leaf('gone'), [gone]), policyPeople: TEAMS });
    stage.given.draft();
    expect(stage.verdict('submit', 'approvers_exist')).toMatchObject({
      kind: 'unmet',
      facts: { parts: ['The gone review'], teams: ['gone'] },
    });
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
  });

  it('cannot be told while nobody has looked the team up', () => {
    const stage = under(ruled(leaf('security')));
    accepted(stage.tomas.approves());
    delete stage.world.policyPeople;
    expect(countOf(stage)).toMatchObject({ enough: false, unknown: ['teams'] });
    expect(answerOf(stage.sora.approves())).toBe('evidence_unavailable');
  });

  it('asks for distinct people, and linked accounts are one', () => {
    const both = rule('security', { teams: ['security'] }, { count: 2 });
    const linked = [['sora-sec', 'omar-dev']];
    const apart = under(ruled(leaf('security'), [both]));
    accepted(apart.sora.approves());
    accepted(apart.omar.approves());
    expect(apart.change.state).toBe('approved');
    const stage = setTheStage({
      policy: ruled(leaf('security'), [both], { linkedAccounts: linked }),
      policyPeople: TEAMS,
    });
    stage.given.draft();
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
    const one = under(ruled(leaf('security'), [SECURITY], { linkedAccounts: linked }));
    accepted(one.sora.approves());
    accepted(one.omar.approves());
    const parts = countOf(one).parts.map(({ counted }) => counted.map(({ by }) => by.login));
    expect(parts).toEqual([['omar-dev'], ['sora-sec']]);
  });

  it('is barred to the author under every account of theirs', () => {
    const linkedAccounts = [['mara-ops', 'tomas-sre']];
    const stage = under(ruled(null, [], { linkedAccounts }));
    expect(answerOf(stage.tomas.approves())).toBe('self_approval');
    expect(countOf(stage).eligible.map(({ login }) => login)).not.toContain('tomas-sre');
  });

  it.each([
    ['nobody knows whose the linked accounts are', {}],
    ['nobody has one of them any more', { somebody: '7', elsewhere: null }],
  ])('cannot be told while %s', (_case, people) => {
    const policy = ruled(null, [], { linkedAccounts: [['somebody', 'elsewhere']] });
    const stage = setTheStage({ policy, policyPeople: { ...TEAMS, people } });
    stage.given.draft();
    expect(answerOf(stage.mara.submits())).toBe('evidence_unavailable');
    expect(countOf(stage)).toMatchObject({ enough: false, unknown: ['teams'] });
  });
});

describe('rules put together', () => {
  const EITHER = { kind: 'or', of: [leaf('security'), leaf('databases')] } as const;
  const BOTH = { kind: 'and', of: [leaf('security'), leaf('databases')] } as const;

  it('ask for one of them with or, for all with and', () => {
    const either = under(ruled(EITHER));
    accepted(either.jonas.approves());
    expect(either.change.state).toBe('approved');
    const both = under(ruled(BOTH));
    accepted(both.jonas.approves());
    expect(both.verdict('approve', 'approvals').facts['parts']).toEqual(['The security review']);
    accepted(both.sora.approves());
    expect(both.change.state).toBe('approved');
  });

  it('skip what does not apply, with why, and ask for the rest', () => {
    const tree = {
      kind: 'and',
      of: [{ kind: 'if', when: NEVER, then: leaf('security') }, leaf('databases')],
    } as const;
    const stage = under(ruled(tree));
    accepted(stage.jonas.approves());
    expect(stage.change.state).toBe('approved');
    expect(countOf(stage).rules[0]?.tree).toMatchObject({
      of: [{ kind: 'skipped', why: ['category'] }, { kind: 'rule' }],
    });
  });

  it.each([
    ['empty', { kind: 'and', of: [] }],
    [
      'of which everything is skipped',
      { kind: 'or', of: [{ kind: 'if', when: NEVER, then: leaf('security') }] },
    ],
  ] as const)('are never met by a group that is %s, and say so', (_what, tree) => {
    const stage = setTheStage({ policy: ruled(tree), policyPeople: TEAMS });
    stage.given.draft();
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
    expect(countOf(stage).lacks).toEqual([{ id: 'a-rule', title: 'Guarded systems', part: null }]);
    stage.world.policy = ruled(null);
    accepted(stage.mara.submits());
    stage.world.policy = ruled(tree);
    expect(stage.verdict('approve', 'approvals').facts['hollow']).toEqual(['Guarded systems']);
  });

  it('are not met where it cannot be told whether they apply, whoever has approved', () => {
    const tree = { kind: 'if', when: WHO_KNOWS, then: leaf('security') } as const;
    const stage = setTheStage({ policy: ruled(null), policyPeople: TEAMS });
    stage.given.inReview();
    stage.world.policy = ruled(tree);
    accepted(stage.omar.approves());
    expect(countOf(stage)).toMatchObject({ isShort: false, enough: false, unknown: ['teams'] });
    expect(stage.verdict('approve', 'approvals').kind).toBe('cannot_tell');
    expect(stage.change.state).toBe('review');
  });

  it('are asked for where the rule applies, and nowhere else', () => {
    const elsewhere = ruled(leaf('security'));
    const [only] = elsewhere.rules;
    if (only === undefined) throw new Error('no rule');
    const skipped = under({ ...elsewhere, rules: [{ ...only, when: NEVER }] });
    accepted(skipped.tomas.approves());
    expect(skipped.change.state).toBe('approved');
    const applied = under({ ...elsewhere, rules: [{ ...only, when: ALWAYS }] });
    accepted(applied.tomas.approves());
    expect(applied.change.state).toBe('review');
  });

  it('name nobody who is not in the policy: such a rule is out of reach', () => {
    const stage = setTheStage({ policy: ruled(leaf('nowhere')), policyPeople: TEAMS });
    stage.given.draft();
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
  });
});

describe('stages', () => {
  const LEADS = rule('leads', { roles: ['lead'] }, { stage: 2 });
  const TREE = { kind: 'and', of: [leaf('security'), leaf('leads')] } as const;
  const STAGED = ruled(TREE, [SECURITY, LEADS]);

  it('count what was said after all earlier ones were there, and ask again for what came too early', () => {
    const stage = under(STAGED);
    accepted(stage.dee.approves());
    expect(stage.verdict('approve', 'approvals').facts).toMatchObject({
      parts: ['The security review'],
      later: ['The leads review'],
    });
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'approvals').who).toEqual(['dee-lead']);
    accepted(stage.dee.approves('Now that security has looked.'));
    expect(stage.change.state).toBe('approved');
  });

  it('begin anew for the later ones when an earlier approval is taken back and given again', () => {
    const stage = under(STAGED);
    accepted(stage.sora.approves());
    accepted(stage.dee.approves());
    expect(stage.change.state).toBe('approved');
    accepted(stage.sora.withdraws());
    expect(stage.change.state).toBe('review');
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('review');
    accepted(stage.dee.approves());
    expect(stage.change.state).toBe('approved');
  });
});

describe('owners of the changed paths', () => {
  const OWNERS = rule('owners', {}, { owners: true, count: 1 });
  const POLICY = ruled(leaf('owners'), [OWNERS]);
  const touching = (owners: string | null, ...paths: readonly string[]): PullFacts =>
    pullFacts(701, {
      detail: pullDetail({
        owners,
        files: paths.map((path) => ({ path, previous: null, added: 1, deleted: 0 })),
      }),
    });

  it('are needed one for every path, and few are suggested', () => {
    const owners = 'db/ @jonas-dba @sora-sec\nweb/ @sora-sec\nops/ @omar-dev\n';
    const stage = under(POLICY, [touching(owners, 'db/a.sql', 'web/b.ts', 'README.md')]);
    const { parts } = approvalsView(stage.change, stage.factsFor(HOLDPOINT), countOf(stage));
    expect(parts.map(({ who }) => who)).toEqual([['sora-sec']]);
    accepted(stage.jonas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'approvals').who).toEqual(['sora-sec']);
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('who wrote the code do not count, and without another one it is out of reach', () => {
    const stage = setTheStage({
      policy: POLICY,
      policyPeople: TEAMS,
      pulls: [touching('* @lin-dev', 'a.ts')],
    });
    stage.given.draft();
    accepted(stage.mara.links(701));
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
  });

  it('are nobody where no file names them: the rule fails closed', () => {
    const stage = setTheStage({
      policy: POLICY,
      policyPeople: TEAMS,
      pulls: [touching(null, 'a.ts')],
    });
    stage.given.draft();
    accepted(stage.mara.links(701));
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
  });
});

describe('two ways of saying yes', () => {
  it('are one voice: a review and a command of the same person count once', () => {
    const two = ruled(null, [], {
      categories: ruled(null).categories.map((one) => ({ ...one, approvalsNeeded: 2 })),
    });
    const stage = under(two, [pullFacts(701)]);
    accepted(stage.tomas.approvesByReview('head-of-701'));
    accepted(stage.tomas.approves());
    expect(countOf(stage)).toMatchObject({ needed: 2, remaining: 1, enough: false });
    const [first] = stage.change.approvals;
    const doubled = {
      ...stage.change,
      approvals: [first, first].flatMap((one, at) =>
        one === undefined
          ? []
          : [
              {
                ...one,
                seq: one.seq + at,
                channel: at === 0 ? ('review' as const) : ('command' as const),
              },
            ],
      ),
    };
    const count = tally(doubled, stage.factsFor(HOLDPOINT));
    expect(count.spoke.map(({ reason }) => reason)).toEqual([null, 'repeated']);
    expect(count.remaining).toBe(1);
  });
});

describe('what nobody could give', () => {
  it('is found at submit: hold points without a second person', () => {
    const alone = EVERYBODY.map((one) =>
      one.id === PEOPLE.mara.id || one.id === PEOPLE.dee.id ? one : { ...one, roles: [] },
    );
    const people = alone.map((one) =>
      one.id === PEOPLE.dee.id ? { ...one, roles: ['maintainer' as const] } : one,
    );
    const policy = ruled(null, [], {
      verbRoles: { ...ruled(null).verbRoles, confirm: ['engineer'], confirm_unnamed: ['lead'] },
    });
    const stage = setTheStage({ policy, policyPeople: TEAMS, people });
    stage.given.draft();
    const refused = stage.mara.submits();
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { code: 'no_eligible_approvers', facts: { what: 'second_person' } },
    });
  });
});
