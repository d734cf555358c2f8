// Nobody gives themselves the word, and what was linked when a change began stays linked.
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { EMERGENCY_PATCH } from '../../support/change-plans.ts';

const named = (authorised_by: string): typeof EMERGENCY_PATCH => ({
  ...EMERGENCY_PATCH,
  answers: { ...EMERGENCY_PATCH.answers, authorised_by },
});

describe('an emergency', () => {
  it('is not started by the person whom the form names as its only authoriser', () => {
    const stage = setTheStage();
    const plan = named('@priya-net, 21:07, by phone');
    accepted(stage.sora.opens({ kind: 'readable', plan, warnings: [] }));
    expect(answerOf(stage.priya.starts())).toBe('authorisation_required');
  });

  it('is started by one of two whom the form names', () => {
    const stage = setTheStage();
    const plan = named('@priya-net and @dee-lead');
    accepted(stage.sora.opens({ kind: 'readable', plan, warnings: [] }));
    accepted(stage.priya.starts());
    expect(stage.change.state).toBe('in_progress');
  });

  it.each([
    ['a login that nobody here has', '@boss'],
    ['a dash', '-'],
    ['no letters', '… 21:07!'],
    ['a word that can only be a login', 'boss'],
    ['an engineer', '@lin-dev, by phone'],
    ['a bot', '@deploybot'],
    ['an app', '@deploybot[bot]'],
    ['an engineer without the @', 'lin-dev by phone'],
    ['whoever starts it without the @', 'priya-net, by phone'],
    ['an app, in words', 'deploybot[bot] told us'],
    ['an app of somebody’s name', '@dee-lead[bot]'],
    ['whoever starts it, and an engineer', '@priya-net and @lin-dev'],
  ])('does not start on the word of %s, and says whose it needs', (_whose, word) => {
    const stage = setTheStage();
    accepted(stage.sora.opens({ kind: 'readable', plan: named(word), warnings: [] }));
    expect(stage.priya.starts()).toMatchObject({
      kind: 'refused',
      refusal: {
        code: 'authorisation_required',
        facts: { roles: ['incident_commander', 'lead'], authoriser: word },
      },
    });
    expect(stage.change.started).toBeNull();
    accepted(stage.priya.starts('@dee-lead'));
  });

  it('is confirmed by whom the login meant, not by who took it over', () => {
    const stage = setTheStage();
    const { policy } = stage.world;
    stage.world.policy = {
      ...policy,
      categories: policy.categories.map((rule) => ({
        ...rule,
        authoriserRoles: ['maintainer'] as const,
      })),
    };
    accepted(stage.sora.opens({ kind: 'readable', plan: named('@tomas-sre'), warnings: [] }));
    accepted(stage.priya.starts());
    const taken = { ...PEOPLE.jonas, login: 'tomas-sre', roles: PEOPLE.tomas.roles };
    const renamed = { ...PEOPLE.tomas, login: 'tomas-renamed' };
    const word = { type: 'authorise', note: 'I said so' } as const;
    expect(stage.act(taken, word)).toMatchObject({
      refusal: { code: 'not_permitted', facts: { why: 'not_named' } },
    });
    accepted(stage.act(renamed, word));
  });

  it('starts on words without a login, which somebody confirms later', () => {
    const stage = setTheStage();
    const plan = named('the head of operations, by phone');
    accepted(stage.sora.opens({ kind: 'readable', plan, warnings: [] }));
    accepted(stage.priya.starts());
    expect(stage.change.emergency?.authorised).toBeNull();
  });

  it('starts on any name but one’s own while nobody can tell who is here', () => {
    const stage = setTheStage({ people: null });
    accepted(stage.sora.opens({ kind: 'readable', plan: named('@boss'), warnings: [] }));
    expect(answerOf(stage.priya.starts('priya-net'))).toBe('authorisation_required');
    accepted(stage.priya.starts());
  });

  it.each(['-', 'n/a', '?? ??'])(
    'does not start on the word of the form when %s is said instead of it',
    (said) => {
      const stage = setTheStage();
      accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
      expect(stage.priya.starts(said)).toMatchObject({
        refusal: { code: 'authorisation_required', facts: { authoriser: said } },
      });
    },
  );

  it('starts on a name in words, said or written', () => {
    const stage = setTheStage();
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.priya.starts('Dee Lead by telephone'));
    expect(stage.change.emergency?.authoriser).toBe('Dee Lead by telephone');
  });

  it('does not start on the word of an app that nobody here knows, whoever could be told', () => {
    const word = '@nobody-at-all[bot]';
    for (const unsure of [{ people: null }, { peopleAreSome: true }] as const) {
      const stage = setTheStage(unsure);
      accepted(stage.sora.opens({ kind: 'readable', plan: named(word), warnings: [] }));
      expect(answerOf(stage.priya.starts())).toBe('authorisation_required');
    }
  });

  it('keeps its pull requests once it runs: their checks may already say yes', () => {
    const stage = setTheStage();
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.sora.links(701));
    accepted(stage.priya.starts());
    expect(answerOf(stage.sora.unlinks(701))).toBe('not_in_state');
  });
});
