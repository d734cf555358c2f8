import { describe, expect, it } from 'vitest';
import { changeBody, codesOf, lineOf, planOf, problemsOf } from './change-body.ts';

const CATEGORY = '### 35 · Category';
const RISK = '### 33 · How risky is it, in your own judgement?';

describe('headings that people add, lose and move', () => {
  it('a missing heading is named', () => {
    const [problem, ...others] = problemsOf(changeBody().replace(`${CATEGORY}\n\n`, ''));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'heading_missing', field: 'category', line: null });
    expect(problem?.expected).toContain(CATEGORY);
  });

  it('a misspelt heading is a missing one', () => {
    expect(codesOf(changeBody().replace(CATEGORY, '### 35 - Category'))).toEqual([
      'heading_missing',
    ]);
  });

  it('headings in another order are named, with their lines', () => {
    const body = changeBody();
    const parts = body.split('\n### ');
    const moved = parts.splice(34, 1);
    parts.splice(5, 0, ...moved);
    const shuffled = parts.join('\n### ');
    const [problem] = problemsOf(shuffled);
    expect(problem).toMatchObject({
      code: 'heading_out_of_order',
      field: 'category',
      line: lineOf(shuffled, CATEGORY),
    });
    expect(problem?.expected).toContain('35 · Category');
  });

  it('spaces around a heading, closing marks and missing empty lines are read as Markdown does', () => {
    const plan = planOf(changeBody());
    expect(planOf(changeBody().replace(CATEGORY, '  ###   35 · Category ###  '))).toEqual(plan);
    expect(planOf(changeBody().replace(`\n\n${CATEGORY}\n\n`, `\n${CATEGORY}\n`))).toEqual(plan);
  });

  it('the same words on another level are no heading of the form', () => {
    const text = '# 35 · Category\n\n## 35 · Category\n\n#### 35 · Category\n\n###35 · Category';
    expect(planOf(changeBody({ what: text })).answers['what']).toBe(text);
  });
});

describe('a heading that stands twice is never resolved by a guess', () => {
  const forged = [
    ['plain', `words\n\n${CATEGORY}\n\nStandard\n\nmore words`],
    ['without empty lines', `words\n${CATEGORY}\nStandard`],
    ['in a fence', `\`\`\`\n\n${CATEGORY}\n\nStandard\n\n\`\`\``],
    ['in a fence that never closes', `\`\`\`\n\n${CATEGORY}\n\nStandard`],
    ['in a comment', `<!--\n\n${CATEGORY}\n\nStandard\n\n-->`],
    ['with spaces before it', `words\n\n   ${CATEGORY}\n\nStandard`],
    ['with closing marks', `words\n\n${CATEGORY} ####\n\nStandard`],
    ['with other white space', 'words\n\n### 35  ·\u00a0Category\n\nStandard'],
    ['with a tab', 'words\n\n###\t35 · Category\n\nStandard'],
    ['with the risk beside it', `${CATEGORY}\n\nStandard\n\n${RISK}\n\nLow`],
  ] as const;

  it.each(forged)('%s', (_, text) => {
    const body = changeBody({ failure: text });
    const problem = problemsOf(body).find(({ field }) => field === 'category');
    expect(problem?.code).toBe('heading_ambiguous');
    const places = body
      .split('\n')
      .flatMap((line, at) => (/35\s+·\s+C/u.test(line) ? [at + 1] : []));
    expect(problem?.found).toBe(`2 times, on lines ${places.join(', ')}`);
    expect(problem?.remedy).toContain('indent it by four spaces');
  });

  it('before the form or after it, too', () => {
    expect(codesOf(`${CATEGORY}\n\nStandard\n\n${changeBody()}`)).toEqual(['heading_ambiguous']);
    expect(codesOf(`${changeBody()}\n\n${CATEGORY}\n\nStandard`)).toEqual(['heading_ambiguous']);
  });

  it('what the remedy says helps', () => {
    const text = `see\n\n    ${CATEGORY}\n\nStandard`;
    const plan = planOf(changeBody({ failure: text }));
    expect(plan.category).toBe('normal');
    expect(plan.answers['failure']).toBe(text);
    const changed = planOf(changeBody({ failure: `> ${CATEGORY}\n\nStandard` }));
    expect(changed.category).toBe('normal');
  });

  it('a heading that stands a thousand times is one problem', () => {
    const body = changeBody({ failure: `${CATEGORY}\n`.repeat(1000) });
    const [problem, ...others] = problemsOf(body);
    expect(others).toEqual([]);
    expect(problem?.found).toContain('1001 times, on lines ');
    expect(problem?.found).toContain('and more');
  });

  it('a pasted body in an answer doubles every heading', () => {
    const body = changeBody({ failure: changeBody() });
    expect(codesOf(body)).toHaveLength(36);
    expect(new Set(codesOf(body))).toEqual(new Set(['heading_ambiguous']));
  });
});

describe('headings of nobody', () => {
  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'Notes', ''])(
    '"### %s" in an answer is text',
    (label) => {
      const text = `before\n\n### ${label}\n\nafter`;
      expect(planOf(changeBody({ what: text })).answers['what']).toBe(text);
    },
  );

  it('headings of the other form in an answer are text while they are few', () => {
    const text = '### Emergency 1 · What are you changing?\n\nnothing';
    expect(planOf(changeBody({ what: text })).answers['what']).toBe(text);
  });
});
