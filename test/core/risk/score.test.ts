import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANGE_FORM } from '../../../src/core/plan/change-form.ts';
import { RISK_MODEL } from '../../../src/core/policy/default/risk.ts';
import { compareLevels, suggestRisk } from '../../../src/core/risk/score.ts';
import { answering } from './questionnaire.ts';

/** Points of the answers in the order of the questionnaire, and what it makes of them. */
const EXAMPLES = [
  { change: 'CHG-00001', points: '310000002', score: 28, level: 'low', floors: [] },
  { change: 'CHG-00002', points: '322102330', score: 62, level: 'high', floors: [] },
  { change: 'CHG-00003', points: '230020302', score: 43, level: 'medium', floors: [] },
  { change: 'CHG-00004', points: '331013332', score: 67, level: 'high', floors: [] },
  { change: 'CHG-00005', points: '110011111', score: 23, level: 'low', floors: [] },
  {
    change: 'CHG-00006',
    points: '110231211',
    score: 42,
    level: 'medium',
    floors: ['it is not tested'],
  },
  { change: 'CHG-00007', points: '311000100', score: 32, level: 'medium', floors: [] },
  { change: 'CHG-00008', points: '201000021', score: 23, level: 'low', floors: [] },
] as const;

describe('the questionnaire', () => {
  it.each(EXAMPLES)(
    'F033: gives $change the score $score of 100',
    ({ points, score, level, floors }) => {
      expect(suggestRisk(RISK_MODEL, answering(points))).toEqual({
        model: 1,
        score: { least: score, most: score },
        level,
        floors,
        missing: [],
      });
    },
  );

  it('asks what the form asks, word for word', () => {
    for (const { field, options } of RISK_MODEL.questions) {
      expect(CHANGE_FORM.fields.find(({ id }) => id === field)?.options).toEqual(
        Object.keys(options),
      );
    }
  });

  it('reaches from 0 to 100, and a level begins at its own number', () => {
    const scored = (points: string): unknown => {
      const { score, level } = suggestRisk({ ...RISK_MODEL, floors: [] }, answering(points)) ?? {};
      return [score?.least, level];
    };
    expect(scored('000000000')).toEqual([0, 'low']);
    expect(scored('333333333')).toEqual([100, 'high']);
    expect(scored('310000003')).toEqual([30, 'medium']);
    expect(scored('333010000')).toEqual([53, 'medium']);
    expect(scored('333200000')).toEqual([60, 'high']);
  });
});

describe('a suggestion with missing answers', () => {
  it('F034: is made once both ends agree, and before that says what is missing', () => {
    const open = suggestRisk(RISK_MODEL, answering('310000..2'));
    expect(open).toEqual({
      model: 1,
      score: { least: 28, most: 38 },
      level: null,
      floors: [],
      missing: ['risk_coordination', 'risk_timing'],
    });
    expect(suggestRisk(RISK_MODEL, answering('331013.32'))).toMatchObject({
      score: { least: 62, most: 67 },
      level: 'high',
      missing: ['risk_coordination'],
    });
  });

  it('counts a floor that hangs on a missing answer at one end only', () => {
    // What is missing could be "not tested", which alone would make it medium.
    expect(suggestRisk(RISK_MODEL, answering('0000.0000'))).toMatchObject({
      score: { least: 0, most: 10 },
      level: null,
      floors: [],
    });
  });

  it('takes an answer that it does not know for none', () => {
    const answers = { ...answering('110011111'), risk_scope: 'Enormous', constructor: 'x' };
    expect(suggestRisk(RISK_MODEL, answers)?.missing).toEqual(['risk_scope']);
  });

  it('is none where nothing of it was asked', () => {
    expect(suggestRisk(RISK_MODEL, { what: 'patch the gateway' })).toBeNull();
    expect(suggestRisk({ ...RISK_MODEL, questions: [] }, answering('110011111'))).toBeNull();
  });

  it('says what every way to answer the rest would say', () => {
    const points = fc.array(fc.constantFrom('0', '1', '2', '3', '.'), {
      minLength: 9,
      maxLength: 9,
    });
    const rest = fc.array(fc.constantFrom('0', '1', '2', '3'), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(points, rest, (given, later) => {
        const some = suggestRisk(RISK_MODEL, answering(given.join('')));
        const whole = given.map((point, at) => (point === '.' ? later[at] : point)).join('');
        const all = suggestRisk(RISK_MODEL, answering(whole));
        if (some === null || all === null) return given.every((point) => point === '.');
        const isBetween = some.score.least <= all.score.least && all.score.most <= some.score.most;
        return isBetween && (some.level === null || some.level === all.level);
      }),
    );
  });
});

describe('a floor', () => {
  it('raises what the points alone would say, and never lowers it', () => {
    const points = fc.array(fc.constantFrom('0', '1', '2', '3'), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(points, (given) => {
        const answers = answering(given.join(''));
        const bare = suggestRisk({ ...RISK_MODEL, floors: [] }, answers)?.level;
        const raised = suggestRisk(RISK_MODEL, answers)?.level;
        return (
          bare !== undefined &&
          raised !== undefined &&
          bare !== null &&
          raised !== null &&
          compareLevels(raised, bare) !== 'lower'
        );
      }),
    );
    expect(suggestRisk(RISK_MODEL, answering('300300000'))).toMatchObject({
      score: { least: 35 },
      level: 'high',
      floors: ['it cannot be undone', 'it cannot be undone, on a critical service'],
    });
  });
});
