import { describe, expect, it } from 'vitest';
import { changeBody, codesOf, lineOf, planOf, problemsOf, warningsOf } from './change-body.ts';

describe('one choice of several', () => {
  it('the case of a hand-typed option does not matter', () => {
    const plan = planOf(changeBody({ category: 'SIGNIFICANT', priority: 'critical' }));
    expect(plan).toMatchObject({ category: 'significant', priority: 'critical' });
    expect(plan.answers['category']).toBe('Significant');
  });

  it('a commented choice is refused, not guessed', () => {
    const [problem] = problemsOf(changeBody({ risk_level: 'High\n\nLow' }));
    expect(problem).toMatchObject({ code: 'option_unknown', field: 'risk_level' });
    expect(problem?.expected).toBe('one of: Low | Medium | High');
  });

  it('an option that the question does not have is refused, with the nearest', () => {
    const [problem] = problemsOf(changeBody({ risk_level: 'Hihg' }));
    expect(problem?.remedy).toBe('did you mean "High"?');
    expect(problemsOf(changeBody({ risk_level: 'Critical' }))[0]?.code).toBe('option_unknown');
  });
});

describe('environments', () => {
  it('are joined by commas, or stand on lines of their own', () => {
    const plan = planOf(changeBody({ environments: 'Production,dr\nproduction , staging' }));
    expect(plan.environments).toEqual(['production', 'dr', 'staging']);
    expect(plan.answers['environments']).toBe('production, dr, staging');
  });

  it('one that the form does not offer is read, with a warning: a repository may name its own', () => {
    const body = changeBody({ environments: 'production, eu-west' });
    expect(planOf(body).environments).toEqual(['production', 'eu-west']);
    expect(warningsOf(body)).toMatchObject([
      { code: 'option_unlisted', field: 'environments', line: lineOf(body, 'production, eu') },
    ]);
  });
});

describe('names without end', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `a${String(index)}`).join('\n');

  it('fifty environments and two hundred assets are the most', () => {
    expect(planOf(changeBody({ environments: names(50) })).environments).toHaveLength(50);
    expect(codesOf(changeBody({ environments: names(51) }))).toEqual(['options_too_many']);
    expect(planOf(changeBody({ assets: names(200) })).assets).toHaveLength(200);
    expect(codesOf(changeBody({ assets: names(201) }))).toEqual(['assets_too_many']);
  });
});

describe('boxes', () => {
  const boxes = (lines: string) => changeBody().replace(/- \[X\] Some.*\n- \[X\] I.*/u, lines);
  const both = planOf(changeBody());

  it.each([
    '- [x] Somebody else could run these steps\n- [X] I stop at each hold point',
    '- [x] I stop at each hold point\n* [x] somebody else could run these steps',
    '- [x] Somebody else could run these steps   \n\n- [x] I stop at each hold point',
  ])('ticked in any spelling: %j', (lines) => {
    expect(planOf(boxes(lines))).toEqual(both);
  });

  it.each(['[ ]', '[]'])('%s is not ticked', (box) => {
    const lines = `- [x] Somebody else could run these steps\n- ${box} I stop at each hold point`;
    expect(planOf(boxes(lines)).missing).toEqual(['attest']);
  });

  it('a box that is gone is not ticked', () => {
    expect(planOf(boxes('- [x] I stop at each hold point')).missing).toEqual(['attest']);
  });

  it.each([
    ['- [x] I stop sometimes', 'option_unknown'],
    ['- [x] Somebody else could run these steps\n- [x] I stop sometimes', 'option_unknown'],
    ['I agree', 'option_unknown'],
    ['- [y] I stop at each hold point', 'option_unknown'],
    ['- [ ] I stop at each hold point\n- [x] I stop at each hold point', 'box_repeated'],
  ])('%j is refused', (lines, code) => {
    expect(codesOf(boxes(lines))).toEqual([code]);
  });
});

describe('answers of one line', () => {
  it('a second line is refused, since nobody could say which counts', () => {
    const body = changeBody({ window: '2026-11-22T04:30/2026-11-22T05:30\n\nor the day after' });
    expect(problemsOf(body)).toMatchObject([
      { code: 'answer_one_line', field: 'window', line: lineOf(body, '2026-11-22') },
    ]);
  });
});

describe('assets', () => {
  it.each([
    'edge/www\nedge/dns',
    '- edge/www\n- edge/dns',
    '* `edge/www`\n\n+ `edge/dns`\n',
    'edge/www, edge/dns, edge/www',
  ])('%j names two', (assets) => {
    expect(planOf(changeBody({ assets })).assets).toEqual(['edge/www', 'edge/dns']);
  });

  it.each(['edge/www (both nodes)', 'the gateway', 'edge/`www', 'x'.repeat(201)])(
    '%j is refused: a remark beside an id would make it another asset',
    (assets) => {
      expect(codesOf(changeBody({ assets }))).toEqual(['asset_invalid']);
    },
  );

  it.each(['-', ',', '- \n* '])(
    '%j names nothing, which is not the same as no answer',
    (assets) => {
      expect(codesOf(changeBody({ assets }))).toEqual(['asset_invalid']);
    },
  );
});

describe('people', () => {
  it.each([
    ['@tomas-sre', 'tomas-sre'],
    ['tomas-sre', 'tomas-sre'],
    ['@T.omas_1', 'T.omas_1'],
  ])('%s is %s', (text, login) => {
    const plan = planOf(changeBody({ second_person: text, operator: '@mara-ops' }));
    expect(plan).toMatchObject({ secondPerson: login, operator: 'mara-ops' });
  });

  it.each(['@a @b', 'Tomas S', '@', '@@a', '-a', 'a-', 'a/b', 'deploybot[bot]', 'a'.repeat(101)])(
    '"%s" is not one login',
    (text) => {
      expect(codesOf(changeBody({ second_person: text }))).toEqual(['person_invalid']);
    },
  );

  it('the second person is never the operator, in any case', () => {
    const body = changeBody({ second_person: '@Mara-Ops', operator: '@mara-ops' });
    expect(problemsOf(body)).toMatchObject([
      {
        code: 'second_person_is_operator',
        field: 'second_person',
        line: lineOf(body, '@Mara-Ops'),
      },
    ]);
  });
});

describe('the window of a plan', () => {
  it('an unknown zone is refused with the nearest names, at its line', () => {
    const body = changeBody({ timezone: 'Europe/Berln' });
    const [problem, ...others] = problemsOf(body);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'zone_unknown',
      field: 'timezone',
      line: lineOf(body, 'Europe/Berln'),
    });
    expect(problem?.remedy).toContain('Europe/Berlin');
  });

  it('an unknown zone is refused without a window as well', () => {
    const body = changeBody({ timezone: 'Moon', window: '', category: 'Standard' });
    expect(codesOf(body)).toEqual(['zone_unknown']);
  });

  it('a window that cannot be is refused at its line', () => {
    const body = changeBody({ window: '2026-03-29 02:30/2026-03-29 04:00' });
    expect(problemsOf(body)).toMatchObject([
      { code: 'window_invalid', field: 'window', line: lineOf(body, '2026-03-29') },
    ]);
  });

  it('a time that occurs twice is read, noted and mentioned', () => {
    const body = changeBody({ window: '2026-10-25 02:30/2026-10-25 04:00' });
    expect(planOf(body).window?.note).toContain('took the first');
    expect(warningsOf(body)).toMatchObject([{ code: 'window_noted', field: 'window' }]);
  });

  it('a missing zone is missing, and the window is not dropped for it', () => {
    const plan = planOf(changeBody({ timezone: '' }));
    expect(plan.missing).toEqual(['timezone']);
    expect(plan.window?.zone).toBe('UTC');
  });
});
